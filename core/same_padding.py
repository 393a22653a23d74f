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


class EvenConv2dSame(nn.Conv2d):
    """A convolution at stride 2 with the weights and the result of timm's ``Conv2dSame``: ``(N, C, h, w)`` to ``(N, K, h/2, w/2)``.

    Maps with an odd side, which are padded otherwise, are left to timm's.
    """

    def __init__(self, given: nn.Conv2d) -> None:
        with torch.device("meta"):
            super().__init__(
                given.in_channels, given.out_channels, given.kernel_size[0], STRIDE, groups=given.groups, bias=given.bias is not None
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
        if input.shape[2] % 2 or input.shape[3] % 2:
            padded: torch.Tensor = conv2d_same(input, self.weight, self.bias, (STRIDE, STRIDE), groups=self.groups)
            return padded
        left = (self.kernel_size[0] - STRIDE) // 2
        found = F.conv2d(input, self.weight, self.bias, STRIDE, left + STRIDE, 1, self.groups)
        return found[:, :, 1:, 1:]
