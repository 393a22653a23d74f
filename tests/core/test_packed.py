"""Convolutions whose weights are laid out once, with the rectifier in the same pass, give what torch gives one after the other."""

from __future__ import annotations

import copy
from itertools import product

import pytest
import torch
from timm.layers.conv2d_same import Conv2dSame
from torch import nn
from torch.profiler import ProfilerActivity, profile

from core import packed
from core.folding import fold_norms
from core.packed import LARGEST, PackedConv2d, pack
from core.pointwise import PointwiseConv2d
from core.same_padding import EvenConv2dSame

needs_operators = pytest.mark.skipif(not packed._available(), reason="this torch has no such operators")
RECTIFIERS = [None, nn.ReLU(), nn.ReLU6(inplace=True)]


def convolution(kernel: int, *, stride: int = 1, dilation: int = 1, depthwise: bool = False, bias: bool = True) -> nn.Conv2d:
    torch.manual_seed(kernel)
    reach = dilation * (kernel - 1) // 2
    return nn.Conv2d(16, 16, kernel, stride, reach, dilation, 16 if depthwise else 1, bias).to(memory_format=torch.channels_last)


def features(*size: int, seed: int = 0) -> torch.Tensor:
    """Up to 20, so that ReLU6 cuts at both ends."""
    found = 5 * torch.randn(*size, generator=torch.Generator().manual_seed(seed))
    return found.to(memory_format=torch.channels_last)


@needs_operators
@pytest.mark.parametrize("rectifier", RECTIFIERS, ids=str)
@pytest.mark.parametrize(
    ("stride", "dilation", "depthwise", "bias"),
    [*product([1, 2], [1], [True, False], [True, False]), (1, 3, True, True), (1, 2, False, True)],
)
def test_equal_to_torch_to_the_last_bit(stride: int, dilation: int, depthwise: bool, bias: bool, rectifier: nn.Module | None) -> None:
    given = convolution(3, stride=stride, dilation=dilation, depthwise=depthwise, bias=bias)
    with torch.inference_mode():
        wanted = given(features(1, 16, 48, 40))
        wanted = wanted if rectifier is None else rectifier(wanted)
        found = PackedConv2d(given, rectifier)(features(1, 16, 48, 40))
    assert torch.equal(found, wanted)
    assert found.is_contiguous(memory_format=torch.channels_last)


@needs_operators
@pytest.mark.parametrize("rectifier", RECTIFIERS, ids=str)
@pytest.mark.parametrize("size", [(1, 16, 1, 1), (3, 16, 5, 7), (2, 16, 40, 50), (0, 16, 4, 4)])
def test_convolutions_of_one_cell_whatever_the_size(size: tuple[int, ...], rectifier: nn.Module | None) -> None:
    given = convolution(1)
    with torch.inference_mode():
        wanted = given(features(*size))
        wanted = wanted if rectifier is None else rectifier(wanted)
        torch.testing.assert_close(PackedConv2d(PointwiseConv2d(given), rectifier)(features(*size)), wanted, rtol=1e-5, atol=1e-5)


@needs_operators
@pytest.mark.parametrize("size", [(2, 2), (48, 40), (46, 30), (33, 40), (40, 33), (1, 1)])
def test_padding_like_tensorflows_is_kept(size: tuple[int, int]) -> None:
    torch.manual_seed(0)
    given = Conv2dSame(16, 16, 3, stride=2, groups=16)
    assert EvenConv2dSame.pays(given)
    with torch.inference_mode():
        wanted = nn.ReLU6()(given(features(2, 16, *size)))
        found = PackedConv2d(EvenConv2dSame(given), nn.ReLU6())(features(2, 16, *size))
    torch.testing.assert_close(found, wanted, rtol=1e-5, atol=1e-5)


@needs_operators
@pytest.mark.parametrize("kernel", [1, 3])
@pytest.mark.parametrize("depthwise", [True, False])
def test_the_sizes_that_came_before_do_not_matter(kernel: int, depthwise: bool) -> None:
    """The weights are laid out for the first; a photo's files must not depend on which that was."""
    given = convolution(kernel, depthwise=depthwise)
    taken = PackedConv2d(given, nn.ReLU())
    with torch.inference_mode():
        for size in ((1, 16, 48, 40), (2, 16, 5, 3), (1, 16, 200, 90), (1, 16, 1, 1), (1, 16, 48, 40)):
            found = taken(features(*size))
            assert torch.equal(found, PackedConv2d(given, nn.ReLU())(features(*size)))
            torch.testing.assert_close(found, torch.relu(given(features(*size))), rtol=1e-5, atol=1e-5)


