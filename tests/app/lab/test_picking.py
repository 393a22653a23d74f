"""Boxes from a Mask R-CNN's run: chosen in the lab or brought to it, read from the run's own maps, at the level of its heads."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from app.chosen import Chosen, ChosenKind
from app.lab.choices import MapSource
from core.cancellation import CancelToken
from core.geometry import Box
from core.roi.levels import choose_level
from tests.app.lab.conftest import Bench, photo


def picked(bench: Bench) -> Chosen | None:
    assert bench.desk.choices is not None
    return bench.desk.choices.picked


def test_without_a_run_only_the_fcns_maps_and_a_box_drawn_by_hand_can_be_chosen(bench: Bench) -> None:
    picker = bench.lab.picker
    assert [segment.isEnabled() for segment in picker.source.segments] == [True, False]
    assert [segment.isEnabled() for segment in picker.kind.segments] == [True, False, False]
    assert picker.kind.segments[1].toolTip() == "Run Mask R-CNN on this photo first."
    bench.desk.pick(Chosen(ChosenKind.PROPOSAL, 0))
    assert picked(bench) is None
    assert not bench.desk.undo_stack.canUndo()


def test_a_proposal_brings_its_box_the_runs_maps_and_the_level_of_the_box_head(bench: Bench) -> None:
    run = bench.detect()
    bench.lab.open_chosen(Chosen(ChosenKind.PROPOSAL, 12))
    look = bench.settle()
    found = run.proposal(12)
    assert look.choices.box_image == found.box_image
    assert look.pyramid is run.pyramid
    assert look.level.name == found.roi_level
    assert look.level.formula is not None
    assert look.level.formula.level == run.boxes.level[12]
    picker = bench.lab.picker
    assert (picker.index.value(), picker.index.maximum()) == (12, len(run.boxes) - 1)
    assert f"objectness {found.objectness:.3f}" in picker.words.text()
    assert found.roi_level in picker.words.text()


def test_every_proposal_is_read_at_the_level_that_the_network_read(bench: Bench) -> None:
    run = bench.detect()
    to_input = run.input.to_image.inverse()
    levels = [
        choose_level(to_input.box(run.proposal(index).box_image), run.pyramid.strides).name for index in range(len(run.boxes))
    ]
    assert levels == [run.proposal(index).roi_level for index in range(len(run.boxes))]


def test_the_switch_goes_from_a_detection_to_the_proposal_that_it_came_from(bench: Bench) -> None:
    run = bench.detect()
    picker = bench.lab.picker
    QTest.mouseClick(picker.kind.segments[1], Qt.MouseButton.LeftButton)
    assert picked(bench) == Chosen(ChosenKind.DETECTION, 0)
    assert bench.settle().choices.box_image == run.detection(0).box_image
    assert run.detection(0).name in picker.words.text()
    picker.index.setValue(len(run) - 1)
    assert picked(bench) == Chosen(ChosenKind.DETECTION, len(run) - 1)
    QTest.mouseClick(picker.kind.segments[2], Qt.MouseButton.LeftButton)
    assert picked(bench) == Chosen(ChosenKind.PROPOSAL, run.detection(len(run) - 1).proposal)


@pytest.mark.parametrize("kind", list(ChosenKind))
def test_what_is_chosen_elsewhere_opens_here(bench: Bench, kind: ChosenKind) -> None:
    run = bench.detect()
    heard: list[Chosen] = []
    bench.desk.picked.connect(heard.append)
    bench.lab.open_chosen(Chosen(kind, 1))
    box = bench.settle().choices.box_image
    expected = {
        ChosenKind.DETECTION: run.boxes_image[1],
        ChosenKind.PROPOSAL: np.multiply(run.boxes.proposals_input[1], _scale(bench)),
        ChosenKind.CANDIDATE: np.multiply(run.candidates.boxes_input[1], _scale(bench)),
        ChosenKind.PAIR: np.multiply(run.boxes.boxes_input[0, 2], _scale(bench)),
    }[kind]
    assert box.as_tuple() == pytest.approx(expected.tolist(), rel=1e-5)
    assert heard == [Chosen(kind, 1)]
    assert bench.lab.picker.words.text()


def _scale(bench: Bench) -> list[float]:
    run = bench.session.detection
    assert run is not None
    return [run.input.to_image.x.scale, run.input.to_image.y.scale] * 2


def test_a_hand_on_the_box_lets_go_of_the_proposal_and_undo_brings_it_back(bench: Bench) -> None:
    run = bench.detect()
    bench.lab.open_chosen(Chosen(ChosenKind.PROPOSAL, 3))
    bench.desk.try_box(Box(50.5, 40, 170, 160))
    assert picked(bench) is None
    assert bench.settle().pyramid is run.pyramid
    assert not bench.lab.picker.index.isVisible()
    bench.desk.undo_stack.undo()
    assert picked(bench) == Chosen(ChosenKind.PROPOSAL, 3)
    assert bench.settle().choices.box_image == run.proposal(3).box_image
    bench.lab.picker.kind.chosen.emit("by hand")
    assert picked(bench) is None
    assert bench.settle().choices.box_image == run.proposal(3).box_image


def test_leaving_a_field_untouched_keeps_all_digits_of_a_proposal(bench: Bench) -> None:
    run = bench.detect()
    bench.lab.open_chosen(Chosen(ChosenKind.PROPOSAL, 3))
    bench.lab.controls.box.fields[0].editingFinished.emit()
    assert picked(bench) == Chosen(ChosenKind.PROPOSAL, 3)
    assert bench.settle().choices.box_image == run.proposal(3).box_image
    assert max(len(field.text()) for field in bench.lab.controls.box.fields) <= 8


def test_the_fcns_maps_can_be_read_under_a_proposals_box(bench: Bench) -> None:
    run = bench.detect()
    bench.lab.open_chosen(Chosen(ChosenKind.PROPOSAL, 3))
    bench.lab.picker.source.chosen.emit(MapSource.FCN)
    look = bench.settle()
    assert look.level.name.startswith("C")
    assert look.choices.box_image == run.proposal(3).box_image
    bench.lab.picker.source.chosen.emit(MapSource.MASKRCNN)
    assert bench.settle().pyramid is run.pyramid


def test_under_other_rules_the_same_proposal_stays_chosen(bench: Bench) -> None:
    run = bench.detect()
    bench.lab.open_chosen(Chosen(ChosenKind.PROPOSAL, 40))
    look = bench.settle()
    fewer = bench.engine.rerun(run, replace(run.thresholds, proposals_after_nms=60), CancelToken())
    bench.session.set_detection(fewer)
    assert picked(bench) == Chosen(ChosenKind.PROPOSAL, 40)
    assert bench.desk.look is look  # the maps are the same
    bench.session.set_detection(bench.engine.rerun(run, replace(run.thresholds, proposals_after_nms=20), CancelToken()))
    assert picked(bench) is None
    assert bench.settle().choices.box_image == run.proposal(40).box_image


def test_another_photo_is_read_with_the_fcn_until_the_mask_rcnn_has_run_on_it(bench: Bench) -> None:
    bench.detect()
    bench.lab.open_chosen(Chosen(ChosenKind.PROPOSAL, 3))
    bench.settle()
    bench.session.set_document(photo("another"))
    assert picked(bench) is None
    assert bench.settle().level.name.startswith("C")
    assert not bench.lab.picker.source.segments[1].isEnabled()
    run = bench.detect()
    bench.qtbot.waitUntil(lambda: bench.desk.look is not None and bench.desk.look.pyramid is run.pyramid)


def test_the_heads_speak_along_the_sweep_and_at_rest_say_what_the_run_says(bench: Bench) -> None:
    run = bench.detect()
    bench.desk.choose_operators(replace(bench.look.choices.operators, aligned=False))
    bench.lab.open_chosen(Chosen(ChosenKind.PROPOSAL, 3))
    bench.qtbot.waitUntil(lambda: bench.desk.glide is not None and bench.desk.glide.is_whole, timeout=60_000)
    glide, sweep = bench.desk.glide, bench.desk.sweep
    assert glide is not None
    assert sweep is not None
    assert glide.scores[1, 0] == pytest.approx(run.boxes.scores[3], abs=1e-4)
    assert glide.iou.shape == (2, len(sweep.offsets_image))
    assert glide.score_summary(1).jumps == 0
    assert bench.engine.threads == {"inference", "MainThread"}  # the latter by detect() of this test
    bench.lab.tabs.setCurrentWidget(bench.lab.sweep)
    page = bench.lab.sweep.summary.text()
    assert f"score, {run.label_names[glide.label]}" in page
    assert str(glide.score_summary(0).jumps) in page
    x, y = bench.lab.sweep.score_plot.curves[1].getData()
    assert y == pytest.approx(glide.score(1))
    assert x[-1] == pytest.approx(sweep.offsets_image[-1], abs=0.05)


def test_scrubbing_keeps_what_the_heads_have_said_and_a_move_does_not(bench: Bench) -> None:
    bench.detect()
    bench.lab.open_chosen(Chosen(ChosenKind.PROPOSAL, 3))
    bench.qtbot.waitUntil(lambda: bench.desk.glide is not None and bench.desk.glide.is_whole, timeout=60_000)
    glide = bench.desk.glide
    bench.desk.scrub(0.4)
    bench.settle()
    bench.desk.show_both_sizes(False)
    bench.settle()
    assert bench.desk.glide is glide
    bench.desk.try_box(Box(50.5, 40, 170, 160))
    assert bench.desk.glide is None


def test_over_the_fcns_maps_there_are_no_heads(bench: Bench) -> None:
    bench.lab.tabs.setCurrentWidget(bench.lab.sweep)
    bench.qtbot.waitUntil(lambda: bench.desk.sweep is not None, timeout=60_000)
    assert bench.desk.glide is None
    assert not bench.lab.sweep.score_plot.isVisible()
    assert "Mask R-CNN" in bench.lab.sweep.summary.text()
