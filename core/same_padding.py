"""TensorFlow's "same" padding without making a padded copy of the features.

At stride 2 it pads one cell more at the right and the bottom than at the left and the top, which no convolution of torch does by itself;
timm therefore pads first, and at the finest strides the copy takes as long as the convolution. Padded alike on all sides, by two cells
more than the left needs, the convolution begins one output cell early and gives the same sums; that first row and column is left out.
"""

from __future__ import annotations

from typing import TypeGuard

import torch
import torch.nn.functional as F  # noqa: N812 (torch's own name for it)
from timm.layers.conv2d_same import Conv2dSame, conv2d_same
from torch import nn

STRIDE = 2
EARLY = 1
"""Output cells that are left out, at the top and at the left."""


class EvenConv2dSame(nn.Conv2d):
    """A convolution at stride 2 with the weights and the result of timm's ``Conv2dSame``: ``(N, C, h, w)`` to ``(N, K, h/2, w/2)``.

    Maps with an odd side, which are padded otherwise, are left to timm's.
    """

    def __init__(self, given: nn.Conv2d) -> None:
        with torch.device("meta"):
            super().__init__(
                given.in_channels, given.out_channels, given.kernel_size[0], STRIDE, (given.kernel_size[0] - STRIDE) // 2 + STRIDE,
                groups=given.groups, bias=given.bias is not None,
            )  # fmt: skip
        self.weight, self.bias = given.weight, given.bias
        self.train(given.training)

    @staticmethod
    def pays(module: nn.Module) -> TypeGuard[nn.Conv2d]:
        """Whether ``module`` is a convolution that this one can stand for."""
        return (
            type(module) is Conv2dSame
            and module.stride == (STRIDE, STRIDE)
            and module.dilation == (1, 1)
            and module.kernel_size[0] == module.kernel_size[1]
            and module.kernel_size[0] % 2 == 1
            and module.kernel_size[0] > 1
        )

    def forward(self, input: torch.Tensor) -> torch.Tensor:  # noqa: A002 (torch's own name for it)
        return even_conv2d_same(self, input)


def even_conv2d_same(convolution: nn.Conv2d, given: torch.Tensor) -> torch.Tensor:
    """What :class:`EvenConv2dSame` does, by any convolution with its padding."""
    weight, bias, groups = convolution.weight, convolution.bias, convolution.groups
    if has_odd_side(given):
        padded: torch.Tensor = conv2d_same(given, weight, bias, (STRIDE, STRIDE), groups=groups)
        return padded
    return F.conv2d(given, weight, bias, STRIDE, convolution.padding, 1, groups)[:, :, EARLY:, EARLY:]


def has_odd_side(given: torch.Tensor) -> bool:
    """Whether ``(N, C, h, w)`` has an odd number of rows or columns."""
    return bool(given.shape[2] % 2 or given.shape[3] % 2)
