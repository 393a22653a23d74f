"""Convolutions by Winograd's algorithm are the convolution, in every shape that a network asks for."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from torch import nn

from core.winograd import FEWEST_TILES, KERNEL, TILE, WINDOW, WinogradConv2d, transforms

ROUNDING = 2e-5
"""Of values about 1; the algorithm adds and subtracts numbers some ten times as large."""


def pair(channels: int = 128, out: int = 128, dilation: int = 1, *, bias: bool = True) -> tuple[nn.Conv2d, WinogradConv2d]:
    torch.manual_seed(channels + out + dilation)
    plain = nn.Conv2d(channels, out, 3, padding=dilation, dilation=dilation, bias=bias).eval()
    return plain, WinogradConv2d(plain)


def exact(plain: nn.Conv2d, given: torch.Tensor) -> torch.Tensor:
    with torch.inference_mode():
        found: torch.Tensor = copy.deepcopy(plain).double()(given.double())
    return found


def test_one_tile_of_one_axis_is_the_sum_of_products() -> None:
    window, kernel, back = transforms()
    rng = np.random.default_rng(0)
    cells, weights = rng.normal(size=WINDOW), rng.normal(size=KERNEL)
    expected = [cells[place : place + KERNEL] @ weights for place in range(TILE)]
    assert back @ ((window @ cells) * (kernel @ weights)) == pytest.approx(expected, abs=1e-12)


@pytest.mark.parametrize("dilation", [1, 2, 4])
@pytest.mark.parametrize("size", [(32, 32), (33, 35), (64, 17), (5, 250), (31, 90)])
def test_maps_of_every_size_and_dilation(size: tuple[int, int], dilation: int) -> None:
    plain, fast = pair(dilation=dilation)
    given = torch.randn(2, 128, *size).relu()
    with torch.inference_mode():
        found = fast(given)
    assert found.shape == (2, 128, *size)
    assert float((found - exact(plain, given)).abs().max()) < ROUNDING


@pytest.mark.parametrize(("photos", "channels", "out", "bias"), [(100, 128, 128, True), (1, 300, 129, False), (7, 128, 513, True)])
def test_rois_odd_widths_and_no_bias(photos: int, channels: int, out: int, bias: bool) -> None:
    plain, fast = pair(channels, out, bias=bias)
    given = torch.randn(photos, channels, 14, 14).relu()
    with torch.inference_mode():
        found = fast(given.contiguous(memory_format=torch.channels_last))
    assert float((found - exact(plain, given)).abs().max()) < ROUNDING
    assert photos == 1 or found.is_contiguous(memory_format=torch.channels_last)


def test_few_tiles_and_gradients_and_other_numbers_are_left_to_torch() -> None:
    plain, fast = pair()
    side = int((FEWEST_TILES * TILE**2) ** 0.5)
    small, large = torch.randn(1, 128, side - 1, side - 1), torch.randn(1, 128, side, side)
    with torch.inference_mode():
        assert torch.equal(fast(small), plain(small))
        assert not torch.equal(fast(large), plain(large))
    assert torch.equal(fast(large), plain(large))  # gradients are on
    with torch.inference_mode():
        assert torch.equal(fast.double()(large.double()), plain.double()(large.double()))


def test_copies_share_what_is_made_of_the_weights_and_it_is_made_once() -> None:
    _, fast = pair()
    twin = copy.deepcopy(fast, {id(it): it for it in fast.parameters()})
    with torch.inference_mode():
        twin(torch.randn(1, 128, 40, 40))
    assert fast._filters.at_points().data_ptr() == twin._filters.at_points().data_ptr()
    assert fast.filter_bytes == fast._filters.at_points().nbytes


@pytest.mark.parametrize("other", [
    nn.Conv2d(128, 128, 3), nn.Conv2d(128, 128, 3, padding=1, stride=2), nn.Conv2d(128, 128, 1), nn.Conv2d(64, 256, 3, padding=1),
    nn.Conv2d(128, 128, 3, padding=1, groups=2), nn.Conv2d(128, 128, 3, padding="same"), nn.Conv2d(128, 128, (3, 1), padding=1),
    nn.Conv2d(128, 128, 3, padding=1, padding_mode="reflect"), nn.ConvTranspose2d(128, 128, 3, padding=1), nn.ReLU(), pair()[1],
], ids=str)  # fmt: skip
def test_other_modules_are_not_for_it(other: nn.Module) -> None:
    assert not WinogradConv2d.pays(other)
    assert WinogradConv2d.pays(pair()[0])


def test_weights_have_the_names_and_values_that_they_had() -> None:
    plain, fast = pair()
    assert list(fast.state_dict()) == list(plain.state_dict())
    assert all(fast.state_dict()[name] is not None and torch.equal(it, plain.state_dict()[name]) for name, it in fast.state_dict().items())
