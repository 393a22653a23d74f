"""Mask R-CNN in the window: beside the FCN, re-read under other rules without running, and kept when something fails."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from app.chosen import Chosen, ChosenKind
from app.detection_session import NO_MODEL
from app.workflow import undoing
from core.catalog import MODELS, Task
from core.errors import InvalidOutput
from core.maskrcnn.results import DetectionRun, PasteRule, Poolers
from core.maskrcnn.scene import make_instance_scene
from core.roi.settings import Operator, OperatorSettings
from tests.app.conftest import Shell
from tests.fakes import tiny_model

KEY = next(row.key for row in MODELS if row.task is Task.INSTANCE)


@pytest.fixture
def objects(shell: Shell, photo: Path) -> DetectionRun:
    """A photo with the run of a Mask R-CNN on it."""
    tiny_model()
    shell.intents.choose_instance_model.emit(KEY)
    shell.open_and_segment(photo)
    shell.qtbot.waitUntil(lambda: shell.session.detection is not None)
    assert shell.session.detection is not None
    return shell.session.detection


def test_both_networks_run_on_a_photo(shell: Shell, objects: DetectionRun) -> None:
    assert shell.session.segmentation is not None
    assert objects.model_key == KEY
    assert shell.engine.detections == [("photo.png", KEY)]
    assert shell.engine.threads == {"inference"}


def test_without_an_instance_model_only_the_fcn_runs(shell: Shell, photo: Path) -> None:
    shell.intents.choose_instance_model.emit(NO_MODEL)
    shell.open_and_segment(photo)
    assert shell.session.detection is None
    assert shell.engine.detections == []


def test_other_thresholds_re_read_the_run_and_none_brings_back_the_networks_own(shell: Shell, objects: DetectionRun) -> None:
    fewer = replace(objects.thresholds, detections=1)
    with shell.qtbot.waitSignal(shell.session.detection_changed):
        shell.intents.set_thresholds.emit(fewer)
    shown = shell.session.detection
    assert shown is not None
    assert shown.thresholds == fewer
    assert len(shown) == 1 < len(objects)
    assert shown.pyramid is objects.pyramid
    with shell.qtbot.waitSignal(shell.session.detection_changed):
        shell.intents.set_thresholds.emit(None)
    again = shell.session.detection
    assert again is not None
    assert again.thresholds == objects.thresholds
    assert again.scores.tolist() == objects.scores.tolist()


def test_a_transplanted_pooler_reads_the_same_pyramid(shell: Shell, objects: DetectionRun) -> None:
    pool = Poolers(box=OperatorSettings(Operator.POOL))
    with shell.qtbot.waitSignal(shell.session.detection_changed):
        shell.intents.choose_poolers.emit(pool)
    shown = shell.session.detection
    assert shown is not None
    assert shown.poolers == pool
    assert shown.pyramid is objects.pyramid


@pytest.mark.bad_input("result: NaN in the objects")
def test_a_failure_keeps_the_run_and_the_rules_that_are_shown(shell: Shell, objects: DetectionRun) -> None:
    shell.engine.detect_failure = InvalidOutput("The network gave invalid numbers; choose another model.")
    with shell.qtbot.waitSignal(shell.messages.problem_shown):
        shell.intents.set_thresholds.emit(replace(objects.thresholds, detections=1))
    assert shell.session.detection is objects
    assert shell.session.thresholds == objects.thresholds
    assert shell.sentences == ("The network gave invalid numbers; choose another model.",)


@pytest.mark.bad_input("result: NaN in the objects")
def test_a_failed_run_keeps_the_classes_and_says_one_sentence(shell: Shell, photo: Path) -> None:
    shell.engine.detect_failure = InvalidOutput("The network gave invalid numbers; choose another model.")
    shell.intents.choose_instance_model.emit(KEY)
    with shell.qtbot.waitSignal(shell.messages.problem_shown):
        shell.open_and_segment(photo)
    shell.until_idle()
    assert shell.session.segmentation is not None
    assert shell.session.detection is None
    assert len(shell.sentences) == 1


def test_another_photo_takes_the_objects_and_the_choice_with_it(shell: Shell, objects: DetectionRun, other_photo: Path) -> None:
    shell.intents.choose.emit(Chosen(ChosenKind.DETECTION, 0))
    shell.intents.choose_instance_model.emit(NO_MODEL)
    shell.open_and_segment(other_photo)
    assert shell.session.detection is not objects
    assert shell.session.detection is None
    assert shell.session.chosen is None


@pytest.mark.parametrize("kind", ChosenKind)
def test_what_is_chosen_is_found_again_under_other_thresholds(kind: ChosenKind, shell: Shell, objects: DetectionRun) -> None:
    index = objects.pair_of(1) if kind is ChosenKind.PAIR else 1
    shell.intents.choose.emit(Chosen(kind, index))
    looser = replace(objects.thresholds, proposal_nms=0.9)
    with shell.qtbot.waitSignal(shell.session.detection_changed):
        shell.intents.set_thresholds.emit(looser)
    again, chosen = shell.session.detection, shell.session.chosen
    assert again is not None
    assert chosen is not None
    assert chosen.kind is kind
    assert _box(again, chosen) == pytest.approx(_box(objects, Chosen(kind, index)))


def _box(run: DetectionRun, chosen: Chosen) -> tuple[float, ...]:
    if chosen.kind is ChosenKind.DETECTION:
        return tuple(run.boxes_image[chosen.index].tolist())
    if chosen.kind is ChosenKind.CANDIDATE:
        return tuple(run.candidates.boxes_input[chosen.index].tolist())
    if chosen.kind is ChosenKind.PROPOSAL:
        return tuple(run.boxes.proposals_input[chosen.index].tolist())
    box = run.pair_box_image(chosen.index)
    return box.x1, box.y1, box.x2, box.y2


def test_the_objects_are_pasted_and_again_by_another_rule(shell: Shell, objects: DetectionRun) -> None:
    scene = shell.session.instance_scene
    assert scene is not None
    np.testing.assert_array_equal(scene.boxes, objects.boxes_image)
    with shell.qtbot.waitSignal(shell.session.instance_scene_changed):
        shell.intents.choose_paste_rule.emit(PasteRule.DETECTRON2)
    again = shell.session.instance_scene
    assert again is not None
    np.testing.assert_array_equal(again.boxes, objects.boxes_image)
    assert shell.session.detection is objects
    np.testing.assert_array_equal(again.ids, make_instance_scene(objects, PasteRule.DETECTRON2).ids)


def _again(shell: Shell) -> None:
    """A run of both networks, held up in the FCN, so that the Mask R-CNN's is waiting for its turn."""
    shell.engine.entered.clear()
    shell.engine.gate.clear()
    shell.intents.run.emit()
    shell.qtbot.waitUntil(shell.engine.entered.is_set)


