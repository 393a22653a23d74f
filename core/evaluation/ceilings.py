"""The best IoU that a label map can have after coming back from a coarser grid, and what of a model's gap that explains.

Long, Shelhamer & Darrell 2015, appendix A, downsample the ground truth and upsample it again. Here that is said exactly: cells of
``stride`` x ``stride`` pixels lie edge to edge from the top left corner; those at the right and bottom may be cut. A cell holds the
share of each class among its pixels (void is left out); the shares are read between cell centres bilinearly, as an FCN reads its
scores, and the largest wins (of equals the lowest id). Imports no torch.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np
import numpy.typing as npt

from core.errors import InputError
from core.evaluation.semantic import ConfusionMatrix
from core.fcn.interpolation import Indices, axis_neighbours
from core.geometry import Axis1d
from core.labels import VOID

ClassMap = npt.NDArray[np.uint8]
FloatMap = npt.NDArray[np.float32]
Neighbours = tuple[Indices, Indices, FloatMap]

ROUNDING = 1e-6
"""Shares nearer than this are equal: float32 sums of the same numbers in another order are."""

CEILING_STRIDES = (32, 16, 8, 4)
PAPER_CEILINGS = MappingProxyType({32: 0.861, 16: 0.928, 8: 0.964, 4: 0.985})
"""The paper's figures on VOC's validation set (appendix A)."""


def coarsened(truth: ClassMap, stride: int) -> ClassMap:
    """``truth`` ``(H, W)`` uint8 down by ``stride`` and back; void only where no cell nearby has any class.

    Raises InputError unless ``stride`` is at least 1.
    """
    if stride < 1:
        raise InputError("A stride is a whole number from 1, not {stride}.", stride=stride)
    present = [int(one) for one in np.flatnonzero(np.bincount(truth.ravel(), minlength=VOID + 1)) if one != VOID]
    known = np.maximum(_members(truth != VOID, stride), 1)
    axes = [axis_neighbours(cells, pixels, Axis1d(stride)) for cells, pixels in zip(known.shape, truth.shape, strict=True)]
    winners, most = np.full(truth.shape, VOID, np.uint8), np.zeros(truth.shape, np.float32)
    for class_id in present:
        shares = _between_cells((_members(truth == class_id, stride) / known).astype(np.float32), axes)
        ahead = shares > most + ROUNDING  # so that of equals the lowest id stays
        winners[ahead], most[ahead] = class_id, shares[ahead]
    return winners


def _members(mask: npt.NDArray[np.bool_], stride: int) -> npt.NDArray[np.int64]:
    """How many pixels of each cell are in the mask, ``(ceil(H / stride), ceil(W / stride))``."""
    rows = np.add.reduceat(mask, np.arange(0, mask.shape[0], stride), axis=0, dtype=np.int64)
    counts: npt.NDArray[np.int64] = np.add.reduceat(rows, np.arange(0, mask.shape[1], stride), axis=1)
    return counts


def _between_cells(cells: FloatMap, axes: Sequence[Neighbours]) -> FloatMap:
    (top, bottom, down), (left, right, across) = axes
    lines: FloatMap = cells[:, left] * (1 - across) + cells[:, right] * across
    read: FloatMap = lines[top] * (1 - down[:, None]) + lines[bottom] * down[:, None]
    return read


class Ceilings:
    """One confusion matrix for each stride, over as many label maps as are added."""

    def __init__(self, num_classes: int, strides: tuple[int, ...] = CEILING_STRIDES) -> None:
        self._matrices = {stride: ConfusionMatrix(num_classes) for stride in strides}

    @property
    def matrices(self) -> Mapping[int, ConfusionMatrix]:
        """Stride -> counts of (true class, class after the way down and back); void pixels of the truth are not counted."""
        return MappingProxyType(self._matrices)

    def add(self, truth: ClassMap) -> None:
        """Count one label map, ``(H, W)`` uint8 of class ids or void."""
        for stride, matrix in self._matrices.items():
            matrix.add(truth, coarsened(truth, stride))

    def merge(self, other: Ceilings) -> None:
        """Count what ``other``, of the same classes and strides, has counted."""
        for stride, matrix in self._matrices.items():
            matrix.counts += other.matrices[stride].counts


@dataclass(frozen=True, slots=True)
class IouGap:
    """What a model lacks to a perfect IoU, in two parts: ``1 - model = location + recognition``. Shares of 1; NaN without pixels.

    ``recognition`` is below 0 where a model is better than its stride's ceiling, as scores can lean further than shares do.
    """

    stride: int
    ceiling: float
    model: float

    @property
    def location(self) -> float:
        """Lost to the grid, whatever the model knows."""
        return 1.0 - self.ceiling

    @property
    def recognition(self) -> float:
        """Lost beyond that."""
        return self.ceiling - self.model
