"""The export dialog: what it writes is what is shown, nothing is lost without asking, and what fails says why in place."""

from __future__ import annotations

import errno
import io
import json
import os
import threading
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage, QStandardItemModel
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton, QWidget

from app.export.choices import BY_KEY, FORMATS, load
from app.export.dialog import PREVIEW, WRITE, ExportDialog
from app.preferences import Language
from app.translation import Translations
from app.workflow.pasting import rgba_of
from core.export.picture import drawn
from core.maskrcnn.results import Thresholds
from tests.app.conftest import Shell
from tests.core.export.test_labelme import check_format, groups
from tests.privileges import as_nobody, needs_permissions, reachable_folder


@pytest.fixture
def dialog(shell: Shell, photo: Path) -> ExportDialog:
    """Open on a photo with classes and no objects; nothing under way."""
    shell.open_and_segment(photo)
    shell.intents.export.emit()
    dialog = shell.exporting.dialog
    settle(shell, dialog)
    return dialog


def settle(shell: Shell, dialog: ExportDialog) -> None:
    shell.qtbot.waitUntil(lambda: not dialog._settled.isActive() and not shell.exporting.worker.is_busy(PREVIEW), timeout=20_000)


def choose(dialog: ExportDialog, key: str) -> None:
    dialog.form.format.setCurrentIndex([row.key for row in FORMATS].index(key))
    dialog.form.format.activated.emit(dialog.form.format.currentIndex())


def click(button: QWidget) -> None:
    assert button.isEnabled()
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def write(shell: Shell, dialog: ExportDialog, button: QPushButton | None = None) -> str:
    """Click, wait, and return what the dialog says."""
    click(button or dialog.form.export)
    shell.qtbot.waitUntil(lambda: not shell.exporting.worker.is_busy(WRITE), timeout=20_000)
    return dialog.form.status.text()


def test_it_opens_beside_the_photo_with_the_picture_on_screen(shell: Shell, dialog: ExportDialog, photo: Path) -> None:
    assert dialog.isVisible()
    assert not dialog.isModal()
    assert dialog.path == photo.with_name("photo-overlay.png")
    assert dialog.preview.image is not None
    assert shell.session.document is not None
    assert dialog.form.size_text.text() == "96 × 64 px, 0.3 × 0.2 in"


def test_the_written_picture_is_the_preview_at_the_photos_size(shell: Shell, dialog: ExportDialog, photo: Path) -> None:
    target = photo.with_name("photo-overlay.png")
    assert write(shell, dialog) == f"Written: {target}"
    with Image.open(target) as image:
        pixels = np.asarray(image)
    assert pixels.shape == (64, 96, 3)
    assert dialog.preview.image is not None
    np.testing.assert_array_equal(rgba_of(dialog.preview.image)[..., :3], pixels)
    snapshot = dialog._snapshot
    assert snapshot is not None
    np.testing.assert_array_equal(pixels, np.asarray(drawn(snapshot.view(snapshot.included))))


@pytest.mark.parametrize("key", ["figure.png", "figure.svg", "figure.pdf", "labels", "onehot", "classes-coco", "classes-labelme"])
def test_every_format_of_classes_is_written_under_its_own_name(shell: Shell, dialog: ExportDialog, photo: Path, key: str) -> None:
    choose(dialog, key)
    target = photo.with_name(f"photo{BY_KEY[key].ending}")
    assert dialog.path == target
    assert write(shell, dialog) == f"Written: {target}"
    assert target.stat().st_size > 0


def test_labels_and_labelme_hold_the_class_map_of_the_window(shell: Shell, dialog: ExportDialog, photo: Path) -> None:
    assert shell.session.segmentation is not None
    class_map = shell.session.segmentation.class_map
    for key in ("labels", "classes-labelme"):
        choose(dialog, key)
        write(shell, dialog)
    with Image.open(photo.with_name("photo-labels.png")) as labels:
        np.testing.assert_array_equal(np.asarray(labels), class_map)
    document = json.loads(photo.with_name("photo-classes-labelme.json").read_text())
    check_format(document)
    assert document["imagePath"] == "photo.png"
    again = np.zeros_like(class_map)
    for (_, group), inside in groups(document).items():
        again[inside] = group
    np.testing.assert_array_equal(again, class_map)


def test_a_file_that_is_there_stays_until_a_person_agrees(shell: Shell, dialog: ExportDialog, photo: Path) -> None:
    target = photo.with_name("photo-overlay.png")
    target.write_bytes(b"mine")
    assert write(shell, dialog) == f"{target} is there already; replace it, or choose another name."
    assert target.read_bytes() == b"mine"
    assert dialog.form.replace.isVisible()
    assert write(shell, dialog, dialog.form.replace) == f"Written: {target}"
    assert target.read_bytes()[:4] == b"\x89PNG"
    assert not dialog.form.replace.isVisible()


