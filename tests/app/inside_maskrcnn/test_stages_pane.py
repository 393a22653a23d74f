"""The stages pane: each stage is drawn, listed and explained; photo, table and sentences tell of the same object."""

from __future__ import annotations

import functools
from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.canvas.image_canvas import ImagePoint
from app.chosen import Chosen, ChosenKind
from app.detection_session import NO_MODEL
from app.inside_maskrcnn.stage_boxes import StageBoxes, boxes_of
from app.inside_maskrcnn.stage_layers import BoxesLayer, device_corners
from app.inside_maskrcnn.stage_lineage import follow
from app.inside_maskrcnn.stage_marks import Role
from app.inside_maskrcnn.stages_pane import StagesPane
from app.inside_maskrcnn.workspace import TABS, InsideMaskRcnn
from app.preferences import Language, StageKey
from app.translation import Translations, catalog_of
from core.badges import Badge
from core.catalog import MODELS, Task, WeightsState
from core.geometry import Box
from core.maskrcnn import explain
from core.maskrcnn.explain import explain_candidate, explain_pair
from core.maskrcnn.results import DetectionRun, Fate, Thresholds
from core.maskrcnn.scene import make_instance_scene
from tests.app.inside_maskrcnn.benches import Bench, photo, shown
from tests.app.test_main_window import controls, describe
from tests.core.maskrcnn.runs import record, rerun_on, scene, set_thresholds
from tests.core.maskrcnn.scripted import crowded_run
from tests.maskrcnn_networks import tiny_maskrcnn


@functools.cache
def tiny_run() -> DetectionRun:
    return record(tiny_maskrcnn(), scene())


@pytest.fixture
def bench() -> Bench:
    bench = Bench()
    bench.session.set_document(photo(100, 140))
    return bench


@pytest.fixture
def pane(bench: Bench, qtbot: QtBot) -> Iterator[StagesPane]:
    pane = StagesPane(bench.session, bench.intents)
    with shown(qtbot, bench, pane):
        yield pane


@pytest.fixture
def run(bench: Bench, pane: StagesPane) -> DetectionRun:
    """A run on screen."""
    del pane
    return bench.show_run(tiny_run())


STAGES = pytest.mark.parametrize("stage", StageKey, ids=lambda stage: stage.value)


def explained(pane: StagesPane) -> str:
    return " ".join(pane.explanation.page.toPlainText().split())


def shades(pane: StagesPane) -> np.ndarray:
    image = pane.photo.canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    return np.frombuffer(image.constBits(), np.uint32).reshape(image.height(), image.width()).copy()


@STAGES
def test_a_stage_is_drawn_listed_and_explained(stage: StageKey, bench: Bench, run: DetectionRun, pane: StagesPane) -> None:
    bench.session.set_detection(run, make_instance_scene(run))
    bench.intents.show_stage.emit(stage)
    drawn = shades(pane)
    assert pane.table.rows.count > 0
    for column in range(len(pane.table.rows.columns)):
        assert isinstance(pane.table.rows_model.index(0, column).data(), str)
    assert len(explained(pane)) > 60
    assert [card.stage for card in pane.strip.cards if card.isChecked()] == [stage]
    pane.photo.set_scene(None)
    assert (drawn != shades(pane)).mean() > 0.001


def test_a_table_has_a_row_for_every_box_of_the_stage(bench: Bench, run: DetectionRun, pane: StagesPane) -> None:
    counts = {}
    for stage in StageKey:
        bench.intents.show_stage.emit(stage)
        counts[stage] = pane.table.model().rowCount()
    levels = len(run.levels)
    assert [counts[stage] for stage in (StageKey.PYRAMID, StageKey.ANCHORS, StageKey.OBJECTNESS)] == [levels] * 3
    assert counts[StageKey.PROPOSALS_BEFORE] == len(run.candidates.anchor)
    assert counts[StageKey.PROPOSALS_AFTER] == counts[StageKey.CLASSES] == len(run.boxes)
    assert counts[StageKey.BOXES] == (run.boxes.selection.fate >= Fate.SUPPRESSED).sum()
    assert counts[StageKey.MASKS] == counts[StageKey.PASTED] == len(run)


