"""The derived crops against the paper's numbers, and against real layers: averaging layers carry a ramp to where they look."""

from __future__ import annotations

import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from hypothesis import given, settings
from hypothesis import strategies as st

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


READ_OUTS = st.sampled_from([32, 16, 8])
SIZES = st.integers(128, 720)


def summed(size: int, read_out: int) -> torch.Tensor:
    """What the paper's layers, all of them averaging, make of a ramp over ``size`` px: each cell of the last sum says where it looks.

    The ramp goes on in the padding, so that averages there know their place too; 1x1 and 3x3 (pad 1) layers move nothing.
    """
    line, pooled = averaged(torch.arange(-100, size + 100, dtype=torch.float64)[None, None] + 0.5, 3), {}
    for pool in range(1, 6):
        line = averaged(line, 2, 2)
        pooled[pool] = line
    fused = averaged(line, 7)
    for crop, pool in zip(VggAlignment().crops(read_out)[:-1], (4, 3), strict=False):
        doubled = upsampled(fused, 2, 4)
        kept = pooled[pool][..., int(crop) : int(crop) + doubled.shape[2]]
        fused = (doubled[..., : kept.shape[2]] + kept) / 2
    return fused


@settings(max_examples=30, deadline=None)
@given(size=SIZES, read_out=READ_OUTS)
def test_real_layers_with_the_derived_crops_put_every_inner_pixel_onto_itself(size: int, read_out: int) -> None:
    last = int(VggAlignment().crops(read_out)[-1])
    out = upsampled(summed(size, read_out), read_out, 2 * read_out)[0, 0, last : last + size]
    inside = slice(48, size - 80)  # where every deconvolution has both of its neighbours, and no pooling has cut its last cell
    centres = torch.arange(size, dtype=torch.float64) + 0.5
    torch.testing.assert_close(out[inside], centres[inside], atol=1e-9, rtol=0)


@settings(max_examples=30, deadline=None)
@given(size=SIZES, read_out=READ_OUTS, kernel=st.integers(8, 128), crop=st.integers(0, 120))
def test_a_cell_is_drawn_as_far_off_as_is_said_with_any_last_kernel(size: int, read_out: int, kernel: int, crop: int) -> None:
    looks_at = summed(size, read_out)[0, 0]
    cell = len(looks_at) // 2
    impulse = torch.zeros(1, 1, len(looks_at), dtype=torch.float64)
    impulse[..., cell] = 1
    drawn = F.conv_transpose1d(impulse, torch.ones(1, 1, kernel, dtype=torch.float64), stride=read_out)[0, 0]
    centre = float((drawn * (torch.arange(len(drawn)) + 0.5)).sum() / drawn.sum()) - crop
    assert float(looks_at[cell]) - centre == pytest.approx(VggAlignment(last_kernel=kernel).misregistration(read_out, crop))


@given(read_out=READ_OUTS, padding=st.integers(0, 150), kernel=st.integers(1, 128))
def test_the_derived_crop_leaves_nothing_and_any_other_leaves_what_it_is_off_by(read_out: int, padding: int, kernel: int) -> None:
    net = VggAlignment(padding, last_kernel=kernel)
    right = net.crops(read_out)[-1]
    assert net.misregistration(read_out, right) == 0
    assert net.misregistration(read_out, right + 1) == 1
    assert (right == round(right)) == (kernel % 2 == 0)  # an odd kernel at an even stride has its centre between two pixels


@settings(max_examples=30, deadline=None)
@given(size=SIZES, read_out=READ_OUTS)
def test_the_result_is_as_long_as_that_of_real_layers(size: int, read_out: int) -> None:
    line = torch.zeros(1, 1, size + 198, dtype=torch.float64)
    for _ in range(5):
        line = F.max_pool1d(line, 2, 2, ceil_mode=True)
    line = averaged(line, 7)
    for stride in (16, 8):
        line = upsampled(line, 2, 4) if stride >= read_out else line
    assert VggAlignment().result_length(size, read_out) == upsampled(line, read_out, 2 * read_out).shape[2]


@given(size=SIZES, read_out=READ_OUTS)
def test_a_centred_crop_is_off_except_where_the_length_happens_to_fit(size: int, read_out: int) -> None:
    net = VggAlignment()
    spare = net.result_length(size, read_out) - size
    centred = net.centred_crop(size, read_out)
    assert centred == spare / 2
    assert (net.misregistration(read_out, centred) == 0) == (spare == 2 * net.crops(read_out)[-1])


@pytest.mark.parametrize(("size", "centred"), [(500, 22), (375, 20.5), (224, 32)])
def test_centred_crops_of_fcn_32s_by_hand(size: int, centred: float) -> None:
    """500 px are 698 after conv1_1, 22 after the poolings, 16 after fc6, 544 in the result: 22 on either side, not 19."""
    assert VggAlignment().centred_crop(size, 32) == centred
    assert VggAlignment().misregistration(32, centred) == centred - 19


def test_a_photo_too_short_has_no_result() -> None:
    assert VggAlignment(padding=0).result_length(100, 32) == 0
