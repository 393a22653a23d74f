"""Exports into a folder for ever, to be killed: ``python -m tests.faults.killed_writer FOLDER``.

Begins as every start of the program does, with a first export; then prints what halves lie in the folder, and goes on.
"""

from __future__ import annotations

import sys
from pathlib import Path

from core.files import PART_ENDS, write_atomically

FORMATS = {"labels.png": 3_000, "overlay.png": 200_000, "probabilities.npz": 3_000_000, "coco.json": 20_000}
VERSIONS = (b"0", b"1")


def whole(name: str, version: bytes) -> bytes:
    return version * FORMATS[name]


def main(folder: Path) -> None:
    first, *_ = FORMATS
    write_atomically(folder / first, whole(first, VERSIONS[0]))
    print(" ".join(path.name for path in folder.iterdir() if path.name.endswith(PART_ENDS)), flush=True)
    while True:
        for version in VERSIONS:
            for name in FORMATS:
                write_atomically(folder / name, whole(name, version))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
