"""The FCN that the starters use: a timm trunk and one score head at each of stride 32, 16 and 8."""

from __future__ import annotations

from typing import Any

import timm
import torch
from torch import nn

from core.fcn.config import STREAM_STRIDES, FcnConfig


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


class FcnNet(nn.Module):
    """Trunk and heads. One pass gives the scores of all three read-outs; ``core.fcn.fusion`` adds them up.

    ``config.trunk`` may name any timm model that offers ``features_only`` with maps at stride 8, 16 and 32.
    """

    def __init__(self, config: FcnConfig) -> None:
        super().__init__()
        self.config = config
        self.trunk = timm.create_model(config.trunk, features_only=True, pretrained=False)
        levels: Any = self.trunk.feature_info
        self.level_strides: tuple[int, ...] = tuple(levels.reduction())
        channels = dict(zip(self.level_strides, levels.channels(), strict=True))
        missing = [stride for stride in STREAM_STRIDES if stride not in channels]
        if missing:
            raise ValueError(f"timm model {config.trunk} has no features at stride {missing}")
        width, classes = config.head_width, config.num_classes
        self.heads = nn.ModuleDict(
            {
                "score32": ContextHead(channels[32], width, classes),
                "score16": SkipHead(channels[16], width, classes),
                "score8": SkipHead(channels[8], width, classes),
            }
        )

    def pyramid(self, pixels: torch.Tensor) -> dict[int, torch.Tensor]:
        """``(N, 3, H, W)`` normalised pixels, H and W multiples of 32, to stride -> ``(N, C, H/stride, W/stride)``."""
        return dict(zip(self.level_strides, self.trunk(pixels), strict=True))

    def scores(self, pyramid: dict[int, torch.Tensor]) -> dict[int, torch.Tensor]:
        """Stride -> ``(N, K, H/stride, W/stride)`` score maps, before any fusion."""
        return {stride: self.heads[f"score{stride}"](pyramid[stride]) for stride in STREAM_STRIDES}

    def score_biases(self) -> dict[int, torch.Tensor]:
        """Stride -> ``(K,)``: what the last convolution of each head adds to every cell of its score map."""
        heads: Any = self.heads
        last = {32: heads["score32"].score, 16: heads["score16"][-1], 8: heads["score8"][-1]}
        return {stride: convolution.bias for stride, convolution in last.items()}

    def forward(self, pixels: torch.Tensor) -> dict[int, torch.Tensor]:
        return self.scores(self.pyramid(pixels))