@pytest.mark.bad_input("output: would overwrite the photo")
def test_even_the_photo_itself_is_not_overwritten_unasked(shell: Shell, dialog: ExportDialog, photo: Path) -> None:
    before = photo.read_bytes()
    dialog.form.path.setText(str(photo))
    assert "is there already" in write(shell, dialog)
    assert photo.read_bytes() == before


@pytest.mark.bad_input("output: a folder that is missing")
def test_a_folder_that_is_missing_is_said_and_nothing_is_made(shell: Shell, dialog: ExportDialog, tmp_path: Path) -> None:
    target = tmp_path / "gone" / "a.png"
    dialog.form.path.setText(str(target))
    said = write(shell, dialog)
    assert said == f"{target} cannot be written because the folder {target.parent} does not exist; create it or choose another place."
    assert not target.parent.exists()
    assert dialog.isVisible()
    assert dialog.form.export.isEnabled()


@needs_permissions
@pytest.mark.bad_input("output: unwritable folder")
def test_a_folder_that_is_read_only_is_said(shell: Shell, dialog: ExportDialog) -> None:
    with reachable_folder() as folder:
        folder.chmod(0o555)
        dialog.form.path.setText(str(folder / "a.png"))
        with as_nobody():
            said = write(shell, dialog)
        assert "cannot be written because the system denies it" in said
        assert list(folder.iterdir()) == []


