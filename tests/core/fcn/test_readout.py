from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from hypothesis import given, settings
from hypothesis import strategies as st

from core.fcn.readout import classes_at_pixels, logits_at_pixels
from core.geometry import Axis1d

sizes = st.integers(1, 6)
scales = st.floats(1.0, 20.0)


def smooth_scores(classes: int, height: int, width: int, seed: int) -> torch.Tensor:
    """Blobs with a little noise, as a network's scores are: most quads have one possible winner, some have several."""
    generator = torch.Generator().manual_seed(seed)
    coarse = torch.randn(1, classes, max(height // 4, 1), max(width // 4, 1), generator=generator) * 3
    blobs = F.interpolate(coarse, size=(height, width), mode="bilinear")[0]
    return blobs + torch.randn(classes, height, width, generator=generator) * 0.2


@pytest.mark.parametrize("stride", [8, 16, 32])
def test_logits_at_pixels_are_torchs_interpolation_when_cells_are_whole_pixels(stride: int) -> None:
    fused = torch.randn(5, 7, 4)
    cells = Axis1d(float(stride))
    expected = F.interpolate(fused[None], scale_factor=stride, mode="bilinear", align_corners=False)[0]
    torch.testing.assert_close(logits_at_pixels(fused, (cells, cells), (7 * stride, 4 * stride)), expected, atol=1e-5, rtol=1e-5)


@settings(max_examples=150, deadline=None)
@given(st.integers(2, 9), sizes, sizes, scales, scales, st.integers(1, 60), st.integers(1, 60), st.integers(0, 999))
def test_classes_are_the_argmax_of_the_logits_of_every_pixel(
    classes: int, height: int, width: int, scale_y: float, scale_x: float, rows: int, columns: int, seed: int
) -> None:
    fused = torch.randn(classes, height, width, generator=torch.Generator().manual_seed(seed))
    cells = (Axis1d(scale_x), Axis1d(scale_y))
    logits = logits_at_pixels(fused, cells, (rows, columns))
    found = classes_at_pixels(fused, cells, (rows, columns))
    assert found.shape == (rows, columns)
    # Where two logits differ by rounding alone, either class is right.
    best = logits.max(dim=0).values
    chosen = logits.gather(0, found[None].long())[0]
    assert bool((best - chosen <= 1e-5).all())


def test_photo_like_scores_agree_with_dense_argmax_at_every_pixel() -> None:
    fused = smooth_scores(21, 40, 52, seed=4)
    cells = (Axis1d(4.7), Axis1d(5.3))
    dense = logits_at_pixels(fused, cells, (200, 240)).argmax(dim=0)
    np.testing.assert_array_equal(classes_at_pixels(fused, cells, (200, 240)).numpy(), dense.numpy())


def test_a_class_that_no_corner_prefers_can_still_win_between_them() -> None:
    # Corners: class 0 wins left, class 1 wins right, class 2 is second everywhere and first in the middle.
    fused = torch.tensor([[[10.0, 0.0]], [[0.0, 10.0]], [[6.0, 6.0]]])
    found = classes_at_pixels(fused, (Axis1d(10.0), Axis1d(10.0)), (10, 20))
    assert found[0].tolist() == [0] * 9 + [2] * 2 + [1] * 9


def test_equal_scores_go_to_the_lower_class() -> None:
    assert classes_at_pixels(torch.zeros(4, 3, 3), (Axis1d(4.0), Axis1d(4.0)), (12, 12)).unique().tolist() == [0]


def test_cells_in_the_padding_reach_no_pixel() -> None:
    fused = torch.zeros(2, 4, 4)
    fused[1, :, 2:] = 5.0
    fused[1, 2:, :] = 5.0
    assert classes_at_pixels(fused, (Axis1d(8.0), Axis1d(8.0)), (8, 8)).unique().tolist() == [0]
