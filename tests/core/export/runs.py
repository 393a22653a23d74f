"""Detections written down by hand: a run on a photo of 30 x 20 pixels whose boxes, scores and masks are known."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from core.image import ImageDocument
from core.maskrcnn.results import DetectionRun, MaskPatch
from tests.core.maskrcnn.scripted import Anchor, scripted_run

CAT, DOG = (0.9, 0.0), (0.0, 0.8)


def run_on(document: ImageDocument, boxes: Sequence[tuple[float, float, float, float]], names: tuple[str, ...]) -> DetectionRun:
    """As many detections as boxes, in this order; the scores fall from 0.9 in steps of 0.01, the labels go round ``names[1:]``."""
    scripted = scripted_run({"P2": [Anchor((0.0, 0.0, 10.0, 10.0), 0.9, CAT)]})
    count = len(boxes)
    return replace(
        scripted,
        image_digest=document.digest,
        label_names=names,
        input=replace(scripted.input, image_size=(document.height, document.width)),
        boxes=replace(scripted.boxes, selection=replace(scripted.boxes.selection, kept=np.zeros(count, np.int64))),
        boxes_image=np.array(boxes, np.float32).reshape(-1, 4),
        labels=np.arange(count) % (len(names) - 1) + 1,
        scores=(0.9 - 0.01 * np.arange(count)).astype(np.float32),
    )


def random_patches(count: int, size: tuple[int, int], seed: int = 0) -> list[MaskPatch]:
    """Rectangles of noise, some empty, some full, some touching the photo's edges; ``size`` is (height, width)."""
    rng = np.random.default_rng(seed)
    patches = []
    for _ in range(count):
        height, width = (int(rng.integers(0, length + 1)) for length in size)
        top, left = int(rng.integers(0, size[0] - height + 1)), int(rng.integers(0, size[1] - width + 1))
        patches.append(MaskPatch(left, top, rng.random((height, width)) < rng.choice([0.0, 0.1, 0.5, 0.9, 1.0])))
    return patches


def dense(patch: MaskPatch, size: tuple[int, int]) -> np.ndarray:
    """The whole photo's mask, ``(H, W)`` uint8."""
    whole = np.zeros(size, np.uint8)
    height, width = patch.inside.shape
    whole[patch.top : patch.top + height, patch.left : patch.left + width] = patch.inside
    return whole
