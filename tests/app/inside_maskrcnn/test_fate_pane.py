"""The fate pane on records made by hand: the timeline says what the script says, and a person gets there by mouse and keyboard."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.canvas.image_canvas import ImagePoint
from app.chosen import Chosen, ChosenKind
from app.inside_maskrcnn.explanation import page
from app.inside_maskrcnn.fate_pane import FatePane, parsed, written
from app.inside_maskrcnn.fate_stages import Passage, StageRow, Step, ended_at, missed_pair, own_choice, rival_of, timeline
from app.inside_maskrcnn.stage_lineage import follow
from core.cancellation import CancelToken
from core.errors import InputError
from core.fcn.config import ReadOut
from core.geometry import Box
from core.labels import NOT_A_CLASS, VOC
from core.maskrcnn.fate import fate_of
from core.maskrcnn.results import DetectionRun, Thresholds
from core.truth import GroundTruth
from tests.app.inside_maskrcnn.benches import PATIENCE_MS, Bench, photo, shown
from tests.core.maskrcnn.scripted import IMAGE_SIZE, Anchor, scripted_run

OBJECT, OBJECT_IMAGE = (20.0, 20.0, 60.0, 60.0), Box(40, 40, 120, 120)
NEAR = (20.0, 20.0, 60.0, 52.0)  # IoU 0.8 with the object
FAR, AWAY = (200.0, 100.0, 260.0, 160.0), (100.0, 100.0, 140.0, 140.0)
WIDE = (20.0, 20.0, 104.0, 60.0)  # IoU 40 / 84 = 0.476 with the object, under 0.5
CAT, DOG = 1, 2

DEATHS = {
    Step.DELTAS: ([Anchor(FAR, 0.9)], Thresholds(), None),
    Step.TOP_K: ([Anchor(FAR, 0.9), Anchor(OBJECT, 0.8)], Thresholds(proposals_before_nms=1), None),
    Step.RPN_FILTERS: ([Anchor(OBJECT, 0.3)], Thresholds(proposal_score=0.5), None),
    Step.RPN_NMS: ([Anchor(WIDE, 0.9), Anchor(OBJECT, 0.8)], Thresholds(proposal_nms=0.4), Chosen(ChosenKind.PROPOSAL, 0)),
    Step.RPN_TOP: ([Anchor(FAR, 0.9), Anchor(OBJECT, 0.8)], Thresholds(proposals_after_nms=1), None),
    Step.BOX_HEAD: ([Anchor(NEAR, 0.8, (0.9, 0.0), moved=WIDE)], Thresholds(), None),
    Step.SCORE: ([Anchor(NEAR, 0.8, (0.04, 0.01))], Thresholds(), None),
    Step.NMS: (
        [Anchor(WIDE, 0.9, (0.9, 0.0)), Anchor(OBJECT, 0.8, (0.7, 0.0))], Thresholds(nms=0.4), Chosen(ChosenKind.DETECTION, 0)
    ),
    Step.TOP: ([Anchor(FAR, 0.9, (0.9, 0.0)), Anchor(OBJECT, 0.8, (0.7, 0.0))], Thresholds(detections=1), None),
    Step.DETECTION: ([Anchor(NEAR, 0.8, (0.04, 0.9))], Thresholds(), Chosen(ChosenKind.DETECTION, 0)),
}  # fmt: skip


def rows_of(run: DetectionRun) -> tuple[StageRow, ...]:
    return timeline(run, OBJECT_IMAGE, fate_of(run, OBJECT_IMAGE, CAT))


@pytest.mark.parametrize("step", DEATHS, ids=lambda step: step.name)
def test_every_way_to_die_ends_the_timeline_at_its_rule_and_names_its_rival(step: Step) -> None:
    anchors, thresholds, rival = DEATHS[step]
    run = scripted_run({"P2": anchors}, thresholds)
    fate, rows = fate_of(run, OBJECT_IMAGE, CAT), rows_of(run)
    assert ended_at(fate) is step
    assert [row.passage for row in rows] == [
        Passage.PASSED if row.step < step else Passage.ENDED if row.step == step else Passage.UNREACHED for row in rows
    ]
    assert all(bool(row.text) == (row.step <= step) for row in rows)
    assert rival_of(run, fate) == rival


def test_an_object_that_is_found_passes_every_rule() -> None:
    run = scripted_run({"P2": [Anchor(FAR, 0.9, (0.0, 0.9)), Anchor(NEAR, 0.8, (0.7, 0.1))]})
    rows = rows_of(run)
    assert {row.passage for row in rows} == {Passage.PASSED}
    texts = {row.step: row.text for row in rows}
    assert texts[Step.ANCHORS] == "P2, row 0, column 1, kind 1 of 1: IoU 0.80, rank 2 of 2"
    assert texts[Step.TOP_K] == "rank 2 by objectness in P2; at most 1,000 passed on"
    assert texts[Step.RPN_FILTERS] == "objectness 0.800, 40 × 32 input px"
    assert texts[Step.BOX_HEAD] == "proposal 1 from P2 as cat: IoU 0.80 → 0.80"
    assert texts[Step.DETECTION] == "detection 1: cat, score 0.700, IoU 0.80"


def test_an_nms_death_says_both_numbers() -> None:
    anchors, thresholds, _ = DEATHS[Step.RPN_NMS]
    texts = {row.step: row.text for row in rows_of(scripted_run({"P2": anchors}, thresholds))}
    assert texts[Step.RPN_NMS] == "a better box overlaps it: IoU 0.48 > 0.40"


@pytest.mark.parametrize(("step", "named"), [(Step.RPN_NMS, "suppressed by proposal 0,"), (Step.NMS, "suppressed by detection 0,")])
def test_the_page_of_a_suppressed_box_names_its_rival_once(step: Step, named: str) -> None:
    anchors, thresholds, _ = DEATHS[step]
    run = scripted_run({"P2": anchors}, thresholds)
    own = own_choice(run, fate_of(run, OBJECT_IMAGE, CAT))
    assert own is not None
    text = page(run, own, follow(run, own))
    assert named in text
    assert "Its rival:" not in text
    assert text.count(">Show rival</a>") == 1


def test_a_duplicate_of_a_detection_is_no_missed_object() -> None:
    duplicate = Anchor((20.0, 20.0, 60.0, 58.0), 0.8, (0.7, 0.0))
    missed = Anchor(AWAY, 0.7, (0.0, 0.03))
    run = scripted_run({"P2": [Anchor(OBJECT, 0.9, (0.9, 0.0)), duplicate, missed]}, Thresholds(proposal_nms=1.0))
    pair = missed_pair(run)
    assert pair is not None
    assert run.pair(pair) == (2, DOG)


def test_without_proposals_nothing_is_missed() -> None:
    assert missed_pair(scripted_run({"P2": [Anchor(OBJECT, 0.3)]}, Thresholds(proposal_score=0.5))) is None


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def pane(qtbot: QtBot, bench: Bench) -> Iterator[FatePane]:
    bench.session.set_document(photo(*IMAGE_SIZE))
    pane = FatePane(bench.session, bench.intents, bench.worker)
    with shown(qtbot, bench, pane):
        yield pane


def drag(pane: FatePane, *corners: tuple[float, float]) -> None:
    start, end = (pane.canvas.position_of(ImagePoint(*corner)).toPoint() for corner in corners)
    viewport, left = pane.canvas.viewport(), Qt.MouseButton.LeftButton
    QTest.mousePress(viewport, left, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(viewport, (start + end) / 2)
    QTest.mouseMove(viewport, end)
    QTest.mouseRelease(viewport, left, Qt.KeyboardModifier.NoModifier, end)


def test_before_anything_ran_the_pane_says_what_to_do(pane: FatePane, bench: Bench) -> None:
    assert pane.sentence.text() == "Run Mask R-CNN on the photo; then draw a box around an object."
    assert not pane.draw.isEnabled()
    assert pane.draw.toolTip() == "Run Mask R-CNN on a photo first."
    bench.show_run(scripted_run({"P2": [Anchor(OBJECT, 0.9, (0.9, 0.0))]}))
    assert pane.sentence.text().startswith("Click an object, or draw a box around one")
    assert pane.draw.isEnabled()
    assert pane.timeline.rows_model.rows == ()


def test_a_run_that_found_nothing_can_be_asked_too(pane: FatePane, bench: Bench) -> None:
    """More than any other: each of its candidates ended somewhere."""
    assert len(bench.show_run(scripted_run({"P2": [Anchor(NEAR, 0.8, (0.04, 0.01))]}))) == 0
    assert pane.draw.isEnabled()
    assert pane.take_miss.isEnabled()


def test_a_box_is_drawn_with_the_mouse(pane: FatePane, bench: Bench) -> None:
    run = bench.show_run(scripted_run({"P2": [Anchor(OBJECT, 0.9, (0.9, 0.0))]}))
    pane.draw.click()
    drag(pane, (40, 40), (120, 120))
    assert pane.object_box is not None
    assert pane.object_box.as_tuple() == pytest.approx(OBJECT_IMAGE.as_tuple(), abs=1.5)
    assert not pane.draw.isChecked()
    assert pane.fate is not None
    assert pane.fate.detection == 0
    assert pane.sentence.text() == "Proposal 0 became detection 0: cat, score 0.900."
    assert pane.boxes.boxes[-1].box == run.detection(0).box_image


def test_without_draw_a_drag_pans_and_makes_no_box(pane: FatePane, bench: Bench) -> None:
    bench.show_run(scripted_run({"P2": [Anchor(OBJECT, 0.9, (0.9, 0.0))]}))
    drag(pane, (40, 40), (120, 120))
    assert pane.object_box is None


def test_a_click_is_no_box(pane: FatePane, bench: Bench) -> None:
    bench.show_run(scripted_run({"P2": [Anchor(OBJECT, 0.9, (0.9, 0.0))]}))
    pane.draw.click()
    drag(pane, (40, 40), (40, 40))
    assert pane.object_box is None
    assert pane.draw.isChecked()


def test_dragging_the_box_follows_it_at_every_step(pane: FatePane, bench: Bench) -> None:
    bench.show_run(scripted_run({"P2": [Anchor(OBJECT, 0.9, (0.9, 0.0)), Anchor((200.0, 100.0, 240.0, 140.0), 0.8, (0.0, 0.8))]}))
    pane.set_object(OBJECT_IMAGE)
    told = []
    pane.box_item.box_changing.connect(lambda _box: told.append(pane.sentence.text()))
    inside = (80.0, 60.0)
    drag(pane, inside, (80 + 360, 60 + 160))
    assert len(told) >= 2
    assert pane.sentence.text() == "Proposal 1 became detection 1: dog, score 0.800."


def click(pane: FatePane, x: float, y: float) -> None:
    place = pane.canvas.position_of(ImagePoint(x, y)).toPoint()
    QTest.mouseClick(pane.canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)


def regions(*parts: tuple[str, int, int, int, int]) -> np.ndarray:
    class_map = np.zeros(IMAGE_SIZE, np.uint8)
    for name, x1, y1, x2, y2 in parts:
        class_map[y1:y2, x1:x2] = VOC.names.index(name)
    return class_map


def segment(bench: Bench, class_map: np.ndarray) -> None:
    document = bench.session.document
    assert document is not None
    found = bench.engine.read_out(bench.engine.scores(document, "fcn-everyday", CancelToken()), ReadOut.STRIDE_8)
    bench.session.set_segmentation(replace(found, class_map=class_map))


def test_a_click_takes_the_region_of_the_fcn(pane: FatePane, bench: Bench, qtbot: QtBot) -> None:
    bench.show_run(scripted_run({"P2": [Anchor(NEAR, 0.8, (0.04, 0.01))]}))
    segment(bench, regions(("cat", 40, 40, 120, 120), ("sofa", 200, 200, 260, 300)))
    click(pane, 80, 80)
    qtbot.waitUntil(lambda: pane.object_box == OBJECT_IMAGE, timeout=PATIENCE_MS)
    assert pane.classes.currentText() == "cat"
    assert pane.sentence.text() == "Proposal 0 as cat died at the score filter: 0.040 is not above 0.050."
    click(pane, 220, 280)
    qtbot.waitUntil(lambda: pane.object_box == Box(200, 200, 260, 300), timeout=PATIENCE_MS)
    assert pane.classes.currentText() == "any class"  # this network was never taught sofas


def test_ids_that_no_class_has_are_not_offered_and_cocos_couch_is_vocs_sofa(pane: FatePane, bench: Bench, qtbot: QtBot) -> None:
    run = scripted_run({"P2": [Anchor(NEAR, 0.8, (0.04, 0.01))]})
    bench.show_run(replace(run, label_names=("background", NOT_A_CLASS, "couch")))
    assert [pane.classes.itemText(index) for index in range(pane.classes.count())] == ["any class", "couch"]
    segment(bench, regions(("sofa", 200, 200, 260, 300)))
    click(pane, 220, 280)
    qtbot.waitUntil(lambda: pane.object_box == Box(200, 200, 260, 300), timeout=PATIENCE_MS)
    assert pane.classes.currentText() == "couch"
    assert pane.classes.currentData() == 2


def test_a_click_takes_the_true_object_where_the_truth_is_known(pane: FatePane, bench: Bench, qtbot: QtBot) -> None:
    document = bench.session.document
    assert document is not None
    bench.show_run(scripted_run({"P2": [Anchor(NEAR, 0.8, (0.04, 0.01))]}))
    segment(bench, regions(("cat", 40, 40, 120, 120)))
    bench.session.set_truth(GroundTruth(regions(("dog", 50, 50, 130, 130)), VOC, Path("truth.png"), document.digest))
    click(pane, 80, 80)
    qtbot.waitUntil(lambda: pane.object_box == Box(50, 50, 130, 130), timeout=PATIENCE_MS)
    assert pane.classes.currentText() == "dog"


def test_a_click_on_background_says_so_and_keeps_the_box(pane: FatePane, bench: Bench, qtbot: QtBot) -> None:
    bench.show_run(scripted_run({"P2": [Anchor(OBJECT, 0.9, (0.9, 0.0))]}))
    segment(bench, regions())
    pane.set_object(OBJECT_IMAGE)
    click(pane, 300, 300)
    qtbot.waitUntil(lambda: pane.sentence.text().startswith("There is only background"), timeout=PATIENCE_MS)
    assert pane.object_box == OBJECT_IMAGE


def test_the_class_that_is_asked_for_changes_the_fate(pane: FatePane, bench: Bench) -> None:
    bench.show_run(scripted_run({"P2": [Anchor(NEAR, 0.8, (0.04, 0.9))]}))
    pane.set_object(OBJECT_IMAGE)
    assert pane.fate is not None
    assert pane.fate.found
    pane.set_object(OBJECT_IMAGE, CAT)
    assert pane.classes.currentText() == "cat"
    assert pane.sentence.text() == "Became detection 0, but as dog with score 0.900; cat got 0.040."


def test_show_rival_chooses_it(pane: FatePane, bench: Bench) -> None:
    anchors, thresholds, rival = DEATHS[Step.RPN_NMS]
    bench.show_run(scripted_run({"P2": anchors}, thresholds))
    pane.set_object(OBJECT_IMAGE, CAT)
    pane.show_rival.click()
    assert bench.session.chosen == rival
    pane.show_own.click()
    assert bench.session.chosen == Chosen(ChosenKind.CANDIDATE, 1)
    pane.take_chosen.click()
    assert pane.object_box == OBJECT_IMAGE


def test_there_is_no_rival_to_show_when_none_ended_it(pane: FatePane, bench: Bench) -> None:
    bench.show_run(scripted_run({"P2": [Anchor(NEAR, 0.8, (0.04, 0.01))]}))
    pane.set_object(OBJECT_IMAGE)
    assert not pane.show_rival.isEnabled()
    assert pane.show_rival.toolTip() == "No rival ended this object."


def test_the_nearest_miss_is_taken_with_its_class(pane: FatePane, bench: Bench) -> None:
    bench.show_run(scripted_run({"P2": [Anchor(OBJECT, 0.9, (0.9, 0.0)), Anchor(AWAY, 0.7, (0.0, 0.03))]}))
    pane.take_miss.click()
    assert pane.object_box == Box(200, 200, 280, 280)
    assert pane.classes.currentText() == "dog"
    assert pane.sentence.text() == "Proposal 1 as dog died at the score filter: 0.030 is not above 0.050."


def test_other_thresholds_tell_another_fate_of_the_same_box(pane: FatePane, bench: Bench) -> None:
    script = {"P2": [Anchor(NEAR, 0.8, (0.4, 0.0))]}
    bench.show_run(scripted_run(script))
    pane.set_object(OBJECT_IMAGE)
    assert pane.fate is not None
    assert pane.fate.found
    bench.show_run(scripted_run(script, Thresholds(score=0.5)))
    assert pane.object_box == OBJECT_IMAGE
    assert pane.sentence.text() == "Proposal 0 as cat died at the score filter: 0.400 is not above 0.500."


def test_another_photo_takes_the_box_with_it(pane: FatePane, bench: Bench) -> None:
    bench.show_run(scripted_run({"P2": [Anchor(OBJECT, 0.9, (0.9, 0.0))]}))
    pane.set_object(OBJECT_IMAGE)
    bench.session.set_document(photo(*IMAGE_SIZE, seed=1))
    assert pane.object_box is None
    assert pane.fate is None
    assert not pane.box_item.isVisible()
    assert pane.boxes.boxes == ()


@pytest.mark.parametrize("text", ["1, 2, 3", "a b c d", "1 2 3 4 5"])
def test_what_is_no_box_is_refused_and_the_old_one_stays(pane: FatePane, bench: Bench, text: str) -> None:
    bench.show_run(scripted_run({"P2": [Anchor(OBJECT, 0.9, (0.9, 0.0))]}))
    pane.set_object(OBJECT_IMAGE)
    fate = pane.fate
    pane.edges.setText(text)
    pane.edges.editingFinished.emit()
    assert pane.sentence.text() == f"'{text}' is not a box; type four numbers: x1, y1, x2, y2 in photo pixels."
    assert pane.object_box == OBJECT_IMAGE
    assert pane.fate is fate


@pytest.mark.parametrize("text", ["10, 10, 10, 50", "nan 0 1 1", "50 50 10 10"])
def test_a_typed_box_without_area_says_so(pane: FatePane, bench: Bench, text: str) -> None:
    bench.show_run(scripted_run({"P2": [Anchor(OBJECT, 0.9, (0.9, 0.0))]}))
    pane.set_object(OBJECT_IMAGE)
    pane.edges.setText(text)
    pane.edges.editingFinished.emit()
    assert "has no area; draw it around the object." in pane.sentence.text()
    assert pane.object_box == OBJECT_IMAGE


def test_a_typed_box_is_followed(pane: FatePane, bench: Bench) -> None:
    bench.show_run(scripted_run({"P2": [Anchor(OBJECT, 0.9, (0.9, 0.0))]}))
    pane.edges.setText("40 40; 120, 120")
    pane.edges.editingFinished.emit()
    assert pane.object_box == OBJECT_IMAGE
    assert pane.edges.text() == "40, 40, 120, 120"
    assert pane.timeline.rows_model.rows[-1].passage is Passage.PASSED


def test_a_drag_replaces_what_was_half_typed(pane: FatePane, bench: Bench) -> None:
    bench.show_run(scripted_run({"P2": [Anchor(OBJECT, 0.9, (0.9, 0.0))]}))
    pane.set_object(OBJECT_IMAGE)
    pane.edges.setFocus()
    pane.edges.selectAll()
    QTest.keyClicks(pane.edges, "1 2 3")
    bench.intents.choose.emit(Chosen(ChosenKind.DETECTION, 0))
    assert pane.edges.text() == "1 2 3"  # something else changed: typing goes on
    drag(pane, (80, 60), (100, 90))
    assert pane.object_box is not None
    assert pane.edges.text() == written(pane.object_box)
    box = pane.object_box
    pane.edges.clearFocus()
    assert pane.object_box == box


def test_boxes_are_written_as_they_are_read() -> None:
    box = Box(1.25, 0, 30.5, 7.01)
    assert parsed(written(box)) == box
    with pytest.raises(InputError):
        parsed("")


def test_a_screen_reader_hears_whether_a_rule_was_passed(pane: FatePane, bench: Bench) -> None:
    bench.show_run(scripted_run({"P2": [Anchor(NEAR, 0.8, (0.04, 0.01))]}))
    pane.set_object(OBJECT_IMAGE)
    model = pane.timeline.rows_model
    spoken = [model.data(model.index(row), Qt.ItemDataRole.AccessibleTextRole) for row in range(model.rowCount())]
    assert spoken[Step.SCORE] == "Size and score: ended here. 0.040; passes above 0.050"
    assert spoken[Step.NMS] == "NMS per class: not reached."
