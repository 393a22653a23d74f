"""A record made by hand: every anchor, objectness and class score is written down, so that every fate can be."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from core.features import FeaturePyramid
from core.geometry import Axis1d, PlaneMap
from core.maskrcnn.rerun import choose_candidates, run_funnel
from core.maskrcnn.results import (
    OWN_POOLERS,
    BoxTable,
    DetectionRun,
    Floats,
    Indices,
    InputStage,
    LevelStage,
    MaskTable,
    RunFacts,
    Thresholds,
)
from core.maskrcnn.staged import empty_tables

Corners = tuple[float, float, float, float]
NAMES = ("background", "cat", "dog")
SIZE = (200, 300)
IMAGE_SIZE = (400, 600)
"""The photo has twice the input's sides."""


@dataclass(frozen=True)
class Anchor:
    """One anchor: where the RPN moves it, how sure it is, and what the box head makes of it if it comes so far.

    ``scores`` are probabilities of cat and dog; ``moved`` is where the head moves it (both classes), by default nowhere.
    """

    box_input: Corners
    objectness: float
    scores: tuple[float, float] = (0.0, 0.0)
    moved: Corners | None = None


class ScriptedHeads:
    """Answers as the anchors' script says."""

    def __init__(self, script: Sequence[Anchor]) -> None:
        self.script = script

    def box_table(self, anchor: Indices, proposals_input: Floats) -> BoxTable:
        chosen = [self.script[index] for index in anchor]
        scores = np.array([(1 - sum(it.scores), *it.scores) for it in chosen], np.float32).reshape(-1, 3)
        boxes = np.array([[it.moved or it.box_input] * 3 for it in chosen], np.float32).reshape(-1, 3, 4)
        level, features = np.full(len(chosen), 2), np.zeros((len(chosen), 1, 7, 7), np.float32)
        return BoxTable(anchor, proposals_input, level, features, np.log(scores + 1e-9), np.zeros_like(boxes), scores, boxes)

    def mask_table(self, anchor: Indices, label: Indices, boxes_input: Floats) -> MaskTable:
        assert len(anchor) == len(label) == len(boxes_input)
        features, logits = np.zeros((len(anchor), 1, 14, 14), np.float32), np.ones((len(anchor), 3, 28, 28), np.float32)
        return MaskTable(anchor, label, np.full(len(anchor), 2), features, logits)


def scripted_run(levels: Mapping[str, Sequence[Anchor]], thresholds: Thresholds = Thresholds()) -> DetectionRun:  # noqa: B008
    """Run the funnel on levels whose anchors lie in one row."""
    stages, first = [], 0
    for index, (name, anchors) in enumerate(levels.items()):
        boxes = np.array([it.box_input for it in anchors], np.float32)
        logits = np.array([np.log(it.objectness / (1 - it.objectness)) for it in anchors], np.float32)
        stages.append(LevelStage(name, 4 << index, (1, len(anchors)), first, boxes, logits, np.zeros_like(boxes), boxes))
        first += len(anchors)
    candidates = choose_candidates(tuple(stages), SIZE, thresholds)
    heads = ScriptedHeads([anchor for anchors in levels.values() for anchor in anchors])
    funnel = run_funnel(candidates, *empty_tables(), thresholds, heads, SIZE, IMAGE_SIZE)
    to_image = PlaneMap(Axis1d(2.0), Axis1d(2.0))
    given = InputStage(np.zeros((3, 224, 320), np.float32), SIZE, to_image, IMAGE_SIZE)
    pyramid = FeaturePyramid({}, {}, (224, 320), to_image)
    return DetectionRun(
        "digest", "scripted", NAMES, thresholds, OWN_POOLERS, RunFacts("CPU", 0.0, (), {}), given, pyramid, tuple(stages),
        funnel.candidates, funnel.boxes, funnel.masks, funnel.boxes_image, funnel.labels, funnel.scores,
    )  # fmt: skip


def crowded_run(count: int, image_size: tuple[int, int], *, whole: bool = False) -> DetectionRun:
    """``count`` cats with discs for masks, strewn over a photo of ``(height, width)``, or each as large as the ``whole`` photo."""
    rng = np.random.default_rng(0)
    corners, sides = rng.uniform(0, (230, 140), (count, 2)), rng.uniform(10, 60, (count, 2))
    boxes = [(0.0, 0.0, 300.0, 200.0 - i / count) if whole else (x, y, x + w, y + h)
             for i, ((x, y), (w, h)) in enumerate(zip(corners, sides, strict=True))]  # fmt: skip
    anchors = [Anchor(box, 0.95 - 0.9 * i / count, (0.95 - 0.9 * i / count, 0.0)) for i, box in enumerate(boxes)]
    run = scripted_run({"P2": anchors}, Thresholds(proposal_nms=1.0, nms=1.0, score=0.04, detections=count))
    y, x = np.mgrid[:28, :28]
    disc = (6 - np.hypot((y - 13.5) / 2.2, (x - 13.5) / 2.2)).astype(np.float32)
    table = replace(run.masks.table, logits=np.broadcast_to(disc, run.masks.table.logits.shape).copy())
    scale = np.array([image_size[1] / IMAGE_SIZE[1], image_size[0] / IMAGE_SIZE[0]] * 2, np.float32)
    given = replace(run.input, image_size=image_size)
    return replace(run, input=given, boxes_image=run.boxes_image * scale, masks=replace(run.masks, table=table))
