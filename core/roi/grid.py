"""The grid of feature cells that an operator reads, and the checks that every trace starts with."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from core.errors import InputError
from core.geometry import Axis1d, Box, PlaneMap

FARTHEST_CELL = 2**30
"""The operators count cells in 32-bit integers: farther away, their own arithmetic overflows."""

Features = npt.NDArray[np.floating[Any]]
"""A feature map ``(C, H, W)``, float32 or float64, finite."""


@dataclass(frozen=True, slots=True)
class FeatureGrid:
    """``map_size``: ``(rows, columns)`` of cells. ``spatial_scale``: cells per pixel of the image that a box is given in.

    ``cell_to_image`` maps continuous cell coordinates to image pixels; by default it divides by ``spatial_scale``. It differs
    where the network saw a resized photo: boxes are then in pixels of the network's input, and this map leads to the photo.
    """

    map_size: tuple[int, int]
    spatial_scale: float
    cell_to_image: PlaneMap

    @property
    def rows(self) -> int:
        return self.map_size[0]

    @property
    def columns(self) -> int:
        return self.map_size[1]


def feature_grid(map_size: tuple[int, int], spatial_scale: float, cell_to_image: PlaneMap | None = None) -> FeatureGrid:
    """A checked grid. Raises InputError when the map is empty or the scale is not a positive number."""
    if min(map_size) < 1:
        raise InputError("The feature map has {rows} x {columns} cells; there is nothing to read.", rows=map_size[0], columns=map_size[1])
    if not (math.isfinite(spatial_scale) and spatial_scale > 0):
        raise InputError("The spatial scale {scale} is not a positive number; it is 1 / stride.", scale=spatial_scale)
    pixels_per_cell = Axis1d(1.0 / spatial_scale)
    return FeatureGrid(map_size, spatial_scale, cell_to_image or PlaneMap(pixels_per_cell, pixels_per_cell))


def box_on_grid(box_image: Box, grid: FeatureGrid) -> Box:
    """The box in feature cells, exact (no rounding); inverted and empty boxes are let through, the operators define them.

    Raises InputError when a coordinate is not a finite number, or so far away that the operators' integers overflow.
    """
    _check_finite(box_image)
    box_feature = Box(*(value * grid.spatial_scale for value in box_image.as_tuple()))
    if max(abs(value) for value in (*box_image.as_tuple(), *box_feature.as_tuple())) > FARTHEST_CELL:
        raise InputError(
            "The box {box} reaches more than {limit} pixels or cells away; the operators cannot count that far.",
            box=written(box_image), limit=FARTHEST_CELL,
        )  # fmt: skip
    return box_feature


def check_box(box_image: Box, image_size: tuple[int, int]) -> None:
    """Refuse a box that says nothing about the image: what the window and the command line ask before they trace.

    ``image_size``: ``(height, width)`` in the pixels of ``box_image``. Raises InputError when a coordinate is not finite, the
    box is empty or inverted, or it lies wholly outside the image. A box that reaches over the image's edge passes.
    """
    _check_finite(box_image)
    if box_image.width <= 0:
        raise InputError("The right edge {right} is not to the right of the left edge {left}.", right=box_image.x2, left=box_image.x1)
    if box_image.height <= 0:
        raise InputError("The bottom edge {bottom} is not below the top edge {top}.", bottom=box_image.y2, top=box_image.y1)
    height, width = image_size
    if box_image.intersection(Box(0, 0, width, height)).area == 0:
        raise InputError(
            "The box {box} lies outside the image, which has {width} x {height} pixels.",
            box=written(box_image), width=width, height=height,
        )  # fmt: skip


def _check_finite(box_image: Box) -> None:
    if not box_image.is_finite:
        raise InputError("The box {box} has a coordinate that is not a finite number.", box=written(box_image))


def written(box: Box) -> str:
    """The box as a person types it: ``x1 y1 x2 y2``, no digit more than needed."""
    return " ".join(f"{value:.12g}" for value in box.as_tuple())


def arithmetic_dtype(dtype: npt.DTypeLike) -> np.dtype[Any]:
    """float32 or float64, whichever the operator would compute in. Raises InputError for any other."""
    wanted = np.dtype(dtype)
    if wanted not in (np.dtype(np.float32), np.dtype(np.float64)):
        raise InputError("The operators are defined on float32 and float64, not on {dtype}.", dtype=wanted.name)
    return wanted
