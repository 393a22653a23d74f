"""The FCN that the starters use: a timm trunk and one score head at each of stride 32, 16 and 8."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import timm
import torch
from torch import nn

from core.fcn.config import STREAM_STRIDES, FcnConfig
from core.fcn.preprocess import NetworkInput, input_size, prepare
from core.fcn.protocol import FcnNetwork

SMALLEST_SIDE = 32


class SkipHead(nn.Sequential):
    """Trunk features at stride 16 or 8 to class scores: 1x1, depthwise 3x3, 1x1. ``(N, C, h, w)`` to ``(N, K, h, w)``."""

    def __init__(self, channels: int, width: int, num_classes: int) -> None:
        super().__init__(
            nn.Conv2d(channels, width, 1, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(inplace=True),
            nn.Conv2d(width, width, 3, padding=1, groups=width, bias=False),
            nn.BatchNorm2d(width),
            nn.ReLU(inplace=True),
            nn.Conv2d(width, num_classes, 1),
        )


class ContextHead(nn.Module):
    """Trunk features at stride 32 to class scores, with context: dilated depthwise branches and the image mean.

    ``(N, C, h, w)`` to ``(N, K, h, w)``. The branches see 3, 7 and 13 cells; the mean sees all of them (ParseNet, Liu et al. 2016).
    """

    DILATIONS = (1, 3, 6)

    def __init__(self, channels: int, width: int, num_classes: int) -> None:
        super().__init__()
        self.reduce = nn.Sequential(nn.Conv2d(channels, width, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(inplace=True))
        self.branches = nn.ModuleList(
            nn.Sequential(
                nn.Conv2d(width, width, 3, padding=rate, dilation=rate, groups=width, bias=False),
                nn.BatchNorm2d(width),
                nn.ReLU(inplace=True),
            )
            for rate in self.DILATIONS
        )
        self.image_mean = nn.Conv2d(channels, width, 1)
        self.merge = nn.Sequential(
            nn.Conv2d(width * (len(self.DILATIONS) + 1), width, 1, bias=False), nn.BatchNorm2d(width), nn.ReLU(inplace=True)
        )
        self.score = nn.Conv2d(width, num_classes, 1)

    def forward(self, features: torch.Tensor) -> torch.Tensor:
        reduced = self.reduce(features)
        seen = torch.cat([reduced, *(branch(reduced) for branch in self.branches)], dim=1)
        context = torch.relu(self.image_mean(features.mean(dim=(2, 3), keepdim=True)))
        scores: torch.Tensor = self.score(self.merge(seen) + context)
        return scores


class FcnNet(FcnNetwork):
    """Trunk and heads. One pass gives the scores of all three read-outs; ``core.fcn.fusion`` adds them up.

    ``config.trunk`` may name any timm model that offers ``features_only`` with maps at stride 8, 16 and 32.
    """

    config: FcnConfig

    def __init__(self, config: FcnConfig) -> None:
        super().__init__()
        self.config = config
        self.trunk = timm.create_model(config.trunk, features_only=True, pretrained=False)
        levels: Any = self.trunk.feature_info
        channels = dict(zip(levels.reduction(), levels.channels(), strict=True))
        missing = [stride for stride in STREAM_STRIDES if stride not in channels]
        if missing:
            raise ValueError(f"timm model {config.trunk} has no features at stride {missing}")
        self.level_strides = {_level_at(stride): stride for stride in channels}
        self.score_levels = tuple(map(_level_at, STREAM_STRIDES))
        width, classes = config.head_width, config.num_classes
        self.heads = nn.ModuleDict(
            {
                "score32": ContextHead(channels[32], width, classes),
                "score16": SkipHead(channels[16], width, classes),
                "score8": SkipHead(channels[8], width, classes),
            }
        )

    def input_size(self, image_size: tuple[int, int], factor: float = 1.0) -> tuple[int, int]:
        return input_size(image_size, max(round(self.config.longest_side * factor), SMALLEST_SIDE))

    def prepare(self, rgb: npt.NDArray[np.uint8], size: tuple[int, int]) -> NetworkInput:
        return prepare(rgb, self.config, size=size)

    def pyramid(self, pixels: torch.Tensor) -> dict[str, torch.Tensor]:
        """``(N, 3, H, W)`` normalised pixels, H and W multiples of 32, to level -> ``(N, C, H/stride, W/stride)``."""
        return dict(zip(self.level_strides, self.trunk(pixels), strict=True))

    def scores(self, pyramid: Mapping[str, torch.Tensor]) -> dict[int, torch.Tensor]:
        """Stride -> ``(N, K, H/stride, W/stride)`` score maps, before any fusion."""
        return {stride: self.heads[f"score{stride}"](pyramid[_level_at(stride)]) for stride in STREAM_STRIDES}

    def score_biases(self) -> dict[int, torch.Tensor]:
        heads: Any = self.heads
        last = {32: heads["score32"].score, 16: heads["score16"][-1], 8: heads["score8"][-1]}
        return {stride: convolution.bias for stride, convolution in last.items()}


def _level_at(stride: int) -> str:
    """``C1`` at stride 2 to ``C5`` at stride 32."""
    return f"C{stride.bit_length() - 1}"
