"""What the coarse grid of a stride costs one label map, pixel by pixel and in IoU, beside what a model reaches. Imports no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.cancellation import CancelToken
from core.evaluation.ceilings import CEILING_STRIDES, IouGap, coarsened
from core.evaluation.semantic import ConfusionMatrix
from core.labels import VOID

ClassMap = npt.NDArray[np.uint8]

STAGE = "ceilings"


@dataclass(frozen=True, slots=True, eq=False)
class StrideLoss:
    """``coarse`` ``(H, W)`` uint8: the truth after the way down by ``stride`` and back, void where the truth is.

    ``lost`` ``(H, W)`` bool: pixels that came back as another class. Both are read-only; ``matrix`` counts (true class, class after).
    """

    stride: int
    coarse: ClassMap
    lost: npt.NDArray[np.bool_]
    matrix: ConfusionMatrix

    @property
    def lost_share(self) -> float:
        """Lost pixels over those that have a class; NaN without any."""
        known = int(self.matrix.counts.sum())
        return int(np.count_nonzero(self.lost)) / known if known else float("nan")


@dataclass(frozen=True, slots=True, eq=False)
class LocationLoss:
    """One label map at every stride. ``classes`` are the ids in the truth, ascending; void is none."""

    truth: ClassMap
    classes: tuple[int, ...]
    strides: Mapping[int, StrideLoss]

    def gap(self, stride: int, model: ConfusionMatrix | None, class_id: int | None = None) -> IouGap:
        """The gap of a class, or of the mean over the classes of the truth; NaN for the model where there is none.

        The mean leaves out classes that only the model sees: the ceiling cannot have them, and both must be of the same classes.
        """
        chosen = list(self.classes) if class_id is None else [class_id]
        ceiling = self.strides[stride].matrix.mean_iou(chosen)
        return IouGap(stride, ceiling, float("nan") if model is None else model.mean_iou(chosen))


def location_loss(truth: ClassMap, num_classes: int, token: CancelToken, strides: tuple[int, ...] = CEILING_STRIDES) -> LocationLoss:
    """Take ``truth`` ``(H, W)`` uint8, ids of ``num_classes`` or void, down by each stride and back."""
    known = truth != VOID
    losses = {}
    for done, stride in enumerate(strides):
        token.checkpoint(STAGE, done / len(strides))
        coarse = np.where(known, coarsened(truth, stride), np.uint8(VOID))
        lost = coarse != truth
        matrix = ConfusionMatrix(num_classes)
        matrix.add(truth, coarse)
        for values in (coarse, lost):
            values.flags.writeable = False
        losses[stride] = StrideLoss(stride, coarse, lost, matrix)
    classes = tuple(int(one) for one in np.flatnonzero(np.bincount(truth[known].ravel(), minlength=1)))
    return LocationLoss(truth, classes, losses)
