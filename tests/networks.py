"""Small seeded networks for tests: real architecture, random weights, a second to build."""

from __future__ import annotations

from pathlib import Path

import torch

from core.badges import Badge
from core.catalog import ModelRow, Task, WeightFile
from core.fcn.config import FcnConfig
from core.fcn.network import FcnNet
from core.labels import LabelSet
from core.training.checkpoint import save_half
from core.weights.reading import read_blob

TINY_LABELS = LabelSet("Tiny", ("background", "disc", "square", "stripe"))


def tiny_config(label_set: LabelSet = TINY_LABELS, *, longest_side: int = 96) -> FcnConfig:
    """timm's smallest EfficientNet: 5 levels, strides 2 to 32."""
    return FcnConfig("test_efficientnet", label_set.names, label_set.name, longest_side, head_width=8)


def tiny_net(seed: int = 0, label_set: LabelSet = TINY_LABELS) -> FcnNet:
    """Random weights, with batch statistics of noise: without those, deep activations vanish and one class wins everywhere."""
    torch.manual_seed(seed)
    net = FcnNet(tiny_config(label_set))
    for name, part in net.named_modules():
        if isinstance(part, torch.nn.BatchNorm2d):
            part.momentum = None  # the average of all batches, here of one
        if name.startswith("heads") and isinstance(part, torch.nn.Conv2d):
            torch.nn.init.normal_(part.weight, std=0.5)
    with torch.no_grad():
        net.train()(torch.randn(4, 3, 128, 128))
    return net.eval()


def tiny_row(folder: Path, *, key: str = "tiny", seed: int = 0, label_set: LabelSet = TINY_LABELS, net: FcnNet | None = None) -> ModelRow:
    """A catalog row whose weight file is written into ``folder``."""
    net = net or tiny_net(seed, label_set)
    path = folder / f"{key}.safetensors"
    save_half(path, net.state_dict(), net.config.to_metadata())
    weights = WeightFile(str(path), read_blob(path).sha256, path.stat().st_size)
    return ModelRow(key, f"Tiny {key}", Task.SEMANTIC, label_set, weights, (Badge.UNTRAINED,), "A network for tests.", "none.md")
