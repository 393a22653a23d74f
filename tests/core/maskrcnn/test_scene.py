"""What is drawn over a photo is what the network found: packed, on top of one another, and under a pointer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from core.cancellation import CancelToken
from core.errors import Cancelled
from core.maskrcnn.paste import instance_map, mask_patches
from core.maskrcnn.results import DetectionRun, MaskPatch, PasteRule, Thresholds
from core.maskrcnn.scene import InstanceScene, PackedMask, make_instance_scene
from tests.core.maskrcnn.scripted import Anchor, scripted_run

EVERYTHING = Thresholds(proposal_nms=1.0, nms=1.0, score=0.0)


def three(thresholds: Thresholds = EVERYTHING) -> DetectionRun:
    """A cat, a smaller one inside its box, and one far off, with the scores 0.9, 0.8 and 0.7, on a photo of 600 x 400."""
    boxes = ((10, 10, 110, 90), (50, 50, 70, 70), (200, 120, 260, 180))
    return scripted_run({"P2": [Anchor(box, 0.9 - i / 10, (0.9 - i / 10, 0.0)) for i, box in enumerate(boxes)]}, thresholds)




@pytest.mark.parametrize("width", [0, 1, 7, 8, 9, 31])
def test_a_packed_mask_is_the_mask(width: int) -> None:
    inside = np.random.default_rng(width).random((5, width)) > 0.5
    packed = PackedMask.of(MaskPatch(3, 4, inside))
    assert np.array_equal(packed.patch().inside, inside)
    assert packed.area == inside.sum()
    for row in range(12):
        for column in range(40):
            there = 4 <= row < 9 and 3 <= column < 3 + width and bool(inside[row - 4, column - 3])
            assert packed.holds(column, row) is there


@pytest.mark.parametrize("rule", list(PasteRule))
def test_a_scene_is_the_run_pasted_by_the_rule(rule: PasteRule) -> None:
    run = three(replace(EVERYTHING, detections=3))
    scene = make_instance_scene(run, rule)
    assert np.array_equal(scene.ids, instance_map(run, rule))
    for mask, patch in zip(scene.masks, mask_patches(run, rule), strict=True):
        assert (mask.left, mask.top) == (patch.left, patch.top)
        assert np.array_equal(mask.patch().inside, patch.inside)
    assert scene.texts == ("cat 0.90", "cat 0.80", "cat 0.70")
    assert scene.shares() == pytest.approx([patch.inside.sum() / (400 * 600) for patch in mask_patches(run, rule)])


def test_a_scene_without_objects_is_empty() -> None:
    scene = make_instance_scene(three(replace(EVERYTHING, score=0.95)))
    assert len(scene) == 0
    assert not scene.ids.any()
    assert scene.at(100, 100) is None
    assert scene.shares().shape == (0,)


def test_more_than_255_objects_are_told_apart() -> None:
    corners = [(i % 20 * 14, i // 20 * 14) for i in range(280)]
    row = [Anchor((x, y, x + 8, y + 8), 0.9, (0.9, 0.0)) for x, y in corners]
    scene = make_instance_scene(scripted_run({"P2": row}, Thresholds(score=0.5, proposal_nms=1.0, nms=1.0, detections=300)))
    assert len(scene) == 280
    assert set(np.unique(scene.ids)) == set(range(281))


def test_a_mask_that_did_not_change_is_not_pasted_again() -> None:
    run = three(replace(EVERYTHING, detections=3))
    scene = make_instance_scene(run)
    fewer = make_instance_scene(three(replace(EVERYTHING, detections=2)), before=scene)
    assert all(mask is old for mask, old in zip(fewer.masks, scene.masks, strict=False))
    assert np.array_equal(fewer.ids, make_instance_scene(three(replace(EVERYTHING, detections=2))).ids)
    other_rule = make_instance_scene(run, PasteRule.DETECTRON2, before=scene)
    assert np.array_equal(other_rule.ids, instance_map(run, PasteRule.DETECTRON2))
    harder = replace(run, thresholds=replace(run.thresholds, mask=0.99))
    assert not make_instance_scene(harder, before=scene).ids.any()


def test_pasting_can_be_cancelled() -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        make_instance_scene(three(), token=token)


def drawn() -> InstanceScene:
    """Masks 0 and 1 overlap at columns 6 and 7; the box of 1 reaches to x = 12, that of 2, empty, lies within it."""
    ids = np.zeros((20, 30), np.uint8)
    ids[2:8, 6:11] = 2
    ids[2:8, 2:8] = 1
    masks = (MaskPatch(2, 2, np.ones((6, 6), bool)), MaskPatch(6, 2, np.ones((6, 5), bool)), MaskPatch(0, 0, np.zeros((0, 0), bool)))
    boxes = np.array([(2, 2, 8, 8), (6, 2, 12, 8), (10.5, 2, 12, 8)], np.float32)
    scores = np.array([0.9, 0.8, 0.7], np.float32)
    colours = np.zeros((3, 3), np.uint8)
    return InstanceScene(ids, tuple(PackedMask.of(mask) for mask in masks), boxes, ("cat",) * 3, scores, colours)


@pytest.mark.parametrize(
    ("point", "found"),
    [((3, 3), 0), ((7.9, 3), 0), ((8.0, 3), 1), ((11.5, 3), 2), ((11.0, 7.99), 2), ((11.5, 8.0), None), ((-1, 3), None), ((40, 3), None)],
)
def test_a_point_is_of_the_mask_on_top_else_of_the_smallest_box(point: tuple[float, float], found: int | None) -> None:
    assert drawn().at(*point) == found


def test_one_object_can_be_asked_for_first() -> None:
    scene = drawn()
    assert scene.at(7.5, 3, first=1) == 1
    assert scene.at(3, 3, first=1) == 0
    assert scene.at(11.5, 3, first=1) == 2  # its mask is not there, and its box is not the smallest
    with pytest.raises(IndexError):
        scene.at(3, 3, first=3)
