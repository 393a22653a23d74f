"""The fusion against a slow reading of the paper: bilinear interpolation written as a sum over cells."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
import pytest
import torch

from core.fcn.config import Gains, ReadOut
from core.fcn.fusion import fuse, upsample

Map = npt.NDArray[np.float64]


def slow_upsample(scores: Map, factor: int) -> Map:
    """Every target pixel as a weighted sum of ALL source cells: weight max(0, 1 - distance between centres), edges repeated."""

    def weights(length: int) -> Map:
        matrix = np.zeros((length * factor, length))
        for target in range(length * factor):
            centre = (target + 0.5) / factor - 0.5
            for cell in range(-1, length + 1):
                weight = max(0.0, 1.0 - abs(centre - cell))
                matrix[target, min(max(cell, 0), length - 1)] += weight
        return matrix

    return np.einsum("yi,kij,xj->kyx", weights(scores.shape[1]), scores, weights(scores.shape[2]))


def random_scores(seed: int = 0) -> dict[int, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    return {s: torch.randn(1, 3, 96 // s, 64 // s, generator=generator, dtype=torch.float64) for s in (32, 16, 8)}


def test_each_read_out_is_the_papers_sum() -> None:
    scores = random_scores()
    s32, s16, s8 = (scores[s][0].numpy() for s in (32, 16, 8))
    sixteen = slow_upsample(s32, 2) + s16
    expected = {32: s32, 16: sixteen, 8: slow_upsample(sixteen, 2) + s8}
    for read_out in ReadOut:
        np.testing.assert_allclose(fuse(scores, read_out)[0].numpy(), expected[read_out], atol=1e-12)


@pytest.mark.parametrize("factor", [2, 8, 32])
def test_upsampling_is_bilinear_between_cell_centres(factor: int) -> None:
    scores = torch.randn(1, 2, 3, 4, dtype=torch.float64)
    np.testing.assert_allclose(upsample(scores, factor)[0].numpy(), slow_upsample(scores[0].numpy(), factor), atol=1e-12)


def test_the_logit_is_exactly_the_sum_of_the_three_streams() -> None:
    scores = random_scores(1)
    whole = fuse(scores, ReadOut.STRIDE_8)
    alone = [fuse(scores, ReadOut.STRIDE_8, gains) for gains in (Gains(1, 0, 0), Gains(0, 1, 0), Gains(0, 0, 1))]
    torch.testing.assert_close(whole, sum(alone), atol=1e-12, rtol=0)


def test_a_finer_stream_does_not_touch_a_coarser_read_out() -> None:
    scores = random_scores(2)
    changed = {**scores, 8: scores[8] + 100}
    assert torch.equal(fuse(scores, ReadOut.STRIDE_16), fuse(changed, ReadOut.STRIDE_16))
    assert not torch.equal(fuse(scores, ReadOut.STRIDE_8), fuse(changed, ReadOut.STRIDE_8))


def test_a_gain_scales_its_stream_alone() -> None:
    scores = random_scores(3)
    doubled = fuse({**scores, 16: scores[16] * 2}, ReadOut.STRIDE_8)
    torch.testing.assert_close(fuse(scores, ReadOut.STRIDE_8, Gains(1, 2, 1)), doubled)
