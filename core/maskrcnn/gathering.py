"""RoIAlign on a CPU as one weighted sum of cells for each bin, of all channels at once.

torchvision's operator walks through each channel by itself. With the channels of a cell beside each other in memory, a bin is the sum of
16 such rows, 4 for each of its 2 x 2 samples, which is what torch's ``embedding_bag`` computes fastest.
"""

from __future__ import annotations

import torch
from torch.nn.functional import embedding_bag
from torchvision.models.detection import MaskRCNN
from torchvision.ops import MultiScaleRoIAlign

SAMPLES = 2
"""Per bin and axis; torchvision's ``sampling_ratio``."""


class GatheringRoIAlign(MultiScaleRoIAlign):  # type: ignore[misc]  # torchvision is untyped
    """Pools as ``like`` does, but for rounding."""

    def __init__(self, like: MultiScaleRoIAlign) -> None:
        super().__init__(like.featmap_names, like.output_size, like.sampling_ratio)
        self.scales, self.map_levels = like.scales, like.map_levels

    def forward(self, x: dict[str, torch.Tensor], boxes: list[torch.Tensor], image_shapes: list[tuple[int, int]]) -> torch.Tensor:
        """Levels ``(1, C, h, w)`` and boxes ``(n, 4)`` in input px to ``(n, C, rows, columns)``."""
        if self.scales is None:  # torchvision learns them from the first maps it sees: the first run must be as every other
            super().forward(x, [some[:0] for some in boxes], image_shapes)
        maps = [level for name, level in x.items() if name in self.featmap_names]
        known = self.sampling_ratio == SAMPLES and self.map_levels is not None
        if not known or len(boxes) != 1 or maps[0].device.type != "cpu" or maps[0].dtype != torch.float32:
            as_it_is: torch.Tensor = super().forward(x, boxes, image_shapes)
            return as_it_is
        levels = self.map_levels(boxes)
        rows, columns = self.output_size
        pooled = maps[0].new_zeros(len(boxes[0]), rows, columns, maps[0].shape[1])
        for index, (features, scale) in enumerate(zip(maps, self.scales, strict=True)):
            chosen = torch.where(levels == index)[0]
            if len(chosen):
                pooled[chosen] = gathered(features, boxes[0][chosen] * scale, (rows, columns))
        return pooled.permute(0, 3, 1, 2).contiguous()


def gathered(features: torch.Tensor, boxes_feature: torch.Tensor, size: tuple[int, int]) -> torch.Tensor:
    """``(1, C, h, w)`` and boxes ``(n, 4)`` in cells to ``(n, rows, columns, C)``, by RoIAlign's rule with ``aligned=False``."""
    _, channels, height, width = features.shape
    down, down_weights = _cells(boxes_feature[:, 1], boxes_feature[:, 3], size[0], height)
    across, across_weights = _cells(boxes_feature[:, 0], boxes_feature[:, 2], size[1], width)
    places = down[:, :, None, :, None] * width + across[:, None, :, None, :]
    weights = down_weights[:, :, None, :, None] * across_weights[:, None, :, None, :]
    bags = (-1, (2 * SAMPLES) ** 2)
    table = features[0].permute(1, 2, 0).reshape(-1, channels).contiguous()  # else torch takes a slower way, and rounds otherwise
    found = embedding_bag(places.reshape(bags), table, per_sample_weights=weights.reshape(bags), mode="sum")
    return found.view(len(boxes_feature), *size, channels)


def _cells(start: torch.Tensor, end: torch.Tensor, bins: int, cells: int) -> tuple[torch.Tensor, torch.Tensor]:
    """Along one axis: the 4 cells that each bin reads, ``(n, bins, 4)``, and what each counts in the bin's mean.

    A sample beyond [-1, cells] counts nothing; one before the first cell's centre or behind the last's is moved there.
    """
    first, step = start[:, None, None], ((end - start).clamp(min=1.0) / bins)[:, None, None]
    # In torchvision's order, so that a sample of a far cell is not rounded to another place.
    samples = first + torch.arange(bins)[:, None] * step + (torch.arange(SAMPLES) + 0.5) * step / SAMPLES
    seen = (samples >= -1.0) & (samples <= cells)
    inside = samples.clamp(0.0, cells - 1.0)
    before = inside.long()
    after = (before + 1).clamp(max=cells - 1)
    share = inside - before
    weights = torch.stack([1.0 - share, share], dim=-1) * (seen / SAMPLES)[..., None]
    return torch.stack([before, after], dim=-1).flatten(2), weights.flatten(2)


def gather(net: MaskRCNN) -> MaskRCNN:
    """``net`` itself, its poolers replaced for good."""
    heads = net.roi_heads
    heads.box_roi_pool, heads.mask_roi_pool = (GatheringRoIAlign(it).eval() for it in (heads.box_roi_pool, heads.mask_roi_pool))
    return net
