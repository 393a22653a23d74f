"""Sample points and their bilinear weights: what RoIAlign, RoIWarp and crop_and_resize have in common.

The weights of a point's four neighbours are products of two row weights and two column weights, and an operator samples every
row position with every column position. A whole box is therefore two small matrices, ``row_weights @ features @ column_weights.T``.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from core.errors import InputError
from core.geometry import HALF_PIXEL
from core.roi.grid import Features
from core.roi.trace import SamplingTrace

MOST_POINTS_PER_AXIS = 2**20
"""An adaptive grid grows with the box; beyond this a trace would stand still instead of answering."""

MOST_POINTS_SPELT_OUT = 2**20
"""How many sample points :meth:`BilinearTrace.samples` lists one by one."""


@dataclass(frozen=True, slots=True, eq=False)
class SampledAxis:
    """One axis of a bilinear operator: ``n`` bins with ``m`` sample positions each.

    ``positions`` ``(n, m)`` are in the kernels' index coordinates, where cell ``i`` has its centre at ``i``; they keep the
    operator's dtype. Position ``p`` reads cell ``low`` with weight ``1 - weight_high`` and cell ``high`` with ``weight_high``;
    where ``counted`` is False it is too far outside the map and reads 0, yet stays in the average.
    ``cells`` are the cells read with a weight other than 0, ascending, and ``weights`` ``(n, len(cells))`` what each bin's mean
    takes of them.
    """

    size: int
    start: float
    stop: float
    positions: Features
    low: npt.NDArray[np.int64]
    high: npt.NDArray[np.int64]
    weight_high: Features
    counted: npt.NDArray[np.bool_]
    cells: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float64]

    @property
    def positions_feature(self) -> npt.NDArray[np.float64]:
        """``(n, m)`` in continuous cells."""
        return self.positions.astype(np.float64) + HALF_PIXEL

    @property
    def bins(self) -> npt.NDArray[np.float64]:
        """Equal parts of the used window, what each output value stands for."""
        edges = np.linspace(self.start, self.stop, len(self.positions) + 1)
        return np.stack((edges[:-1], edges[1:]), axis=1)

    @property
    def use_counts(self) -> npt.NDArray[np.int64]:
        counts = np.zeros(self.size, np.int64)
        counts[self.cells] = (self.weights != 0).sum(axis=0)
        return counts


@dataclass(frozen=True, slots=True, eq=False)
class SamplePoints:
    """Every sample point of a trace; ``n`` row bins, ``k`` column bins, ``a x b`` points in each.

    ``points_feature`` ``(n, k, a, b, 2)``: x, y in continuous cells. ``cells`` ``(n, k, a, b, 4, 2)``: row and column of the
    neighbours above left, above right, below left, below right. ``weights`` ``(n, k, a, b, 4)``: of those neighbours, 0 for a
    point that is not ``counted`` ``(n, k, a, b)``. Each bin's value is the sum of its points' values divided by ``a * b``.
    """

    points_feature: npt.NDArray[np.float64]
    cells: npt.NDArray[np.int64]
    weights: Features
    counted: npt.NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class BilinearTrace(SamplingTrace):
    """The trace of an operator that averages bilinear samples."""

    rows: SampledAxis
    columns: SampledAxis

    @property
    def row_reading(self) -> SampledAxis:
        return self.rows

    @property
    def column_reading(self) -> SampledAxis:
        return self.columns

    @property
    def points_per_bin(self) -> tuple[int, int]:
        """``(down, across)``; 0 where an adaptive grid has no point on an empty or inverted side."""
        return self.rows.positions.shape[1], self.columns.positions.shape[1]

    @property
    def point_count(self) -> int:
        return self.rows.positions.size * self.columns.positions.size

    def _pooled(self, features: Features) -> Features:
        block = _selected(_selected(features, self.rows.cells, 1), self.columns.cells, 2)
        rows_pooled = self.rows.weights.astype(features.dtype) @ block
        pooled: Features = rows_pooled @ self.columns.weights.astype(features.dtype).T
        return pooled

    def samples(self) -> SamplePoints:
        """Every point with its neighbours and weights. Raises InputError when there are more than a person could look at."""
        if self.point_count > MOST_POINTS_SPELT_OUT:
            raise InputError(
                "The box has {count} sample points, too many to list; set a sampling ratio or choose a smaller box.",
                count=self.point_count,
            )
        return self._samples_of(self.rows, self.columns, slice(None), slice(None))

    def samples_of_bin(self, row: int, column: int) -> SamplePoints:
        """The points of one bin, as :meth:`samples` with ``n = k = 1``. Raises InputError like it."""
        down, across = self.points_per_bin
        if down * across > MOST_POINTS_SPELT_OUT:
            raise InputError("The bin has {count} sample points, too many to list; set a sampling ratio.", count=down * across)
        return self._samples_of(self.rows, self.columns, slice(row, row + 1), slice(column, column + 1))

    @staticmethod
    def _samples_of(rows: SampledAxis, columns: SampledAxis, row_bins: slice, column_bins: slice) -> SamplePoints:
        x, y = columns.positions_feature[column_bins], rows.positions_feature[row_bins]
        counted = _crossed(rows.counted[row_bins], columns.counted[column_bins], np.logical_and)
        points = np.stack((_crossed(0 * y, x, np.add), _crossed(y, 0 * x, np.add)), axis=-1)
        cells, weights = [], []
        for row_cell, row_weight in _neighbours(rows, row_bins):
            for column_cell, column_weight in _neighbours(columns, column_bins):
                row_index = _crossed(row_cell, 0 * column_cell, np.add)
                cells.append(np.stack((row_index, _crossed(0 * row_cell, column_cell, np.add)), axis=-1))
                weights.append(_crossed(row_weight, column_weight, np.multiply) * counted)
        return SamplePoints(points, np.stack(cells, axis=-2), np.stack(weights, axis=-1), counted)


def _neighbours(axis: SampledAxis, bins: slice) -> tuple[tuple[npt.NDArray[np.int64], Features], ...]:
    weight_high = axis.weight_high[bins]
    return (axis.low[bins], 1 - weight_high), (axis.high[bins], weight_high)


def _crossed(of_rows: npt.NDArray[Any], of_columns: npt.NDArray[Any], operation: np.ufunc) -> npt.NDArray[Any]:
    """``(n, a)`` and ``(k, b)`` -> ``(n, k, a, b)``."""
    crossed: npt.NDArray[Any] = operation(of_rows[:, None, :, None], of_columns[None, :, None, :])
    return crossed


def _selected(features: Features, cells: npt.NDArray[np.int64], axis: int) -> Features:
    """The given ascending cells of an axis; a view where they lie side by side."""
    if len(cells) and cells[-1] - cells[0] + 1 == len(cells):
        along: list[slice] = [slice(None)] * features.ndim
        along[axis] = slice(int(cells[0]), int(cells[-1]) + 1)
        return features[tuple(along)]
    return np.take(features, cells, axis=axis)


def positions_in_bins(start: Any, window: Any, bins: int, points: int, dtype: np.dtype[Any]) -> Features:
    """``(bins, points)`` index coordinates: point ``i`` of ``n`` lies at ``(i + 0.5) / n`` of its bin (2 points: 1/4 and 3/4).

    The order of operations is the kernels' own; another order rounds differently.
    """
    bin_size = window / dtype.type(bins)
    bin_starts = start + np.arange(bins).astype(dtype) * bin_size
    inside = (np.arange(points).astype(dtype) + dtype.type(HALF_PIXEL)) * bin_size / dtype.type(max(points, 1))
    positions: Features = bin_starts[:, None] + inside[None]
    return positions


def points_per_bin(window: Any, bins: int, sampling_ratio: int, dtype: np.dtype[Any]) -> int:
    """``sampling_ratio`` if positive, else ``ceil(window / bins)``: none for an empty or inverted window.

    Raises InputError when the adaptive number is beyond every use.
    """
    if sampling_ratio > 0:
        return sampling_ratio
    # Divided in the operator's dtype: whether the quotient is a hair above a whole number decides.
    adaptive = max(math.ceil(float(window / dtype.type(bins))), 0)
    if adaptive * bins > MOST_POINTS_PER_AXIS:
        raise InputError(
            "The box spans {cells} cells, which takes {points} sample points along one side; set a sampling ratio.",
            cells=round(float(window)), points=adaptive * bins,
        )  # fmt: skip
    return adaptive


def sampled_axis(positions: Features, size: int, used: tuple[float, float], readable: tuple[float, float]) -> SampledAxis:
    """Neighbours and weights of ``positions`` ``(n, m)``, in index coordinates, on an axis of ``size`` cells.

    ``used`` is the window in continuous cells. A position outside the closed range ``readable`` reads 0; inside it, a position
    before the first cell's centre reads the first cell and one after the last cell's centre the last.
    """
    counted = (positions >= readable[0]) & (positions <= readable[1])
    # Clipped before the conversion to integers: a far position would overflow.
    inside = np.clip(positions, 0, size - 1)
    low = np.minimum(inside.astype(np.int64), size - 1)
    high = np.minimum(low + 1, size - 1)
    weight_high = np.where(high > low, inside - low.astype(positions.dtype), positions.dtype.type(0))
    cells, weights = _weights_of_cells(low, high, weight_high, counted)
    return SampledAxis(size, *used, positions, low, high, weight_high, counted, cells, weights)


def _weights_of_cells(
    low: npt.NDArray[np.int64], high: npt.NDArray[np.int64], weight_high: Features, counted: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.float64]]:
    """The cells that are read, ascending, and ``(n, cells)``: the share of each in the mean of each bin."""
    bins, points = low.shape
    shares = np.concatenate((1 - weight_high, weight_high), axis=1).astype(np.float64) * np.tile(counted, 2) / max(points, 1)
    read = shares != 0
    cells, columns = np.unique(np.concatenate((low, high), axis=1)[read], return_inverse=True)
    weights = np.zeros((bins, len(cells)))
    np.add.at(weights, (np.nonzero(read)[0], columns), shares[read])
    return cells, weights