def test_sorting_orders_numbers_as_numbers_and_keeps_the_chosen_row(bench: Bench, run: DetectionRun, pane: StagesPane) -> None:
    bench.intents.show_stage.emit(StageKey.PROPOSALS_AFTER)
    bench.intents.choose.emit(Chosen(ChosenKind.PROPOSAL, 12))
    pane.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    model = pane.table.model()
    assert [int(model.index(row, 0).data()) for row in range(model.rowCount())] == list(range(len(run.boxes)))[::-1]
    assert pane.table.currentIndex().siblingAtColumn(0).data() == "12"
    titles = [column.title for column in pane.table.rows.columns]
    pane.table.sortByColumn(titles.index("Size"), Qt.SortOrder.AscendingOrder)
    boxes = run.boxes.proposals_input
    areas = (boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1])
    shown_order = [int(model.index(row, 0).data()) for row in range(model.rowCount())]
    assert (np.diff(areas[shown_order]) >= -1e-2).all()


def test_a_row_chooses_and_the_photo_shows_it(bench: Bench, run: DetectionRun, pane: StagesPane) -> None:
    bench.intents.show_stage.emit(StageKey.PROPOSALS_AFTER)
    pane.table.setFocus()
    assert bench.session.chosen is None  # coming by is no choice
    pane.table.selectRow(3)
    assert bench.session.chosen == Chosen(ChosenKind.PROPOSAL, 3)
    chosen = [mark for mark in pane.photo.marks.marks if mark.role is Role.CHOSEN]
    assert [mark.box for mark in chosen] == [run.proposal(3).box_image]


