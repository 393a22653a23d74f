"""Small JSON files that are kept between two starts: checked when read, set aside when damaged, replaced in one step."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from core.errors import ExportError, UserError
from core.files import write_atomically
from core.reading import check_no_pipe

Value = TypeVar("Value")
Complaint = Callable[[Path, str], UserError]
"""What to say of a file: its path, and details for the log."""


def load_kept(
    path: Path, parse: Callable[[str], Value], default: Value, *, damaged: Complaint, stuck: Complaint
) -> tuple[Value, UserError | None]:
    """What ``path`` holds; ``default`` where there is none, or where it is damaged.

    A damaged file is kept as ``.bad`` and ``damaged`` makes the error of it; ``stuck`` does where it can neither be read nor moved.
    ``parse`` raises ValueError, KeyError or TypeError on what it does not understand.
    """
    try:
        check_no_pipe(path)
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return default, None
    except (OSError, UnicodeDecodeError) as error:
        return default, _set_aside(path, error, damaged, stuck)
    try:
        return parse(text), None
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        return default, _set_aside(path, error, damaged, stuck)


def save_kept(path: Path, text: str) -> None:
    """Write atomically, making the folder. Raises ExportError; the old file is then untouched."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise ExportError(
            "The settings cannot be saved because the folder {path} cannot be made ({reason}).",
            path=path.parent,
            reason=error.strerror,
            details=repr(error),
        ) from error
    write_atomically(path, text.encode())


def _set_aside(path: Path, error: Exception, damaged: Complaint, stuck: Complaint) -> UserError:
    kept = path.with_suffix(path.suffix + ".bad")
    try:
        path.replace(kept)
    except OSError as problem:
        return stuck(path, f"{error!r}, {problem!r}")
    return damaged(kept, repr(error))


def exactly(kind: Callable[..., Any], value: Any) -> Any:
    """``value``, when that is its very type: True is no int here. Raises TypeError."""
    if type(value) is not kind:
        raise TypeError(f"{value!r} is not a {kind}")
    return value


def within(value: Any, lowest: float, highest: float) -> Any:
    """Raises ValueError, for NaN too."""
    if not lowest <= value <= highest:
        raise ValueError(f"{value!r} is not in {lowest}..{highest}")
    return value