@pytest.mark.bad_input("output: full disk")
def test_a_full_disk_leaves_the_old_file_whole(shell: Shell, dialog: ExportDialog, photo: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    target = photo.with_name("photo-overlay.png")
    target.write_bytes(b"mine")
    write(shell, dialog)

    def full(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    said = write(shell, dialog, dialog.form.replace)
    assert said == f"{target} cannot be written because the disk is full; free some space or choose another place."
    assert target.read_bytes() == b"mine"
    assert sorted(path.name for path in photo.parent.glob("*.part")) == []


def test_no_name_is_asked_for(shell: Shell, dialog: ExportDialog) -> None:
    dialog.form.path.setText(" ")
    assert write(shell, dialog) == "Type a file name first."


def test_after_a_second_there_is_progress_and_a_cancel_that_writes_nothing(shell: Shell, dialog: ExportDialog, photo: Path) -> None:
    free = threading.Event()
    shell.exporting.worker.submit("holding", lambda _token: free.wait(20), lambda _result: None)
    click(dialog.form.export)
    assert not dialog.form.export.isEnabled()
    assert not dialog.form.cancel.isVisible()
    shell.qtbot.waitUntil(dialog.form.cancel.isVisible, timeout=20_000)
    click(dialog.form.cancel)
    assert dialog.form.status.text() == "Cancelled; nothing was written."
    assert dialog.form.export.isEnabled()
    assert not dialog.form.cancel.isVisible()
    free.set()
    shell.qtbot.waitUntil(lambda: not shell.exporting.worker.is_busy("holding"))
    assert not photo.with_name("photo-overlay.png").exists()


def test_formats_without_a_result_say_what_to_run(shell: Shell, photo: Path) -> None:
    shell.engine.gate.clear()
    shell.open(photo)
    shell.intents.export.emit()
    dialog = shell.exporting.dialog
    model = dialog.form.format.model()
    assert isinstance(model, QStandardItemModel)
    enabled = {row.key for place, row in enumerate(FORMATS) if model.item(place).isEnabled()}
    assert enabled == {"overlay", "figure.png", "figure.svg", "figure.pdf"}
    assert model.item([row.key for row in FORMATS].index("labels")).toolTip() == "Run a model that finds classes first."
    assert not dialog.form.included["classes_filled"].isEnabled()
    shell.engine.gate.set()
    shell.qtbot.waitUntil(lambda: dialog.form.included["classes_filled"].isEnabled())
    settle(shell, dialog)


def test_it_opens_after_a_run_that_found_no_object(shell: Shell, photo: Path) -> None:
    shell.session.set_instance_model("maskrcnn-starter")
    shell.session.set_thresholds(Thresholds(score=1.0))
    shell.open_and_segment(photo)
    shell.qtbot.waitUntil(lambda: shell.session.instance_scene is not None)
    assert shell.session.detection is not None
    assert len(shell.session.detection) == 0
    shell.intents.export.emit()
    dialog = shell.exporting.dialog
    settle(shell, dialog)
    assert dialog.isVisible()
    assert dialog.form.title.placeholderText().endswith(", Mask R-CNN starter")


def test_a_width_of_ones_own_is_the_pictures(shell: Shell, dialog: ExportDialog, photo: Path) -> None:
    click(dialog.form.size_switch.segments[1])
    dialog.form.width_field.setValue(48)
    settle(shell, dialog)
    assert dialog.form.size_text.text().startswith("48 × 32 px")
    write(shell, dialog)
    with Image.open(photo.with_name("photo-overlay.png")) as image:
        assert image.size == (48, 32)
        assert image.info["dpi"] == pytest.approx((300, 300), abs=0.01)


def test_the_shown_size_of_a_figure_is_that_of_the_file(shell: Shell, dialog: ExportDialog, photo: Path) -> None:
    choose(dialog, "figure.png")
    settle(shell, dialog)
    write(shell, dialog)
    with Image.open(photo.with_name("photo-figure.png")) as image:
        assert dialog.form.size_text.text().startswith(f"{image.width} × {image.height} px")


def test_folder_and_choices_come_back_next_time(shell: Shell, dialog: ExportDialog, tmp_path: Path, home: Path) -> None:
    choose(dialog, "labels")
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    dialog.form.path.setText(str(folder / "mine.png"))
    write(shell, dialog)
    remembered = load(home / "export.json")
    assert (remembered.folder, remembered.choices.format_key) == (folder, "labels")
    dialog.close()
    shell.intents.export.emit()
    assert dialog.path == folder / "photo-labels.png"
    settle(shell, dialog)


def test_a_name_of_ones_own_keeps_all_but_its_suffix(dialog: ExportDialog, tmp_path: Path) -> None:
    dialog.form.path.setText(str(tmp_path / "mine.png"))
    choose(dialog, "figure.pdf")
    assert dialog.path == tmp_path / "mine.pdf"


def test_escape_closes_it(dialog: ExportDialog) -> None:
    QTest.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()


def test_every_control_is_named(dialog: ExportDialog) -> None:
    form = dialog.form
    controls = (form.format, form.width_field, form.dpi, form.legend, form.titled, form.title, form.path, form.browse, form.export)
    assert all(control.accessibleName() for control in (*controls, form.copy_command, form.close_button, *form.included.values()))


def test_it_speaks_korean(dialog: ExportDialog, translations: Translations, shell: Shell) -> None:
    translations.speak(Language.KOREAN)
    shell.qtbot.waitUntil(lambda: dialog.windowTitle() != "Export")
    assert dialog.form.export.text() == "파일 쓰기"


def test_the_picture_is_copied_as_png_in_the_photos_size(shell: Shell, photo: Path) -> None:
    shell.open_and_segment(photo)
    shell.window.actions_table["copy-picture"].trigger()
    shell.qtbot.waitUntil(lambda: bool(shell.sentences), timeout=20_000)
    assert shell.sentences == ("The picture is on the clipboard, 96 × 64 px.",)
    data = QGuiApplication.clipboard().mimeData()
    assert data is not None
    pixels = np.asarray(Image.open(io.BytesIO(bytes(data.data("image/png").data()))))
    assert pixels.shape == (64, 96, 3)
    image: QImage = QGuiApplication.clipboard().image()
    np.testing.assert_array_equal(rgba_of(image)[..., :3], pixels)


def test_a_picture_stays_on_the_clipboard_when_the_program_ends_and_anothers_is_left_alone(shell: Shell, photo: Path) -> None:
    shell.open_and_segment(photo)
    shell.window.actions_table["copy-picture"].trigger()
    shell.qtbot.waitUntil(lambda: bool(shell.sentences), timeout=20_000)
    board = QGuiApplication.clipboard()
    ours, picture = board.mimeData(), board.image()
    shell.exporting.close()
    assert board.mimeData() is not ours  # Python's object would be deleted after Python
    assert board.image() == picture
    board.setText("of another program")
    shell.exporting.close()
    assert board.text() == "of another program"


def test_the_command_is_copied(shell: Shell, photo: Path) -> None:
    shell.open_and_segment(photo)
    shell.window.actions_table["copy-command"].trigger()
    text = QGuiApplication.clipboard().text()
    assert text.startswith("halfpixel segment ")
    assert str(photo) in text
    assert shell.sentences == ("The command is on the clipboard.",)


def test_without_a_photo_the_actions_say_why(shell: Shell) -> None:
    for key, reason in (
        ("export", "Open a photo first."),
        ("copy-picture", "Open a photo first."),
        ("copy-command", "Run a model on a photo first."),
    ):
        action = shell.window.actions_table[key]
        assert not action.isEnabled()
        assert action.toolTip().endswith(reason)
