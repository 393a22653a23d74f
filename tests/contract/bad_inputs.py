"""BAD_INPUTS: every kind of bad or odd input that was promised to be answered, by what it happens to.

A test that asserts what is said of a row, and what stays as it was, names it: ``@pytest.mark.bad_input("photo: truncated")``. Where each
case of a test is a row of its own, the case carries the mark, so that a row which loses its case is missed.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest

BAD_INPUTS: dict[str, tuple[str, ...]] = {
    "photo": (
        "zero-byte", "truncated", "corrupt", "not an image", "wrong extension", "CMYK", "16 bit", "palette with transparency",
        "float with NaN", "nothing but NaN", "greyscale", "EXIF-rotated", "animated", "1 x 1", "1 x 5000", "30000 x 20000",
        "a bomb in the metadata", "large but sane, offered reduced", "vanished", "a folder instead of a file", "an empty folder", "a pipe",
        "a link to itself", "may not be read", "a name that no encoding has", "a name that is too long", "a folder that vanished",
        "gone since the last session", "changed while it is read", "spoilt among good ones in a batch",
        "a disk that fails while it is read", "more than the free memory",
    ),
    "output": (
        "unwritable folder", "full disk", "a folder of that name", "a folder that is missing", "would overwrite the photo",
        "a name that is too long", "killed in the midst",
    ),
    "weights": (
        "corrupt", "cut short", "zero-byte", "missing", "pickle with code", "TorchScript", "an exported program", "a zip bomb",
        "compressed members", "a huge header", "another architecture", "another number of classes", "other dtypes", "NaN in the file",
        "brought for a model that they do not fit",
    ),
    "download": (
        "dropped line", "Range ignored", "ETag changed", "a web page instead", "stall", "wrong bytes", "another size", "no such address",
    ),
    "result": (
        "NaN in the classes", "NaN in the objects", "no object found, nearest miss", "a failure inside", "tiny and extreme photos",
        "out of memory, classes", "out of memory, objects", "out of memory, in the window",
    ),
    "box": ("NaN or infinite", "outside the image", "without area or inverted", "a level that the model lacks", "in the window's fields"),
    "ground truth": ("another size", "ids beyond the classes", "not a label PNG", "cut short, empty or gone"),
    "data set": ("no such folder", "one damaged photo", "no ground truth"),
    "program": (
        "damaged settings", "damaged session record", "read-only home", "home that is a file", "HOME unset", "no room for temporary files",
        "no display", "a display that does not answer", "a second start", "comma locale", "no such photo, folder or command",
        "no such model", "a damaged list of own models", "damaged files in a read-only home", "a crash last time",
    ),
}  # fmt: skip
ROWS = frozenset(f"{what}: {kind}" for what, kinds in BAD_INPUTS.items() for kind in kinds)


def case(row: str, *values: Any) -> Any:
    """One case of a test, marked with its row."""
    return pytest.param(*values, marks=pytest.mark.bad_input(row))


def cases(what: str, kinds: Iterable[str]) -> list[Any]:
    """What to parametrize a test with whose cases are rows of ``what``, each by its kind."""
    return [pytest.param(kind, id=kind, marks=pytest.mark.bad_input(f"{what}: {kind}")) for kind in kinds]
