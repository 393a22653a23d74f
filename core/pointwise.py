"""Convolutions of one cell and dense layers, which are matrix products, by oneDNN on a CPU whatever the number of threads.

With one thread torch gives convolutions of one cell, and with any number dense layers, to its BLAS library, which on some processors
takes twice as long. A convolution that is dilated goes to oneDNN always; a kernel of one cell has no gaps to widen, so that dilated it
is the same function. What is multiplied is the same, in another order: the results differ by rounding.
"""

from __future__ import annotations

from typing import TypeGuard

import torch
import torch.nn.functional as F  # noqa: N812 (torch's own name for it)
from torch import nn

DILATED = 2
FEWEST_NUMBERS = 20_481
"""Of the input. Smaller ones torch keeps from oneDNN, and has a slow way of its own for the dilated among them."""


class PointwiseConv2d(nn.Conv2d):
    """A convolution of one cell with the weights of another: ``(N, C, h, w)`` to ``(N, K, h, w)``. Gradients go the same way."""

    def __init__(self, given: nn.Conv2d) -> None:
        with torch.device("meta"):
            super().__init__(given.in_channels, given.out_channels, 1, groups=given.groups, bias=given.bias is not None)
        self.weight, self.bias = given.weight, given.bias
        self.train(given.training)

    @staticmethod
    def pays(module: nn.Module) -> TypeGuard[nn.Conv2d]:
        """Whether ``module`` is a convolution that this one can stand for. Strided ones go to oneDNN by themselves."""
        return (
            type(module) is nn.Conv2d
            and module.kernel_size == (1, 1)
            and module.stride == (1, 1)
            and module.padding == (0, 0)
        )  # fmt: skip

    def forward(self, input: torch.Tensor) -> torch.Tensor:  # noqa: A002 (torch's own name for it)
        if not _goes_to_onednn(input):
            return super().forward(input)
        return F.conv2d(input, self.weight, self.bias, dilation=DILATED, groups=self.groups)


class DenseRows(nn.Linear):
    """A dense layer with the weights of another, for inference: rows ``(n, C)`` to ``(n, K)``, read as the cells of an image."""

    def __init__(self, given: nn.Linear) -> None:
        with torch.device("meta"):
            super().__init__(given.in_features, given.out_features, bias=given.bias is not None)
        self.weight, self.bias = given.weight, given.bias
        self.train(given.training)

    @staticmethod
    def pays(module: nn.Module) -> TypeGuard[nn.Linear]:
        """Whether ``module`` is a dense layer that this one can stand for."""
        return type(module) is nn.Linear

    def forward(self, input: torch.Tensor) -> torch.Tensor:  # noqa: A002 (torch's own name for it)
        if input.ndim != 2 or torch.is_grad_enabled() or not _goes_to_onednn(input):
            return super().forward(input)
        cells = input.contiguous().view(1, len(input), 1, -1).permute(0, 3, 1, 2)  # channels_last without a copy
        found = F.conv2d(cells, self.weight[:, :, None, None], self.bias, dilation=DILATED)
        return found.permute(0, 2, 3, 1).reshape(len(input), -1)


def _goes_to_onednn(given: torch.Tensor) -> bool:
    """Elsewhere a dilated convolution of one cell is the slower one."""
    large = given.numel() >= FEWEST_NUMBERS
    with_onednn: bool = torch.backends.mkldnn.is_available()  # type: ignore[no-untyped-call]
    return large and with_onednn and given.device.type == "cpu" and given.dtype == torch.float32
