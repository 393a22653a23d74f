"""torchvision's own published networks, with seeded random numbers in the place of what their functions would download."""

from __future__ import annotations

import re

import pytest
import torch
from torchvision.models.detection import (
    MaskRCNN,
    MaskRCNN_ResNet50_FPN_V2_Weights,
    MaskRCNN_ResNet50_FPN_Weights,
    maskrcnn_resnet50_fpn,
    maskrcnn_resnet50_fpn_v2,
)

State = dict[str, torch.Tensor]
MASK_RCNNS = {
    1: (maskrcnn_resnet50_fpn, MaskRCNN_ResNet50_FPN_Weights),
    2: (maskrcnn_resnet50_fpn_v2, MaskRCNN_ResNet50_FPN_V2_Weights),
}
LIGHT = {"rpn_pre_nms_top_n_test": 300, "rpn_post_nms_top_n_test": 60, "box_score_thresh": 0.0, "box_detections_per_img": 12}
"""The whole architecture, but fewer boxes for the heads to look at."""


def published_mask_rcnn(version: int, seed: int = 0) -> MaskRCNN:
    """What torchvision's function makes of its COCO weights, were they random numbers: class, norm and epsilon are its own choice."""
    build, weights = MASK_RCNNS[version]
    state = random_state(build(weights=None, weights_backbone=None), seed)
    if version == 1:  # in training its trunk had constant batch statistics, which count nothing
        state = {name: tensor for name, tensor in state.items() if not re.fullmatch(r"backbone\.body\..*num_batches_tracked", name)}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(weights, "get_state_dict", lambda *_arguments, **_words: state)
        return build(weights=weights.COCO_V1, **LIGHT).eval()


def random_state(net: torch.nn.Module, seed: int) -> State:
    """The fresh network's state, with batch statistics that are not those of fresh ones."""
    generator = torch.Generator().manual_seed(seed)
    state = dict(net.state_dict())
    for name, tensor in state.items():
        if name.endswith("running_mean"):
            state[name] = torch.randn(tensor.shape, generator=generator) * 0.1
        elif name.endswith("running_var"):
            state[name] = torch.rand(tensor.shape, generator=generator) + 0.5
    return state


def names_before_2022(state: State) -> State:
    """As the published file of version 1 has them: torchvision has renamed layers of pyramid, proposals and mask head since."""
    return {_old_name(name): tensor for name, tensor in state.items()}


def _old_name(name: str) -> str:
    name = re.sub(r"^(backbone\.fpn\.\w+_blocks\.\d)\.0\.", r"\1.", name)
    name = re.sub(r"^rpn\.head\.conv\.0\.0\.", "rpn.head.conv.", name)
    return re.sub(r"^roi_heads\.mask_head\.(\d)\.0\.", lambda found: f"roi_heads.mask_head.mask_fcn{int(found[1]) + 1}.", name)


def lighten(net: MaskRCNN) -> MaskRCNN:
    """The same rules as LIGHT, for a network that was built without them."""
    net.rpn._pre_nms_top_n["testing"] = LIGHT["rpn_pre_nms_top_n_test"]
    net.rpn._post_nms_top_n["testing"] = LIGHT["rpn_post_nms_top_n_test"]
    net.roi_heads.score_thresh = LIGHT["box_score_thresh"]
    net.roi_heads.detections_per_img = LIGHT["box_detections_per_img"]
    return net
