"""A gliding box under both heads: what they say at rest is what the network said, and only a rounding makes it jump."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torchvision.models.detection import MaskRCNN

from core.errors import InputError
from core.geometry import Box
from core.maskrcnn.glide import GlidePlan, HeadGlide, glide_on, mask_iou
from core.maskrcnn.pooled_heads import box_scores, mask_probabilities
from core.maskrcnn.results import DetectionRun
from core.roi.settings import Operator, OperatorSettings
from core.roi.sweep import SweepAxis, SweepMode, SweepPath
from tests.core.maskrcnn.runs import record, scene
from tests.maskrcnn_networks import tiny_maskrcnn

POOL = OperatorSettings(Operator.POOL)
OWN = OperatorSettings(Operator.ALIGN, sampling_ratio=2, aligned=False)
"""What torchvision's Mask R-CNN pools with."""


@pytest.fixture(scope="module")
def net() -> MaskRCNN:
    return tiny_maskrcnn()


@pytest.fixture(scope="module")
def run(net: MaskRCNN) -> DetectionRun:
    return record(net, scene())


def plan_for(run: DetectionRun, box: Box, level: int, steps: int = 12, label: int | None = None) -> GlidePlan:
    path = SweepPath(SweepMode.MOVE, SweepAxis.X, 2**level / steps, steps)
    return GlidePlan(run.pyramid.levels[f"P{level}"], 0.5**level, box, path, (POOL, OWN), run.thresholds.mask, label)


def glide(net: MaskRCNN, plan: GlidePlan, part: int = 1000) -> HeadGlide:
    found: HeadGlide | None = None
    while found is None or not found.is_whole:
        found = glide_on(
            plan, found, part, lambda pooled: box_scores(net, pooled), lambda pooled, label: mask_probabilities(net, pooled, label)
        )
    return found


@pytest.mark.parametrize("proposal", [0, 3, 40])
def test_at_rest_the_networks_own_operator_gives_the_networks_own_scores(net: MaskRCNN, run: DetectionRun, proposal: int) -> None:
    plan = plan_for(run, run.proposal(proposal).box_input, int(run.boxes.level[proposal]))
    found = glide(net, plan)
    assert found.scores[1, 0] == pytest.approx(run.boxes.scores[proposal], abs=1e-5)
    assert found.label == run.boxes.scores[proposal, 1:].argmax() + 1


def test_at_rest_the_networks_own_operator_gives_the_networks_own_mask(net: MaskRCNN, run: DetectionRun) -> None:
    label = int(run.labels[0])
    box = run.input.to_image.inverse().box(run.detection(0).box_image)
    found = glide(net, plan_for(run, box, run.masks.level(0), label=label))
    assert found.resting[1] == pytest.approx(run.mask_probabilities(0), abs=1e-4)
    assert found.iou[:, 0] == pytest.approx([1, 1])


def test_pool_jumps_and_stands_still_and_align_glides(net: MaskRCNN, run: DetectionRun) -> None:
    proposal = int(np.flatnonzero(run.boxes.level == 2)[0])
    found = glide(net, plan_for(run, run.proposal(proposal).box_input, 2, steps=40))
    pool, align = found.score_summary(0), found.score_summary(1)
    assert 1 <= pool.jumps <= 2  # each of the two moving edges crosses one half cell
    assert pool.slope == 0.0
    assert pool.largest_jump == pytest.approx(np.abs(np.diff(found.score(0))).max())
    assert align.jumps == 0
    assert align.slope > 0
    assert found.mask_summary(1).jumps == 0


def test_in_parts_it_is_what_it_is_in_one(net: MaskRCNN, run: DetectionRun) -> None:
    plan = plan_for(run, run.proposal(0).box_input, int(run.boxes.level[0]), steps=11)
    whole, parts = glide(net, plan), glide(net, plan, part=4)
    assert parts.scores == pytest.approx(whole.scores, abs=1e-6)
    assert parts.iou == pytest.approx(whole.iou, abs=2e-3)  # a point on the outline may fall to either side of it
    assert np.array_equal(parts.score_jumps, whole.score_jumps)
    assert np.array_equal(parts.mask_jumps, whole.mask_jumps)
    assert parts.iou.shape == (2, 12)


