"""Numbers that say what an operator did to a box."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from core.errors import InputError
from core.roi.grid import Features
from core.roi.pool import rounded_cell
from core.roi.settings import Operator
from core.roi.trace import AxisReading, SamplingTrace


@dataclass(frozen=True, slots=True)
class EdgeShift:
    """How far the operator moved one edge of the box: ``used - ideal``, in feature cells and in image pixels.

    ``rounded_feature`` is the rounded edge, None where the operator does not round. Right and bottom edges of a rounding
    operator move once more, to ``used_feature``: the end is inclusive, so that the rounded cell is taken in whole.
    """

    edge: str
    ideal_feature: float
    rounded_feature: int | None
    used_feature: float
    shift_image: float

    @property
    def shift_feature(self) -> float:
        return self.used_feature - self.ideal_feature


def edge_shifts(trace: SamplingTrace) -> tuple[EdgeShift, EdgeShift, EdgeShift, EdgeShift]:
    """Left, top, right and bottom edge of the box."""
    pixels = trace.grid.cell_to_image
    x1, y1, x2, y2 = zip(trace.box_image.as_tuple(), trace.ideal_box_feature.as_tuple(), trace.used_box_feature.as_tuple(), strict=True)
    return (
        EdgeShift("left", x1[1], _rounded(trace, x1[0]), x1[2], (x1[2] - x1[1]) * pixels.x.scale),
        EdgeShift("top", y1[1], _rounded(trace, y1[0]), y1[2], (y1[2] - y1[1]) * pixels.y.scale),
        EdgeShift("right", x2[1], _rounded(trace, x2[0]), x2[2], (x2[2] - x2[1]) * pixels.x.scale),
        EdgeShift("bottom", y2[1], _rounded(trace, y2[0]), y2[2], (y2[2] - y2[1]) * pixels.y.scale),
    )


def _rounded(trace: SamplingTrace, edge_image: float) -> int | None:
    if trace.settings.operator not in (Operator.POOL, Operator.WARP):
        return None
    return rounded_cell(edge_image, trace.grid.spatial_scale, trace.dtype)


def window_iou(trace: SamplingTrace) -> float:
    """Intersection over union of the used window and the box, after the first rounding only; 0 for an empty or inverted box."""
    return trace.used_box_feature.iou(trace.ideal_box_feature)


def share_lost(trace: SamplingTrace) -> float | None:
    """The share of the box's area that lies in cells the operator never reads, or outside the map; None for a box without area.

    A cell is read when it is in a bin (RoIPool) or a neighbour of a sample point with a weight other than 0.
    """
    box = trace.ideal_box_feature
    if box.area == 0:
        return None
    kept_width = _overlap_with_read_cells(trace.column_reading, box.x1, box.x2)
    kept_height = _overlap_with_read_cells(trace.row_reading, box.y1, box.y2)
    return 1.0 - kept_width * kept_height / box.area


def _overlap_with_read_cells(axis: AxisReading, low: float, high: float) -> float:
    cells = np.nonzero(axis.use_counts)[0]
    overlaps = np.minimum(cells + 1, high) - np.maximum(cells, low)
    return float(np.maximum(overlaps, 0).sum())


def use_histogram(trace: SamplingTrace) -> dict[int, int]:
    """``{times used: cells}`` over the cells of the map that the used window touches: 0, 1, 2 ... bins read them."""
    counts = trace.use_counts[_touched(trace)]
    times, cells = np.unique(counts, return_counts=True)
    return dict(zip(times.tolist(), cells.tolist(), strict=True))


def _touched(trace: SamplingTrace) -> tuple[slice, slice]:
    """Rows and columns of the map that the used window touches."""
    box = trace.used_box_feature
    return (
        _cells_between(box.y1, box.y2, trace.grid.rows),
        _cells_between(box.x1, box.x2, trace.grid.columns),
    )


def _cells_between(first_edge: float, second_edge: float, size: int) -> slice:
    low, high = sorted((first_edge, second_edge))
    start, stop = np.clip((np.floor(low), np.ceil(high)), 0, size)
    return slice(int(start), int(stop))


@dataclass(frozen=True, slots=True)
class LargestDifference:
    """Where two pooled grids differ most, and by how much (absolute)."""

    value: float
    channel: int
    row: int
    column: int


def largest_difference(first: Features, second: Features) -> LargestDifference:
    """The largest absolute difference of two ``(C, rows, columns)`` grids. Raises InputError when their shapes differ or are empty."""
    if first.shape != second.shape or first.size == 0:
        raise InputError("Pooled grids of shape {first} and {second} cannot be compared.", first=first.shape, second=second.shape)
    differences = np.abs(first.astype(np.float64) - second.astype(np.float64))
    channel, row, column = (int(index) for index in np.unravel_index(differences.argmax(), differences.shape))
    return LargestDifference(float(differences[channel, row, column]), channel, row, column)


@dataclass(frozen=True, slots=True)
class TraceMeasures:
    """Everything above for one trace, for a table row."""

    edges: tuple[EdgeShift, EdgeShift, EdgeShift, EdgeShift]
    iou: float
    share_lost: float | None
    cells_by_use: dict[int, int]


def measure(trace: SamplingTrace) -> TraceMeasures:
    """All measures of a trace that need no features."""
    return TraceMeasures(edge_shifts(trace), window_iou(trace), share_lost(trace), use_histogram(trace))
