"""The derived crops against the paper's numbers, and against real layers: averaging layers carry a ramp to where they look."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F  # noqa: N812

from core.fcn.alignment import VggAlignment
from core.fcn.kernels import bilinear_taps


@pytest.mark.parametrize(("read_out", "crops"), [(32, (19,)), (16, (5, 27)), (8, (5, 9, 31))])
def test_the_papers_crops_are_derived(read_out: int, crops: tuple[int, ...]) -> None:
    assert VggAlignment().crops(read_out) == crops


@pytest.mark.parametrize("read_out", [32, 16, 8])
def test_a_crop_of_20_instead_of_19_shifts_the_result_by_a_pixel(read_out: int) -> None:
    right = VggAlignment().crops(read_out)[-1]
    assert VggAlignment().misregistration(read_out, right) == 0
    assert VggAlignment().misregistration(read_out, right + 1) == 1


def test_other_paddings_have_other_crops() -> None:
    assert VggAlignment(padding=99).crops(32) == (18,)
    assert VggAlignment(fc6_kernel=1).crops(32) == (19 + 3 * 32,)


def averaged(line: torch.Tensor, kernel: int, stride: int = 1) -> torch.Tensor:
    return F.avg_pool1d(line, kernel, stride, ceil_mode=False)


def upsampled(line: torch.Tensor, stride: int, kernel: int) -> torch.Tensor:
    taps = torch.tensor(bilinear_taps(stride))[None, None]
    assert taps.shape[2] == kernel
    return F.conv_transpose1d(line, taps, stride=stride)


@pytest.mark.parametrize("size", [224, 333, 500, 511, 640])
@pytest.mark.parametrize("read_out", [32, 16, 8])
def test_real_layers_with_the_derived_crops_put_every_inner_pixel_onto_itself(size: int, read_out: int) -> None:
    # The ramp goes on in the padding, so that averages there know their place too; 1x1 and 3x3 (pad 1) layers move nothing.
    ramp = torch.arange(-100, size + 100, dtype=torch.float64)[None, None] + 0.5
    line, pooled = averaged(ramp, 3), {}
    for pool in range(1, 6):
        line = averaged(line, 2, 2)
        pooled[pool] = line
    fused = averaged(line, 7)
    *inner, last = (int(crop) for crop in VggAlignment().crops(read_out))
    for crop, pool in zip(inner, (4, 3), strict=False):
        doubled = upsampled(fused, 2, 4)
        kept = pooled[pool][..., crop : crop + doubled.shape[2]]
        length = kept.shape[2]
        fused = (doubled[..., :length] + kept) / 2
    out = upsampled(fused, read_out, 2 * read_out)[0, 0, last : last + size]
    inside = slice(64, size - 64)  # where every deconvolution has both of its neighbours
    centres = torch.arange(size, dtype=torch.float64) + 0.5
    torch.testing.assert_close(out[inside], centres[inside], atol=1e-9, rtol=0)
