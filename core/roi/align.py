"""RoIAlign: no rounding; bilinear samples at regular points of each bin, averaged.

Source: He et al., Mask R-CNN, 2017, section 3; the arithmetic is that of ``torchvision.ops.roi_align``.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from core.geometry import HALF_PIXEL, Box, PlaneMap
from core.roi.bilinear import BilinearTrace, SampledAxis, points_per_bin, positions_in_bins, sampled_axis
from core.roi.grid import arithmetic_dtype, box_on_grid, feature_grid
from core.roi.settings import Operator, OperatorSettings, rows_and_columns


def trace_roi_align(
    box_image: Box,
    *,
    spatial_scale: float,
    map_size: tuple[int, int],
    output_size: int | tuple[int, int],
    sampling_ratio: int = -1,
    aligned: bool = False,
    dtype: npt.DTypeLike = np.float32,
    cell_to_image: PlaneMap | None = None,
) -> BilinearTrace:
    """RoIAlign of ``box_image``, in pixels of the image that has ``spatial_scale`` cells per pixel.

    ``map_size`` and ``output_size`` are ``(rows, columns)``; ``sampling_ratio`` points along each side of a bin, adaptive when
    0 or less. The trace equals ``torchvision.ops.roi_align``: with ``aligned=False`` the samples lie half a cell too far right
    and down and the box is at least one cell a side; with ``aligned=True`` neither, and an inverted box is read in reverse.
    An inverted side with adaptive sampling has no points: all values are 0 (torchvision itself fails when just one side is
    inverted). Raises InputError.
    """
    settings = OperatorSettings(Operator.ALIGN, rows_and_columns(output_size), sampling_ratio=sampling_ratio, aligned=aligned)
    grid = feature_grid(map_size, spatial_scale, cell_to_image)
    box_feature = box_on_grid(box_image, grid)
    kind = arithmetic_dtype(dtype)
    return BilinearTrace(
        settings, grid, box_image, box_feature, kind,
        retrace=partial(
            trace_roi_align, box_image, spatial_scale=spatial_scale, map_size=map_size, output_size=output_size,
            sampling_ratio=sampling_ratio, aligned=aligned, cell_to_image=cell_to_image,
        ),
        rows=_axis(box_image.y1, box_image.y2, spatial_scale, grid.rows, settings.output_size[0], settings, kind),
        columns=_axis(box_image.x1, box_image.x2, spatial_scale, grid.columns, settings.output_size[1], settings, kind),
    )  # fmt: skip


def _axis(
    low: float, high: float, spatial_scale: float, size: int, bins: int, settings: OperatorSettings, dtype: np.dtype[Any]
) -> SampledAxis:
    offset = dtype.type(HALF_PIXEL if settings.aligned else 0.0)
    start = dtype.type(low) * dtype.type(spatial_scale) - offset
    window = (dtype.type(high) * dtype.type(spatial_scale) - offset) - start
    if not settings.aligned:
        window = max(window, dtype.type(1))
    points = points_per_bin(window, bins, settings.sampling_ratio, dtype)
    positions = positions_in_bins(start, window, bins, points, dtype)
    used = float(start) + HALF_PIXEL, float(start) + float(window) + HALF_PIXEL
    # A point up to one cell outside still reads the border cell.
    return sampled_axis(positions, size, used, readable=(-1.0, float(size)))
