"""One output value spelt out: what was read where, with which weights, and how it adds up."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.errors import InputError
from core.roi.bilinear import BilinearTrace
from core.roi.grid import Features
from core.roi.pool import PoolTrace


@dataclass(frozen=True, slots=True, eq=False)
class MaximumSpeltOut:
    """RoIPool of one bin: ``cells`` ``(k, 2)`` row and column in scan order, their ``values`` ``(k,)``, the largest of them.

    ``winner`` is the place of the first maximum in ``cells``, None in an empty bin, whose ``result`` is 0.
    """

    cells: npt.NDArray[np.int64]
    values: npt.NDArray[np.float64]
    winner: int | None
    result: float


@dataclass(frozen=True, slots=True, eq=False)
class MeanSpeltOut:
    """A bilinear operator's value of one bin with ``k`` sample points: ``result = sample_values.sum() / max(k, 1)``.

    ``points_feature`` ``(k, 2)``: x, y in continuous cells; ``cells`` ``(k, 4, 2)``, ``weights``, ``values`` and ``products``
    ``(k, 4)``: the four neighbours of each point; ``sample_values`` ``(k,)``: the sum of its products; ``counted`` ``(k,)``:
    False for a point outside the map, which adds 0 and still counts in the mean.
    """

    points_feature: npt.NDArray[np.float64]
    cells: npt.NDArray[np.int64]
    weights: npt.NDArray[np.float64]
    values: npt.NDArray[np.float64]
    counted: npt.NDArray[np.bool_]

    @property
    def products(self) -> npt.NDArray[np.float64]:
        return self.weights * self.values

    @property
    def sample_values(self) -> npt.NDArray[np.float64]:
        sums: npt.NDArray[np.float64] = self.products.sum(axis=1)
        return sums

    @property
    def result(self) -> float:
        return float(self.sample_values.sum()) / max(len(self.weights), 1)


def spell_out_maximum(trace: PoolTrace, features: Features, *, channel: int, row: int, column: int) -> MaximumSpeltOut:
    """Bin ``(row, column)`` of ``channel`` for RoIPool. Raises InputError when the features do not fit or there is no such bin."""
    trace = trace.matching(features)
    _check_place(trace, features, channel, row, column)
    top, bottom = trace.rows.starts[row], trace.rows.stops[row]
    left, right = trace.columns.starts[column], trace.columns.stops[column]
    cells = np.stack(np.meshgrid(np.arange(top, bottom), np.arange(left, right), indexing="ij"), axis=-1).reshape(-1, 2)
    values = features[channel, cells[:, 0], cells[:, 1]].astype(np.float64)
    winner = int(values.argmax()) if len(values) else None
    return MaximumSpeltOut(cells, values, winner, 0.0 if winner is None else float(values[winner]))


def spell_out_mean(trace: BilinearTrace, features: Features, *, channel: int, row: int, column: int) -> MeanSpeltOut:
    """Bin ``(row, column)`` of ``channel`` for a bilinear operator, summed in float64.

    Raises InputError when the features do not fit, there is no such bin, or it has too many points to list.
    """
    trace = trace.matching(features)
    _check_place(trace, features, channel, row, column)
    samples = trace.samples_of_bin(row, column)
    cells = samples.cells.reshape(-1, 4, 2)
    values = features[channel, cells[..., 0], cells[..., 1]].astype(np.float64)
    weights = samples.weights.reshape(-1, 4).astype(np.float64)
    return MeanSpeltOut(samples.points_feature.reshape(-1, 2), cells, weights, values, samples.counted.reshape(-1))


def _check_place(trace: PoolTrace | BilinearTrace, features: Features, channel: int, row: int, column: int) -> None:
    rows, columns = trace.settings.output_size
    if not (0 <= channel < len(features) and 0 <= row < rows and 0 <= column < columns):
        raise InputError(
            "There is no bin in row {row}, column {column} of channel {channel}; there are {rows} x {columns} in {channels} channels.",
            row=row, column=column, channel=channel, rows=rows, columns=columns, channels=len(features),
        )  # fmt: skip
