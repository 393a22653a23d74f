"""Listing: a folder is listed again when it may have changed, and not at every step through it."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from app.workflow import listing
from app.workflow.listing import TRUSTED_SECONDS, Listing
from core.errors import ImageError
from core.image import list_images

LONG_AGO = 1_000_000_000


@pytest.fixture
def listed(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """The folders that were really listed."""
    folders: list[Path] = []

    def note(folder: Path) -> list[Path]:
        folders.append(folder)
        return list_images(folder)

    monkeypatch.setattr(listing, "list_images", note)
    return folders


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.png", "a.png"):
        (tmp_path / name).write_bytes(b"")
    os.utime(tmp_path, (LONG_AGO, LONG_AGO))
    return tmp_path


def test_a_folder_that_nothing_came_into_is_listed_once(folder: Path, listed: list[Path]) -> None:
    known = Listing()
    assert [path.name for path in known.photos_of(folder)] == ["a.png", "b.png"]
    assert known.photos_of(folder) is known.photos_of(folder)
    assert listed == [folder]


def test_what_comes_or_goes_is_seen(folder: Path, listed: list[Path]) -> None:
    known = Listing()
    known.photos_of(folder)
    (folder / "c.png").write_bytes(b"")
    assert [path.name for path in known.photos_of(folder)] == ["a.png", "b.png", "c.png"]
    (folder / "a.png").unlink()  # within the clock's resolution, perhaps
    assert [path.name for path in known.photos_of(folder)] == ["b.png", "c.png"]
    assert len(listed) == 3


def test_after_a_while_it_is_listed_whatever_its_date(folder: Path, listed: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    known, now = Listing(), time.time()
    known.photos_of(folder)
    (folder / "c.png").write_bytes(b"")
    os.utime(folder, (LONG_AGO, LONG_AGO))  # a file system that does not date folders
    monkeypatch.setattr(listing.time, "time", lambda: now + TRUSTED_SECONDS + 1)
    assert len(known.photos_of(folder)) == 3
    assert len(listed) == 2


def test_another_folder_is_another_listing(folder: Path, listed: list[Path]) -> None:
    other = folder / "other"
    other.mkdir()
    known = Listing()
    os.utime(folder, (LONG_AGO, LONG_AGO))
    assert [len(known.photos_of(it)) for it in (folder, other, folder)] == [2, 0, 2]
    assert listed == [folder, other, folder]


def test_a_folder_that_is_gone_is_an_error_each_time(folder: Path, tmp_path: Path) -> None:
    known = Listing()
    known.photos_of(folder)
    for _ in range(2):
        with pytest.raises(ImageError):
            known.photos_of(tmp_path / "none")
    assert len(known.photos_of(folder)) == 2