def _cancelled(shell: Shell) -> None:
    shell.intents.cancel.emit()
    shell.engine.gate.set()


def test_thresholds_moved_during_a_run_that_is_cancelled_are_those_of_the_objects_on_screen(shell: Shell, objects: DetectionRun) -> None:
    fewer = replace(objects.thresholds, detections=1)
    _again(shell)
    shell.intents.set_thresholds.emit(fewer)
    _cancelled(shell)
    shell.qtbot.waitUntil(lambda: shell.session.detection is not objects)
    shown, scene = shell.session.detection, shell.session.instance_scene
    assert shown is not None
    assert scene is not None
    assert (shown.thresholds, len(shown), len(scene)) == (fewer, 1, 1)
    assert shell.engine.detections == [("photo.png", KEY)]


def test_thresholds_moved_before_a_run_that_is_cancelled_are_not_lost_with_it(shell: Shell, objects: DetectionRun) -> None:
    fewer = replace(objects.thresholds, detections=1)
    shell.engine.entered.clear()
    shell.engine.gate.clear()
    shell.intents.set_thresholds.emit(fewer)
    shell.intents.run.emit()
    _cancelled(shell)
    shell.qtbot.waitUntil(lambda: shell.session.detection is not objects)
    assert shell.session.detection is not None
    assert shell.session.detection.thresholds == fewer


