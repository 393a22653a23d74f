"""One window for each home: a second start hands what it was asked for to the window that is open, and ends.

Whose window it is, a lock file says, which the system frees when its process dies; a local socket carries the words. Both lie in a
folder of the user's own that is not the home: that may be read-only, or shared by several machines.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import stat
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QLockFile, QObject, Signal

from app.start_request import StartRequest, from_line, to_line

if TYPE_CHECKING:
    from PySide6.QtNetwork import QLocalServer, QLocalSocket

PATIENCE_S = 5.0
"""How long an open window may take to answer before a second one opens beside it."""
PAUSE_S = 0.05
MAX_BYTES = 1_000_000
TAKEN = b"taken\n"


class OneWindow(QObject):
    """The place of the one window of ``home``: claimed, asked for, or held and listened at."""

    asked = Signal(object)
    """StartRequest of another start, which has ended by now."""

    def __init__(self, home: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        name = f"halfpixel-{hashlib.sha256(os.fsencode(os.path.realpath(home))).hexdigest()[:16]}"
        folder = private_folder()
        self._lock = None if folder is None else QLockFile(str(folder / f"{name}.lock"))
        # Pipes of Windows have no folder, and are everybody's.
        self.address = f"{name}-{os.environ.get('USERNAME', '')}" if sys.platform == "win32" else str((folder or Path()) / name)
        self._server: QLocalServer | None = None
        self._visitors: list[QLocalSocket] = []
        if self._lock is not None:
            self._lock.setStaleLockTime(0)  # a window may be open for weeks

    def is_for(self, request: StartRequest) -> bool:
        """Whether the window is to open here: nobody holds the place, or who holds it does not answer; else they have the request."""
        ends = time.monotonic() + PATIENCE_S
        while not self._claim():
            if self._hand_over(request, ends):
                return False
            if time.monotonic() > ends:
                return True
            time.sleep(PAUSE_S)  # the other window is just opening, or just closing
        return True

    def listen(self) -> None:
        """Hear other starts from now on, where the place is held."""
        if self._lock is None or not self._lock.isLocked():
            return
        from PySide6.QtNetwork import QLocalServer

        QLocalServer.removeServer(self.address)  # a crash leaves it behind; no living process uses it while the lock is here
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._visited)
        self._server.listen(self.address)

    def hush(self) -> None:
        """Take no more requests: the window goes."""
        if self._server is not None:
            self._server.close()
            for socket in self._visitors:
                socket.abort()
            self._see_off()
            self._server.deleteLater()
            self._server = None

    def leave(self) -> None:
        """Give the place to the next start."""
        self.hush()
        if self._lock is not None:
            self._lock.unlock()

    def _claim(self) -> bool:
        """True, too, where no lock can be made: then every start has its own window."""
        lock = self._lock
        if lock is None or lock.tryLock(0):
            return True
        if lock.error() is not QLockFile.LockError.LockFailedError:
            return True
        # Another program may have the number of a process that died; the system itself knows whether the file is still held.
        return lock.removeStaleLockFile() and lock.tryLock(0)

    def _hand_over(self, request: StartRequest, ends: float) -> bool:
        from PySide6.QtNetwork import QLocalSocket

        def left() -> int:
            return max(round((ends - time.monotonic()) * 1000), 1)

        socket = QLocalSocket()
        socket.connectToServer(self.address)
        if not socket.waitForConnected(left()):
            return False
        socket.write(to_line(request))
        socket.flush()
        while socket.bytesAvailable() < len(TAKEN):
            if not socket.waitForReadyRead(left()):
                return False
        return bytes(socket.readAll().data()) == TAKEN

    def _visited(self) -> None:
        while self._server is not None and (socket := self._server.nextPendingConnection()) is not None:
            self._visitors.append(socket)
            # No closure may hold a socket: it would live on in Python when Qt has deleted it.
            socket.readyRead.connect(self._read)
            socket.disconnected.connect(self._see_off)
        self._read()

    def _read(self) -> None:
        for socket in [visitor for visitor in self._visitors if visitor.bytesAvailable()]:
            self._read_one(socket)

    def _read_one(self, socket: QLocalSocket) -> None:
        if not socket.canReadLine():
            if socket.bytesAvailable() > MAX_BYTES:
                socket.abort()
            return
        try:
            request = from_line(bytes(socket.readLine().data()))
        except (ValueError, KeyError, TypeError, RecursionError):
            socket.abort()
            return
        socket.write(TAKEN)
        socket.disconnectFromServer()
        self.asked.emit(request)

    def _see_off(self) -> None:
        """Forget those who have hung up, or were hung up on."""
        gone = [visitor for visitor in self._visitors if visitor.state() == visitor.LocalSocketState.UnconnectedState]
        self._visitors = [visitor for visitor in self._visitors if visitor not in gone]
        for socket in gone:
            socket.deleteLater()


def private_folder() -> Path | None:
    """A folder for locks and sockets that no other user can write, None where there is none."""
    given = os.environ.get("XDG_RUNTIME_DIR", "")
    if given and os.access(given, os.W_OK | os.X_OK):
        return Path(given)
    try:
        folder = Path(tempfile.gettempdir())
        return folder if sys.platform == "win32" else _own_folder(folder / f"halfpixel-{os.getuid()}")
    except OSError:
        return None


def _own_folder(folder: Path) -> Path | None:
    """``folder``, made if it is not there; None where somebody else made it. Raises OSError where it cannot be made."""
    with contextlib.suppress(FileExistsError):
        folder.mkdir(mode=0o700)
    found = folder.lstat()
    is_own = stat.S_ISDIR(found.st_mode) and found.st_uid == os.getuid() and not found.st_mode & 0o077
    return folder if is_own else None
