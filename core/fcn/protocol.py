"""What every FCN can do, whatever its trunk: the starters' nets, the paper's and torchvision's."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping

import numpy as np
import numpy.typing as npt
import torch
from torch import nn

from core.fcn.config import STREAM_STRIDES, FcnConfig
from core.fcn.preprocess import NetworkInput
from core.fcn.published import DilatedFcnConfig, PaperFcnConfig

AnyFcnConfig = FcnConfig | PaperFcnConfig | DilatedFcnConfig


class FcnNetwork(nn.Module):
    """A trunk with levels, and score convolutions on some of them.

    ``streams`` are the strides that are scored, from 32 down. ``level_strides`` names the levels of the trunk, from the first on;
    ``score_levels`` those that are scored. ``ring`` zero cells surround the score maps, which begin at ``score_origin`` px of the
    network input, on both axes.
    """

    config: AnyFcnConfig
    streams: tuple[int, ...] = STREAM_STRIDES
    level_strides: Mapping[str, int]
    score_levels: tuple[str, ...]
    ring: int = 0
    score_origin: float = 0.0

    @abstractmethod
    def input_size(self, image_size: tuple[int, int], factor: float = 1.0) -> tuple[int, int]:
        """``(height, width)`` in input px that show an image of ``(height, width)``; a ``factor`` below 1 makes them fewer."""

    @abstractmethod
    def prepare(self, rgb: npt.NDArray[np.uint8], size: tuple[int, int]) -> NetworkInput:
        """Network input that shows ``rgb`` ``(H, W, 3)`` uint8 in ``size`` ``(height, width)`` px."""

    @abstractmethod
    def pyramid(self, pixels: torch.Tensor) -> dict[str, torch.Tensor]:
        """``(N, 3, H, W)`` network input to level -> ``(N, C, h, w)``, all levels of the trunk."""

    @abstractmethod
    def scores(self, pyramid: Mapping[str, torch.Tensor]) -> dict[int, torch.Tensor]:
        """Stride -> ``(N, K, h, w)`` score maps of ``streams``, before any fusion. Only ``score_levels`` are looked at."""

    @abstractmethod
    def score_biases(self) -> dict[int, torch.Tensor]:
        """Stride -> ``(K,)``: what the last convolution adds to every cell of its score map."""

    def features_hash(self, file_hash: str) -> str:
        """What the trunk's features depend on: networks of one hash may share them. By default the weight file's own."""
        return file_hash

    def fixed_kernels(self) -> dict[str, torch.Tensor]:
        """Name -> what the state dict must hold there, where an architecture leaves it no choice. By default nothing."""
        return {}

    def forward(self, pixels: torch.Tensor) -> dict[int, torch.Tensor]:
        return self.scores(self.pyramid(pixels))
