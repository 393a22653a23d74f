"""RoIPool: round the box to whole cells, divide the cells into bins, take the largest value of each.

Source: Girshick, Fast R-CNN, 2015, section 2.1; the arithmetic is that of ``torchvision.ops.roi_pool``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from core.geometry import Box, PlaneMap, round_half_away
from core.roi.grid import Features, arithmetic_dtype, box_on_grid, feature_grid
from core.roi.settings import BinConvention, Operator, OperatorSettings, bin_convention, rows_and_columns
from core.roi.trace import SamplingTrace

CellRanges = tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]
"""Starts and stops of ``n`` half-open ranges of cells."""


@dataclass(frozen=True, slots=True, eq=False)
class PooledAxis:
    """One axis of RoIPool. The window is ``length`` cells from ``first``; bin ``i`` is cells ``[starts[i], stops[i])`` of the map.

    ``starts`` and ``stops`` are clipped to the ``size`` cells of the map; a bin whose stop is not after its start is empty.
    """

    size: int
    first: int
    length: int
    starts: npt.NDArray[np.int64]
    stops: npt.NDArray[np.int64]

    @property
    def start(self) -> float:
        return float(self.first)

    @property
    def stop(self) -> float:
        return float(self.first + self.length)

    @property
    def bins(self) -> npt.NDArray[np.float64]:
        return np.stack((self.starts, self.stops), axis=1).astype(np.float64)

    @property
    def use_counts(self) -> npt.NDArray[np.int64]:
        steps = np.zeros(self.size + 1, np.int64)
        np.add.at(steps, self.starts, 1)
        np.add.at(steps, self.stops, -1)
        return np.cumsum(steps)[:-1]


@dataclass(frozen=True, slots=True, eq=False)
class PoolTrace(SamplingTrace):
    """The trace of RoIPool: every bin is a block of whole cells, of which the largest counts."""

    rows: PooledAxis
    columns: PooledAxis

    @property
    def row_reading(self) -> PooledAxis:
        return self.rows

    @property
    def column_reading(self) -> PooledAxis:
        return self.columns

    def _pooled(self, features: Features) -> Features:
        window = slice(self.columns.starts.min(), self.columns.stops.max())
        strips = _maxima_of_ranges(np.moveaxis(features[:, :, window], 1, 0), self.rows.starts, self.rows.stops)
        # Columns first in memory: the maxima then run over whole rows of channels, not over a few cells at a time.
        by_column = np.ascontiguousarray(np.moveaxis(strips, 2, 0))
        maxima = _maxima_of_ranges(by_column, self.columns.starts - window.start, self.columns.stops - window.start)
        return np.ascontiguousarray(maxima.transpose(2, 1, 0))

    def argmax(self, features: Features) -> npt.NDArray[np.int64]:
        """Where each value came from: ``(C, rows, columns)`` of ``row * W + column``, the first in scan order; -1 in an empty bin."""
        trace = self.matching(features)
        cells = np.full((len(features), *trace.settings.output_size), -1, np.int64)
        for i, (top, bottom) in enumerate(zip(trace.rows.starts, trace.rows.stops, strict=True)):
            for j, (left, right) in enumerate(zip(trace.columns.starts, trace.columns.stops, strict=True)):
                if bottom > top and right > left:
                    block = features[:, top:bottom, left:right].reshape(len(features), -1)
                    row, column = np.divmod(block.argmax(axis=1), right - left)
                    cells[:, i, j] = (top + row) * trace.grid.columns + left + column
        return cells


def _maxima_of_ranges(values: Features, starts: npt.NDArray[np.int64], stops: npt.NDArray[np.int64]) -> Features:
    """``(cells, a, b)`` -> ``(n, a, b)``: the maximum over each range of cells; 0 for an empty range."""
    maxima = np.zeros((len(starts), *values.shape[1:]), values.dtype)
    for maximum, start, stop in zip(maxima, starts, stops, strict=True):
        if stop > start:
            np.max(values[start:stop], axis=0, out=maximum)
    return maxima


def torchvision_bins(length: int, count: int, dtype: np.dtype[Any]) -> CellRanges:
    """Bin ``p`` is ``[floor(p * length / count), ceil((p + 1) * length / count))``: neighbours overlap unless it divides evenly.

    5 cells into 2 are {0, 1, 2} and {2, 3, 4}; 3 into 7 repeat cells. The quotient is rounded to ``dtype`` first, as the
    operator does: in float32 a bin may take one cell more.
    """
    size = dtype.type(length) / dtype.type(count)
    edges = np.arange(count + 1).astype(dtype) * size
    return np.floor(edges[:-1]).astype(np.int64), np.ceil(edges[1:]).astype(np.int64)


def drop_bins(length: int, count: int) -> CellRanges:
    """Equal bins of ``length // count`` cells, the remainder dropped at the end: 5 cells into 2 are 2 + 2, one lost.

    Fewer cells than bins cannot be dropped to: each bin then reads the one cell ``length * p // count``, so cells repeat.
    """
    if length < count:
        return _one_cell_each(length, count)
    starts = np.arange(count) * (length // count)
    return starts, starts + length // count


def uneven_bins(length: int, count: int) -> CellRanges:
    """A partition, nothing lost and nothing shared: the first ``length % count`` bins take one cell more; 5 into 2 are 3 + 2.

    Fewer cells than bins cannot be partitioned without empty bins: cells then repeat as in :func:`drop_bins`.
    """
    if length < count:
        return _one_cell_each(length, count)
    positions = np.arange(count + 1)
    edges = positions * (length // count) + np.minimum(positions, length % count)
    return edges[:-1], edges[1:]


def _one_cell_each(length: int, count: int) -> CellRanges:
    cells = np.arange(count) * length // count
    return cells, cells + 1


def trace_roi_pool(
    box_image: Box,
    *,
    spatial_scale: float,
    map_size: tuple[int, int],
    output_size: int | tuple[int, int],
    bins: str = BinConvention.TORCHVISION,
    dtype: npt.DTypeLike = np.float32,
    cell_to_image: PlaneMap | None = None,
) -> PoolTrace:
    """RoIPool of ``box_image``, in pixels of the image that has ``spatial_scale`` cells per pixel.

    ``map_size`` and ``output_size`` are ``(rows, columns)``. With ``bins="torchvision"`` the trace equals
    ``torchvision.ops.roi_pool``: edges rounded half away from zero, the end inclusive, at least one cell. ``drop`` and
    ``uneven`` keep the first rounding and divide differently. Raises InputError.
    """
    settings = OperatorSettings(Operator.POOL, rows_and_columns(output_size), bin_convention(bins))
    grid = feature_grid(map_size, spatial_scale, cell_to_image)
    box_feature = box_on_grid(box_image, grid)
    kind = arithmetic_dtype(dtype)
    x, y = (window_of_cells(*edges, spatial_scale, kind) for edges in ((box_image.x1, box_image.x2), (box_image.y1, box_image.y2)))
    return PoolTrace(
        settings, grid, box_image, box_feature, kind,
        retrace=partial(
            trace_roi_pool, box_image, spatial_scale=spatial_scale, map_size=map_size, output_size=output_size, bins=bins,
            cell_to_image=cell_to_image,
        ),
        rows=_divide(*y, grid.rows, settings.output_size[0], settings.bins, kind),
        columns=_divide(*x, grid.columns, settings.output_size[1], settings.bins, kind),
    )  # fmt: skip


def window_of_cells(low: float, high: float, spatial_scale: float, dtype: np.dtype[Any]) -> tuple[int, int]:
    """First quantization: ``(first cell, number of cells)`` of the edges ``low`` and ``high`` in pixels, the end inclusive."""
    first = rounded_cell(low, spatial_scale, dtype)
    return first, max(rounded_cell(high, spatial_scale, dtype) - first + 1, 1)


def rounded_cell(edge: float, spatial_scale: float, dtype: np.dtype[Any]) -> int:
    """An edge in pixels as a whole number of cells, halves away from zero; the product is rounded to ``dtype`` first."""
    return round_half_away(float(dtype.type(edge) * dtype.type(spatial_scale)))


def _divide(first: int, length: int, size: int, count: int, convention: BinConvention, dtype: np.dtype[Any]) -> PooledAxis:
    """Second quantization: the window divided into ``count`` bins and clipped to the map."""
    if convention is BinConvention.TORCHVISION:
        starts, stops = torchvision_bins(length, count, dtype)
    else:
        starts, stops = (drop_bins if convention is BinConvention.DROP else uneven_bins)(length, count)
    return PooledAxis(size, first, length, np.clip(starts + first, 0, size), np.clip(stops + first, 0, size))
