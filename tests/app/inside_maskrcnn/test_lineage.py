"""The way of an object through a run: found again in every stage, ended where the run says that it ended."""

from __future__ import annotations

import functools

import numpy as np
import pytest

from app.chosen import Chosen, ChosenKind
from app.inside_maskrcnn.stage_boxes import StageBoxes, boxes_of
from app.inside_maskrcnn.stage_colours import class_colours, fate_colour
from app.inside_maskrcnn.stage_facts import STAGES, count_text, milliseconds, objectness_map, time_text
from app.inside_maskrcnn.stage_lineage import best_pair, best_pairs, box_of, fate_of_chosen, follow, rival_of, victims_of
from app.inside_maskrcnn.stage_marks import Role, marks_of
from app.preferences import StageKey
from core.labels import COCO, VOC
from core.maskrcnn.results import DetectionRun, Fate
from tests.core.maskrcnn.runs import record, scene
from tests.maskrcnn_networks import tiny_maskrcnn


@functools.cache
def run() -> DetectionRun:
    return record(tiny_maskrcnn(), scene())


def test_a_detection_is_followed_back_to_its_anchor() -> None:
    way = follow(run(), Chosen(ChosenKind.DETECTION, 0))
    assert way.detection == 0
    assert way.pair == run().boxes.selection.kept[0]
    assert way.proposal == run().detection(0).proposal
    assert way.candidate == run().candidates.selection.kept[way.proposal]
    assert way.anchor == run().candidates.anchor[way.candidate]
    level = run().levels[way.level]
    assert level.first <= way.anchor < level.first + len(level.anchors)


def test_the_same_way_from_any_of_its_ends() -> None:
    way = follow(run(), Chosen(ChosenKind.DETECTION, 0))
    assert way.pair is not None
    assert follow(run(), Chosen(ChosenKind.PAIR, way.pair)) == way
    assert way.last == Chosen(ChosenKind.DETECTION, 0)


def test_a_suppressed_candidate_ends_there_and_has_a_rival_that_survived() -> None:
    fates = run().candidates.selection.fate
    victim = Chosen(ChosenKind.CANDIDATE, int(np.flatnonzero(fates == Fate.SUPPRESSED)[0]))
    way = follow(run(), victim)
    assert (way.proposal, way.pair, way.detection) == (None, None, None)
    assert way.at(StageKey.PROPOSALS_AFTER) is None
    assert way.last == victim
    assert fate_of_chosen(run(), victim) is Fate.SUPPRESSED
    rival = rival_of(run(), victim)
    assert rival is not None
    assert fates[rival.index] >= Fate.CROWDED_OUT
    assert victim.index in victims_of(run(), rival)
    overlap = box_of(run(), victim).iou(box_of(run(), rival))
    assert overlap == pytest.approx(float(run().candidates.selection.rival_iou[victim.index]), abs=1e-4)


def test_the_best_pair_is_the_one_that_came_furthest() -> None:
    fates, scores = run().boxes.selection.fate, run().boxes.scores
    for proposal in range(len(run().boxes)):
        pairs = [run().pair_index(proposal, label) for label in range(1, len(run().label_names))]
        wanted = max(pairs, key=lambda pair: (fates[pair], scores[run().pair(pair)]))
        assert best_pair(run(), proposal) == best_pairs(run())[proposal] == wanted


def test_marks_show_rival_and_victims_beside_the_chosen_one() -> None:
    selection = run().candidates.selection
    victim = int(np.flatnonzero(selection.fate == Fate.SUPPRESSED)[0])
    marks = marks_of(run(), follow(run(), Chosen(ChosenKind.CANDIDATE, victim)), StageKey.PROPOSALS_BEFORE)
    boxes = {mark.role: mark.box for mark in marks}
    assert boxes[Role.CHOSEN] == box_of(run(), Chosen(ChosenKind.CANDIDATE, victim))
    assert boxes[Role.RIVAL] == box_of(run(), Chosen(ChosenKind.CANDIDATE, int(selection.rival[victim])))
    rival = Chosen(ChosenKind.CANDIDATE, int(selection.rival[victim]))
    if follow(run(), rival).proposal is not None:
        roles = [mark.role for mark in marks_of(run(), follow(run(), rival), StageKey.PROPOSALS_BEFORE)]
        assert roles.count(Role.VICTIM) == (selection.rival == rival.index).sum()


@pytest.mark.parametrize("stage", StageKey, ids=lambda stage: stage.value)
def test_every_stage_has_a_mark_for_what_is_chosen(stage: StageKey) -> None:
    marks = marks_of(run(), follow(run(), Chosen(ChosenKind.DETECTION, 0)), stage)
    assert [mark.role for mark in marks].count(Role.CHOSEN) == 1


