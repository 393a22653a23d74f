"""A catalog with one tiny model, and photos to run it on."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from core.catalog import ModelRow
from core.fcn.network import FcnNet
from core.labels import VOC
from tests.networks import tiny_net, tiny_row

DrawPhoto = Callable[[str], Path]
Run = Callable[..., int]


@pytest.fixture
def tiny(tmp_path: Path) -> ModelRow:
    """A model of VOC's classes with random weights, in a file of its own that a test may damage."""
    folder = tmp_path / "weights"
    folder.mkdir()
    return tiny_row(folder, label_set=VOC, net=levelled(tiny_net(label_set=VOC)))


def levelled(net: FcnNet) -> FcnNet:
    """``net`` with biases that give every class the same mean score on noise: then every read-out shows several classes."""
    with torch.no_grad():
        for stride, scores in net(torch.randn(4, 3, 96, 96)).items():
            last = [part for part in net.heads[f"score{stride}"].modules() if isinstance(part, torch.nn.Conv2d)][-1]
            assert last.bias is not None
            last.bias -= scores.mean(dim=(0, 2, 3))
    return net


@pytest.fixture
def draw_photo(tmp_path: Path) -> DrawPhoto:
    """Write a photo of noise, 60 x 40 pixels, called so and seeded by its name; returns its path."""

    def draw(name: str) -> Path:
        path = tmp_path / "photos" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        pixels = np.random.default_rng(list(name.encode())).integers(0, 256, (40, 60, 3), np.uint8)
        Image.fromarray(pixels).save(path)
        return path

    return draw
