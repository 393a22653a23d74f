"""torchvision's ``fcn_resnet50`` and ``fcn_resnet101``: a ResNet dilated to stride 8, one score map, one bilinear upsampling, no skips.

Built of torchvision's own parts under its own names, without the auxiliary classifier, which only training uses.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F  # noqa: N812
from torch import nn
from torchvision.models.resnet import Bottleneck, ResNet
from torchvision.models.segmentation.fcn import FCNHead

from core.fcn.preprocess import NetworkInput, normalised, resized, scale_to_image
from core.fcn.protocol import FcnNetwork
from core.fcn.published import DilatedFcnConfig

LAYERS = {50: (3, 4, 6, 3), 101: (3, 4, 23, 3)}
"""Bottlenecks of layer1 to layer4 (He et al. 2016, table 1)."""
SHORTEST_SIDE, LONGEST_SIDE = 520, 2080
"""Input px: torchvision's shortest side; a strip of a photo gets less, so that its other side does not grow without end."""
STRIDE = 8
MEAN, STD = (0.485, 0.456, 0.406), (0.229, 0.224, 0.225)
"""ImageNet's, of 0..1, red, green and blue."""
LEVELS = {"relu": "C1", "layer1": "C2", "layer2": "C3", "layer3": "C4", "layer4": "C5"}


class DilatedFcn(FcnNetwork):
    """The network without its upsampling. Levels C1 (stride 2), C2 (4), then C3, C4 and C5, all at stride 8."""

    config: DilatedFcnConfig

    def __init__(self, config: DilatedFcnConfig) -> None:
        super().__init__()
        self.config, self.streams = config, config.streams
        self.level_strides = dict(zip(LEVELS.values(), (2, 4, STRIDE, STRIDE, STRIDE), strict=True))
        self.score_levels = ("C5",)
        resnet = ResNet(Bottleneck, list(LAYERS[config.depth]), replace_stride_with_dilation=[False, True, True])
        parts = OrderedDict((name, part) for name, part in resnet.named_children() if name not in ("avgpool", "fc"))
        self.backbone = nn.Sequential(parts)
        self.classifier: Any = FCNHead(512 * Bottleneck.expansion, config.num_classes)

    def input_size(self, image_size: tuple[int, int], factor: float = 1.0) -> tuple[int, int]:
        """Both sides are multiples of 8, so that torchvision's upsampling to the input's size is exactly by 8."""
        scale = min(SHORTEST_SIDE / min(image_size), LONGEST_SIDE / max(image_size)) * factor
        height, width = (max(round(side * scale / STRIDE), 1) * STRIDE for side in image_size)
        return height, width

    def prepare(self, rgb: npt.NDArray[np.uint8], size: tuple[int, int]) -> NetworkInput:
        """Red, green and blue, normalised by MEAN and STD; there is no padding."""
        return NetworkInput(normalised(resized(rgb, size), MEAN, STD), scale_to_image(rgb, size), size)

    def pyramid(self, pixels: torch.Tensor) -> dict[str, torch.Tensor]:
        levels, features = {}, pixels
        for name, part in self.backbone.named_children():
            features = part(features)
            if name in LEVELS:
                levels[LEVELS[name]] = features
        return levels

    def scores(self, pyramid: Mapping[str, torch.Tensor]) -> dict[int, torch.Tensor]:
        """Stride 8, in a whole number of cells at stride 32: the last ones are repeated beyond the input.

        Bilinear interpolation repeats them there anyway, so that no pixel of the input is read differently, and the map has the shape
        that the other strides' would have.
        """
        score = self.classifier(pyramid["C5"])
        bottom, right = (-cells % (32 // STRIDE) for cells in score.shape[2:])
        return {STRIDE: F.pad(score, (0, right, 0, bottom), mode="replicate")}

    def score_biases(self) -> dict[int, torch.Tensor]:
        return {STRIDE: self.classifier[-1].bias}