@pytest.mark.parametrize(
    ("stage", "count"),
    [
        (StageKey.PROPOSALS_BEFORE, lambda it: len(it.candidates.anchor)), (StageKey.PROPOSALS_AFTER, lambda it: len(it.boxes)),
        (StageKey.CLASSES, lambda it: len(it.boxes)), (StageKey.BOXES, lambda it: (it.boxes.selection.fate >= Fate.SUPPRESSED).sum()),
        (StageKey.MASKS, len), (StageKey.PASTED, len),
    ],
)  # fmt: skip
def test_the_boxes_of_a_stage_are_those_of_the_run_best_first(stage: StageKey, count: object) -> None:
    boxes = boxes_of(run(), stage, "voc")
    assert boxes is not None
    assert callable(count)
    assert len(boxes) == count(run())
    if stage is not StageKey.CLASSES:  # background is drawn as faintly as can be, wherever it stands
        assert (np.diff(boxes.scores) <= 0).all()
    for place in (0, len(boxes) - 1):
        corners = box_of(run(), Chosen(boxes.kind, int(boxes.index[place]))).as_tuple()
        assert boxes.image[place] == pytest.approx(corners, abs=1e-3)
    assert len(boxes.first(3)) == 3
    assert np.array_equal(boxes.first(3).index, boxes.index[:3])


def test_stages_before_the_candidates_have_no_boxes() -> None:
    assert [stage for stage in StageKey if boxes_of(run(), stage, "voc") is None] == [
        StageKey.INPUT, StageKey.PYRAMID, StageKey.ANCHORS, StageKey.OBJECTNESS,
    ]  # fmt: skip


def nested() -> StageBoxes:
    """A large box, a small one within it, and one elsewhere."""
    image = np.array([[0, 0, 100, 100], [40, 40, 60, 60], [200, 0, 220, 20]], np.float32)
    index, ones = np.array([7, 8, 9]), np.ones(3, np.float32)
    return StageBoxes(ChosenKind.PROPOSAL, index, image, ones, np.zeros(3, np.intp), (fate_colour(Fate.KEPT),), frozenset())


def test_a_click_means_an_edge_first_then_the_smallest_box() -> None:
    assert nested().hits(50, 50, 2).tolist() == [8, 7]
    assert nested().hits(99, 50, 2).tolist() == [7]
    assert nested().hits(101, 50, 2).tolist() == [7]  # just outside, on the edge
    assert nested().hits(150, 50, 2).tolist() == []


def test_clicks_at_one_place_walk_through_the_boxes_there() -> None:
    current = None
    walked = []
    for _ in range(3):
        current = nested().next_at(50, 50, 2, current)
        assert current is not None
        walked.append(current.index)
    assert walked == [8, 7, 8]
    assert nested().next_at(150, 50, 2, current) is None


def test_every_stage_is_named_counted_and_timed_once() -> None:
    assert list(STAGES) == list(StageKey)
    assert all(count_text(run(), stage) and time_text(run(), stage) for stage in StageKey)
    named = [name for stage in StageKey for name in STAGES[stage].timed]
    assert sorted(named) == sorted(run().facts.stage_seconds)
    total = sum(milliseconds(run(), stage) or 0 for stage in StageKey)
    assert total == pytest.approx(run().facts.seconds * 1000)


def test_counts_are_those_of_the_run() -> None:
    assert count_text(run(), StageKey.INPUT) == f"{run().input.size[1]} × {run().input.size[0]} px"
    assert count_text(run(), StageKey.ANCHORS) == f"{sum(len(level.objectness) for level in run().levels):,}"
    assert count_text(run(), StageKey.PROPOSALS_AFTER) == f"{len(run().boxes):,}"


def test_a_cell_has_the_objectness_of_its_surest_anchor() -> None:
    level = run().levels[2]
    row, column = 1, 2
    logits = [level.objectness[it] for it in range(len(level.objectness)) if level.cell_of(level.first + it)[:2] == (row, column)]
    assert len(logits) == level.kinds
    assert objectness_map(level)[row, column] == pytest.approx(1 / (1 + np.exp(-max(logits))), abs=1e-6)


def test_a_class_has_the_colour_of_the_class_of_that_name() -> None:
    colours = class_colours("voc", ("background", "person", "cat"))
    assert colours[1].getRgb()[:3] == (192, 128, 128)  # VOC's person, whatever its number here
    assert colours[0] == fate_colour(Fate.LOW_SCORE)
    assert colours[2].lightness() >= 100
    assert colours[2].hue() == 0  # VOC's cat is a dark red


def test_cocos_classes_have_the_colours_of_vocs_however_they_are_spelt_and_others_colours_of_their_own() -> None:
    vocs, cocos = class_colours("voc", VOC.names), class_colours("voc", COCO.names)
    assert cocos[COCO.names.index("couch")] == vocs[VOC.names.index("sofa")]
    truck = cocos[COCO.names.index("truck")]
    assert truck not in vocs
