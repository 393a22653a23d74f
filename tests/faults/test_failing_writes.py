"""A disk that fails at the k-th write, for every k and every writer: the old files are as they were, and the message names the disk."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from core import files
from core.errors import ExportError
from tests.faults.failing_disk import FailingDisk
from tests.faults.writers import WRITERS, Write, contents

NAMES_THE_DISK = re.compile("because the disk is full; free some space|No space left on device")
MANY = {"batch", "import"}
"""They write several files: a batch's are each the old one or the new one, an import is taken back as a whole."""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "out"
    made.mkdir()
    return made


def deeds_of(write: Write, folder: Path) -> list[str]:
    disk = FailingDisk()
    with disk.mounted():
        write(folder, 1)
    return disk.deeds


@pytest.mark.parametrize("stays_full", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("name", WRITERS)
def test_the_kth_deed_fails(name: str, stays_full: bool, tmp_path: Path) -> None:
    write = WRITERS[name]
    old = tmp_path / "old"
    new = tmp_path / "new"
    for folder in (old, new):
        folder.mkdir()
        write(folder, 0)
    deeds = deeds_of(write, new)
    assert {"write", "fsync", "rename"} <= set(deeds)
    after = contents(new)
    for number in range(len(deeds)):
        before = contents(old)
        with FailingDisk(number, stays_full=stays_full).mounted(), pytest.raises(ExportError, match=NAMES_THE_DISK):
            write(old, 1)
        found = contents(old)
        assert found.keys() <= before.keys() | after.keys(), f"left behind after deed {number}, {deeds[number]}"
        if name == "batch":
            assert all(found[key] in (before[key], after[key]) for key in before if not key.endswith(".jsonl"))
        else:
            assert found == before, f"changed after deed {number}, {deeds[number]}"
    write(old, 1)


def test_a_line_of_the_record_that_did_not_fit_is_gone_from_it(folder: Path) -> None:
    """Half a line would spoil those that follow."""
    write = WRITERS["batch"]
    write(folder, 0)
    deeds = deeds_of(write, folder)
    for number in (index for index, deed in enumerate(deeds) if deed == "write"):
        with FailingDisk(number).mounted(), pytest.raises(ExportError):
            write(folder, 1)
        record = (folder / ".halfpixel-batch.jsonl").read_bytes()
        assert record.endswith(b"\n")
    write(folder, 0)


@pytest.mark.parametrize("name", [name for name in WRITERS if name not in MANY])
def test_the_first_of_its_files_leaves_nothing_when_it_fails(name: str, folder: Path) -> None:
    deeds = deeds_of(WRITERS[name], folder)
    for path in folder.rglob("*"):
        path.unlink()
    for number in range(len(deeds)):
        with FailingDisk(number).mounted(), pytest.raises(ExportError, match=NAMES_THE_DISK):
            WRITERS[name](folder, 1)
        assert contents(folder) == {}


def test_a_part_that_cannot_be_locked_is_kept_while_it_is_young(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "_lock", lambda _stream: None)
    young, old = folder / ".halfpixel-1.part", folder / ".halfpixel-2.part"
    for part in (young, old):
        part.write_bytes(b"half")
    import os

    os.utime(old, (1, 1))
    files.write_atomically(folder / "file", b"new")
    assert contents(folder) == {"file": b"new", ".halfpixel-1.part": b"half"}
