"""What both heads of a Mask R-CNN say of a box while it glides: class score and mask, read by any pooling operator. Imports no torch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from core.geometry import HALF_PIXEL, Box
from core.maskrcnn.results import Floats
from core.roi.mask_grid import MASK_CELLS
from core.roi.settings import OperatorSettings
from core.roi.sweep import OperatorSweep, SweepPath, SweepSummary, glide_limits, sweep

BOX_HEAD_SIZE, MASK_HEAD_SIZE = (7, 7), (14, 14)
POINTS_PER_CELL = 4
"""Masks are compared at so many points along each side of a mask cell."""

BoxHead = Callable[[Floats], Floats]
"""``(n, C, 7, 7)`` to class probabilities ``(n, K)``."""
MaskHead = Callable[[Floats, int], Floats]
"""``(n, C, 14, 14)`` and a label to mask probabilities ``(n, 28, 28)``."""


@dataclass(frozen=True, slots=True, eq=False)
class GlidePlan:
    """A whole path over one level, ``features`` ``(C, h, w)``; boxes in network-input px.

    ``mask_threshold`` is the probability from which a point is inside a mask. ``label`` None: the class that the last operator's
    box head finds likeliest where the path starts.
    """

    features: Floats
    spatial_scale: float
    box_input: Box
    path: SweepPath
    operators: tuple[OperatorSettings, ...]
    mask_threshold: float
    label: int | None = None


@dataclass(frozen=True, slots=True, eq=False)
class HeadGlide:
    """What the heads said along the first steps of a path, ``done`` of them, m = done + 1 positions, o operators.

    ``scores`` ``(o, m, K)`` class probabilities; ``iou`` ``(o, m)`` of each position's mask of ``label`` with the operator's own at the
    start, as they lie on the photo. ``score_jumps`` and ``mask_jumps`` ``(o, done)``: steps in which a RoI feature that the head reads
    jumps; a head is continuous and jumps nowhere else. ``resting`` ``(o, 28, 28)`` are the masks at the start.
    """

    plan: GlidePlan
    label: int
    scores: Floats
    iou: npt.NDArray[np.float64]
    score_jumps: npt.NDArray[np.bool_]
    mask_jumps: npt.NDArray[np.bool_]
    resting: Floats
    limits: npt.NDArray[np.float64]

    @property
    def done(self) -> int:
        return int(self.iou.shape[1]) - 1

    @property
    def is_whole(self) -> bool:
        return self.done == self.plan.path.count

    def score(self, operator: int) -> Floats:
        """``(m,)``: the probability of ``label``."""
        return np.asarray(self.scores[operator, :, self.label])

    def score_summary(self, operator: int) -> SweepSummary:
        return self._summary(self.score(operator), self.score_jumps[operator])

    def mask_summary(self, operator: int) -> SweepSummary:
        return self._summary(self.iou[operator], self.mask_jumps[operator])

    def _summary(self, values: npt.NDArray[np.floating], jumped: npt.NDArray[np.bool_]) -> SweepSummary:
        """As :meth:`core.roi.sweep.OperatorSweep.head_summary` counts."""
        changes = np.abs(np.diff(values.astype(np.float64)))
        jumps = changes[jumped & (changes > 0)]
        slope = float(changes[~jumped].max(initial=0.0)) / abs(self.plan.path.step_image)
        return SweepSummary(len(jumps), float(jumps.max(initial=0.0)), slope)


def glide_on(plan: GlidePlan, before: HeadGlide | None, steps: int, box_head: BoxHead, mask_head: MaskHead) -> HeadGlide:
    """``before`` with up to ``steps`` more steps; None begins. Raises InputError as :func:`core.roi.sweep.sweep`."""
    done = 0 if before is None else before.done
    part = replace(plan.path, first=plan.path.first + done, count=min(steps, plan.path.count - done))
    limits = before.limits if before else glide_limits(plan.features, plan.box_input, plan.path, spatial_scale=plan.spatial_scale)
    boxes = _swept(plan, part, BOX_HEAD_SIZE, limits, box_head)
    scores = np.stack([_outputs(swept) for swept in boxes])
    label = before.label if before else plan.label or _likeliest(scores[-1, 0])
    masks = _swept(plan, part, MASK_HEAD_SIZE, limits, lambda pooled: mask_head(pooled, label))
    probabilities = np.stack([_outputs(swept) for swept in masks])
    resting = before.resting if before else probabilities[:, 0]
    iou = np.array([
        [_iou_on_photo(plan, at_rest, offset, mask) for offset, mask in zip(part.offsets_image.tolist(), found, strict=True)]
        for at_rest, found in zip(resting, probabilities, strict=True)
    ])  # fmt: skip
    jumps = np.stack([swept.jumped for swept in boxes]), np.stack([swept.jumped for swept in masks])
    if before is None:
        return HeadGlide(plan, label, scores, iou, *jumps, resting, limits)
    # The part begins where the one before ended.
    return HeadGlide(
        plan, label, np.concatenate((before.scores, scores[:, 1:]), 1), np.concatenate((before.iou, iou[:, 1:]), 1),
        np.concatenate((before.score_jumps, jumps[0]), 1), np.concatenate((before.mask_jumps, jumps[1]), 1), resting, limits,
    )  # fmt: skip


def _swept(
    plan: GlidePlan, part: SweepPath, size: tuple[int, int], limits: npt.NDArray[np.float64], head: BoxHead
) -> Sequence[OperatorSweep]:
    operators = [replace(settings, output_size=size) for settings in plan.operators]
    return sweep(plan.features, plan.box_input, part, operators, spatial_scale=plan.spatial_scale, head=head, limits=limits)


def _outputs(swept: OperatorSweep) -> Floats:
    assert swept.head_outputs is not None
    return np.asarray(swept.head_outputs, np.float32)


def _likeliest(scores: Floats) -> int:
    """The best class that is not the background."""
    return int(scores[1:].argmax()) + 1


def _iou_on_photo(plan: GlidePlan, resting: Floats, offset: float, mask: Floats) -> float:
    """IoU of the mask of the box at ``offset`` with the one of the box at rest."""
    return mask_iou(resting, plan.box_input, mask, plan.path.box_at(plan.box_input, offset), threshold=plan.mask_threshold)


def mask_iou(first: Floats, first_box: Box, second: Floats, second_box: Box, *, threshold: float) -> float:
    """IoU of two masks ``(28, 28)`` of probabilities where they lie, each read bilinearly in its box, without any rounding.

    Compared at 4 x 4 points for each of the first mask's cells, over both boxes; beyond a mask's outermost cell centres it fades to
    0 within a cell, as detectron2 pastes it. 1 for two masks with no point inside.
    """
    across = _points(first_box.x1, first_box.x2, second_box.x1, second_box.x2)
    down = _points(first_box.y1, first_box.y2, second_box.y1, second_box.y2)
    inside = [
        _weights(down, box.y1, box.y2) @ mask @ _weights(across, box.x1, box.x2).T >= threshold
        for mask, box in ((first, first_box), (second, second_box))
    ]
    union = int((inside[0] | inside[1]).sum())
    return int((inside[0] & inside[1]).sum()) / union if union else 1.0


def _points(low: float, high: float, other_low: float, other_high: float) -> npt.NDArray[np.float64]:
    """Points in the middle of equal steps over both intervals, a quarter of the first one's mask cell apart."""
    step = (high - low) / (MASK_CELLS * POINTS_PER_CELL)
    margin = POINTS_PER_CELL // 2  # the fading edge of a mask lies half a cell outside its box
    before = int(np.ceil(max(low - other_low, 0.0) / step)) + margin
    after = int(np.ceil(max(other_high - high, 0.0) / step)) + margin
    steps = np.arange(-before, MASK_CELLS * POINTS_PER_CELL + after)
    points: npt.NDArray[np.float64] = (steps + HALF_PIXEL).astype(np.float64) * step + low
    return points


def _weights(points: npt.NDArray[np.float64], low: float, high: float) -> npt.NDArray[np.float64]:
    """``(points, 28)``: what each cell of an axis contributes at each point, by linear interpolation with 0 outside."""
    index = (points - low) / (high - low) * MASK_CELLS - HALF_PIXEL
    weights: npt.NDArray[np.float64] = np.maximum(1.0 - np.abs(index[:, None] - np.arange(MASK_CELLS)), 0.0)
    return weights
