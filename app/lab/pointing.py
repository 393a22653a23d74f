"""What is pointed at: one bin, the same in every view, and the point of the photo that goes with it."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from core.geometry import Box
from core.roi.bilinear import BilinearTrace
from core.roi.trace import SamplingTrace


@dataclass(frozen=True, slots=True)
class Spot:
    """Bin ``(row, column)``; ``x``, ``y`` in continuous photo pixels; ``sample``: which point of the bin, in scan order."""

    row: int
    column: int
    x: float
    y: float
    sample: int = 0


def bin_of_box(box: Box, x: float, y: float, count: int) -> tuple[int, int] | None:
    """The bin ``(row, column)`` of ``count x count`` equal parts of ``box`` that holds a point of its frame; None outside."""
    if box.area == 0 or not (box.x1 <= x <= box.x2 and box.y1 <= y <= box.y2):
        return None
    column = min(math.floor((x - box.x1) / box.width * count), count - 1)
    row = min(math.floor((y - box.y1) / box.height * count), count - 1)
    return row, column


def nearest_bin(box: Box, x: float, y: float, count: int) -> tuple[int, int]:
    """As :func:`bin_of_box`, but for a point outside the bin that lies nearest."""
    inside = min(max(x, box.x1), box.x2), min(max(y, box.y1), box.y2)
    return bin_of_box(box, *inside, count) or (0, 0)


def centre_of_bin(box: Box, row: int, column: int, count: int) -> tuple[float, float]:
    """The middle ``(x, y)`` of a part of ``box``."""
    return box.x1 + (column + 0.5) / count * box.width, box.y1 + (row + 0.5) / count * box.height


def bin_of_trace(trace: SamplingTrace, x: float, y: float) -> tuple[int, int] | None:
    """The bin that really reads the point ``(x, y)`` in cells; where bins overlap, the one whose middle lies nearest."""
    row, column = _bin_along(trace.row_reading.bins, y), _bin_along(trace.column_reading.bins, x)
    return None if row is None or column is None else (row, column)


def _bin_along(bins: np.ndarray, position: float) -> int | None:
    inside = np.nonzero((bins[:, 0] <= position) & (position < bins[:, 1]))[0]
    if not len(inside):
        return None
    return int(inside[np.abs(bins[inside].mean(axis=1) - position).argmin()])


def nearest_sample(trace: SamplingTrace, row: int, column: int, x: float, y: float) -> int:
    """Which sample point of a bin lies nearest to ``(x, y)`` in cells, in scan order; 0 where the operator has none."""
    if not isinstance(trace, BilinearTrace) or 0 in trace.points_per_bin:
        return 0
    down = int(np.abs(trace.rows.positions_feature[row] - y).argmin())
    across = int(np.abs(trace.columns.positions_feature[column] - x).argmin())
    return down * trace.points_per_bin[1] + across
