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
    """Random weights, large enough in the last layers that classes differ from pixel to pixel."""
    torch.manual_seed(seed)
    net = FcnNet(tiny_config(label_set)).eval()
    for name, parameter in net.named_parameters():
        if name.startswith("heads") and parameter.ndim > 1:
            torch.nn.init.normal_(parameter, std=0.5)
    return net


def tiny_row(folder: Path, *, key: str = "tiny", seed: int = 0, label_set: LabelSet = TINY_LABELS, net: FcnNet | None = None) -> ModelRow:
    """A catalog row whose weight file is written into ``folder``."""
    net = net or tiny_net(seed, label_set)
    path = folder / f"{key}.safetensors"
    save_half(path, net.state_dict(), net.config.to_metadata())
    weights = WeightFile(str(path), read_blob(path).sha256, path.stat().st_size)
    return ModelRow(key, f"Tiny {key}", Task.SEMANTIC, label_set, weights, (Badge.UNTRAINED,), "A network for tests.", "none.md")
