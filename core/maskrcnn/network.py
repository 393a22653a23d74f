"""The Mask R-CNN that the starter uses: torchvision's, on a timm trunk with a feature pyramid."""

from __future__ import annotations

from collections import OrderedDict
from typing import Any

import timm
import torch
from torch import nn
from torchvision.models.detection import MaskRCNN
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.faster_rcnn import FastRCNNPredictor, TwoMLPHead
from torchvision.models.detection.mask_rcnn import MaskRCNNHeads, MaskRCNNPredictor
from torchvision.ops import FeaturePyramidNetwork, MultiScaleRoIAlign
from torchvision.ops.feature_pyramid_network import LastLevelMaxPool
from torchvision.ops.poolers import LevelMapper

from core.maskrcnn.config import MaskRcnnConfig

PYRAMID_STRIDES = (4, 8, 16, 32)
BOX_POOL_SIZE = 7
MASK_POOL_SIZE = 14
SAMPLING_RATIO = 2


class TrunkWithPyramid(nn.Module):
    """``(N, 3, H, W)`` normalised pixels to the pyramid: keys "0" to "3" (P2 to P5) and "pool", each ``(N, width, h, w)``.

    The keys are torchvision's. ``trunk_name`` may name any timm model that offers ``features_only`` with maps at stride 4, 8, 16, 32.
    """

    def __init__(self, trunk_name: str, width: int) -> None:
        super().__init__()
        self.trunk = timm.create_model(trunk_name, features_only=True, pretrained=False)
        levels: Any = self.trunk.feature_info
        strides = list(levels.reduction())
        missing = [stride for stride in PYRAMID_STRIDES if stride not in strides]
        if missing:
            raise ValueError(f"timm model {trunk_name} has no features at stride {missing}")
        self._used = [strides.index(stride) for stride in PYRAMID_STRIDES]
        channels = [levels.channels()[index] for index in self._used]
        self.fpn = FeaturePyramidNetwork(channels, width, extra_blocks=LastLevelMaxPool())
        self.out_channels = width

    def forward(self, pixels: torch.Tensor) -> dict[str, torch.Tensor]:
        levels = self.trunk(pixels)
        pyramid: dict[str, torch.Tensor] = self.fpn(OrderedDict((str(key), levels[index]) for key, index in enumerate(self._used)))
        return pyramid


def build(config: MaskRcnnConfig) -> MaskRCNN:
    """torchvision's ``MaskRCNN`` with fresh weights. Raises ValueError or RuntimeError when timm lacks the trunk."""
    width, classes = config.pyramid_width, config.num_classes
    mask_width = config.mask_head_widths[-1]
    return MaskRCNN(
        TrunkWithPyramid(config.trunk, width),
        min_size=config.min_size,
        max_size=config.max_size,
        image_mean=list(config.mean),
        image_std=list(config.std),
        rpn_anchor_generator=AnchorGenerator(config.anchor_sizes, (config.anchor_ratios,) * len(config.anchor_sizes)),
        rpn_pre_nms_top_n_test=config.proposals_before_nms,
        rpn_post_nms_top_n_test=config.proposals_after_nms,
        box_roi_pool=_pooler(BOX_POOL_SIZE),
        box_head=TwoMLPHead(width * BOX_POOL_SIZE**2, config.box_head_width),
        box_predictor=FastRCNNPredictor(config.box_head_width, classes),
        mask_roi_pool=_pooler(MASK_POOL_SIZE),
        mask_head=MaskRCNNHeads(width, config.mask_head_widths, 1),
        mask_predictor=MaskRCNNPredictor(mask_width, mask_width, classes),
    )


def _pooler(size: int) -> MultiScaleRoIAlign:
    pooler = MultiScaleRoIAlign(["0", "1", "2", "3"], size, SAMPLING_RATIO)
    tell_strides(pooler)
    return pooler


def tell_strides(pooler: MultiScaleRoIAlign) -> None:
    """Tell torchvision's pooler over P2 to P5 the strides.

    Left to itself it guesses them at its first photo, from the size without padding, and keeps the guess: after a first photo of
    60 x 3000 pixels every later one would be read at the wrong places.
    """
    pooler.scales = [1.0 / stride for stride in PYRAMID_STRIDES]
    pooler.map_levels = LevelMapper(PYRAMID_STRIDES[0].bit_length() - 1, PYRAMID_STRIDES[-1].bit_length() - 1)
