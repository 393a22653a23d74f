"""Objects with square masks, for tests of what is drawn of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from core.maskrcnn.results import MaskPatch
from core.maskrcnn.scene import InstanceScene, PackedMask

COLOURS = ((230, 159, 0), (86, 180, 233), (0, 158, 115), (240, 228, 66), (0, 114, 178))
Corners = tuple[int, int, int, int]


def scene_of(size: tuple[int, int], masks: Sequence[Corners], boxes: Sequence[Corners] | None = None) -> InstanceScene:
    """Rectangles ``(x1, y1, x2, y2)`` on a photo of ``(height, width)``, the first on top; boxes are theirs unless given."""
    ids = np.zeros(size, np.uint8)
    for index in reversed(range(len(masks))):
        x1, y1, x2, y2 = masks[index]
        ids[y1:y2, x1:x2] = index + 1
    packed = tuple(PackedMask.of(MaskPatch(x1, y1, np.ones((y2 - y1, x2 - x1), np.bool_))) for x1, y1, x2, y2 in masks)
    corners = np.array(boxes or masks, np.float32).reshape(-1, 4)
    names = tuple(("person", "cat", "dog")[index % 3] for index in range(len(masks)))
    scores = np.array([0.98 - 0.05 * index for index in range(len(masks))], np.float32)
    colours = np.array([COLOURS[index % len(COLOURS)] for index in range(len(masks))], np.uint8).reshape(-1, 3)
    return InstanceScene(ids, packed, corners, names, scores, colours)
