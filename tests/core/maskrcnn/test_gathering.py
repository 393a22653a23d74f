"""RoIAlign by gathered rows is torchvision's operator."""

from __future__ import annotations

import pytest
import torch
from torchvision.ops import MultiScaleRoIAlign, roi_align

from core.maskrcnn.gathering import GatheringRoIAlign, gathered
from core.maskrcnn.network import tell_strides


def boxes_of(count: int, extent: float, seed: int = 0) -> torch.Tensor:
    """Some of them smaller than a cell, some beyond the map's borders."""
    generator = torch.Generator().manual_seed(seed)
    corner = torch.rand(count, 2, generator=generator) * extent * 1.3 - extent * 0.15
    side = torch.rand(count, 2, generator=generator) ** 3 * extent
    return torch.cat([corner, corner + side], dim=1)


@pytest.mark.parametrize("size", [(7, 7), (14, 14), (2, 5)])
@pytest.mark.parametrize("shape", [(30, 40), (1, 1), (5, 60)])
def test_every_bin_is_torchvisions(shape: tuple[int, int], size: tuple[int, int]) -> None:
    features = torch.randn(1, 6, *shape, generator=torch.Generator().manual_seed(1))
    boxes = boxes_of(300, max(shape))
    expected = roi_align(features, [boxes], size, 1.0, 2, False)
    found = gathered(features, boxes, size)
    torch.testing.assert_close(found.permute(0, 3, 1, 2), expected, rtol=1e-5, atol=1e-5)
    assert torch.equal(gathered(features.contiguous(memory_format=torch.channels_last), boxes, size), found)


def test_the_first_run_is_as_every_other() -> None:
    """torchvision's pooler learns its levels' scales from the first maps that it sees."""
    pooler = GatheringRoIAlign(MultiScaleRoIAlign(["0", "1", "2", "3"], 7, 2))
    pyramid = {str(level): torch.randn(1, 4, 128 >> level, 160 >> level) for level in range(4)}
    boxes = [boxes_of(50, 600)]
    first, second = (pooler(pyramid, boxes, [(512, 640)]) for _ in range(2))
    assert torch.equal(first, second)


def test_edges_of_the_map_and_beyond() -> None:
    features = torch.arange(16.0).view(1, 1, 4, 4)
    boxes = torch.tensor([[-2.0, -2, 6, 6], [-1, -1, 5, 5], [3, 3, 4, 4], [4, 4, 5, 5], [9, 9, 12, 12], [3, 3, 1, 1], [0, 0, 4, 4]])
    found = gathered(features, boxes, (4, 4)).permute(0, 3, 1, 2)
    torch.testing.assert_close(found, roi_align(features, [boxes], 4, 1.0, 2, False))


@pytest.mark.parametrize("count", [200, 1, 0])
def test_each_box_is_read_from_its_level(count: int) -> None:
    pooler = MultiScaleRoIAlign(["0", "1", "2", "3"], 7, 2)
    tell_strides(pooler)
    pyramid = {str(level): torch.randn(1, 4, 128 >> level, 160 >> level) for level in range(4)} | {"pool": torch.randn(1, 4, 8, 10)}
    boxes = [boxes_of(count, 600)]
    found = GatheringRoIAlign(pooler)(pyramid, boxes, [(512, 640)])
    assert found.is_contiguous()
    torch.testing.assert_close(found, pooler(pyramid, boxes, [(512, 640)]), rtol=1e-5, atol=1e-5)
