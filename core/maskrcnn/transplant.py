"""Another pooling operator in the place of the one that the weights were trained with: for the box head, the mask head, or both."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

import torch
from torch import nn
from torch.nn.functional import grid_sample
from torchvision.models.detection import MaskRCNN
from torchvision.ops import MultiScaleRoIAlign, roi_align, roi_pool
from torchvision.ops.poolers import LevelMapper

from core.errors import InputError
from core.maskrcnn.network import tell_strides
from core.maskrcnn.results import DetectionRun, Poolers
from core.maskrcnn.staged import empty_tables
from core.roi.settings import BinConvention, Operator, OperatorSettings

HALF_CELL = 0.5
Module = TypeVar("Module", bound=nn.Module)


class Pooler(nn.Module):
    """What ``MultiScaleRoIAlign`` does, with the operator of ``settings``: each box is read from the level that FPN's rule gives it."""

    def __init__(self, settings: OperatorSettings, like: MultiScaleRoIAlign) -> None:
        super().__init__()
        if settings.operator is Operator.POOL and settings.bins is not BinConvention.TORCHVISION:
            raise InputError("A network can be given RoIPool with torchvision's bins only, not with '{bins}'.", bins=settings.bins.value)
        tell_strides(like)
        self.settings = settings
        self.scales: list[float] = list(like.scales)
        self.map_levels: LevelMapper = like.map_levels
        self._names = list(like.featmap_names)

    def forward(self, pyramid: Mapping[str, torch.Tensor], boxes: list[torch.Tensor], _sizes: list[tuple[int, int]]) -> torch.Tensor:
        """Pyramid levels ``(N, C, h, w)`` and boxes ``(n, 4)`` in input px for each photo to ``(sum of n, C, rows, columns)``."""
        maps = [level for name, level in pyramid.items() if name in self._names]
        owner = torch.cat([torch.full_like(part[:, :1], index) for index, part in enumerate(boxes)])
        rois = torch.cat([owner, torch.cat(boxes)], dim=1)
        levels = self.map_levels(boxes)
        pooled = maps[0].new_zeros((len(rois), maps[0].shape[1], *self.settings.output_size))
        for index, (features, scale) in enumerate(zip(maps, self.scales, strict=True)):
            chosen = torch.where(levels == index)[0]
            pooled[chosen] = pool(self.settings, features, rois[chosen], scale)
        return pooled


def pool(settings: OperatorSettings, features: torch.Tensor, rois: torch.Tensor, scale: float) -> Any:
    """``features`` ``(N, C, h, w)``, ``rois`` ``(n, 5)`` (photo, x1, y1, x2, y2 in input px) to a tensor ``(n, C, rows, columns)``."""
    size, ratio = settings.output_size, settings.sampling_ratio
    match settings.operator:
        case Operator.POOL:
            return roi_pool(features, rois, size, scale)
        case Operator.ALIGN:
            return roi_align(features, rois, size, scale, ratio, settings.aligned)
        case Operator.WARP:
            # The window is in whole cells, so the scale is spent; half a cell is subtracted so that a cell's centre is its index.
            return roi_align(features, windows_of_cells(rois, scale), size, 1.0, ratio, True)
        case Operator.CROP_AND_RESIZE:
            return crop_and_resize(features, rois, size, scale)


def windows_of_cells(rois: torch.Tensor, scale: float) -> torch.Tensor:
    """RoIPool's first quantization: rois ``(n, 5)`` in input px to windows of whole cells ``(n, 5)``, at least one cell a side."""
    edges = _round_half_away(rois[:, 1:] * scale)
    stop = torch.maximum(edges[:, 2:] + 1, edges[:, :2] + 1)
    return torch.cat([rois[:, :1], edges[:, :2], stop], dim=1)


def _round_half_away(values: torch.Tensor) -> torch.Tensor:
    """C's ``round``; torch's goes to even on ties."""
    whole = values.trunc()
    return whole + (values - whole).abs().ge(HALF_CELL) * values.sign()


def crop_and_resize(features: torch.Tensor, rois: torch.Tensor, size: tuple[int, int], scale: float) -> torch.Tensor:
    """One corner-aligned bilinear sample per output value; a point beyond the first or last cell centre is 0.

    Source: the documentation of ``tf.image.crop_and_resize``; a box is divided by the map's whole extent, as its callers do.
    """
    rows, columns = features.shape[2:]
    x = _positions(rois[:, 1] * scale / columns, rois[:, 3] * scale / columns, columns, size[1])
    y = _positions(rois[:, 2] * scale / rows, rois[:, 4] * scale / rows, rows, size[0])
    inside = ((y >= 0) & (y <= rows - 1))[:, :, None] & ((x >= 0) & (x <= columns - 1))[:, None]
    points = torch.stack(
        [_normalised(x, columns)[:, None].expand(-1, size[0], -1), _normalised(y, rows)[:, :, None].expand(-1, -1, size[1])], dim=3
    )
    pooled = features.new_zeros((len(rois), features.shape[1], *size))
    for photo in range(len(features)):
        mine = torch.where(rois[:, 0] == photo)[0]
        # All boxes of a photo as one tall grid: grid_sample would else want one copy of the map per box.
        tall = points[mine].reshape(1, -1, size[1], 2)
        sampled = grid_sample(features[photo : photo + 1], tall, mode="bilinear", padding_mode="border", align_corners=True)
        pooled[mine] = sampled[0].reshape(features.shape[1], len(mine), *size).transpose(0, 1)
    return pooled * inside[:, None]


def _positions(low: torch.Tensor, high: torch.Tensor, cells: int, count: int) -> torch.Tensor:
    """Cell indices ``(n, count)`` of the samples along one axis of the window from ``low`` to ``high`` (0..1 over the map)."""
    last = cells - 1
    if count == 1:
        return (HALF_CELL * (low + high) * last)[:, None]
    step = (high - low) * last / (count - 1)
    return low[:, None] * last + torch.arange(count, device=low.device, dtype=low.dtype) * step[:, None]


def _normalised(index: torch.Tensor, cells: int) -> torch.Tensor:
    """grid_sample's coordinates with aligned corners: -1 is the first cell's centre and 1 the last's."""
    return index * (2.0 / max(cells - 1, 1)) - 1.0


def transplanted(net: MaskRCNN, poolers: Poolers) -> MaskRCNN:
    """A network that shares every weight with ``net`` but pools with other operators; ``net`` itself stays as it is.

    The output size is the replaced pooler's, whatever ``poolers`` say. Raises InputError for an operator that torch lacks.
    """
    changed, heads = shallow(net), shallow(net.roi_heads)
    for name, settings in (("box_roi_pool", poolers.box), ("mask_roi_pool", poolers.mask)):
        if settings is not None:
            like = getattr(net.roi_heads, name)
            setattr(heads, name, Pooler(replace(settings, output_size=tuple(like.output_size)), like).eval())
    changed.roi_heads = heads
    return changed


def shallow(module: Module) -> Module:
    """A module of the same parts, of which some can then be replaced without changing ``module``."""
    twin = copy.copy(module)
    twin._modules = dict(module._modules)
    return twin


def forget_heads(run: DetectionRun, *, boxes: bool) -> DetectionRun:
    """``run`` without what the mask head said, nor the box head if ``boxes``: its re-run asks the heads it is given, and no backbone."""
    box_table, mask_table = empty_tables()
    kept = replace(run.boxes, table=box_table) if boxes else run.boxes
    return replace(run, boxes=kept, masks=replace(run.masks, table=mask_table))
