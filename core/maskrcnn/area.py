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


def area_curve(probabilities: Floats, thresholds: Floats = THRESHOLDS) -> npt.NDArray[np.int64]:
    """``(n,)``: how many of ``probabilities``, of any shape, lie above each of ``thresholds``, ``(n,)`` float32 in ascending order.

    A pixel is inside where its probability is above the threshold, not at it, as torchvision decides.
    """
    below = np.searchsorted(thresholds, probabilities.ravel(), side="left")  # how many thresholds each probability is above
    counts = np.bincount(below, minlength=len(thresholds) + 1)
    return np.asarray(counts[::-1].cumsum()[::-1][1:], np.int64)