def test_a_paste_rule_chosen_during_a_run_that_is_cancelled_is_that_of_the_objects_on_screen(shell: Shell, objects: DetectionRun) -> None:
    before = shell.session.instance_scene
    _again(shell)
    shell.intents.choose_paste_rule.emit(PasteRule.DETECTRON2)
    _cancelled(shell)
    shell.qtbot.waitUntil(lambda: shell.session.instance_scene is not before)
    scene = shell.session.instance_scene
    assert scene is not None
    assert shell.session.detection is objects
    np.testing.assert_array_equal(scene.ids, make_instance_scene(objects, PasteRule.DETECTRON2).ids)


def test_the_networks_own_thresholds_are_not_wanted_any_more_when_the_run_for_them_is_cancelled(
    shell: Shell, objects: DetectionRun
) -> None:
    """The switches must not name what is not on screen, and a cancelled run must not begin again by itself."""
    fewer = replace(objects.thresholds, detections=1)
    with shell.qtbot.waitSignal(shell.session.detection_changed):
        shell.intents.set_thresholds.emit(fewer)
    shown = shell.session.detection
    _again(shell)
    shell.intents.set_thresholds.emit(None)
    _cancelled(shell)
    shell.until_idle()
    assert shell.session.detection is shown
    assert shell.session.thresholds == fewer
    assert shell.engine.detections == [("photo.png", KEY)]


def test_a_failed_run_leaves_its_wishes_to_the_objects_on_screen(shell: Shell, objects: DetectionRun) -> None:
    shell.engine.entered.clear()
    shell.engine.gate.clear()
    shell.engine.detect_failure = InvalidOutput("The network gave invalid numbers; choose another model.")
    shell.intents.run.emit()
    shell.qtbot.waitUntil(shell.engine.entered.is_set)
    shell.intents.choose_paste_rule.emit(PasteRule.DETECTRON2)
    shell.engine.gate.set()
    before = shell.session.instance_scene
    shell.qtbot.waitUntil(lambda: shell.session.instance_scene is not before)
    scene = shell.session.instance_scene
    assert scene is not None
    assert shell.session.detection is objects
    np.testing.assert_array_equal(scene.ids, make_instance_scene(objects, PasteRule.DETECTRON2).ids)
    assert shell.sentences == ("The network gave invalid numbers; choose another model.",)


@pytest.fixture
def without_model(shell: Shell, objects: DetectionRun) -> DetectionRun:
    """Objects under fewer thresholds than the network's own, whose model is not chosen any more."""
    with shell.qtbot.waitSignal(shell.session.detection_changed):
        shell.intents.set_thresholds.emit(replace(objects.thresholds, detections=1))
    shell.intents.choose_instance_model.emit(NO_MODEL)
    assert shell.session.detection is not None
    return shell.session.detection


def test_the_networks_own_thresholds_are_not_wanted_where_no_model_could_tell_them(shell: Shell, without_model: DetectionRun) -> None:
    """The switches must not name what is not on screen."""
    shell.intents.set_thresholds.emit(None)
    shell.until_idle()
    assert shell.session.detection is without_model
    assert shell.session.thresholds == without_model.thresholds


