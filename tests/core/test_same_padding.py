"""Convolutions that pad like TensorFlow's give what timm's give, which pad first."""

from __future__ import annotations

import pytest
import torch
from timm.layers.conv2d_same import Conv2dSame
from torch import nn

from core.same_padding import EvenConv2dSame


def same(kernel: int, *, depthwise: bool = False, bias: bool = True, **given: int) -> Conv2dSame:
    torch.manual_seed(kernel)
    groups, out = (6, 6) if depthwise else (1, 4)
    return Conv2dSame(6, out, kernel, **{"stride": 2, **given}, groups=groups, bias=bias)


@pytest.mark.parametrize("kernel", [3, 5, 7])
@pytest.mark.parametrize("depthwise", [True, False])
@pytest.mark.parametrize("size", [(2, 2), (32, 64), (46, 30), (8, 9), (9, 8), (33, 31), (1, 1)])
def test_the_result_is_timms(kernel: int, depthwise: bool, size: tuple[int, int]) -> None:
    given = same(kernel, depthwise=depthwise, bias=not depthwise)
    features = torch.randn(2, 6, *size).to(memory_format=torch.channels_last)
    with torch.inference_mode():
        wanted = given(features)
        found = EvenConv2dSame(given)(features)
    assert found.shape == wanted.shape
    torch.testing.assert_close(found, wanted, rtol=1e-5, atol=1e-5)


def test_gradients_reach_the_input_as_through_timms() -> None:
    given = same(5)
    gradients = []
    for convolution in (given, EvenConv2dSame(given)):
        features = torch.randn(1, 6, 12, 16, generator=torch.Generator().manual_seed(0)).requires_grad_()
        convolution(features)[0, 2, 3, 4].backward()
        gradients.append(features.grad)
    torch.testing.assert_close(*gradients)


def test_weights_are_those_given_and_keep_their_names() -> None:
    given = same(3)
    taken = EvenConv2dSame(given.eval())
    assert taken.weight is given.weight
    assert list(taken.state_dict()) == list(given.state_dict())
    assert not taken.training


@pytest.mark.parametrize(
    "other",
    [
        nn.Conv2d(6, 4, 3, 2, 1), same(3, stride=1), same(3, dilation=2), same(4), same(1), Conv2dSame(6, 4, (3, 5), 2), nn.ReLU(),
    ],
)  # fmt: skip
def test_other_modules_are_not_for_it(other: nn.Module) -> None:
    assert not EvenConv2dSame.pays(other)


def test_it_is_for_those_that_pad_unevenly() -> None:
    assert EvenConv2dSame.pays(same(3))
    assert EvenConv2dSame.pays(same(5, depthwise=True))