def test_a_row_that_stands_still_gets_the_same_answer(net: MaskRCNN) -> None:
    pooled = np.random.default_rng(0).normal(size=(3, 16, 7, 7)).astype(np.float32)
    repeated = pooled[[0, 0, 1, 1, 1, 2, 0]]
    assert box_scores(net, repeated) == pytest.approx(box_scores(net, pooled)[[0, 0, 1, 1, 1, 2, 0]], abs=1e-6)


def test_roi_features_of_another_size_are_refused(net: MaskRCNN) -> None:
    with pytest.raises(InputError, match="14, 14"):
        mask_probabilities(net, np.zeros((1, 16, 7, 7), np.float32), 1)
    with pytest.raises(InputError, match="16, 7, 7"):
        box_scores(net, np.zeros((1, 8, 7, 7), np.float32))


def disc(centre_x: float, centre_y: float, radius: float, box: Box) -> np.ndarray:
    """``(28, 28)``: 1 well inside a disc, 0 well outside, 0.5 on its outline, linear between."""
    y, x = np.mgrid[:28, :28] + 0.5
    distance = np.hypot(box.x1 + x / 28 * box.width - centre_x, box.y1 + y / 28 * box.height - centre_y)
    return np.clip(0.5 + (radius - distance) / 8, 0, 1).astype(np.float32)


def overlap_of_discs(radius: float, apart: float) -> float:
    """IoU of two equal discs, by the area of a lens."""
    lens = 2 * radius**2 * np.arccos(apart / 2 / radius) - apart / 2 * np.sqrt(4 * radius**2 - apart**2)
    return float(lens / (2 * np.pi * radius**2 - lens))


@pytest.mark.parametrize("apart", [0.5, 3.0, 11.0, 31.0])
def test_the_iou_of_two_discs_is_the_lens_formulas(apart: float) -> None:
    first, second = Box(10, 20, 110, 140), Box(7.3, 24.1, 118, 133)
    found = mask_iou(disc(55, 80, 25, first), first, disc(55 + apart, 80, 25, second), second, threshold=0.5)
    assert found == pytest.approx(overlap_of_discs(25, apart), abs=0.015)


def test_a_mask_that_follows_its_object_does_not_change_on_the_photo() -> None:
    rest = Box(10, 20, 110, 140)
    for shift in (0.05, 0.8, 7.0):
        moved = replace(rest, x1=rest.x1 + shift, x2=rest.x2 + shift)
        held = mask_iou(disc(60, 80, 25, rest), rest, disc(60, 80, 25, moved), moved, threshold=0.5)
        carried = mask_iou(disc(60, 80, 25, rest), rest, disc(60, 80, 25, rest), moved, threshold=0.5)
        assert held > 0.98
        assert carried == pytest.approx(overlap_of_discs(25, shift), abs=0.02)


def test_empty_masks_are_the_same() -> None:
    nothing, box = np.zeros((28, 28), np.float32), Box(0, 0, 28, 28)
    assert mask_iou(nothing, box, nothing, box, threshold=0.5) == 1.0
    assert mask_iou(nothing, box, nothing + 1, box, threshold=0.5) == 0.0


def test_the_engines_heads_are_the_networks(net: MaskRCNN) -> None:
    pooled = np.random.default_rng(1).normal(size=(2, 16, 14, 14)).astype(np.float32)
    with torch.inference_mode():
        logits = net.roi_heads.mask_predictor(net.roi_heads.mask_head(torch.tensor(pooled)))
    assert mask_probabilities(net, pooled, 2) == pytest.approx(torch.sigmoid(logits[:, 2]).numpy(), abs=1e-6)
