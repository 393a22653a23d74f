"""Intersection over union in the arithmetic of torchvision's NMS, float32. Imports no torch."""

from __future__ import annotations

import numpy as np

from core.maskrcnn.results import Floats


def iou_table(first: Floats, second: Floats) -> Floats:
    """Intersection over union of boxes ``(n, 4)`` and ``(m, 4)``: ``(n, m)``, in the arithmetic of torchvision's NMS; 0 for empty ones."""
    overlaps = overlaps_of(first, second)
    return np.nan_to_num(overlaps, copy=False, nan=0.0)


def overlaps_of(first: Floats, second: Floats) -> Floats:
    """As :func:`iou_table`, NaN where two empty boxes meet: a comparison with it is false, as in torchvision."""
    return _overlaps(first.T[:, :, None], np.ascontiguousarray(second.T))


def overlaps_of_pairs(first: Floats, second: Floats) -> Floats:
    """The same for boxes ``(n, 4)`` and ``(n, 4)``, each with its own: ``(n,)``."""
    return _overlaps(np.ascontiguousarray(first.T), np.ascontiguousarray(second.T))


def _overlaps(first: Floats, second: Floats) -> Floats:
    (left, top, right, bottom), others = first, second
    width = np.minimum(right, others[2])
    width -= np.maximum(left, others[0])
    height = np.minimum(bottom, others[3])
    height -= np.maximum(top, others[1])
    shared: Floats = np.maximum(width, 0, out=width)
    shared *= np.maximum(height, 0, out=height)
    union = (right - left) * (bottom - top) + (others[2] - others[0]) * (others[3] - others[1])
    union -= shared
    with np.errstate(invalid="ignore"):
        shared /= union
    return shared
