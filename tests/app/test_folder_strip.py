"""The strip: the folder's photos in order, pictures only of what is in sight, kept on disk, and gone where there is nothing to browse."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.folder_strip import CELL, FolderStrip
from app.workflow import browsing, listing, thumbnail_store
from app.workflow.thumbnail_store import LONGEST_SIDE, ThumbnailStore
from core.image import list_images
from core.photos import Photos
from tests.app.conftest import Shell


def write(folder: Path, count: int) -> list[Path]:
    folder.mkdir()
    paths = [folder / f"p{number}.png" for number in range(count)]
    for number, path in enumerate(paths):
        Image.new("RGB", (60, 40), (number * 5 % 256, 90, 30)).save(path)
    return paths


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    return write(tmp_path / "many", 40)


def strip(shell: Shell) -> FolderStrip:
    return shell.window.pane.folder_strip


def open_in_folder(shell: Shell, path: Path) -> FolderStrip:
    shell.open(path)
    shell.qtbot.waitUntil(lambda: path in shell.session.folder)
    shell.until_idle()
    return strip(shell)


def test_without_a_folder_there_is_no_strip(shell: Shell) -> None:
    assert not strip(shell).isVisible()
    with shell.qtbot.waitSignal(shell.session.document_changed):
        shell.intents.open_sample.emit("cat")
    shell.until_idle()
    assert not strip(shell).isVisible()


def test_a_photo_alone_in_its_folder_has_no_strip(shell: Shell, tmp_path: Path) -> None:
    (only,) = write(tmp_path / "one", 1)
    assert not open_in_folder(shell, only).isVisible()


def test_it_lists_the_folder_and_marks_the_present_photo(shell: Shell, photos: list[Path]) -> None:
    shown = open_in_folder(shell, photos[3])
    assert shown.isVisible()
    assert list(shown.photos.paths) == photos
    assert shown.currentIndex().row() == 3


def test_pictures_are_made_of_what_is_in_sight_alone(shell: Shell, photos: list[Path]) -> None:
    shown = open_in_folder(shell, photos[0])
    assert len(shown.in_sight()) < len(photos)
    shell.qtbot.waitUntil(lambda: not any(shown.photos.lacks(place) for place in shown.in_sight()))
    assert all(shown.photos.lacks(place) for place in range(len(photos)) if place not in shown.in_sight())
    shown.horizontalScrollBar().setValue(20 * CELL.width())
    shell.qtbot.waitUntil(lambda: not shown.photos.lacks(22))


def test_the_pictures_are_those_of_the_photos(shell: Shell, photos: list[Path]) -> None:
    shown = open_in_folder(shell, photos[0])
    shell.qtbot.waitUntil(lambda: not shown.photos.lacks(2))
    picture = shown.photos.data(shown.photos.index(2), Qt.ItemDataRole.DecorationRole)
    colour = picture.toImage().pixelColor(10, 10)
    assert abs(colour.red() - 10) <= 4
    assert abs(colour.green() - 90) <= 4


def test_arrows_and_clicks_open_photos(shell: Shell, photos: list[Path]) -> None:
    shown = open_in_folder(shell, photos[0])
    with shell.qtbot.waitSignal(shell.session.document_changed):
        QTest.keyClick(shown, Qt.Key.Key_Right)
    assert shell.session.document is not None
    assert shell.session.document.path == photos[1]
    with shell.qtbot.waitSignal(shell.session.document_changed):
        QTest.mouseClick(shown.viewport(), Qt.MouseButton.LeftButton, pos=shown.visualRect(shown.photos.index(4)).center())
    assert shell.session.document.path == photos[4]
    shell.until_idle()


def test_stepping_moves_the_mark(shell: Shell, photos: list[Path]) -> None:
    shown = open_in_folder(shell, photos[0])
    with shell.qtbot.waitSignal(shell.session.document_changed):
        shell.intents.step_photo.emit(1)
    assert shown.currentIndex().row() == 1
    shell.until_idle()


def test_t_hides_it_and_shows_it_again(shell: Shell, photos: list[Path]) -> None:
    shown = open_in_folder(shell, photos[0])
    QTest.keyClick(shell.window.pane.canvas, Qt.Key.Key_T)
    assert not shown.isVisible()
    assert not shell.window.actions_table["strip"].isChecked()
    QTest.keyClick(shell.window.pane.canvas, Qt.Key.Key_T)
    assert shown.isVisible()


def test_a_file_that_is_no_photo_is_shown_by_its_name(shell: Shell, photos: list[Path]) -> None:
    photos[1].write_bytes(b"no photo")
    shown = open_in_folder(shell, photos[0])
    shell.qtbot.waitUntil(lambda: not shown.photos.lacks(1))
    assert shown.photos.data(shown.photos.index(1), Qt.ItemDataRole.DecorationRole) is None
    assert shown.photos.data(shown.photos.index(1)) == "p1.png"


def test_ten_thousand_files_do_not_hold_the_window_up(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "lots"
    (first,) = write(folder, 1)
    for number in range(1, 10_000):
        os.link(first, folder / f"p{number}.png")
    shell.open(first)
    shell.qtbot.waitUntil(lambda: len(shell.session.folder) == 10_000, timeout=20_000)
    shown, started = strip(shell), time.perf_counter()
    shown.horizontalScrollBar().setValue(5_000 * CELL.width())
    shown.grab()
    assert len(shown.in_sight()) < 40
    assert time.perf_counter() - started < 5.0  # a hang, not a speed: each row asked would take minutes
    shell.qtbot.waitUntil(lambda: not shown.photos.lacks(5_001), timeout=20_000)
    shell.until_idle()


def calls_while(work: Callable[[], object]) -> int:
    """How many functions of Python this thread enters meanwhile."""
    entered = 0

    def count(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal entered
        entered += event == "call"

    sys.setprofile(count)
    try:
        work()
    finally:
        sys.setprofile(None)
    return entered


def test_what_the_window_does_for_a_folder_does_not_grow_with_it(shell: Shell, photos: list[Path]) -> None:
    shown, picture = open_in_folder(shell, photos[0]), np.zeros((40, 60, 3), np.uint8)

    def show(folder: Photos) -> int:
        def work() -> None:
            shell.session.set_folder(folder)
            shown.grab()
            shell.session.picture_made.emit(folder[1], picture)
            shown.grab()
            shown.scrollTo(shown.photos.index(len(folder) - 1))
            shown.grab()

        return calls_while(work)

    few, many = (show(Photos(photos[0].with_name(f"{count}-{number}.png") for number in range(count))) for count in (100, 10_000))
    assert few > 10
    assert many < few + 500
    assert not shown.photos.lacks(1)


def test_a_folder_that_was_opened_is_listed_once(shell: Shell, photos: list[Path], monkeypatch: pytest.MonkeyPatch) -> None:
    listed: list[Path] = []
    for module in (listing, browsing):
        monkeypatch.setattr(module, "list_images", lambda folder: listed.append(folder) or list_images(folder))
    shell.open(photos[0].parent)
    shell.until_idle()
    assert list(shell.session.folder) == photos
    assert listed == [photos[0].parent]


def test_a_picture_is_kept_on_disk_until_the_photo_changes(tmp_path: Path) -> None:
    (photo,) = write(tmp_path / "one", 1)
    store = ThumbnailStore(tmp_path / "kept")
    first = store.picture_of(photo)
    assert first is not None
    (kept,) = (tmp_path / "kept").glob("*.jpg")
    Image.new("RGB", (30, 20), (1, 200, 1)).save(kept, "JPEG")
    again = ThumbnailStore(tmp_path / "kept").picture_of(photo)
    assert again is not None
    assert again[5, 5, 1] > 150  # read from disk, not made anew
    Image.new("RGB", (60, 40), (250, 0, 0)).save(photo)
    os.utime(photo, (1, 1))
    changed = store.picture_of(photo)
    assert changed is not None
    assert changed[5, 5, 0] > 240


@pytest.mark.parametrize(
    "damage", [lambda _kept: b"\xff\xd8\xff damaged", lambda kept: kept[:-50], lambda _kept: b"", lambda kept: kept[:-50] + bytes(50)]
)
def test_a_damaged_picture_is_made_anew(tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    (photo,) = write(tmp_path / "one", 1)
    store = ThumbnailStore(tmp_path / "kept")
    first = store.picture_of(photo)
    (kept,) = (tmp_path / "kept").glob("*.jpg")
    kept.write_bytes(damage(kept.read_bytes()))
    again = store.picture_of(photo)
    assert first is not None
    assert again is not None
    np.testing.assert_array_equal(first, again)


def test_large_photos_become_small_and_the_oldest_pictures_go(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(thumbnail_store, "ROUNDS_BETWEEN_PRUNINGS", 1)
    folder, kept = tmp_path / "big", tmp_path / "kept"
    folder.mkdir()
    noise = np.random.default_rng(0).integers(0, 256, (500, 900, 3), dtype=np.uint8)
    store = ThumbnailStore(kept, max_bytes=30_000)
    for number in range(8):
        photo = folder / f"{number}.bmp"
        Image.fromarray(noise).save(photo)
        picture = store.picture_of(photo)
        assert picture is not None
        assert max(picture.shape) == LONGEST_SIDE
    assert 0 < sum(path.stat().st_size for path in kept.glob("*.jpg")) <= 30_000


def test_where_nothing_can_be_kept_pictures_are_made_all_the_same(tmp_path: Path) -> None:
    (photo,) = write(tmp_path / "one", 1)
    blocked = tmp_path / "file"
    blocked.write_text("")
    assert ThumbnailStore(blocked / "kept").picture_of(photo) is not None
    assert ThumbnailStore(tmp_path / "kept").picture_of(tmp_path / "none.png") is None
