"""From fused scores at a coarse stride to logits and classes at image pixels."""

from __future__ import annotations

import numpy as np
import torch

from core.geometry import HALF_PIXEL, Axis1d


def axis_neighbours(cells: int, pixels: int, cell_to_image: Axis1d) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    """The two cells that each pixel centre lies between: ``(before, after, weight of after)``, each ``(pixels,)``.

    Bilinear interpolation between cell centres, clamped at the border (``align_corners=False`` generalised to any map).
    """
    to_cell = cell_to_image.inverse()
    centres = np.arange(pixels) + HALF_PIXEL
    index = np.clip(to_cell.scale * centres + to_cell.shift - HALF_PIXEL, 0.0, cells - 1.0)
    before = np.minimum(np.floor(index), max(cells - 2, 0)).astype(np.int64)
    after = np.minimum(before + 1, cells - 1)
    weight = (index - before).astype(np.float32)
    return torch.from_numpy(before), torch.from_numpy(after), torch.from_numpy(weight)


def logits_at_pixels(fused: torch.Tensor, cell_to_image: tuple[Axis1d, Axis1d], size: tuple[int, int]) -> torch.Tensor:
    """``(K, h, w)`` fused scores to ``(K, H, W)`` logits at the pixels of an image of ``size`` ``(H, W)``.

    ``cell_to_image`` is ``(x, y)``. Costs 4 * K * H * W bytes: ask for a window of a large image, or for classes only.
    """
    map_x, map_y = cell_to_image
    top, bottom, down = axis_neighbours(fused.shape[1], size[0], map_y)
    left, right, across = axis_neighbours(fused.shape[2], size[1], map_x)
    rows = torch.lerp(fused[:, top], fused[:, bottom], down[None, :, None])
    return torch.lerp(rows[:, :, left], rows[:, :, right], across)