def test_a_click_on_the_photo_chooses_and_the_table_follows(bench: Bench, run: DetectionRun, pane: StagesPane) -> None:
    bench.intents.show_stage.emit(StageKey.BOXES)
    box = run.pair_box_image(run.pair_of(0))
    middle = pane.photo.canvas.position_of(ImagePoint((box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2)).toPoint()
    QTest.mouseClick(pane.photo.canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    first = bench.session.chosen
    assert first is not None
    assert first.kind is ChosenKind.PAIR
    assert pane.table.rows.chosen_at(pane.table.rows_model.entry(pane.table.currentIndex().row())) == first
    QTest.mouseClick(pane.photo.canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, middle)
    assert bench.session.chosen != first  # the next one below


def test_a_victim_is_explained_and_leads_to_its_rival(bench: Bench, run: DetectionRun, pane: StagesPane) -> None:
    bench.intents.show_stage.emit(StageKey.PROPOSALS_BEFORE)
    victim = int(np.flatnonzero(run.candidates.selection.fate == Fate.SUPPRESSED)[0])
    bench.intents.choose.emit(Chosen(ChosenKind.CANDIDATE, victim))
    assert explain_candidate(run, victim).text in explained(pane)
    rival = int(run.candidates.selection.rival[victim])
    assert f'href="candidate:{rival}"' in pane.explanation.page.toHtml()
    pane.explanation.page.anchorClicked.emit(f"candidate:{rival}")
    assert bench.session.chosen == Chosen(ChosenKind.CANDIDATE, rival)
    assert explain_candidate(run, rival).text in explained(pane)


def test_a_survivor_is_explained_up_to_its_mask(bench: Bench, run: DetectionRun, pane: StagesPane) -> None:
    bench.intents.choose.emit(Chosen(ChosenKind.DETECTION, 0))
    proposal = run.proposal(run.detection(0).proposal)
    assert explain_pair(run, run.pair_of(0)).text in explained(pane)
    assert f"{proposal.box_input.width:.1f} × {proposal.box_input.height:.1f}" in explained(pane)
    assert f"→ {proposal.roi_level}" in explained(pane) or f"clamped to {proposal.roi_level}" in explained(pane)
    inside = int((run.mask_probabilities(0) > run.thresholds.mask).sum())
    assert f"{inside} of 784 cells" in explained(pane)


def test_what_is_chosen_stays_chosen_from_stage_to_stage(bench: Bench, run: DetectionRun, pane: StagesPane) -> None:
    bench.intents.choose.emit(Chosen(ChosenKind.DETECTION, 0))
    way = follow(run, Chosen(ChosenKind.DETECTION, 0))
    for stage in (StageKey.PROPOSALS_BEFORE, StageKey.PROPOSALS_AFTER, StageKey.BOXES, StageKey.MASKS):
        bench.intents.show_stage.emit(stage)
        assert bench.session.chosen == Chosen(ChosenKind.DETECTION, 0)
        assert pane.table.rows.chosen_at(pane.table.rows_model.entry(pane.table.currentIndex().row())) == way.at(stage)


def test_the_lab_is_asked_for_by_button_and_by_double_click(bench: Bench, run: DetectionRun, pane: StagesPane) -> None:
    asked: list[Chosen] = []
    bench.intents.open_in_lab.connect(asked.append)
    assert not pane.explanation.open_in_lab.isVisible()
    bench.intents.show_stage.emit(StageKey.PROPOSALS_AFTER)
    pane.table.selectRow(2)
    pane.explanation.open_in_lab.click()
    pane.table.doubleClicked.emit(pane.table.rows_model.index(5, 0))
    QTest.keyClick(pane.table, Qt.Key.Key_Return)
    # What is opened is chosen, so that Enter opens it again.
    assert asked == [Chosen(ChosenKind.PROPOSAL, 2), Chosen(ChosenKind.PROPOSAL, 5), Chosen(ChosenKind.PROPOSAL, 5)]
    pane.explanation.release.click()
    assert bench.session.chosen is None
    assert pane.photo.marks.marks == ()
    assert len(run.boxes) > 5


def test_the_strip_is_walked_with_the_arrow_keys(bench: Bench, run: DetectionRun, pane: StagesPane) -> None:
    del run
    bench.intents.show_stage.emit(StageKey.INPUT)
    card = pane.strip.cards[0]
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Right)
    assert bench.session.shown_stage is StageKey.PYRAMID
    QTest.keyClick(pane.strip.cards[1], Qt.Key.Key_End)
    assert bench.session.shown_stage is StageKey.PASTED
    QTest.keyClick(pane.strip.cards[-1], Qt.Key.Key_Right)
    assert bench.session.shown_stage is StageKey.PASTED  # there is nothing beyond
    QTest.keyClick(pane.strip.cards[-1], Qt.Key.Key_Home)
    assert bench.session.shown_stage is StageKey.INPUT
    assert pane.strip.cards[0].hasFocus()


def test_the_anchors_of_the_cell_under_the_pointer_appear(bench: Bench, run: DetectionRun, pane: StagesPane) -> None:
    bench.intents.show_stage.emit(StageKey.ANCHORS)
    pane.controls.levels.segments[2].click()
    level = run.levels[2]
    x, y = run.pyramid.cell_to_image(level.name).x(2.5), run.pyramid.cell_to_image(level.name).y(1.5)
    pane.photo.canvas.hovered.emit(ImagePoint(x, y))
    assert [mark.role for mark in pane.photo.marks.marks].count(Role.BEFORE) == level.kinds
    assert "row 1, column 2" in pane.explanation.pointed.text()
    pane.photo.canvas.hovered.emit(None)
    surest = level.anchors[int(level.objectness.argmax())]
    boxes = [mark.box.as_tuple() for mark in pane.photo.marks.marks if mark.role is Role.BEFORE]
    assert len(boxes) == level.kinds
    assert run.input.to_image.box(Box(*surest.tolist())).as_tuple() in boxes
    assert "row" not in pane.explanation.pointed.text()


def test_fewer_boxes_are_drawn_and_the_table_keeps_them_all(bench: Bench, run: DetectionRun, pane: StagesPane) -> None:
    bench.intents.show_stage.emit(StageKey.PROPOSALS_AFTER)
    pane.controls.field.setValue(5)
    scene_shown = pane.photo.scene
    assert scene_shown is not None
    assert scene_shown.boxes is not None
    assert scene_shown.boxes.index.tolist() == [0, 1, 2, 3, 4]
    assert pane.controls.slider.value() == 5
    assert pane.table.rows.count == len(run.boxes)
    bench.intents.show_stage.emit(StageKey.CLASSES)
    bench.intents.show_stage.emit(StageKey.PROPOSALS_AFTER)
    assert pane.controls.field.value() == 5


def test_the_colours_in_use_are_named(bench: Bench, run: DetectionRun, pane: StagesPane) -> None:
    bench.intents.show_stage.emit(StageKey.PROPOSALS_BEFORE)
    there = {Fate(fate).name.lower().replace("_", " ") for fate in np.unique(run.candidates.selection.fate)}
    assert set(pane.controls.key.accessibleName().removeprefix("Colours: ").split(", ")) == there
    bench.intents.show_stage.emit(StageKey.CLASSES)
    assert not pane.controls.key.isVisible()


@pytest.mark.parametrize("stage", [StageKey.MASKS, StageKey.PASTED])
def test_an_object_has_the_colour_of_its_mask_in_the_table_as_on_the_photo(stage: StageKey, bench: Bench, pane: StagesPane) -> None:
    run = crowded_run(4, (100, 140))
    bench.session.set_document(photo(100, 140))
    objects = make_instance_scene(run)
    assert len({tuple(colour) for colour in objects.colours.tolist()}) > 1
    bench.session.set_detection(replace(run, image_digest=bench.session.document.digest), objects)
    bench.intents.show_stage.emit(stage)
    column = next(it for it in pane.table.rows.columns if it.colour is not None)
    assert column.colour is not None
    for row, colour in enumerate(objects.colours.tolist()):
        assert column.colour(row).getRgb()[:3] == tuple(colour)


def test_boxes_around_masks_are_drawn_in_the_colours_of_their_masks(run: DetectionRun) -> None:
    objects = make_instance_scene(run)
    boxes = boxes_of(run, StageKey.MASKS, "voc")
    assert boxes is not None
    own = boxes.in_colours(objects.colours)
    for place, index in enumerate(own.index.tolist()):
        assert own.colours[int(own.group[place])].getRgb()[:3] == tuple(objects.colours[index].tolist())


def test_a_new_photo_forgets_the_run(bench: Bench, run: DetectionRun, pane: StagesPane) -> None:
    del run
    bench.session.set_document(photo(60, 80, seed=1))
    assert pane.empty.isVisible()
    assert not any(card.isEnabled() for card in pane.strip.cards)
    assert pane.photo.scene is None


def test_what_to_do_is_said_while_there_is_nothing_to_see(qtbot: QtBot) -> None:
    bench = Bench()
    pane = StagesPane(bench.session, bench.intents)
    with shown(qtbot, bench, pane):
        assert pane.empty.text().startswith("Open a photo")
        assert not pane.run.isVisible()
        bench.session.set_document(photo(60, 80))
        key = next(row.key for row in MODELS if row.task is Task.INSTANCE)
        bench.session.set_instance_model(NO_MODEL)
        assert pane.empty.text().startswith("No Mask R-CNN is chosen")
        bench.session.set_instance_model(key)
        asked: list[bool] = []
        bench.intents.run.connect(lambda: asked.append(True))
        assert pane.empty.text().startswith("Run the network")
        pane.run.click()
        assert asked == [True]
        bench.session.set_weights({key: WeightsState.MISSING})
        assert "missing or damaged" in pane.empty.text()


def test_nothing_found_names_the_nearest_miss(bench: Bench, pane: StagesPane) -> None:
    run = bench.show_run(rerun_on(tiny_maskrcnn(), tiny_run(), Thresholds(score=0.9999)))
    assert len(run) == 0
    for stage in (StageKey.BOXES, StageKey.MASKS, StageKey.PASTED):
        bench.intents.show_stage.emit(stage)
        assert "The nearest miss is" in explained(pane)
        assert pane.table.rows.count == 0


def test_every_control_is_named(bench: Bench, run: DetectionRun, pane: StagesPane) -> None:
    del bench, run
    found = controls(pane)
    assert len(found) > 15
    assert [describe(control) for control in found if not control.accessibleName() and not getattr(control, "text", str)()] == []
    assert [describe(control) for control in found if not control.toolTip() and not control.accessibleDescription()] == []


def test_five_thousand_boxes_are_drawn_where_they_are(pane: StagesPane, bench: Bench, run: DetectionRun) -> None:
    """One layer for all of them; what is drawn is told by the pixels of one box that stands alone."""
    del bench
    rng = np.random.default_rng(0)
    corners = np.sort(rng.uniform(0, 60, (5000, 2, 2)), axis=1).reshape(5000, 4).astype(np.float32)
    corners[17] = 80, 70, 120, 90
    ones, zeros = np.ones(5000, np.float32), np.zeros(5000, np.intp)
    boxes = StageBoxes(ChosenKind.PROPOSAL, np.arange(5000), corners, ones, zeros, (QColor("#ff0000"),), frozenset())
    layer = pane.photo.boxes
    assert isinstance(layer, BoxesLayer)
    pane.photo.set_scene(None)
    layer.set_boxes(boxes, run.input.image_size)
    layer.set_opacity(1.0)
    image = pane.photo.canvas.grab().toImage()
    for x, y in ((80, 80), (120, 80), (100, 70), (100, 90)):
        place = pane.photo.canvas.position_of(ImagePoint(x, y)).toPoint()
        around = [image.pixelColor(place.x() + dx, place.y() + dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
        assert QColor("#ff0000") in around
    inside = pane.photo.canvas.position_of(ImagePoint(100, 80)).toPoint()
    assert image.pixelColor(inside) != QColor("#ff0000")


def test_far_corners_stay_within_reach_of_the_painter(pane: StagesPane) -> None:
    frame = pane.photo.canvas._camera.frame
    corners = device_corners(np.array([[-1e9, -1e9, 1e9, 1e9]], np.float32), frame)[0]
    assert np.abs(corners).max() < 10_000


def test_the_workspace_opens_its_tabs_when_they_are_looked_at(bench: Bench, qtbot: QtBot) -> None:
    room = InsideMaskRcnn(bench.session, bench.intents, bench.worker, lambda _device: bench.engine)
    with shown(qtbot, bench, room):
        assert list(room.panes) == ["stages"]
        for row in TABS:
            room.show_pane(row.key)
        assert list(room.panes) == [row.key for row in TABS]
        bench.intents.show_stage.emit(StageKey.MASKS)
        assert room.tabs.currentIndex() == 0
        facts = replace(tiny_run().facts, badges=(Badge.STARTER, Badge.TRANSPLANTED))
        bench.show_run(replace(tiny_run(), facts=facts))
        assert room.model.accessibleName() == "tiny, starter weights, weights trained with RoIAlign"
        assert "⚠ weights trained with RoIAlign" in room.model.text()


def test_the_pane_speaks_korean(bench: Bench, run: DetectionRun, pane: StagesPane, qtbot: QtBot, qapp: QApplication) -> None:
    bench.intents.choose.emit(Chosen(ChosenKind.DETECTION, 0))
    translations = Translations(qapp)
    translations.speak(Language.KOREAN)
    try:
        qtbot.waitUntil(lambda: pane.strip.cards[2].text() == "앵커")
        assert "검출 0" in explained(pane)
        assert "became" not in explained(pane)
        assert len(run) > 0
    finally:
        translations.speak(Language.ENGLISH)


def test_every_sentence_of_a_fate_has_a_korean_one() -> None:
    korean = catalog_of(Language.KOREAN)
    templates = [text for name, text in vars(explain).items() if name.startswith("_") and isinstance(text, str) and "{" in text]
    templates += [*explain._CANDIDATE.values(), *explain._PAIR.values()]
    assert len(templates) == 16
    assert [text for text in templates if ("core", text) not in korean] == []


@pytest.mark.parametrize("rules", [Thresholds(proposal_score=1.0), Thresholds(proposals_before_nms=1, score=1.0)], ids=["none", "few"])
def test_a_run_without_proposals_or_detections_shows_every_stage(rules: Thresholds, bench: Bench, pane: StagesPane) -> None:
    run = bench.show_run(record(set_thresholds(tiny_maskrcnn(), rules), scene()))
    bench.session.set_detection(run, make_instance_scene(run))
    for stage in StageKey:
        bench.intents.show_stage.emit(stage)
        pane.photo.canvas.grab()
        assert len(explained(pane)) > 60
        pane.table.sortByColumn(0, Qt.SortOrder.DescendingOrder)
    bench.intents.choose.emit(Chosen(ChosenKind.CANDIDATE, 0))
    assert explain_candidate(run, 0).text in explained(pane)
