"""The evaluation's workspace: figures equal to those of core, paused and gone on with, and the photos behind them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from app.compare.source import OBJECTS, READ_OUTS, TRUTH, Source
from app.evaluate import going
from app.evaluate.desk import Phase
from app.evaluate.keeping import Keeping
from app.evaluate.workspace import EvaluateRoom
from app.preferences import Language
from app.settings import home
from app.translation import Translations
from core.cancellation import CancelToken
from core.catalog import find_model
from core.errors import ImageError
from core.evaluation.report import InstanceReport, SemanticReport
from core.evaluation.request import EvaluationRequest, evaluate
from core.labels import VOC
from core.roi.settings import Operator
from tests.app.conftest import Shell
from tests.core.evaluation.data_sets import CAT, HEIGHT, WIDTH, compressed, write_coco
from tests.fakes import FakeEngine, tiny_model
from tests.instance_data import write_instance_discs

COUNT = 5


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Photos of noise beside labels that agree with the fake engine here and there."""
    root, rng = tmp_path / "pairs", np.random.default_rng(3)
    for folder in ("images", "labels"):
        (root / folder).mkdir(parents=True)
    for number in range(COUNT):
        Image.fromarray(rng.integers(0, 256, (64, 96, 3), dtype=np.uint8)).save(root / "images" / f"p{number}.png")
        Image.fromarray(rng.integers(0, 21, (64, 96), dtype=np.uint8)).save(root / "labels" / f"p{number}.png")
    return root


@pytest.fixture
def room(shell: Shell) -> Iterator[EvaluateRoom]:
    shell.workflow.start()
    shell.qtbot.waitUntil(lambda: bool(shell.session.weights), timeout=20_000)
    room = room_of(shell)
    yield room
    room.deleteLater()


def room_of(shell: Shell) -> EvaluateRoom:
    room = EvaluateRoom(shell.session, shell.intents, shell.workflow.worker, shell.workflow.host.on, Keeping(home()))
    room.resize(1100, 640)
    room.show()
    return room


def begin(room: EvaluateRoom, data: Path) -> None:
    room.controls.folder.setText(str(data))
    room.controls.start.click()


def until(shell: Shell, room: EvaluateRoom, phase: Phase) -> None:
    shell.qtbot.waitUntil(lambda: room.desk.phase is phase, timeout=20_000)


def expected(data: Path) -> SemanticReport:
    report = evaluate(FakeEngine(), find_model("fcn-everyday"), EvaluationRequest(data), CancelToken())  # type: ignore[arg-type]
    assert isinstance(report, SemanticReport)
    return report


def test_it_begins_empty_and_needs_a_folder(room: EvaluateRoom) -> None:
    assert room.pages.currentWidget() is room.empty
    assert not room.controls.start.isEnabled()
    assert not room.controls.export.isEnabled()


def test_what_is_left_out_is_said_in_the_words_of_the_entries(room: EvaluateRoom, translations: Translations) -> None:
    controls = room.controls
    for language in (Language.KOREAN, Language.ENGLISH):
        translations.speak(language)
        assert f" {controls.layout_choice.itemText(0)} " in controls.layout_choice.toolTip()
        assert controls.split.placeholderText().startswith("val")


def test_a_label_stands_beside_its_field(room: EvaluateRoom) -> None:
    controls = room.controls
    for field in (controls.model, controls.folder, controls.layout_choice, controls.split, controls.limit):
        (label,) = (it for it in controls.findChildren(QLabel) if it.buddy() is field)
        assert 0 < field.geometry().left() - label.geometry().right() <= 60


def test_the_figures_are_those_of_the_command_line(shell: Shell, room: EvaluateRoom, data: Path) -> None:
    begin(room, data)
    until(shell, room, Phase.DONE)
    assert room.desk.report == expected(data)
    table = room.figures.table
    shown = {table.item(row, 0).text(): float(table.item(row, 1).text()) for row in range(table.rowCount())}
    assert shown == {f"FCN-{key}s": round(it.miou, 4) for key, it in expected(data).read_outs.items()}
    assert room.controls.state.text() == f"{COUNT} of {COUNT} photos"