def test_poolers_are_changed_without_a_model_though_its_own_thresholds_were_asked_for(shell: Shell, without_model: DetectionRun) -> None:
    pool = Poolers(box=OperatorSettings(Operator.POOL))
    shell.intents.set_thresholds.emit(None)
    with shell.qtbot.waitSignal(shell.session.detection_changed):
        shell.intents.choose_poolers.emit(pool)
    shown = shell.session.detection
    assert shown is not None
    assert (shown.poolers, shown.thresholds) == (pool, without_model.thresholds)
    assert shown.pyramid is without_model.pyramid


def test_a_model_that_is_taken_away_during_the_run_for_its_thresholds_leaves_what_is_shown_to_be_named(
    shell: Shell, objects: DetectionRun
) -> None:
    """The run under way was asked for under the thresholds of before, and nobody is left who could tell the network's own."""
    with shell.qtbot.waitSignal(shell.session.detection_changed):
        shell.intents.set_thresholds.emit(replace(objects.thresholds, detections=1))
    pool = Poolers(box=OperatorSettings(Operator.POOL))
    _again(shell)
    shell.intents.choose_instance_model.emit(NO_MODEL)
    shell.intents.set_thresholds.emit(None)
    shell.intents.choose_poolers.emit(pool)
    shell.engine.gate.set()
    shell.qtbot.waitUntil(lambda: shell.session.detection is not None and shell.session.detection.poolers == pool)
    shown = shell.session.detection
    assert shown is not None
    assert shell.session.thresholds == shown.thresholds == replace(objects.thresholds, detections=1)


@pytest.mark.parametrize("gesture", [-1.0, 60.0], ids=["later", "at once"])
def test_an_undone_step_to_the_networks_own_thresholds_is_not_shown_without_a_model(
    gesture: float, shell: Shell, objects: DetectionRun, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is put right at once is no step of its own: Redo and Undo go on as before."""
    monkeypatch.setattr(undoing, "ONE_GESTURE", gesture)
    fewer = replace(objects.thresholds, detections=1)
    with shell.qtbot.waitSignal(shell.session.detection_changed):
        shell.intents.set_thresholds.emit(fewer)
    shell.intents.choose_instance_model.emit(NO_MODEL)
    for _ in range(2):
        shell.intents.undo.emit()
        assert shell.session.thresholds == fewer
        assert (shell.session.can_undo, shell.session.can_redo) == (False, True)
        shell.intents.redo.emit()
        assert shell.session.thresholds == fewer
        assert (shell.session.can_undo, shell.session.can_redo) == (True, False)


def want_no_objects_while_a_run_is_under_way(shell: Shell, photo: Path) -> None:
    tiny_model()
    shell.intents.choose_instance_model.emit(KEY)
    shell.engine.gate.clear()
    shell.intents.open_paths.emit((photo,))
    shell.qtbot.waitUntil(shell.engine.entered.is_set)
    shell.intents.choose_instance_model.emit(NO_MODEL)


def test_a_run_without_a_model_is_not_answered_by_the_run_of_before(shell: Shell, photo: Path) -> None:
    """Its objects would come after the person had said that none are wanted."""
    want_no_objects_while_a_run_is_under_way(shell, photo)
    shell.intents.run.emit()
    shell.engine.gate.set()
    shell.until_idle()
    assert shell.session.segmentation is not None
    assert shell.session.detection is None
    assert shell.engine.detections == []


def test_a_paste_rule_without_a_model_does_not_take_back_the_run_of_before(shell: Shell, photo: Path) -> None:
    want_no_objects_while_a_run_is_under_way(shell, photo)
    shell.intents.choose_paste_rule.emit(PasteRule.DETECTRON2)
    shell.engine.gate.set()
    shell.until_idle()
    shell.qtbot.waitUntil(lambda: shell.session.detection is not None)
    shown = shell.session.detection
    assert shown is not None
    ids = make_instance_scene(shown, PasteRule.DETECTRON2).ids
    shell.qtbot.waitUntil(lambda: shell.session.instance_scene is not None and np.array_equal(shell.session.instance_scene.ids, ids))
