"""BAD_INPUTS: every kind of bad or odd input that was promised to be answered, by what it happens to.

A test that asserts what is said of a row, and what stays as it was, names it: ``@pytest.mark.bad_input("photo: truncated")``.
"""

from __future__ import annotations

BAD_INPUTS: dict[str, tuple[str, ...]] = {
    "photo": (
        "zero-byte", "truncated", "corrupt", "not an image", "wrong extension", "CMYK", "16 bit", "palette with transparency",
        "float with NaN", "nothing but NaN", "greyscale", "EXIF-rotated", "animated", "1 x 1", "1 x 5000", "bomb",
        "large but sane, offered reduced", "vanished", "a folder instead of a file", "an empty folder", "a pipe", "a link to itself",
        "a name that no encoding has", "a name that is too long", "a folder that vanished", "gone since the last session",
    ),
    "output": ("unwritable folder", "full disk", "a folder of that name", "would overwrite the photo", "a name that is too long"),
    "weights": (
        "corrupt", "missing", "pickle with code, TorchScript, bombs and headers", "another architecture", "another number of classes",
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
        "no display", "a second start", "comma locale", "no such photo, folder or command", "no such model", "a damaged list of own models",
        "a crash last time",
    ),
}  # fmt: skip
ROWS = frozenset(f"{what}: {kind}" for what, kinds in BAD_INPUTS.items() for kind in kinds)
