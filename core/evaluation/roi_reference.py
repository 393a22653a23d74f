"""What torchvision's own operators make of a trace's box: the live proof that a trace is right."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from core.roi.grid import Features
from core.roi.measures import largest_difference
from core.roi.settings import BinConvention, Operator
from core.roi.trace import SamplingTrace

if TYPE_CHECKING:
    import torch


def torchvision_pooled(trace: SamplingTrace, features: Features) -> Features | None:
    """``(C, rows, columns)`` by torchvision, in the dtype of ``features`` ``(C, H, W)``; None where it has no such operator.

    RoIPool and RoIAlign are run as they are, RoIWarp as ``roi_align(aligned=True)`` of the rounded window. ``drop`` and
    ``uneven`` bins and crop_and_resize have no counterpart. Imports torch. Raises RuntimeError where torchvision does: aligned,
    adaptive sampling of a box with just one side inverted.
    """
    import torch
    from torchvision.ops import roi_align, roi_pool

    settings, scale = trace.settings, trace.grid.spatial_scale
    with warnings.catch_warnings():
        # Cached features are read-only, and torch warns that it cannot know; nothing here writes.
        warnings.filterwarnings("ignore", message="The given NumPy array is not writable")
        maps = torch.from_numpy(features)[None]
    match settings.operator:
        case Operator.POOL if settings.bins is BinConvention.TORCHVISION:
            pooled = roi_pool(maps, _boxes(trace.box_image.as_tuple(), maps.dtype), settings.output_size, scale)
        case Operator.ALIGN:
            boxes = _boxes(trace.box_image.as_tuple(), maps.dtype)
            pooled = roi_align(maps, boxes, settings.output_size, scale, settings.sampling_ratio, settings.aligned)
        case Operator.WARP:
            boxes = _boxes(trace.used_box_feature.as_tuple(), maps.dtype)
            pooled = roi_align(maps, boxes, settings.output_size, 1.0, settings.sampling_ratio, True)
        case _:
            return None
    values: Features = pooled[0].numpy()
    return values


def _boxes(box: tuple[float, float, float, float], dtype: torch.dtype) -> torch.Tensor:
    import torch

    return torch.tensor([[0.0, *box]], dtype=dtype)


def max_abs_difference_to_torchvision(trace: SamplingTrace, features: Features) -> float | None:
    """The largest absolute difference of ``trace.evaluate(features)`` to torchvision's answer; None where there is none to ask."""
    pooled = torchvision_pooled(trace, features)
    return None if pooled is None else largest_difference(trace.evaluate(features), pooled).value
