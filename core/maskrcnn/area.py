"""How large a mask is, as the threshold of its probabilities moves. Imports no torch."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.maskrcnn.results import Floats


def _hundredths() -> Floats:
    steps = np.linspace(0, 1, 101).astype(np.float32)
    steps.flags.writeable = False
    return steps


THRESHOLDS = _hundredths()
"""``(101,)`` float32: 0, 0.01 ... 1."""


BLOCK = 1 << 19
"""Values counted at once, 2 MB: what fits a core's cache, and numpy's counting keeps other threads waiting."""


def area_curve(probabilities: Floats) -> npt.NDArray[np.int64]:
    """``(101,)``: how many of ``probabilities``, of any shape and within 0 .. 1, lie above each of THRESHOLDS.

    A pixel is inside where its probability is above the threshold, not at it, as torchvision decides.
    """
    flat = probabilities.ravel()
    counts = np.zeros(len(THRESHOLDS) + 1, np.int64)
    for start in range(0, flat.size, BLOCK):
        values = flat[start : start + BLOCK]
        # Those below the nearest threshold lie below the value, which leaves one comparison where a search makes seven.
        nearest = np.rint(values * np.float32(100)).astype(np.uint8)
        counts += np.bincount(nearest + (THRESHOLDS[nearest] < values), minlength=len(counts))
    return np.asarray(counts[::-1].cumsum()[::-1][1:], np.int64)
