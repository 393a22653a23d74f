"""torchvision's Mask R-CNN with seeded random numbers that tell boxes apart, so that it finds as many objects as one asks for.

Random weights as they come give every proposal nearly the same scores: no object at all, or a hundred whose order is a matter of rounding.
Here the residual branches are quiet enough that depth does not drown the photo, objectness is spread, and the class scores are
standardised over the proposals of one photo. The background's bias then says how many objects are found on it.
"""

from __future__ import annotations

import torch
from torchvision.models.detection import MaskRCNN
from torchvision.ops.misc import FrozenBatchNorm2d

from core.labels import COCO
from core.maskrcnn.config import TorchvisionMaskRcnnConfig
from core.maskrcnn.torchvision_nets import build

RESIDUAL_GAIN = 0.3
OBJECTNESS_GAIN = 20.0
LOGIT_SPREAD = 1.5


def telling_mask_rcnn(image: torch.Tensor, background: float, *, min_size: int = 800, max_size: int = 1333, seed: int = 0) -> MaskRCNN:
    """``maskrcnn_resnet50_fpn`` with constant norms, told apart on ``image`` ``(3, H, W)`` 0..1. Less ``background``: more objects."""
    torch.manual_seed(seed)
    config = TorchvisionMaskRcnnConfig(1, COCO.names, COCO.name, frozen_norm=True, norm_eps=0.0, min_size=min_size, max_size=max_size)
    net = build(config).eval()
    for name, part in net.named_modules():
        if isinstance(part, FrozenBatchNorm2d):
            part.running_mean.normal_(std=0.1)
            part.running_var.uniform_(0.5, 1.5)
            part.weight.fill_(RESIDUAL_GAIN if name.endswith("bn3") else 1.0)
    with torch.no_grad():
        net.rpn.head.cls_logits.weight.mul_(OBJECTNESS_GAIN)
        _standardise(net, image)
        net.roi_heads.box_predictor.cls_score.bias[0] += background
    return net


def _standardise(net: MaskRCNN, image: torch.Tensor) -> None:
    heads, score = net.roi_heads, net.roi_heads.box_predictor.cls_score
    images, _ = net.transform([image])
    features = net.backbone(images.tensors)
    proposals, _ = net.rpn(images, features)
    logits = score(heads.box_head(heads.box_roi_pool(features, proposals, images.image_sizes)))
    gain = LOGIT_SPREAD / logits.std(0).mean()
    score.weight.mul_(gain)
    score.bias.copy_((score.bias - logits.mean(0)) * gain)
