"""Bilinear reading along one axis, as numbers: between which cells a pixel lies, and what a point takes of each. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.geometry import HALF_PIXEL, Axis1d

Indices = npt.NDArray[np.int64]


def axis_neighbours(cells: int, pixels: int, cell_to_image: Axis1d) -> tuple[Indices, Indices, npt.NDArray[np.float32]]:
    """The two cells that each pixel centre lies between: ``(before, after, weight of after)``, each ``(pixels,)``.

    Bilinear interpolation between cell centres, clamped at the border (``align_corners=False`` generalised to any map).
    """
    to_cell = cell_to_image.inverse()
    centres = np.arange(pixels) + HALF_PIXEL
    index = np.clip(to_cell.scale * centres + to_cell.shift - HALF_PIXEL, 0.0, cells - 1.0)
    before = np.minimum(np.floor(index), max(cells - 2, 0)).astype(np.int64)
    after = np.minimum(before + 1, cells - 1)
    return before, after, (index - before).astype(np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class PointWeights:
    """What one point takes of an axis of cells: ``sum(weights * values[indices])``. Both are ``(n,)``; the weights sum to 1.

    A cell may be named more than once: its weights add up.
    """

    indices: Indices
    weights: npt.NDArray[np.float64]

    @classmethod
    def at(cls, point_image: float, cells: int, cell_to_image: Axis1d) -> PointWeights:
        """Bilinear between the two nearest cell centres, clamped at the border."""
        index = min(max(cell_to_image.inverse()(point_image) - HALF_PIXEL, 0.0), cells - 1.0)
        before = min(int(index), max(cells - 2, 0))
        share = index - before
        return cls(np.array([before, min(before + 1, cells - 1)]), np.array([1 - share, share]))

    def before_doubling(self, cells: int) -> PointWeights:
        """The same reading in terms of the ``cells`` that bilinear upsampling by 2 made the present ones of.

        The centre of fine cell ``i`` lies at index ``(i + 0.5) / 2 - 0.5`` of the coarse ones, clamped at the border.
        """
        index = np.clip((self.indices + HALF_PIXEL) / 2 - HALF_PIXEL, 0.0, cells - 1.0)
        before = np.floor(index).astype(np.int64)
        share = index - before
        indices = np.concatenate([before, np.minimum(before + 1, cells - 1)])
        return PointWeights(indices, np.concatenate([self.weights * (1 - share), self.weights * share]))

    def share_within(self, first: int, end: int) -> float:
        """The sum of the weights of cells ``first .. end - 1``."""
        return float(self.weights[(self.indices >= first) & (self.indices < end)].sum())