def test_the_worst_photo_is_first(shell: Shell, room: EvaluateRoom, data: Path) -> None:
    begin(room, data)
    until(shell, room, Phase.DONE)
    finest = min(expected(data).read_outs)
    wanted = [it.name for it in sorted(expected(data).photos, key=lambda it: it.iou(finest))]
    table = room.photos.table
    assert [table.row_at(place).name for place in range(COUNT)] == wanted


def test_pausing_keeps_what_was_counted_and_going_on_ends_with_the_same_figures(
    shell: Shell, room: EvaluateRoom, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(going, "TURN_SECONDS", 0.0)  # one photo a turn
    counted: list[int] = []
    room.desk.turned.connect(lambda turn: counted.append(turn.done))
    room.desk.turned.connect(lambda turn: room.controls.pause.click() if turn.done == 2 else None)
    begin(room, data)
    until(shell, room, Phase.PAUSED)
    assert counted == [1, 2]
    assert room.controls.pause.text() == "Continue"
    room.controls.pause.click()
    until(shell, room, Phase.DONE)
    assert counted[:2] == [1, 2]
    assert counted[-1] == COUNT
    assert counted == sorted(set(counted))  # the photo under way at the pause may have been counted without a word
    assert room.desk.report == expected(data)


def test_a_photo_can_be_looked_at_while_it_goes(
    shell: Shell, room: EvaluateRoom, data: Path, photo: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(going, "TURN_SECONDS", 0.0)
    done_at: list[int] = []
    turns: list[int] = []
    room.desk.turned.connect(lambda turn: turns.append(turn.done))
    room.desk.turned.connect(lambda turn: shell.intents.open_paths.emit((photo,)) if turn.done == 1 else None)
    shell.session.segmentation_changed.connect(lambda value: done_at.append(len(turns)) if value is not None else None)
    begin(room, data)
    until(shell, room, Phase.DONE)
    shell.until_idle()
    assert shell.session.segmentation is not None
    assert room.desk.report == expected(data)


@pytest.mark.bad_input("data set: no such folder")
def test_a_folder_that_is_not_there_is_one_sentence_and_the_last_figures_stay(
    shell: Shell, room: EvaluateRoom, data: Path, tmp_path: Path
) -> None:
    begin(room, data)
    until(shell, room, Phase.DONE)
    before = room.desk.report
    begin(room, tmp_path / "nowhere")
    until(shell, room, Phase.IDLE)
    assert room.controls.notice.text() == f"{tmp_path / 'nowhere'} is not a folder; give the folder of a data set."
    assert room.desk.report is before
    assert room.controls.start.isEnabled()


@pytest.mark.bad_input("data set: one damaged photo")
def test_a_photo_that_fails_pauses_it_and_mended_it_goes_on(
    shell: Shell, room: EvaluateRoom, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(going, "TURN_SECONDS", 0.0)
    whole = expected(data)
    broken = data / "images" / "p3.png"
    content = broken.read_bytes()
    broken.write_bytes(b"")
    begin(room, data)
    until(shell, room, Phase.PAUSED)
    assert "p3.png is empty" in room.controls.notice.text()
    broken.write_bytes(content)
    room.controls.pause.click()
    until(shell, room, Phase.DONE)
    assert room.desk.report == whole
    assert room.controls.notice.text() == ""


def test_a_failure_inside_is_told_too(shell: Shell, room: EvaluateRoom, data: Path) -> None:
    shell.engine.failure = ImageError("{path} is odd; choose another.", path="x.png")
    begin(room, data)
    until(shell, room, Phase.IDLE)
    assert room.controls.notice.text() == "x.png is odd; choose another."
    assert room.desk.report is None


def test_enter_opens_the_photo_and_its_ground_truth(shell: Shell, room: EvaluateRoom, data: Path) -> None:
    begin(room, data)
    until(shell, room, Phase.DONE)
    worst = room.photos.table.row_at(0)
    room.photos.table.selectRow(0)
    with shell.qtbot.waitSignal(shell.session.truth_changed, check_params_cb=lambda truth: truth is not None, timeout=20_000):
        QTest.keyClick(room.photos.table, Qt.Key.Key_Return)
    assert shell.session.document is not None
    assert shell.session.document.path == worst.photo
    assert shell.session.truth is not None
    assert shell.session.truth.path == data / "labels" / worst.photo.name
    shell.until_idle()


def step(shell: Shell) -> str:
    """Go on to the next photo, and wait for its ground truth."""
    with shell.qtbot.waitSignal(shell.session.truth_changed, check_params_cb=lambda truth: truth is not None, timeout=20_000):
        shell.intents.step_photo.emit(1)
    assert shell.session.document is not None
    assert shell.session.truth is not None
    assert shell.session.truth.image_digest == shell.session.document.digest
    return shell.session.document.name


def opened_by(shell: Shell, act: Callable[[], object]) -> list[tuple[Source, ...]]:
    """What the comparison was asked to show by ``act``, once the ground truth of a photo is there."""
    asked: list[tuple[Source, ...]] = []
    shell.intents.compare_with.connect(asked.append)
    with shell.qtbot.waitSignal(shell.session.truth_changed, check_params_cb=lambda truth: truth is not None, timeout=20_000):
        act()
    shell.until_idle()
    return asked


def test_a_row_of_figures_opens_the_worst_and_the_best_photos_with_their_ground_truth(shell: Shell, room: EvaluateRoom, data: Path) -> None:
    begin(room, data)
    until(shell, room, Phase.DONE)
    by_16 = [it.name for it in sorted(expected(data).photos, key=lambda it: it.iou(16))]
    table = room.figures.table
    place = table.visualItemRect(table.item(1, 1)).center()
    assert table.name_of(1) == "FCN-16s"
    asked = opened_by(shell, lambda: QTest.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place))
    assert asked == [(*READ_OUTS, TRUTH)]
    assert room.photos.title.text() == "Photos by FCN-16s, the worst first"
    assert [row.name for row in room.photos.table.photos.rows] == by_16
    assert shell.session.document is not None
    wanted = [f"{name}.png" for name in (*by_16[:3], *reversed(by_16[3:]))]
    seen = [shell.session.document.name, *(step(shell) for _ in range(len(wanted)))]
    assert seen == [*wanted, wanted[0]]
    assert len(asked) == 1  # stepping leaves the person in the view that they are in


def test_walking_over_the_rows_of_classes_lists_their_photos_and_opens_none(shell: Shell, room: EvaluateRoom, data: Path) -> None:
    begin(room, data)
    until(shell, room, Phase.DONE)
    room.figures.choice.setCurrentIndex(1)
    assert room.figures.table.name_of(3) == "bird"
    room.figures.table.setCurrentCell(3, 0)
    finest = min(expected(data).read_outs)
    ious = sorted(it.iou(finest, "bird") for it in expected(data).photos)
    assert [row.figures[0] for row in room.photos.table.photos.rows] == ious
    assert room.photos.title.text() == "Photos by bird, the worst first"
    assert shell.session.document is None
    room.figures.choice.setCurrentIndex(0)
    assert room.photos.title.text() == "Photos, the worst first"


def test_after_another_photo_ground_truth_is_no_longer_given_out(shell: Shell, room: EvaluateRoom, data: Path, photo: Path) -> None:
    begin(room, data)
    until(shell, room, Phase.DONE)
    row = room.photos.table.row_at(0)
    opened_by(shell, lambda: room.photos.table.opened.emit(row))
    shell.open(photo)
    given: list[object] = []
    shell.intents.load_truth.connect(given.append)
    shell.open(row.photo)
    assert given == []


def test_outlines_of_coco_are_ground_truth_too(shell: Shell, room: EvaluateRoom, tmp_path: Path) -> None:
    cat = np.zeros((HEIGHT, WIDTH), bool)
    cat[4:20, 6:30] = True
    write_coco(tmp_path / "annotations" / "instances_val.json", tmp_path / "val", [[{"category_id": 17, "segmentation": compressed(cat)}]])
    begin(room, tmp_path)
    until(shell, room, Phase.DONE)
    opened_by(shell, lambda: room.photos.table.opened.emit(room.photos.table.row_at(0)))
    assert shell.session.truth is not None
    np.testing.assert_array_equal(shell.session.truth.class_map, np.where(cat, CAT, 0))


def test_objects_are_seen_as_measured_beside_the_classes_of_their_ground_truth(shell: Shell, room: EvaluateRoom, tmp_path: Path) -> None:
    tiny_model()
    root = write_instance_discs(tmp_path / "discs")
    room.controls.model.setCurrentIndex(room.controls.model.findData("maskrcnn-starter"))
    room.controls.split.setText("train")
    room.controls.tables.setChecked(True)
    begin(room, root)
    until(shell, room, Phase.DONE)
    shell.intents.choose_model.emit("fcn-street")  # whose ids are none of this data's
    row = next(row for row in room.photos.table.photos.rows if row.name == "disc_0")
    room.figures.table.setCurrentCell(1, 0)
    assert room.figures.table.name_of(1) == "RoIPool"
    asked = opened_by(shell, lambda: room.photos.table.opened.emit(row))
    assert asked == [(OBJECTS, TRUTH)]
    assert shell.session.instance_model_key == "maskrcnn-starter"
    assert shell.session.poolers.box is not None
    assert shell.session.poolers.box.operator is Operator.POOL
    assert shell.session.truth is not None
    with Image.open(root / "class" / "disc_0.png") as image:
        np.testing.assert_array_equal(shell.session.truth.class_map, np.asarray(image))
    assert shell.session.truth.label_set is VOC


def test_the_tables_are_called_in_the_windows_language(shell: Shell, room: EvaluateRoom, data: Path, translations: Translations) -> None:
    begin(room, data)
    until(shell, room, Phase.DONE)
    translations.speak(Language.KOREAN)
    shell.qtbot.waitUntil(lambda: room.figures.choice.itemText(1) == "클래스별 IoU")
    head = room.figures.table.horizontalHeaderItem(1)
    assert head is not None
    assert head.text() == "평균 IoU"


def test_the_figures_are_written_and_a_place_that_cannot_be_is_said(shell: Shell, room: EvaluateRoom, data: Path, tmp_path: Path) -> None:
    begin(room, data)
    until(shell, room, Phase.DONE)
    room.write(tmp_path / "figures.json")
    assert json.loads((tmp_path / "figures.json").read_text(encoding="utf-8"))["images"] == COUNT
    assert room.controls.notice.text() == f"Written: {tmp_path / 'figures.json'}"
    room.write(tmp_path / "none" / "figures.json")
    assert "figures.json" in room.controls.notice.text()
    assert not room.controls.notice.text().startswith("Written")


def test_objects_are_measured_too(shell: Shell, room: EvaluateRoom, tmp_path: Path) -> None:
    tiny_model()
    controls = room.controls
    controls.model.setCurrentIndex(controls.model.findData("maskrcnn-starter"))
    controls.split.setText("train")
    controls.tables.setChecked(True)
    begin(room, write_instance_discs(tmp_path / "discs"))
    until(shell, room, Phase.DONE)
    report = room.desk.report
    assert isinstance(report, InstanceReport)
    assert list(report.poolers) == ["align", "pool", "warp", "crop"]
    assert room.figures.table.rowCount() == 4
    header = room.photos.table.model()
    names = [header.headerData(section, Qt.Orientation.Horizontal) for section in range(header.columnCount())]
    assert names == ["Photo", "Quality", "Hit", "Missed", "False"]
