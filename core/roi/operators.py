"""One call for every operator: what the lab, the sweep and the command line trace with."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from core.geometry import Box, PlaneMap
from core.roi.align import trace_roi_align
from core.roi.crop_and_resize import trace_crop_and_resize
from core.roi.pool import trace_roi_pool
from core.roi.settings import Operator, OperatorSettings
from core.roi.trace import SamplingTrace
from core.roi.warp import trace_roi_warp


def trace_box(
    settings: OperatorSettings,
    box_image: Box,
    *,
    spatial_scale: float,
    map_size: tuple[int, int],
    dtype: npt.DTypeLike = np.float32,
    cell_to_image: PlaneMap | None = None,
) -> SamplingTrace:
    """The trace of ``box_image`` by the operator that ``settings`` name. Parameters and errors as in its own function."""
    output_size, ratio = settings.output_size, settings.sampling_ratio
    match settings.operator:
        case Operator.POOL:
            return trace_roi_pool(
                box_image, spatial_scale=spatial_scale, map_size=map_size, output_size=output_size, bins=settings.bins,
                dtype=dtype, cell_to_image=cell_to_image,
            )  # fmt: skip
        case Operator.ALIGN:
            return trace_roi_align(
                box_image, spatial_scale=spatial_scale, map_size=map_size, output_size=output_size, sampling_ratio=ratio,
                aligned=settings.aligned, dtype=dtype, cell_to_image=cell_to_image,
            )  # fmt: skip
        case Operator.CROP_AND_RESIZE:
            return trace_crop_and_resize(
                box_image, spatial_scale=spatial_scale, map_size=map_size, output_size=output_size, dtype=dtype,
                cell_to_image=cell_to_image,
            )  # fmt: skip
        case Operator.WARP:
            return trace_roi_warp(
                box_image, spatial_scale=spatial_scale, map_size=map_size, output_size=output_size, sampling_ratio=ratio,
                dtype=dtype, cell_to_image=cell_to_image,
            )  # fmt: skip