@needs_operators
def test_weights_are_laid_out_once_for_all_copies_and_the_rectifier_takes_no_pass() -> None:
    net = nn.Sequential(convolution(3), nn.ReLU())
    pack(net)
    twin = copy.deepcopy(net, {id(tensor): tensor for tensor in net.parameters()})
    with torch.inference_mode(), profile(activities=[ProfilerActivity.CPU]) as seen:
        assert torch.equal(net(features(1, 16, 48, 40)), twin(features(1, 16, 48, 40)))
        net(features(1, 16, 20, 60))
    names = [event.name for event in seen.events()]
    assert names.count("mkldnn::_reorder_convolution_weight") == 1
    assert names.count("mkldnn::_convolution_pointwise") == 3
    assert "aten::relu" not in names


def test_gradients_and_other_precisions_are_left_to_torch() -> None:
    given = convolution(3)
    taken = PackedConv2d(given, nn.ReLU6())
    gradients = []
    for net in (nn.Sequential(given, nn.ReLU6()), taken):
        pixels = features(1, 16, 48, 40).requires_grad_()
        (gradient,) = torch.autograd.grad(net(pixels)[0, :, 3, 4].sum(), pixels)
        gradients.append(gradient)
    torch.testing.assert_close(*gradients)
    with torch.inference_mode():
        pixels = features(1, 16, 9, 9).double()
        assert torch.equal(taken.double()(pixels), nn.ReLU6()(given.double()(pixels)))


def test_without_memory_it_gives_the_shape() -> None:
    given = PackedConv2d(convolution(3, stride=2), nn.ReLU())
    assert copy.deepcopy(given).to("meta")(torch.empty(1, 16, 48, 40, device="meta")).shape == (1, 16, 24, 20)


class Residual(nn.Module):
    """What comes right after a convolution is not what reads it."""

    def __init__(self) -> None:
        super().__init__()
        self.convolution, self.act = convolution(3), nn.ReLU()

    def forward(self, given: torch.Tensor) -> torch.Tensor:
        found: torch.Tensor = self.act(given + self.convolution(given))
        return found


@pytest.mark.parametrize(
    "make",
    [
        lambda: nn.Sequential(convolution(3), nn.BatchNorm2d(16), nn.ReLU(), convolution(1), nn.ReLU6()),
        lambda: nn.Sequential(convolution(3), nn.Sigmoid(), nn.ReLU(), convolution(3)),
        lambda: nn.Sequential(Residual(), convolution(3), nn.Dropout(), nn.ReLU()),
        lambda: nn.Sequential(nn.Conv2d(16, 8, 3, padding="same"), nn.ReLU(), nn.Conv2d(8, 8, 3, padding=1, padding_mode="reflect")),
        lambda: nn.Sequential(nn.Conv2d(16, LARGEST // 16 + 1, 1), nn.ReLU()),
    ],
)
def test_networks_stay_the_same_function(make: object) -> None:
    assert callable(make)
    net = make().eval()
    with torch.inference_mode():
        wanted = net(features(1, 16, 24, 30))
        fold_norms(net)
        pack(net)
        torch.testing.assert_close(net(features(1, 16, 24, 30)), wanted, rtol=1e-5, atol=1e-5)


@pytest.mark.parametrize("operator", ["_convolution_pointwise", "_reorder_convolution_weight"])
def test_where_an_operator_is_missing_or_another_nothing_changes(monkeypatch: pytest.MonkeyPatch, operator: str) -> None:
    def another(*, given: torch.Tensor) -> torch.Tensor:
        return given

    packed._available.cache_clear()
    monkeypatch.setattr(torch.ops.mkldnn, operator, another)
    try:
        net = nn.Sequential(convolution(3), nn.ReLU())
        pack(net)
        assert [type(part) for part in net] == [nn.Conv2d, nn.ReLU]
    finally:
        packed._available.cache_clear()


def test_the_second_copy_is_counted_with_what_a_network_takes() -> None:
    small, large = convolution(3), nn.Conv2d(16, LARGEST // 16 + 1, 1)
    assert PackedConv2d(small).filter_bytes == 4 * small.weight.numel()
    assert PackedConv2d(large, nn.ReLU()).filter_bytes == 0
