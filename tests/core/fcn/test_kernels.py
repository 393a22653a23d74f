from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from core.fcn.kernels import bilinear_kernel, bilinear_taps, border_gain


def test_the_kernel_of_x2_is_the_known_one() -> None:
    assert bilinear_taps(2).tolist() == [0.25, 0.75, 0.75, 0.25]
    assert bilinear_taps(3).tolist() == pytest.approx([1 / 3, 2 / 3, 1, 2 / 3, 1 / 3])


@pytest.mark.parametrize("stride", [2, 8, 16, 32])
def test_a_bilinear_deconvolution_is_interpolation_inside(stride: int) -> None:
    scores = torch.randn(1, 1, 5, 6, dtype=torch.float64)
    kernel = torch.tensor(bilinear_kernel(stride))[None, None]
    deconvolved = F.conv_transpose2d(scores, kernel, stride=stride, padding=stride // 2)
    interpolated = F.interpolate(scores, scale_factor=stride, mode="bilinear", align_corners=False)
    half = stride // 2
    inside = (..., slice(half, -half), slice(half, -half))
    torch.testing.assert_close(deconvolved[inside], interpolated[inside], atol=1e-12, rtol=0)
    assert not torch.allclose(deconvolved, interpolated)


@pytest.mark.parametrize(("stride", "crop"), [(32, 19), (16, 27), (8, 31), (2, 1)])
def test_the_gain_is_what_a_deconvolution_makes_of_ones(stride: int, crop: int) -> None:
    kernel = torch.tensor(bilinear_kernel(stride))[None, None]
    ones = F.conv_transpose2d(torch.ones(1, 1, 9, 9, dtype=torch.float64), kernel, stride=stride)[0, 0, crop:-crop, crop:-crop]
    gain = border_gain(9, stride, length=ones.shape[0], crop=crop)
    np.testing.assert_allclose(np.outer(gain, gain), ones.numpy(), atol=1e-12)


def test_the_corner_of_the_papers_32s_is_attenuated_to_037() -> None:
    assert border_gain(16, 32, length=480, crop=19)[0] ** 2 == pytest.approx(0.37, abs=0.005)


def test_a_length_that_does_not_fit_is_refused() -> None:
    with pytest.raises(ValueError, match="do not fit"):
        border_gain(2, 32, length=200, crop=0)
