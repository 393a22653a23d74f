"""What is open is written while the window is used, so that a crash, or a machine that goes off, takes the last seconds only."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from app import last_session
from app import settings as settings_file
from app.jobs import JobRunner
from app.last_session import LastSession
from app.messages import LOG
from app.settings import Settings
from core.errors import UserError

INTERVAL_MS = 10_000
CHANNEL = "keep"

State = tuple[Settings, LastSession]


class Keeper(QObject):
    """``state()``, called on the GUI thread, says what is to be kept in the two files; a thread of the keeper's own writes them."""

    def __init__(self, state: Callable[[], State], settings: Path, session: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._state = state
        self._settings, self._session = settings, session
        self._asked_for: State | None = None
        self._lock = threading.Lock()
        self._count = 0
        self._newest = 0
        self._writer: JobRunner | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(INTERVAL_MS)
        self._timer.timeout.connect(self.look)

    def begin(self) -> None:
        """Look from now on, every INTERVAL_MS."""
        self._writer = JobRunner("keeper", self)
        self._asked_for = self._state()  # as it was read a moment ago
        self._timer.start()

    def look(self) -> None:
        """Have what has changed since the last look written. A failure is not tried again until something changes."""
        state = self._state()
        if state != self._asked_for and self._writer is not None:
            self._asked_for = state
            number = self._next()
            self._writer.submit(CHANNEL, lambda _token: self._write(number, state), lambda _nothing: None)

    def keep_now(self) -> None:
        """Write everything, and come back when that is done: the window closes, or something inside has failed."""
        self._asked_for = self._state()
        self._write(self._next(), self._asked_for)

    def close(self) -> None:
        """Look no more, and wait for the writer; once more does nothing."""
        self._timer.stop()
        if self._writer is not None:
            self._writer.close()
            self._writer = None

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _write(self, number: int, state: State) -> None:
        """On whichever thread; what is older than what the files hold already is not written over it."""
        settings, session = state
        with self._lock:
            if number < self._newest:
                return
            self._newest = number
            try:
                settings_file.save(settings, self._settings)
                last_session.save(session, self._session)
            except UserError as error:
                LOG.warning("settings were not saved: %s", error)
