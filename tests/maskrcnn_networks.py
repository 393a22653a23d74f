"""Small seeded Mask R-CNNs for tests: the real architecture, random weights that let every stage have something to do."""

from __future__ import annotations

from pathlib import Path

import torch
from torchvision.models.detection import MaskRCNN

from core.badges import Badge
from core.catalog import ModelRow, Task, WeightFile
from core.labels import LabelSet
from core.maskrcnn.config import MaskRcnnConfig
from core.maskrcnn.network import build
from core.training.checkpoint import save_half
from core.weights.reading import read_blob

TINY_NAMES = ("background", "disc", "square", "stripe")


def tiny_maskrcnn_config(label_names: tuple[str, ...] = TINY_NAMES) -> MaskRcnnConfig:
    """timm's smallest EfficientNet with a narrow pyramid; 1,000 proposals from inputs of about 96 x 128 pixels."""
    return MaskRcnnConfig(
        "test_efficientnet", label_names, "Tiny", min_size=96, max_size=128, pyramid_width=16,
        anchor_sizes=((8, 12), (16, 24), (32, 48), (64, 96), (96, 128)), box_head_width=32, mask_head_widths=(8, 8),
        proposals_before_nms=300, proposals_after_nms=200,
    )  # fmt: skip


def tiny_maskrcnn(config: MaskRcnnConfig | None = None, seed: int = 0) -> MaskRCNN:
    """Random weights, with batch statistics of noise and heads loud enough that scores and deltas differ from box to box."""
    torch.manual_seed(seed)
    net = build(config or tiny_maskrcnn_config())
    trunk = net.backbone.trunk
    for part in trunk.modules():
        if isinstance(part, torch.nn.BatchNorm2d):
            part.momentum = None  # the average of all batches, here of one
    with torch.no_grad():
        trunk.train()(torch.randn(4, 3, 128, 128))
        for part, std in ((net.rpn.head.cls_logits, 0.5), (net.rpn.head.bbox_pred, 0.1), (net.roi_heads.box_predictor.cls_score, 0.5)):
            torch.nn.init.normal_(part.weight, std=std)
    return net.eval()


def tiny_maskrcnn_row(
    folder: Path, *, key: str = "tiny", seed: int = 0, label_names: tuple[str, ...] = TINY_NAMES, net: MaskRCNN | None = None
) -> ModelRow:
    """A catalog row of such a network, whose weight file is written into ``folder``."""
    config = tiny_maskrcnn_config(label_names)
    net = net or tiny_maskrcnn(config, seed)
    path = folder / f"{key}.safetensors"
    save_half(path, net.state_dict(), config.to_metadata())
    weights = WeightFile(str(path), read_blob(path).sha256, path.stat().st_size)
    labels = LabelSet("Tiny", label_names)
    return ModelRow(key, f"Tiny {key}", Task.INSTANCE, labels, weights, (Badge.UNTRAINED,), "A network for tests.", "none.md")
