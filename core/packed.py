"""Convolutions with their weights laid out for oneDNN once, and with the rectifier after them in the same pass, on a CPU.

torch lays the weights out anew at every call, and goes through the features a second time to rectify them: together a sixth of a small
network's pass. oneDNN's primitive is the same, so that the results are equal to the last bit.

The operators are those that ``torch.compile`` gives such layers to. They are not of torch's public interface: where they are missing,
and on other devices, in other precisions and for gradients, torch's own functions are called.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any, TypeGuard

import torch
import torch.nn.functional as F  # noqa: N812 (torch's own name for it)
from timm.models._efficientnet_blocks import ConvBnAct, DepthwiseSeparableConv, EdgeResidual, InvertedResidual
from torch import nn

from core.pointwise import PointwiseConv2d
from core.same_padding import EARLY, EvenConv2dSame, even_conv2d_same, has_odd_side

LARGEST = 1 << 18
"""Numbers of a weight that is kept a second time. To lay out larger ones takes a small part of the time that multiplying takes."""
Rectifier = tuple[str, list[float], Callable[[torch.Tensor], torch.Tensor]]
RECTIFIERS: dict[type[nn.Module], Rectifier] = {nn.ReLU: ("relu", [], F.relu), nn.ReLU6: ("hardtanh", [0.0, 6.0], F.relu6)}
"""oneDNN's name of each and its bounds, and torch's own."""
NOTHING: Rectifier = ("none", [], lambda found: found)
BLOCKS = (ConvBnAct, DepthwiseSeparableConv, EdgeResidual, InvertedResidual)
"""Modules, besides sequences, in which a rectifier right after a convolution is what reads it, and alone."""


class _Weights:
    """A convolution's weights as oneDNN wants them, made when first asked for. Copies of a network share them, as they share weights."""

    def __init__(self, weight: torch.Tensor) -> None:
        self._weight = weight
        self._laid_out: torch.Tensor | None = None

    def __deepcopy__(self, _memo: dict[int, Any]) -> _Weights:
        return self

    @property
    def nbytes(self) -> int:
        """Of the second copy, which larger ones have none of."""
        return self._weight.numel() * self._weight.element_size() if self._weight.numel() <= LARGEST else 0

    def laid_out(self, lay_out: Callable[[torch.Tensor], torch.Tensor]) -> torch.Tensor:
        if not self.nbytes:
            return self._weight
        if self._laid_out is None:
            self._laid_out = lay_out(self._weight)
        return self._laid_out


class PackedConv2d(nn.Conv2d):
    """A convolution with the weights of another and the rectifier after it, for inference: ``(N, C, h, w)`` to ``(N, K, h', w')``.

    The weights must not change any more.
    """

    def __init__(self, given: nn.Conv2d, rectifier: nn.Module | None = None) -> None:
        with torch.device("meta"):
            super().__init__(
                given.in_channels, given.out_channels, given.kernel_size, given.stride, given.padding,  # type: ignore[arg-type]
                given.dilation, given.groups, given.bias is not None,  # type: ignore[arg-type]
            )  # fmt: skip
        self.weight, self.bias = given.weight, given.bias
        self._rectifier = NOTHING if rectifier is None else RECTIFIERS[type(rectifier)]
        self._begins_early = isinstance(given, EvenConv2dSame)
        self._weights = _Weights(given.weight)
        self.train(given.training)

    @property
    def filter_bytes(self) -> int:
        """Bytes that the second copy of the weights takes."""
        return self._weights.nbytes

    def forward(self, input: torch.Tensor) -> torch.Tensor:  # noqa: A002 (torch's own name for it)
        name, bounds, rectify = self._rectifier
        uneven = self._begins_early and has_odd_side(input)
        if uneven or torch.is_grad_enabled() or input.device.type != "cpu" or input.dtype != torch.float32:
            return rectify(even_conv2d_same(self, input) if self._begins_early else self._conv_forward(input, self.weight, self.bias))
        steps = self.padding, self.stride, self.dilation, self.groups

        def lay_out(weight: torch.Tensor) -> torch.Tensor:
            packed: torch.Tensor = torch.ops.mkldnn._reorder_convolution_weight(weight, *steps, input.shape)
            return packed

        result: torch.Tensor = torch.ops.mkldnn._convolution_pointwise(
            input, self._weights.laid_out(lay_out), self.bias, *steps, name, bounds, ""
        )  # fmt: skip
        return result[:, :, EARLY:, EARLY:] if self._begins_early else result


def pack(net: nn.Module) -> None:
    """Put packed convolutions in their places in ``net``, with the rectifiers that follow them, where this torch has the operators."""
    if not _available():
        return
    for parent in list(net.modules()):
        followers = dict(_followed(parent))
        for name, part in list(parent.named_children()):
            follower = followers.get(name)
            if not _can_be_packed(part) or (follower is None and part.weight.numel() > LARGEST):
                continue
            setattr(parent, name, PackedConv2d(part, None if follower is None else getattr(parent, follower)))
            if follower is not None:
                setattr(parent, follower, nn.Identity())


def _can_be_packed(part: nn.Module) -> TypeGuard[nn.Conv2d]:
    known = type(part) in (nn.Conv2d, PointwiseConv2d, EvenConv2dSame)
    return known and part.padding_mode == "zeros" and not isinstance(part.padding, str)


def _followed(parent: nn.Module) -> Iterator[tuple[str, str]]:
    """Names of convolutions of ``parent``, each with that of the rectifier that alone reads it."""
    in_sequence = type(parent).forward is nn.Sequential.forward
    if not in_sequence and type(parent) not in BLOCKS:
        return
    children = list(parent.named_children())
    if in_sequence:  # what was folded into a convolution left an identity behind it
        children = [(name, part) for name, part in children if type(part) is not nn.Identity]
    for (name, part), (follower, then) in pairwise(children):
        if isinstance(part, nn.Conv2d) and type(then) in RECTIFIERS:
            yield name, follower


@functools.cache
def _available() -> bool:
    """Whether this torch has the operators, called as they are here."""
    if not torch.backends.mkldnn.is_available():  # type: ignore[no-untyped-call]
        return False
    steps = (0, 0), (1, 1), (1, 1), 1
    try:
        weight = torch.ops.mkldnn._reorder_convolution_weight(torch.zeros(4, 4, 1, 1), *steps, (1, 4, 8, 8))
        for name, bounds, _ in (NOTHING, *RECTIFIERS.values()):
            torch.ops.mkldnn._convolution_pointwise(torch.zeros(1, 4, 8, 8), weight, None, *steps, name, bounds, "")
    except (AttributeError, RuntimeError, TypeError):
        return False
    return True
