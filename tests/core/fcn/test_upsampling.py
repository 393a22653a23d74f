"""Deconvolution and interpolation as matrices, against torch's operators; the decoder's steps against the fusion."""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from core.fcn.alignment import VggAlignment
from core.fcn.config import Gains, ReadOut
from core.fcn.fusion import fuse
from core.fcn.kernels import bilinear_kernel
from core.fcn.upsampling import corner_gain, decoder_steps, deconvolved, gain_map, interpolated, interpolated_by_twos

STRIDES = (2, 8, 16, 32)


def scores(height: int = 5, width: int = 6) -> np.ndarray:
    return np.random.default_rng(3).normal(size=(height, width)).astype(np.float32)


@pytest.mark.parametrize("stride", STRIDES)
def test_deconvolution_is_torchs(stride: int) -> None:
    kernel = torch.tensor(bilinear_kernel(stride), dtype=torch.float32)[None, None]
    expected = F.conv_transpose2d(torch.tensor(scores())[None, None], kernel, stride=stride, padding=stride // 2)[0, 0]
    np.testing.assert_allclose(deconvolved(scores(), stride), expected.numpy(), atol=1e-5)


@pytest.mark.parametrize("stride", STRIDES)
@pytest.mark.parametrize("shape", [(5, 6), (1, 3)])
def test_interpolation_is_torchs(stride: int, shape: tuple[int, int]) -> None:
    given = scores(*shape)
    expected = F.interpolate(torch.tensor(given)[None, None], scale_factor=stride, mode="bilinear", align_corners=False)[0, 0]
    np.testing.assert_allclose(interpolated(given, stride), expected.numpy(), atol=1e-5)


@pytest.mark.parametrize("stride", STRIDES)
def test_the_two_differ_by_the_gain_within_half_a_cell_of_the_border_and_nowhere_else(stride: int) -> None:
    given, half = scores(), stride // 2
    difference = deconvolved(given, stride) - interpolated(given, stride)
    assert np.abs(difference[half:-half, half:-half]).max() < 1e-5
    assert np.abs(difference[0]).max() > 0.05
    np.testing.assert_allclose(deconvolved(given, stride), interpolated(given, stride) * gain_map(given.shape, stride), atol=1e-5)


def test_the_corner_of_the_papers_32s_has_037_and_its_other_nets_lose_nothing() -> None:
    gains = {int(stride): corner_gain(stride, round(VggAlignment().crops(stride)[-1])) for stride in ReadOut}
    assert gains[32] == pytest.approx(0.37, abs=0.005)
    assert gains[16] == gains[8] == pytest.approx(1)


@pytest.mark.parametrize("stride", [8, 16, 32])
def test_the_corner_of_the_gain_map_is_that_of_a_crop_by_half_a_cell(stride: int) -> None:
    assert gain_map((4, 4), stride)[0, 0] == pytest.approx(corner_gain(stride, stride // 2))


def test_by_twos_is_as_large_but_not_the_same_as_at_once() -> None:
    given = scores()
    expected = torch.tensor(given)[None, None]
    for _ in range(3):
        expected = F.interpolate(expected, scale_factor=2, mode="bilinear", align_corners=False)
    np.testing.assert_allclose(interpolated_by_twos(given, 8), expected[0, 0].numpy(), atol=1e-5)
    assert np.abs(interpolated_by_twos(given, 8) - interpolated(given, 8)).max() > 0.05


@pytest.mark.parametrize("read_out", list(ReadOut))
def test_the_last_step_is_the_fusion(read_out: ReadOut) -> None:
    random = np.random.default_rng(5)
    maps = {stride: random.normal(size=(3, 96 // stride, 128 // stride)).astype(np.float32) for stride in (32, 16, 8)}
    gains = Gains(0.5, 1.25, 2.0)
    steps = decoder_steps(maps, 2, read_out, gains)
    expected = fuse({stride: torch.tensor(values)[None] for stride, values in maps.items()}, read_out, gains)[0, 2]
    np.testing.assert_allclose(steps[-1].values, expected.numpy(), atol=1e-5)
    assert steps[-1].stride == read_out
    assert len(steps) == {32: 1, 16: 4, 8: 7}[read_out]


def test_a_decoder_without_skips_has_one_step() -> None:
    maps = {stride: np.full((2, 96 // stride, 128 // stride), float(stride), np.float32) for stride in (32, 16, 8)}
    (step,) = decoder_steps(maps, 1, ReadOut.STRIDE_8, Gains(3.0, 3.0, 0.5), streams=(8,))
    assert (step.kind, step.stride) == ("score", 8)
    np.testing.assert_array_equal(step.values, np.full((12, 16), 4.0))
