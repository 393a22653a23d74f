"""Writing files so that a reader sees the old content or the new content, never a part of either."""

from __future__ import annotations

import contextlib
import errno
import functools
import os
import secrets
import stat
import time
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from core.errors import ExportError

_IS_FOLDER = "{path} cannot be written because it is a folder; choose a file name inside it."
_NOT_A_FILE = "{path} cannot be written because it is a device or a pipe, not a file; choose another name."
_NO_FOLDER = "{path} cannot be written because the folder {folder} does not exist; create it or choose another place."
_NOT_A_FOLDER = "{path} cannot be written because {folder} is not a folder; choose another place."
_DENIED = "{path} cannot be written because the system denies it; check the permissions of file and folder, or choose another place."
_READ_ONLY = "{path} cannot be written because it is protected against writing; make it writable or choose another name."
_DISK_FULL = "{path} cannot be written because the disk is full; free some space or choose another place."
_NAME_TOO_LONG = "{path} cannot be written because its name is too long; choose a shorter one."
_OTHER = "{path} cannot be written ({reason}); choose another place."

_TEMPLATES = {
    errno.EISDIR: _IS_FOLDER,
    errno.ENOENT: _NO_FOLDER,
    errno.ENOTDIR: _NOT_A_FOLDER,
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.EROFS: _DENIED,
    errno.ENOSPC: _DISK_FULL,
    errno.EDQUOT: _DISK_FULL,
    errno.ENAMETOOLONG: _NAME_TOO_LONG,
}


PART_BEGINS, PART_ENDS = ".halfpixel-", ".part"
LONGEST_LIFE_OF_A_PART = 600.0
"""Seconds, where files cannot be locked. A part lives as long as its content takes to the disk."""


def remove_left_parts(folder: Path) -> None:
    """Delete what killed writers left in ``folder``. What is still being written stays, and so does what cannot be deleted.

    Whoever writes a part holds a lock on it, which ends with its process; where there are no such locks, what is young stays.
    """
    for part in folder.glob(f"{PART_BEGINS}*{PART_ENDS}"):
        with contextlib.suppress(OSError), part.open("rb") as stream:
            locked = _lock(stream)
            if locked or (locked is None and part.stat().st_mtime < time.time() - LONGEST_LIFE_OF_A_PART):
                if os.name == "nt":
                    stream.close()
                part.unlink()


@functools.lru_cache(maxsize=1000)
def _remove_earlier_parts(folder: Path) -> None:
    """:func:`remove_left_parts`, once in a process: listing a large folder at each of its files would take longer than the files."""
    with contextlib.suppress(OSError):
        remove_left_parts(folder)


def write_atomically(path: Path, content: bytes, *, durable: bool = True) -> None:
    """Write ``content`` to a sibling, flush it to the disk, then move it over ``path``.

    What can be made again need not be ``durable``: it is not flushed, which takes longer than many a file, and after a power cut the file
    may be cut short.

    A symbolic link stays a link: its target is replaced. An existing file keeps its permissions. On any failure, an interrupt
    included, ``path`` is as it was and the sibling is gone; of a process that was killed, the next one to write into the folder removes
    it. Raises ExportError naming ``path`` and the reason.
    """
    target = Path(os.path.realpath(path))
    with writing_errors(path):
        mode = _mode_of(target, path)
        _remove_earlier_parts(target.parent)
        part, stream = _new_part(target.parent)
        try:
            with stream:
                stream.write(content)
                stream.flush()
                if durable:
                    os.fsync(stream.fileno())
                if mode is not None:
                    part.chmod(mode)
                if os.name != "nt":  # under its lock; Windows moves no open file
                    part.replace(target)
            if os.name == "nt":
                part.replace(target)
        except BaseException:
            with contextlib.suppress(OSError):
                part.unlink()
            raise


@contextlib.contextmanager
def writing_errors(path: Path) -> Iterator[None]:
    """Turn what the system says into an ExportError about ``path``."""
    try:
        yield
    except OSError as error:
        raise _export_error(path, error) from error


def _new_part(folder: Path) -> tuple[Path, IO[bytes]]:
    """A new file that this process alone writes, and that no other takes for left behind."""
    while True:
        part = folder / f"{PART_BEGINS}{secrets.token_hex(8)}{PART_ENDS}"
        # "x" refuses a file or link that somebody placed there; the system's umask applies, unlike with tempfile.
        stream = part.open("xb")
        locked = _lock(stream)
        if locked is None or (locked and os.fstat(stream.fileno()).st_nlink > 0):
            return part, stream
        stream.close()  # somebody who cleans up was faster than the lock
        with contextlib.suppress(OSError):
            part.unlink()


def _lock(stream: IO[bytes]) -> bool | None:
    """Take a lock that ends with the process: whether it was free, or None where files cannot be locked."""
    try:
        import fcntl
    except ModuleNotFoundError:
        return None
    try:
        fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return None
    return True


def _mode_of(target: Path, path: Path) -> int | None:
    """Permission bits of the file to be replaced, or None when there is none yet. Refuses what must not be replaced."""
    try:
        mode = target.stat().st_mode
    except FileNotFoundError:
        return None
    if stat.S_ISDIR(mode):
        raise ExportError(_IS_FOLDER, path=path)
    if not stat.S_ISREG(mode):  # root could put a file in the place of /dev/null
        raise ExportError(_NOT_A_FILE, path=path)
    # A rename needs no write permission on the file it replaces: a file that its owner protected would be lost silently.
    try:
        target.open("r+b").close()
    except PermissionError as error:
        raise ExportError(_READ_ONLY, details=repr(error), path=path) from error
    return stat.S_IMODE(mode)


def _export_error(path: Path, error: OSError) -> ExportError:
    template = _TEMPLATES.get(error.errno or 0, _OTHER)
    reason = error.strerror or type(error).__name__
    return ExportError(template, details=repr(error), path=path, folder=path.parent, reason=reason)
