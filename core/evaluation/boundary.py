"""Boundary IoU of class maps: how well the outlines fit, where mean IoU is all but blind to them. Imports no torch.

Cheng et al. 2021, "Boundary IoU", eq. 1: of each mask only the pixels within a distance d of its contour are compared, d = 2 % of the
photo's diagonal. As in the authors' code, d is whole and at least 1, distances are those of a square (a mask eroded d times by
3 x 3), and the photo's edge is a contour. Counts are summed over the whole set.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from core.labels import VOID

ClassMap = npt.NDArray[np.uint8]
Mask = npt.NDArray[np.bool_]

SHARE_OF_DIAGONAL = 0.02


def boundary_distance(height: int, width: int) -> int:
    """d in px of a photo."""
    return max(round(SHARE_OF_DIAGONAL * math.hypot(height, width)), 1)


def boundary_regions(class_map: ClassMap, distance: int) -> Mask:
    """``(H, W)``: the pixels within ``distance`` px of another class or of the photo's edge, so of their own class's contour."""
    from scipy.ndimage import maximum_filter, minimum_filter  # 0.2 s, on the worker

    side = 2 * distance + 1
    inside: Mask = maximum_filter(class_map, side, mode="nearest") != minimum_filter(class_map, side, mode="nearest")
    for edge in (np.s_[:distance], np.s_[-distance:]):
        inside[edge], inside[:, edge] = True, True
    return inside


class BoundaryCounts:
    """``shared[k]`` and ``either[k]``, int64: pixels in both boundary regions of class k, and in at least one of them.

    Pixels that are void in the truth are not counted; void bounds a region of the truth as any other class does.
    """

    def __init__(self, num_classes: int) -> None:
        self.num_classes = num_classes
        self.shared: npt.NDArray[np.int64] = np.zeros(num_classes, np.int64)
        self.either: npt.NDArray[np.int64] = np.zeros(num_classes, np.int64)

    def add(self, truth: ClassMap, predicted: ClassMap, truth_regions: Mask | None = None) -> None:
        """Count one image, ``(H, W)`` each; ``truth_regions`` are those of ``truth`` where they are already known."""
        distance = boundary_distance(*truth.shape)
        given = boundary_regions(truth, distance) if truth_regions is None else truth_regions
        known = truth != VOID
        given, found = given & known, boundary_regions(predicted, distance) & known
        shared = self._count(truth[given & found & (truth == predicted)])
        self.shared += shared
        self.either += self._count(truth[given]) + self._count(predicted[found]) - shared

    def _count(self, ids: ClassMap) -> npt.NDArray[np.int64]:
        return np.bincount(ids, minlength=self.num_classes)[: self.num_classes]

    def iou(self) -> npt.NDArray[np.float64]:
        """Boundary IoU of each class, ``(K,)``; NaN for a class that is neither in the truth nor predicted."""
        return np.asarray(np.divide(self.shared, self.either, out=np.full(self.num_classes, np.nan), where=self.either > 0))

    def mean_iou(self) -> float:
        """Mean of :meth:`iou` over the classes that occur."""
        iou = self.iou()
        return float(np.nanmean(iou)) if np.isfinite(iou).any() else float("nan")
