"""The boundary region of one mask as the authors of boundary IoU compute it: by eroding it step by step."""

from __future__ import annotations

import numpy as np
from skimage.morphology import erosion


def slow_region(mask: np.ndarray, distance: int) -> np.ndarray:
    """``mask`` less ``mask`` eroded ``distance`` times by 3 x 3, with nothing beyond the photo."""
    padded = np.pad(mask.astype(np.uint8), 1)
    for _ in range(distance):
        padded = erosion(padded, np.ones((3, 3), np.uint8))
        padded[[0, -1]], padded[:, [0, -1]] = 0, 0
    return mask & ~padded[1:-1, 1:-1].astype(bool)
