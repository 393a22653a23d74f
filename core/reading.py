"""What reading any image file safely takes: refuse what is no file, put each failure into a sentence, keep Pillow quiet."""

from __future__ import annotations

import contextlib
import errno
import stat
import struct
import warnings
import zlib
from collections.abc import Iterator
from pathlib import Path

from core.errors import ImageError

_EMPTY = "{path} is empty (0 bytes); copy or download it again."
_NO_MEMORY = "{path} needs more memory than is free; close other programs, or make a smaller copy and open that."
_VANISHED = "{path} does not exist, or no longer; check where it went, or choose another file."
_FOLDER = "{path} is a folder, not an image; open a file in it, or open the folder as a folder."
_NOT_A_FILE = "{path} is not a regular file but a device or a pipe; choose an image file."
_DENIED = "{path} may not be read; change its permissions, or choose another file."
_LINK_LOOP = "{path} is a link that leads back to itself; choose the file that it should lead to."
_UNREADABLE = "{path} cannot be read ({reason}); copy it elsewhere, or choose another file."

_READ_ERRORS = {
    errno.ENOENT: _VANISHED,
    errno.ENOTDIR: _VANISHED,
    errno.EISDIR: _FOLDER,
    errno.EACCES: _DENIED,
    errno.EPERM: _DENIED,
    errno.ELOOP: _LINK_LOOP,
}

# A decoder trips over a bad byte in whatever way its code happens to: this is what Pillow's have been seen to raise.
DECODER_ERRORS = (
    ArithmeticError,
    AssertionError,
    AttributeError,
    EOFError,
    LookupError,
    NotImplementedError,
    OSError,
    RuntimeError,
    SyntaxError,
    TypeError,
    ValueError,
    struct.error,
    zlib.error,
)


@contextlib.contextmanager
def reading_errors(path: Path) -> Iterator[None]:
    """Turn what the system says into an ImageError about ``path``."""
    try:
        yield
    except MemoryError as error:
        raise ImageError(_NO_MEMORY, details=repr(error), path=path) from error
    except OSError as error:
        template = _READ_ERRORS.get(error.errno or 0, _UNREADABLE)
        reason = error.strerror or type(error).__name__
        raise ImageError(template, details=repr(error), path=path, reason=reason) from error


@contextlib.contextmanager
def quiet_pillow() -> Iterator[None]:
    """Pillow warns about odd metadata on stderr; what matters to a person becomes a note or an error here."""
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", module=r"PIL\.")
        yield


def check_no_pipe(path: Path) -> None:
    """Before reading anything else than an image: raises OSError for a device or a pipe, and where there is nothing."""
    if not (stat.S_ISREG(mode := path.stat().st_mode) or stat.S_ISDIR(mode)):
        raise OSError(errno.EINVAL, "it is a device or a pipe, not a file")


def is_file(path: Path) -> bool:
    """Whether ``path`` is a file. A name that no file system takes, as a list out of somebody's hands may hold, is none."""
    try:
        return path.is_file()
    except (OSError, ValueError):
        return False


def is_folder(path: Path) -> bool:
    """Whether ``path`` is a folder, as :func:`is_file`."""
    try:
        return path.is_dir()
    except (OSError, ValueError):
        return False


def check_is_file(path: Path) -> None:
    """Before opening, as opening a pipe would wait for a writer that never comes: raises ImageError unless ``path`` holds something."""
    try:
        status = path.stat()
    except ValueError as error:  # a null character
        raise ImageError(_UNREADABLE, details=repr(error), path=repr(str(path)), reason=str(error)) from error
    if stat.S_ISDIR(status.st_mode):
        raise ImageError(_FOLDER, path=path)
    if not stat.S_ISREG(status.st_mode):
        raise ImageError(_NOT_A_FILE, path=path)
    if status.st_size == 0:
        raise ImageError(_EMPTY, path=path)
