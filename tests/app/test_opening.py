"""Opening photos: from everywhere, with every kind of bad input, and what stays when it fails."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QByteArray, QMimeData, QPointF, QSize, Qt, QUrl
from PySide6.QtGui import QClipboard, QDropEvent, QImage
from PySide6.QtWidgets import QApplication, QPushButton

from app.settings import from_json, to_json
from app.workflow.remembering import settings_of
from app.workflow.thumbnails import SIZE, thumbnail
from core.image import load_image
from core.samples import SAMPLES
from tests.app.conftest import Shell, write_photo
from tests.contract.bad_inputs import cases
from tests.image_bytes import exif_with_orientation, one_bit_png


@pytest.fixture
def clipboard(qapp: QApplication) -> Iterator[QClipboard]:
    """Emptied again: Qt deletes what the clipboard holds at exit, and a QMimeData made here would then need the Python that is gone."""
    board = qapp.clipboard()
    yield board
    board.clear()


def good_png(path: Path) -> bytes:
    return write_photo(path).read_bytes()


def cut_short(path: Path) -> None:
    path.write_bytes(good_png(path)[:200])


def corrupt(path: Path) -> None:
    content = bytearray(good_png(path))
    content[60:120] = b"\xaa" * 60
    path.write_bytes(content)


BAD_INPUTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "zero-byte": (lambda path: path.write_bytes(b""), "is empty (0 bytes); copy or download it again."),
    "truncated": (cut_short, "damaged or cut short; copy or download it again, or save it anew in an image editor."),
    "corrupt": (corrupt, "damaged"),
    "not an image": (lambda path: path.write_text("hello"), "is not an image that can be read"),
    "nothing but NaN": (
        lambda path: Image.fromarray(np.full((4, 4), np.nan, np.float32)).save(path, format="TIFF"), "holds no finite number",
    ),
    "30000 x 20000": (lambda path: path.write_bytes(one_bit_png((30_000, 20_000), 0)), "is 30000 x 20000 px"),
    "vanished": (lambda path: path.unlink(missing_ok=True), "does not exist, or no longer; check where it went, or choose another file."),
    "a pipe": (os.mkfifo, "is not a regular file but a device or a pipe; choose an image file."),
    "a link to itself": (lambda path: path.symlink_to(path), "is a link that leads back to itself; choose the file"),
    "an empty folder": (lambda path: path.mkdir(), "holds no photo; choose another folder, or a file."),
}  # fmt: skip


@pytest.mark.parametrize("kind", cases("photo", BAD_INPUTS))
def test_bad_input_is_one_sentence_and_the_photo_and_its_result_stay(kind: str, shell: Shell, photo: Path, tmp_path: Path) -> None:
    make, expected = BAD_INPUTS[kind]
    bad = tmp_path / "bad input.png"
    make(bad)
    shell.open_and_segment(photo)
    document, result = shell.session.document, shell.session.segmentation
    with shell.qtbot.waitSignal(shell.messages.problem_shown):
        shell.intents.open_paths.emit((bad,))
    shell.until_idle()
    assert len(shell.sentences) == 1
    assert str(bad) in shell.sentences[0]
    assert expected in shell.sentences[0]
    assert shell.session.document is document
    assert shell.session.segmentation is result
    assert shell.window.pane.strip.isVisible()


def test_the_next_photo_that_opens_takes_the_message_away(shell: Shell, photo: Path, tmp_path: Path) -> None:
    with shell.qtbot.waitSignal(shell.messages.problem_shown):
        shell.intents.open_paths.emit((tmp_path / "gone.png",))
    shell.open(photo)
    assert shell.sentences == ()
    assert not shell.window.pane.strip.isVisible()


@pytest.mark.bad_input("photo: large but sane, offered reduced")
def test_a_photo_that_is_too_large_is_offered_reduced(shell: Shell, tmp_path: Path) -> None:
    large = tmp_path / "large.png"
    large.write_bytes(one_bit_png((8_000, 6_000), 0b10101010))
    with shell.qtbot.waitSignal(shell.messages.problem_shown):
        shell.intents.open_paths.emit((large,))
    assert "open it reduced to 4000 x 3000 px" in shell.sentences[0]
    assert shell.session.document is None
    remedy = shell.window.pane.strip.findChild(QPushButton, "remedy")
    assert isinstance(remedy, QPushButton)
    assert remedy.text() == "Open reduced"
    with shell.qtbot.waitSignal(shell.session.document_changed, timeout=30_000):
        remedy.click()
    assert shell.session.document is not None
    assert (shell.session.document.width, shell.session.document.height) == (4000, 3000)
    assert "Opened at 4000 x 3000 px, reduced from 8000 x 6000 px." in shell.sentences[0]


def test_one_that_is_too_large_even_reduced_offers_nothing(shell: Shell, tmp_path: Path) -> None:
    bomb = tmp_path / "bomb.png"
    bomb.write_bytes(one_bit_png((30_000, 20_000), 0))
    with shell.qtbot.waitSignal(shell.messages.problem_shown):
        shell.intents.open_paths.emit((bomb,))
    assert shell.window.pane.strip.findChild(QPushButton, "remedy") is None


@pytest.mark.bad_input("photo: a folder that vanished")
def test_stepping_in_a_folder_that_vanished_is_one_sentence_and_the_photo_stays(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "stick"
    folder.mkdir()
    shell.open_and_segment(write_photo(folder / "photo.png"))
    document, result = shell.session.document, shell.session.segmentation
    shutil.rmtree(folder)
    with shell.qtbot.waitSignal(shell.messages.problem_shown):
        shell.intents.step_photo.emit(1)
    shell.until_idle()
    assert len(shell.sentences) == 1
    assert str(folder) in shell.sentences[0]
    assert (shell.session.document, shell.session.segmentation) == (document, result)


@pytest.mark.bad_input("photo: EXIF-rotated")
def test_what_loading_did_is_noted(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "phone.jpg"
    Image.new("RGB", (40, 20), (200, 10, 10)).save(path, exif=b"Exif\0\0" + exif_with_orientation(6))
    shell.open(path)
    assert shell.sentences == ("Turned upright as its EXIF orientation (6) says.",)
    assert shell.session.document is not None
    assert (shell.session.document.width, shell.session.document.height) == (20, 40)


@dataclass
class Gallery:
    folder: Path
    names: tuple[str, ...]


@pytest.fixture
def gallery(tmp_path: Path) -> Gallery:
    folder = tmp_path / "gallery"
    folder.mkdir()
    names = ("img1.png", "img2.png", "img10.png")
    for seed, name in enumerate(names):
        write_photo(folder / name, seed)
    (folder / "notes.txt").write_text("not a photo")
    return Gallery(folder, names)


def name_of(shell: Shell) -> str:
    return shell.session.document.name if shell.session.document else ""


def test_a_folder_opens_its_first_photo(shell: Shell, gallery: Gallery) -> None:
    shell.open(gallery.folder)
    assert name_of(shell) == "img1.png"


def test_stepping_goes_through_the_folder_in_natural_order_and_round(shell: Shell, gallery: Gallery) -> None:
    shell.open(gallery.folder)
    seen = []
    for _ in range(4):
        with shell.qtbot.waitSignal(shell.session.document_changed):
            shell.intents.step_photo.emit(1)
        seen.append(name_of(shell))
    assert seen == ["img2.png", "img10.png", "img1.png", "img2.png"]
    with shell.qtbot.waitSignal(shell.session.document_changed):
        shell.intents.step_photo.emit(-1)
    assert name_of(shell) == "img1.png"


def test_stepping_goes_past_a_file_that_cannot_be_read(shell: Shell, gallery: Gallery) -> None:
    (gallery.folder / "img2.png").write_bytes(b"")
    shell.open(gallery.folder)
    with shell.qtbot.waitSignal(shell.messages.problem_shown):
        shell.intents.step_photo.emit(1)
    assert name_of(shell) == "img1.png"
    with shell.qtbot.waitSignal(shell.session.document_changed):
        shell.intents.step_photo.emit(1)
    assert name_of(shell) == "img10.png"


def test_stepping_in_a_folder_of_one_says_so(shell: Shell, tmp_path: Path) -> None:
    folder = tmp_path / "one"
    folder.mkdir()
    only = write_photo(folder / "only.png")
    shell.open(only)
    with shell.qtbot.waitSignal(shell.messages.problem_shown):
        shell.intents.step_photo.emit(1)
    assert shell.sentences == (f"{only} is the only photo in its folder; open another file or folder.",)


def test_samples_step_to_the_next_sample(shell: Shell) -> None:
    with shell.qtbot.waitSignal(shell.session.document_changed):
        shell.intents.open_sample.emit(SAMPLES[-1].key)
    assert name_of(shell) == SAMPLES[-1].title
    with shell.qtbot.waitSignal(shell.session.document_changed):
        shell.intents.step_photo.emit(1)
    assert name_of(shell) == SAMPLES[0].title


def test_pasted_pixels_become_the_photo(shell: Shell, clipboard: QClipboard) -> None:
    rgb = np.random.default_rng(0).integers(0, 256, (5, 7, 3), np.uint8)
    image = QImage(rgb.tobytes(), 7, 5, 21, QImage.Format.Format_RGB888)
    clipboard.setImage(image)
    with shell.qtbot.waitSignal(shell.session.document_changed):
        shell.intents.paste.emit()
    assert shell.session.document is not None
    assert shell.session.document.name == "Pasted image"
    np.testing.assert_array_equal(shell.session.document.rgb, rgb)


def test_pasted_transparency_is_laid_on_grey(shell: Shell, clipboard: QClipboard) -> None:
    image = QImage(2, 1, QImage.Format.Format_RGBA8888)
    image.fill(Qt.GlobalColor.transparent)
    image.setPixelColor(1, 0, Qt.GlobalColor.white)
    clipboard.setImage(image)
    with shell.qtbot.waitSignal(shell.session.document_changed):
        shell.intents.paste.emit()
    assert shell.session.document is not None
    assert shell.session.document.rgb.tolist() == [[[128, 128, 128], [255, 255, 255]]]
    assert shell.sentences == ("Transparent parts are laid on neutral grey.",)


def test_pasted_files_are_opened(shell: Shell, clipboard: QClipboard, photo: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    clipboard.setMimeData(data)
    with shell.qtbot.waitSignal(shell.session.document_changed):
        shell.intents.paste.emit()
    assert name_of(shell) == photo.name


def test_an_empty_clipboard_says_what_to_do(shell: Shell, clipboard: QClipboard) -> None:
    data = QMimeData()
    data.setData("application/x-nothing", QByteArray(b"x"))
    clipboard.setMimeData(data)
    shell.intents.paste.emit()
    assert shell.sentences == ("The clipboard holds no image and no file; copy one of them first.",)


def test_a_dropped_file_is_opened(shell: Shell, photo: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(photo))])
    modifiers, buttons = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
    event = QDropEvent(QPointF(400, 300), Qt.DropAction.CopyAction, data, buttons, modifiers)
    with shell.qtbot.waitSignal(shell.session.document_changed):
        shell.window.dropEvent(event)
    assert event.isAccepted()
    assert name_of(shell) == photo.name


def test_opened_files_are_remembered_newest_first_and_once(shell: Shell, photo: Path, other_photo: Path) -> None:
    for path in (photo, other_photo, photo):
        shell.open(path)
    assert shell.session.recent == (photo, other_photo)


def test_while_a_photo_is_read_its_name_is_shown(shell: Shell, photo: Path) -> None:
    shell.intents.open_paths.emit((photo,))
    assert shell.window.status.doing.text() == f"Reading {photo.name}…"
    shell.qtbot.waitUntil(lambda: not shell.session.reading)
    shell.until_idle()
    assert shell.window.status.doing.text() == f"{photo.name}, 96 × 64 px"


def test_thumbnails_are_the_middle_of_the_photo() -> None:
    rgb = np.zeros((300, 900, 3), np.uint8)
    rgb[:, 300:600] = 255  # a 4:3 picture of a 3:1 photo is well inside its middle third and a half
    small = thumbnail(rgb)
    assert (small.shape[1], small.shape[0]) == SIZE.toTuple() == QSize(264, 198).toTuple()
    assert small[:, 66:198].min() == 255
    assert small[:, :20].max() == 0


def test_the_welcome_page_shows_a_picture_of_every_sample(shell: Shell) -> None:
    with shell.qtbot.waitSignal(shell.session.thumbnails_changed, timeout=20_000):
        shell.workflow.opening.make_thumbnails()
    assert set(shell.session.thumbnails) == {sample.key for sample in SAMPLES}


def test_the_document_is_what_load_image_gives(shell: Shell, photo: Path) -> None:
    shell.open(photo)
    assert shell.session.document is not None
    assert shell.session.document.digest == load_image(photo).digest


def test_the_zoom_stays_within_a_folder_and_is_fitted_for_a_photo_from_elsewhere(shell: Shell, gallery: Gallery, tmp_path: Path) -> None:
    elsewhere = write_photo(tmp_path / "elsewhere.png")
    canvas = shell.window.pane.canvas
    shell.open(gallery.folder)
    canvas.set_zoom(3.0)
    with shell.qtbot.waitSignal(shell.session.document_changed):
        shell.intents.step_photo.emit(1)
    assert canvas.zoom == 3.0
    shell.open(elsewhere)
    assert canvas.fitted


@pytest.mark.skipif(os.name == "nt", reason="Windows has no such file names")
@pytest.mark.bad_input("photo: a name that no encoding has")
def test_a_file_name_that_no_encoding_has_is_opened_shown_and_remembered(shell: Shell, tmp_path: Path) -> None:
    try:
        path = write_photo(tmp_path / "caf\udce9.png")
    except (OSError, UnicodeEncodeError):
        pytest.skip("this file system refuses such names")
    shell.open(path)
    assert from_json(to_json(settings_of(shell.session, geometry="", layout=""))).recent == (path,)
    shell.until_idle()
    assert "96 × 64 px" in shell.window.status.doing.text()


def with_nan(path: Path) -> None:
    values = np.linspace(0, 1, 64, dtype=np.float32).reshape(8, 8)
    values[0, :2] = np.nan
    Image.fromarray(values).save(path, format="TIFF")


def animated(path: Path) -> None:
    frames = [Image.new("L", (9, 9), level) for level in (10, 200)]
    frames[0].save(path, format="GIF", save_all=True, append_images=frames[1:])


def see_through_palette(path: Path) -> None:
    image = Image.new("P", (9, 9), 0)
    image.putpalette([200, 0, 0, 0, 0, 200])
    image.save(path, format="PNG", transparency=0)


ODD_INPUTS: dict[str, tuple[Callable[[Path], object], str]] = {
    "CMYK": (lambda path: Image.new("CMYK", (9, 9), (10, 20, 30, 40)).save(path, format="JPEG"), "Converted from CMYK to RGB by a formula"),
    "16 bit": (
        lambda path: Image.fromarray(np.full((9, 9), 40_000, np.uint16)).save(path, format="PNG"),
        "More than 8 bits per channel, scaled to 8.",
    ),
    "palette with transparency": (see_through_palette, "Transparent parts are laid on neutral grey."),
    "float with NaN": (with_nan, "2 pixels that are not finite numbers are drawn black."),
    "greyscale": (lambda path: Image.new("L", (9, 9), 90).save(path, format="PNG"), "Greyscale: the three channels are equal."),
    "animated": (animated, "Only the first of several frames or pages is shown."),
    "wrong extension": (lambda path: Image.new("RGB", (9, 9)).save(path, format="BMP"), ""),
    "1 x 1": (lambda path: Image.new("RGB", (1, 1), (1, 2, 3)).save(path, format="PNG"), ""),
    "1 x 5000": (lambda path: Image.new("RGB", (1, 5000), (1, 2, 3)).save(path, format="PNG"), ""),
}


@pytest.mark.parametrize("kind", cases("photo", ODD_INPUTS))
def test_odd_input_is_opened_segmented_and_what_was_done_to_it_is_said(kind: str, shell: Shell, tmp_path: Path) -> None:
    make, expected = ODD_INPUTS[kind]
    odd = tmp_path / "odd input.jpg"
    make(odd)
    shell.open_and_segment(odd)
    assert expected in " ".join(shell.sentences)
    assert bool(shell.sentences) is bool(expected)
    assert shell.session.document is not None
    assert shell.session.document.digest == load_image(odd).digest
    assert shell.window.pane.canvas.isVisible()
