"""RoIWarp, as the Mask R-CNN paper compares it: the window is rounded to whole cells as in RoIPool, then sampled bilinearly.

Source: He et al., Mask R-CNN, 2017, section 3 and table 2c, on the operator of Dai et al., 2016. It shows which half of RoIAlign
matters: the interpolation alone does not mend the rounding.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from core.geometry import HALF_PIXEL, Box, PlaneMap
from core.roi.bilinear import BilinearTrace, SampledAxis, points_per_bin, positions_in_bins, sampled_axis
from core.roi.grid import arithmetic_dtype, box_on_grid, feature_grid
from core.roi.pool import window_of_cells
from core.roi.settings import Operator, OperatorSettings, rows_and_columns


def trace_roi_warp(
    box_image: Box,
    *,
    spatial_scale: float,
    map_size: tuple[int, int],
    output_size: int | tuple[int, int],
    sampling_ratio: int = -1,
    dtype: npt.DTypeLike = np.float32,
    cell_to_image: PlaneMap | None = None,
) -> BilinearTrace:
    """RoIWarp of ``box_image``, in pixels of the image that has ``spatial_scale`` cells per pixel.

    Equals ``roi_align(aligned=True)`` of the window that RoIPool rounds the box to: edges half away from zero, the end
    inclusive, at least one cell. Parameters as in RoIAlign. Raises InputError.
    """
    settings = OperatorSettings(Operator.WARP, rows_and_columns(output_size), sampling_ratio=sampling_ratio)
    grid = feature_grid(map_size, spatial_scale, cell_to_image)
    box_feature = box_on_grid(box_image, grid)
    kind = arithmetic_dtype(dtype)
    x, y = (window_of_cells(*edges, spatial_scale, kind) for edges in ((box_image.x1, box_image.x2), (box_image.y1, box_image.y2)))
    return BilinearTrace(
        settings, grid, box_image, box_feature, kind,
        retrace=partial(
            trace_roi_warp, box_image, spatial_scale=spatial_scale, map_size=map_size, output_size=output_size,
            sampling_ratio=sampling_ratio, cell_to_image=cell_to_image,
        ),
        rows=_axis(*y, grid.rows, settings.output_size[0], sampling_ratio, kind),
        columns=_axis(*x, grid.columns, settings.output_size[1], sampling_ratio, kind),
    )  # fmt: skip


def _axis(first: int, length: int, size: int, bins: int, sampling_ratio: int, dtype: np.dtype[Any]) -> SampledAxis:
    window = dtype.type(length)
    points = points_per_bin(window, bins, sampling_ratio, dtype)
    positions = positions_in_bins(dtype.type(first) - dtype.type(HALF_PIXEL), window, bins, points, dtype)
    return sampled_axis(positions, size, (float(first), float(first + length)), readable=(-1.0, float(size)))
