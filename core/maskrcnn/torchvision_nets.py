"""torchvision's own Mask R-CNNs on ResNet-50, built from its parts: its builders would fetch weights and unpickle them unchecked."""

from __future__ import annotations

from typing import Any

from torch import nn
from torchvision.models.detection import MaskRCNN
from torchvision.models.detection.anchor_utils import AnchorGenerator
from torchvision.models.detection.backbone_utils import BackboneWithFPN
from torchvision.models.detection.faster_rcnn import FastRCNNConvFCHead
from torchvision.models.detection.mask_rcnn import MaskRCNNHeads
from torchvision.models.detection.rpn import RPNHead
from torchvision.models.resnet import Bottleneck, ResNet
from torchvision.ops.misc import FrozenBatchNorm2d

from core.maskrcnn.config import TorchvisionMaskRcnnConfig
from core.maskrcnn.network import tell_strides

RESNET50_BLOCKS = (3, 4, 6, 3)
STAGES = ("layer1", "layer2", "layer3", "layer4")
"""Their outputs, at stride 4, 8, 16 and 32, are what the pyramid is built on."""
STAGE_CHANNELS = (256, 512, 1024, 2048)
PYRAMID_WIDTH = 256
ANCHOR_SIZES = ((32,), (64,), (128,), (256,), (512,))
ANCHOR_RATIOS = (0.5, 1.0, 2.0)
HEAD_WIDTHS = (256, 256, 256, 256)
BOX_HEAD_WIDTH = 1024


def build(config: TorchvisionMaskRcnnConfig) -> MaskRCNN:
    """The network of ``maskrcnn_resnet50_fpn`` or ``_v2``, with fresh weights and torchvision's own names for them.

    Source: ``torchvision.models.detection.mask_rcnn``; version 2 is that of Li et al. 2021, "Benchmarking Detection Transfer Learning
    with Vision Transformers": batch norm in pyramid and heads, two convolutions before the objectness, four before the box head.
    """
    sizes = {"min_size": config.min_size, "max_size": config.max_size}
    parts = _parts_of_version_2() if config.version == 2 else {}
    net = MaskRCNN(_backbone(config), config.num_classes, **sizes, **parts)
    for pooler in (net.roi_heads.box_roi_pool, net.roi_heads.mask_roi_pool):
        tell_strides(pooler)
    return net


def _backbone(config: TorchvisionMaskRcnnConfig) -> BackboneWithFPN:
    norm = FrozenBatchNorm2d if config.frozen_norm else nn.BatchNorm2d
    trunk = ResNet(Bottleneck, list(RESNET50_BLOCKS), norm_layer=norm)
    for part in trunk.modules():
        if isinstance(part, norm):
            part.eps = config.norm_eps
    returned = {stage: str(level) for level, stage in enumerate(STAGES)}
    return BackboneWithFPN(
        trunk, returned, list(STAGE_CHANNELS), PYRAMID_WIDTH, norm_layer=nn.BatchNorm2d if config.version == 2 else None
    )


def _parts_of_version_2() -> dict[str, Any]:
    anchors = AnchorGenerator(ANCHOR_SIZES, (ANCHOR_RATIOS,) * len(ANCHOR_SIZES))
    return {
        "rpn_anchor_generator": anchors,
        "rpn_head": RPNHead(PYRAMID_WIDTH, anchors.num_anchors_per_location()[0], conv_depth=2),
        "box_head": FastRCNNConvFCHead((PYRAMID_WIDTH, 7, 7), list(HEAD_WIDTHS), [BOX_HEAD_WIDTH], norm_layer=nn.BatchNorm2d),
        "mask_head": MaskRCNNHeads(PYRAMID_WIDTH, list(HEAD_WIDTHS), 1, norm_layer=nn.BatchNorm2d),
    }
