"""Networks made ready for inference: batch norm that is folded into the convolutions before it, and convolutions in channels_last.

In evaluation a batch norm is a factor and a shift for each channel, which the convolution before it can take over: one pass over the
features less for each layer. It is the same function but for rounding.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Any, TypeVar

import torch
from timm.layers.norm_act import BatchNormAct2d
from timm.models.efficientnet import EfficientNetFeatures
from torch import nn
from torchvision.models._utils import IntermediateLayerGetter
from torchvision.models.resnet import Bottleneck
from torchvision.ops.misc import FrozenBatchNorm2d

from core.packed import BLOCKS, pack
from core.pointwise import DenseRows, PointwiseConv2d
from core.same_padding import EvenConv2dSame
from core.winograd import WinogradConv2d

Network = TypeVar("Network", bound=nn.Module)

IN_ORDER = (IntermediateLayerGetter, Bottleneck, EfficientNetFeatures, *BLOCKS)
"""Modules, besides sequences, in which a norm right after a convolution is what reads it, and alone. Norms in others are left alone."""


def made_ready(net: Network) -> Network:
    """``net`` itself, in evaluation mode, changed for good: norms folded, convolutions by what is faster, channels_last."""
    net.eval()
    fold_norms(net)
    put_in_place(net, WinogradConv2d, EvenConv2dSame, PointwiseConv2d, DenseRows)
    pack(net)
    return net.to(memory_format=torch.channels_last)


def put_in_place(net: nn.Module, *kinds: Any) -> None:
    """The first of ``kinds`` that pays, in the place of each part of ``net``: the same function, faster, over the same weights."""
    for parent in list(net.modules()):
        for name, part in list(parent.named_children()):
            faster = next((kind for kind in kinds if kind.pays(part)), None)
            if faster is not None:
                setattr(parent, name, faster(part))


def fold_norms(net: nn.Module) -> None:
    """Fold every norm of ``net`` that can be; what else it did, an activation, stays in its place."""
    for parent in list(net.modules()):
        if type(parent) not in IN_ORDER and type(parent).forward is not nn.Sequential.forward:
            continue
        for (_, convolution), (name, norm) in pairwise(list(parent.named_children())):
            if isinstance(convolution, nn.Conv2d) and _is_constant(norm):
                _fold(convolution, norm)
                setattr(parent, name, norm.act if isinstance(norm, BatchNormAct2d) else nn.Identity())


def _is_constant(norm: nn.Module) -> bool:
    """Whether it does to every photo the same."""
    if isinstance(norm, FrozenBatchNorm2d):
        return True
    return type(norm) in (nn.BatchNorm2d, BatchNormAct2d) and norm.running_mean is not None and norm.weight is not None


@torch.no_grad()
def _fold(convolution: nn.Conv2d, norm: Any) -> None:
    """``factor * (w x + b - mean) + shift``, with factor and shift as the norm computes them, in float64."""
    factor = norm.weight.double() / (norm.running_var.double() + norm.eps).sqrt()
    bias = 0.0 if convolution.bias is None else convolution.bias.double()
    weight = convolution.weight
    folded = weight.double() * factor[:, None, None, None]
    shift = norm.bias.double() + (bias - norm.running_mean.double()) * factor
    convolution.weight = nn.Parameter(folded.to(weight.dtype), requires_grad=weight.requires_grad)
    convolution.bias = nn.Parameter(shift.to(weight.dtype), requires_grad=weight.requires_grad)
