"""TensorFlow's crop_and_resize, which early Mask R-CNN code used in RoIAlign's place: one corner-aligned sample per output value.

Source: the documentation of ``tf.image.crop_and_resize``.
"""

from __future__ import annotations

from functools import partial
from typing import Any

import numpy as np
import numpy.typing as npt

from core.geometry import HALF_PIXEL, Box, PlaneMap
from core.roi.bilinear import BilinearTrace, SampledAxis, sampled_axis
from core.roi.grid import FeatureGrid, arithmetic_dtype, box_on_grid, feature_grid
from core.roi.settings import Operator, OperatorSettings, rows_and_columns


def normalised_box(box_feature: Box, grid: FeatureGrid) -> Box:
    """The box as the operator takes it: 0 is the map's first edge and 1 its last, ``box_feature / map_size`` per axis."""
    return Box(box_feature.x1 / grid.columns, box_feature.y1 / grid.rows, box_feature.x2 / grid.columns, box_feature.y2 / grid.rows)


def trace_crop_and_resize(
    box_image: Box,
    *,
    spatial_scale: float,
    map_size: tuple[int, int],
    output_size: int | tuple[int, int],
    dtype: npt.DTypeLike = np.float32,
    cell_to_image: PlaneMap | None = None,
) -> BilinearTrace:
    """crop_and_resize of ``box_image``, in pixels of the image that has ``spatial_scale`` cells per pixel.

    The box is divided by the image's size (:func:`normalised_box`), as callers of the operator do. The operator multiplies a
    normalised coordinate by ``map side - 1`` and reads it as an index, so 0 falls on the first cell's *centre* and 1 on the
    last's: the window shrinks towards the middle of the map. ``n`` values a side lie at the window's two edges and at ``n - 2``
    points between (for ``n = 1`` in its middle), one bilinear sample each. A point outside the first and last centre is 0.
    Raises InputError.
    """
    settings = OperatorSettings(Operator.CROP_AND_RESIZE, rows_and_columns(output_size))
    grid = feature_grid(map_size, spatial_scale, cell_to_image)
    box_feature = box_on_grid(box_image, grid)
    kind = arithmetic_dtype(dtype)
    normalised = normalised_box(box_feature, grid)
    return BilinearTrace(
        settings, grid, box_image, box_feature, kind,
        retrace=partial(
            trace_crop_and_resize, box_image, spatial_scale=spatial_scale, map_size=map_size, output_size=output_size,
            cell_to_image=cell_to_image,
        ),
        rows=_axis(normalised.y1, normalised.y2, grid.rows, settings.output_size[0], kind),
        columns=_axis(normalised.x1, normalised.x2, grid.columns, settings.output_size[1], kind),
    )  # fmt: skip


def _axis(low: float, high: float, size: int, count: int, dtype: np.dtype[Any]) -> SampledAxis:
    start, stop, last = dtype.type(low), dtype.type(high), dtype.type(size - 1)
    if count == 1:
        positions = np.array([dtype.type(HALF_PIXEL) * (start + stop) * last])
    else:
        positions = start * last + np.arange(count).astype(dtype) * ((stop - start) * last / dtype.type(count - 1))
    used = float(start * last) + HALF_PIXEL, float(stop * last) + HALF_PIXEL
    return sampled_axis(positions[:, None], size, used, readable=(0.0, float(size - 1)))
