"""Seeded boxes of every kind that an operator can be handed, in image pixels."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.geometry import Box

KINDS = (
    "ordinary", "half-cell ties", "whole cells", "sub-pixel", "empty", "inverted x", "inverted y", "inverted both",
    "over the edge", "outside", "huge",
)  # fmt: skip


def random_box(rng: np.random.Generator, kind: str, map_size: tuple[int, int], spatial_scale: float, *, huge_cells: float) -> Box:
    """A box of one of KINDS around a map of ``(rows, columns)`` cells; a huge one reaches ``huge_cells`` beyond it."""
    rows, columns = map_size
    x1, x2 = _edges(rng, kind, columns, huge_cells)
    y1, y2 = _edges(rng, kind, rows, huge_cells)
    if kind in ("inverted x", "inverted both"):
        x1, x2 = x2, x1
    if kind in ("inverted y", "inverted both"):
        y1, y2 = y2, y1
    return Box(*(float(value) / spatial_scale for value in (x1, y1, x2, y2)))


def _edges(rng: np.random.Generator, kind: str, size: int, huge_cells: float) -> npt.NDArray[np.float64]:
    """Two edges in cells, ascending."""
    low, high = np.sort(rng.uniform(0, size, 2))
    match kind:
        case "half-cell ties":
            low, high = np.floor((low, high)) + 0.5
        case "whole cells":
            low, high = np.round((low, high))
        case "sub-pixel":
            high = low + rng.uniform(0, 0.02)
        case "empty":
            high = low
        case "over the edge":
            low, high = low - rng.uniform(0, 4), high + rng.uniform(0, 4)
        case "outside":
            shift = rng.choice((-1, 1)) * (size + rng.uniform(0, 3))
            low, high = low + shift, high + shift
        case "huge":
            low, high = -rng.uniform(0, huge_cells), rng.uniform(0, huge_cells)
    return np.array([low, high])


def random_map(rng: np.random.Generator, channels: int, map_size: tuple[int, int], dtype: type[np.floating]) -> npt.NDArray[np.floating]:
    return rng.uniform(-1, 1, (channels, *map_size)).astype(dtype)


MAPS = (((1, 1), 1 / 32), ((3, 1), 1 / 4), ((7, 5), 1 / 16), ((20, 33), 1 / 16), ((24, 16), 0.37), ((11, 12), 1 / 8))
"""Map sizes and scales: a single cell, a single column, odd sides, powers of two and a scale that is none."""
