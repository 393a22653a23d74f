"""Network input is the photo's values normalised in float32, padded with the mean colour, and in channels_last as it is."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.fcn.config import FcnConfig
from core.fcn.preprocess import normalised, prepare
from tests.networks import TINY_LABELS

MEANS, DEVIATIONS = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)


def test_every_value_of_every_channel_is_the_formulas() -> None:
    rgb = np.stack([np.roll(np.arange(256, dtype=np.uint8), shift) for shift in (0, 85, 170)], axis=-1).reshape(8, 32, 3)
    found = normalised(rgb, MEANS, DEVIATIONS)
    pixels = torch.tensor(rgb).permute(2, 0, 1).float()
    means, deviations = (torch.tensor(numbers)[:, None, None] for numbers in (MEANS, DEVIATIONS))
    assert torch.equal(found[0], (pixels / 255.0 - means) / deviations)
    assert found.is_contiguous(memory_format=torch.channels_last)


@pytest.mark.parametrize("size", [(1, 1), (37, 53), (64, 64)])
def test_padding_is_the_mean_colour_at_the_right_and_the_bottom(size: tuple[int, int]) -> None:
    rgb = np.random.default_rng(0).integers(0, 256, (*size, 3), np.uint8)
    found = normalised(rgb, MEANS, DEVIATIONS, (64, 64))
    assert found.shape == (1, 3, 64, 64)
    height, width = size
    assert torch.equal(found[..., :height, :width], normalised(rgb, MEANS, DEVIATIONS))
    found[..., :height, :width] = 0.0
    assert not found.any()


@pytest.mark.parametrize(
    ("image", "shown", "padded"), [((90, 120), (72, 96), (96, 96)), ((400, 100), (96, 24), (96, 32)), ((1, 900), (1, 96), (32, 96))]
)
def test_a_photo_gets_the_longest_side_and_whole_cells_at_stride_32(
    image: tuple[int, int], shown: tuple[int, int], padded: tuple[int, int]
) -> None:
    config = FcnConfig("test", TINY_LABELS.names, TINY_LABELS.name, longest_side=96)
    found = prepare(np.full((*image, 3), 200, np.uint8), config)
    assert (found.size, found.padded_size) == (shown, padded)
    assert found.to_image.x.scale == pytest.approx(image[1] / shown[1])
    assert found.to_image.y.scale == pytest.approx(image[0] / shown[0])
