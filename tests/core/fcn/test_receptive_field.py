"""Receptive fields against gradients of networks that hide nothing, and against recurrences known by heart."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest
import timm
import torch
from timm.layers import create_conv2d

from core.fcn.receptive_field import effective_field, theoretical_fields
from tests.networks import tiny_net


class Levels(torch.nn.Module):
    """Any list of modules as a network with a pyramid of one level for each."""

    def __init__(self, *stages: torch.nn.Module, strides: tuple[int, ...]) -> None:
        super().__init__()
        self.stages, self.strides = torch.nn.ModuleList(stages), strides

    def pyramid(self, pixels: torch.Tensor) -> Mapping[int, torch.Tensor]:
        levels = {}
        for stride, stage in zip(self.strides, self.stages, strict=True):
            pixels = levels[stride] = stage(pixels)
        return levels


def vgg_stage(inputs: int, convolutions: int) -> torch.nn.Sequential:
    layers: list[torch.nn.Module] = []
    for place in range(convolutions):
        layers += [torch.nn.Conv2d(inputs if place == 0 else 4, 4, 3, padding=1), torch.nn.ReLU(inplace=True)]
    return torch.nn.Sequential(*layers, torch.nn.MaxPool2d(2, 2))


def test_vgg16_sees_6_16_44_100_212_pixels() -> None:
    depths = (2, 2, 3, 3, 3)
    net = Levels(*(vgg_stage(3 if place == 0 else 4, depth) for place, depth in enumerate(depths)), strides=(2, 4, 8, 16, 32))
    fields = theoretical_fields(net, (224, 224))
    assert [fields[stride].x.size for stride in net.strides] == [6, 16, 44, 100, 212]
    assert all(fields[stride].y == fields[stride].x for stride in net.strides)


def test_resnet18_sees_435_pixels_at_stride_32_though_its_shortcuts_see_less() -> None:
    trunk = timm.create_model("resnet18", features_only=True)
    net = Levels(torch.nn.Identity(), strides=(1,))
    net.pyramid = lambda pixels: dict(zip((2, 4, 8, 16, 32), trunk(pixels), strict=True))  # type: ignore[method-assign]
    trunk.to("meta").eval()
    assert [field.x.size for field in theoretical_fields(net, (224, 160)).values()] == [7, 43, 99, 211, 435]


class Residual(torch.nn.Module):
    """TensorFlow's "same" padding, which depends on the input's size, on a stride, and beside a shortcut that sees less."""

    def __init__(self, inputs: int, kernel: int) -> None:
        super().__init__()
        self.shrink = create_conv2d(inputs, 3, 3, stride=2, padding="same")
        self.branch = create_conv2d(3, 3, kernel, padding="same", depthwise=True)
        for part in (self.shrink, self.branch):  # weights of one sign: every pixel that can move a cell does
            torch.nn.init.constant_(part.weight, 0.1)

    def forward(self, values: torch.Tensor) -> torch.Tensor:
        shrunk = self.shrink(values)
        return shrunk + self.branch(shrunk)


@pytest.mark.parametrize("size", [(64, 96), (61, 75)])
def test_exactly_the_pixels_of_the_field_move_a_cell(size: tuple[int, int]) -> None:
    net = Levels(Residual(3, 3), Residual(3, 5), Residual(3, 3), strides=(2, 4, 8)).double()
    fields = theoretical_fields(net, size)
    pixels = torch.rand(1, 3, *size, dtype=torch.float64, generator=torch.Generator().manual_seed(0))
    for stride, field in fields.items():
        rows, columns = (-(-side // stride) for side in size)
        for row, column in ((0, 0), (rows // 2, columns // 2), (rows - 1, 1)):
            moved = effective_field(net, pixels, stride, row, column) > 0
            box = field.box(row, column)
            expected = np.zeros(size, bool)
            expected[max(int(box.y1), 0) : max(int(box.y2), 0), max(int(box.x1), 0) : max(int(box.x2), 0)] = True
            np.testing.assert_array_equal(moved, expected)


def test_a_mean_over_the_image_sees_everything() -> None:
    class WithContext(torch.nn.Module):
        def pyramid(self, pixels: torch.Tensor) -> Mapping[int, torch.Tensor]:
            return {1: pixels + pixels.mean(dim=(2, 3), keepdim=True)}

    box = theoretical_fields(WithContext(), (32, 64))[1].box(3, 4)
    assert box.as_tuple() == (-np.inf, -np.inf, np.inf, np.inf)


def test_the_network_itself_is_left_alone() -> None:
    net = tiny_net()
    before = {name: value.clone() for name, value in net.state_dict().items()}
    theoretical_fields(net, (64, 64))
    assert {str(parameter.device) for parameter in net.parameters()} == {"cpu"}
    assert all(torch.equal(value, before[name]) for name, value in net.state_dict().items())


def test_the_largest_effect_is_1_and_a_cell_that_is_not_there_is_an_error() -> None:
    net, pixels = tiny_net(), torch.rand(1, 3, 64, 96)
    assert effective_field(net, pixels, "C5", 0, 0).max() == 1.0
    with pytest.raises(IndexError):
        effective_field(net, pixels, "C5", 2, 0)
    with pytest.raises(KeyError):
        effective_field(net, pixels, "C9", 0, 0)
