"""Mean IoU from one confusion matrix over the whole set, never a mean of per-image means."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.labels import VOID


class ConfusionMatrix:
    """Counts of (true class, predicted class) pixels; ``counts[t, p]``, int64, ``(K, K)``. Void pixels are not counted."""

    def __init__(self, num_classes: int) -> None:
        self.num_classes = num_classes
        self.counts: npt.NDArray[np.int64] = np.zeros((num_classes, num_classes), np.int64)

    def add(self, truth: npt.NDArray[np.uint8], predicted: npt.NDArray[np.uint8]) -> None:
        """Count one image; both are ``(H, W)`` uint8. Raises ValueError when their sizes differ."""
        if truth.shape != predicted.shape:
            raise ValueError(f"truth is {truth.shape}, prediction is {predicted.shape}")
        known = truth != VOID
        joint = truth[known].astype(np.int64) * self.num_classes + predicted[known]
        self.counts += np.bincount(joint, minlength=self.num_classes**2).reshape(self.counts.shape)

    def iou(self) -> npt.NDArray[np.float64]:
        """IoU of each class, ``(K,)``; NaN for a class that is neither in the truth nor predicted.

        ``n_ii / (t_i + sum_j n_ji - n_ii)`` (Long, Shelhamer & Darrell 2015, sec. 5).
        """
        hits = np.diag(self.counts).astype(np.float64)
        union = self.counts.sum(axis=0) + self.counts.sum(axis=1) - hits
        return np.asarray(np.divide(hits, union, out=np.full(self.num_classes, np.nan), where=union > 0))

    def mean_iou(self, classes: list[int] | None = None) -> float:
        """Mean of :meth:`iou` over ``classes`` (default all), leaving out those that never occur."""
        iou = self.iou()
        chosen = iou if classes is None else iou[classes]
        return float(np.nanmean(chosen)) if np.isfinite(chosen).any() else float("nan")

    def class_accuracy(self) -> npt.NDArray[np.float64]:
        """Share of each class's true pixels that were called so, ``(K,)``; NaN for a class that is not in the truth."""
        totals = self.counts.sum(axis=1).astype(np.float64)
        hits = np.diag(self.counts).astype(np.float64)
        return np.asarray(np.divide(hits, totals, out=np.full(self.num_classes, np.nan), where=totals > 0))

    def mean_accuracy(self) -> float:
        """Mean of :meth:`class_accuracy` over the classes that occur (``mean acc.`` in Long, Shelhamer & Darrell 2015, sec. 5)."""
        accuracy = self.class_accuracy()
        return float(np.nanmean(accuracy)) if np.isfinite(accuracy).any() else float("nan")

    def pixel_accuracy(self) -> float:
        """Share of counted pixels whose class is right."""
        total = int(self.counts.sum())
        return float(np.trace(self.counts) / total) if total else float("nan")
