"""What an interrupted evaluation has counted so far, in a file that is checked before anything is believed. Imports no torch."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from core.errors import InputError
from core.files import write_atomically
from core.reading import check_no_pipe

FORMAT, VERSION = "halfpixel evaluation", 1
MAX_BYTES = 1 << 30

_NOT_OURS = "{path} is not the progress of an evaluation, or is damaged; delete it to begin anew, or give another file."
_OTHER_VERSION = "{path} was written by another version of the program; delete it to begin anew, or give another file."
_OTHER_RUN = "{path} is the progress of another evaluation (its {what} is {given}, not {wanted}); delete it to begin anew, or give another."

Facts = Mapping[str, str]
"""What a run depends on, in words: a file of a run with other facts is refused."""


def write_progress(path: Path, facts: Facts, done: int, state: Any) -> None:
    """Replace ``path`` in one step; ``state`` is in JSON's types. Raises ExportError."""
    document = {"format": FORMAT, "version": VERSION, "facts": dict(facts), "done": done, "state": state}
    content = {**document, "sha256": _digest(document)}
    write_atomically(path, json.dumps(content, allow_nan=False, separators=(",", ":")).encode("utf-8"))


def read_progress(path: Path, facts: Facts) -> tuple[int, Any] | None:
    """``(done, state)`` as they were written, or None when there is no such file.

    Raises InputError naming the file when it is not a progress file, is damaged, or belongs to a run with other facts.
    """
    try:
        check_no_pipe(path)
        if path.stat().st_size > MAX_BYTES:
            raise ValueError("too large")
        document = json.loads(path.read_bytes())
        if document["format"] != FORMAT:
            raise ValueError("another format")
        if document["version"] != VERSION:
            raise InputError(_OTHER_VERSION, path=path)
        if document.pop("sha256") != _digest(document):
            raise ValueError("the checksum differs")
        done, state, given = int(document["done"]), document["state"], dict(document["facts"])
    except FileNotFoundError:
        return None
    except (OSError, ValueError, TypeError, KeyError, AttributeError, RecursionError, OverflowError) as error:
        raise InputError(_NOT_OURS, path=path, details=repr(error)) from error
    what = next((key for key in {**facts, **given} if given.get(key) != facts.get(key)), None)
    if what is not None:
        raise InputError(_OTHER_RUN, path=path, what=what, given=given.get(what, "unknown"), wanted=facts.get(what, "unknown"))
    return done, state


def unusable(path: Path, error: Exception) -> InputError:
    """What to say when the state of a sound file makes no sense to who wrote it."""
    return InputError(_NOT_OURS, path=path, details=repr(error))


def _digest(document: Mapping[str, Any]) -> str:
    # json reads a float back as the same float and writes that as the same digits.
    return hashlib.sha256(json.dumps(document, sort_keys=True, separators=(",", ":")).encode("utf-8")).hexdigest()
