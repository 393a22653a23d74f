"""A sampling trace: which cells an operator reads for a box, and with which weights. Every operator here makes one."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, Self, cast

import numpy as np
import numpy.typing as npt

from core.errors import InputError
from core.geometry import Box
from core.roi.grid import FeatureGrid, Features
from core.roi.settings import OperatorSettings


class AxisReading(Protocol):
    """How one axis of the map is read. The operators are separable: a bin is a row bin times a column bin."""

    @property
    def start(self) -> float:
        """Where the used window starts, in continuous cells, not clipped to the map."""

    @property
    def stop(self) -> float:
        """Where the used window stops."""

    @property
    def bins(self) -> npt.NDArray[np.float64]:
        """``(n, 2)``: start and stop of each bin in continuous cells."""

    @property
    def use_counts(self) -> npt.NDArray[np.int64]:
        """``(size,)``: how many bins read each cell of the axis with a weight other than 0."""


@dataclass(frozen=True, slots=True, eq=False)
class SamplingTrace(ABC):
    """What an operator does to one box, before any feature is looked at.

    All coordinates called ``feature`` are continuous cells (cell ``i`` covers ``[i, i + 1)``, its centre is ``i + 0.5``);
    those called ``image`` are pixels. ``dtype`` is what the operator's coordinate arithmetic ran in: float32 and float64 can
    round a tie differently. ``retrace(dtype=...)`` makes the same trace in another dtype.
    """

    settings: OperatorSettings
    grid: FeatureGrid
    box_image: Box
    ideal_box_feature: Box
    dtype: np.dtype[Any]
    retrace: Callable[..., Any]

    @property
    @abstractmethod
    def row_reading(self) -> AxisReading:
        """How the map's rows are read."""

    @property
    @abstractmethod
    def column_reading(self) -> AxisReading:
        """How the map's columns are read."""

    @abstractmethod
    def _pooled(self, features: Features) -> Features:
        """Execute the trace on features of its own dtype and size."""

    @property
    def used_box_feature(self) -> Box:
        """The window that the operator really divided into bins, in continuous cells, not clipped to the map."""
        rows, columns = self.row_reading, self.column_reading
        return Box(columns.start, rows.start, columns.stop, rows.stop)

    @property
    def used_box_image(self) -> Box:
        return self.grid.cell_to_image.box(self.used_box_feature)

    @property
    def ideal_box_image(self) -> Box:
        """The box in the pixels that ``grid.cell_to_image`` leads to."""
        return self.grid.cell_to_image.box(self.ideal_box_feature)

    def bin_feature(self, row: int, column: int) -> Box:
        """One bin in continuous cells. RoIPool's are clipped to the map: what is left may be empty."""
        top, bottom = self.row_reading.bins[row].tolist()
        left, right = self.column_reading.bins[column].tolist()
        return Box(left, top, right, bottom)

    def bin_image(self, row: int, column: int) -> Box:
        """One bin in image pixels."""
        return self.grid.cell_to_image.box(self.bin_feature(row, column))

    @property
    def bins_feature(self) -> npt.NDArray[np.float64]:
        """``(rows, columns, 4)``: x1, y1, x2, y2 of every bin in continuous cells."""
        rows, columns = self.row_reading.bins, self.column_reading.bins
        corners = np.empty((len(rows), len(columns), 4))
        corners[..., 0::2] = columns[None]
        corners[..., 1::2] = rows[:, None]
        return corners

    @property
    def use_counts(self) -> npt.NDArray[np.int64]:
        """``(H, W)``: in how many bins each cell of the map takes part; 0 is a cell that is never read."""
        return np.outer(self.row_reading.use_counts, self.column_reading.use_counts)

    def evaluate(self, features: Features) -> Features:
        """Execute the trace: ``(C, H, W)`` float32 or float64, finite -> ``(C, rows, columns)`` of the same dtype.

        Follows the dtype of ``features``: where the trace was made in another, it is made again, because the operators compute
        coordinates in the dtype of what they read. Raises InputError when the size is not the trace's ``map_size``.
        """
        return self.matching(features)._pooled(features)

    def matching(self, features: Features) -> Self:
        """This trace in the dtype of ``features``: itself, or made again.

        Raises InputError unless ``features`` is ``(C, H, W)``, float32 or float64, with the trace's H and W.
        """
        if features.ndim != 3 or features.shape[1:] != self.grid.map_size:
            raise InputError(
                "The features have shape {shape}; the trace was made for (channels, {rows}, {columns}).",
                shape=features.shape, rows=self.grid.rows, columns=self.grid.columns,
            )  # fmt: skip
        return self if features.dtype == self.dtype else cast(Self, self.retrace(dtype=features.dtype))
