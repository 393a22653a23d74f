"""The mask head's layers: shapes of the paper's figure, and logits equal to the recorded ones."""

from __future__ import annotations

import numpy as np
import pytest
import torch

from core.maskrcnn.mask_head import mask_head_layers
from tests.core.maskrcnn.runs import record, scene
from tests.maskrcnn_networks import tiny_maskrcnn


def test_the_layers_are_those_of_the_papers_figure_and_end_in_the_recorded_logits() -> None:
    net = tiny_maskrcnn()
    run = record(net, scene())
    layers = mask_head_layers(net, run, 3)
    assert [(layer.name, layer.values.shape) for layer in layers] == [
        ("features", (16, 14, 14)), ("conv1", (8, 14, 14)), ("conv2", (8, 14, 14)), ("deconv", (8, 28, 28)), ("logits", (4, 28, 28)),
    ]  # fmt: skip
    assert layers[-1].values == pytest.approx(run.masks.logits(3), abs=1e-5)
    assert np.array_equal(layers[0].values, run.masks.roi_features(3))


def test_every_layer_is_what_its_weights_make_of_the_one_before() -> None:
    net = tiny_maskrcnn()
    layers = mask_head_layers(net, record(net, scene()), 0)
    before, conv, deconv = (torch.tensor(layers[index].values)[None] for index in (0, 2, 3))
    first = torch.nn.functional.conv2d(before, net.roi_heads.mask_head[0][0].weight, net.roi_heads.mask_head[0][0].bias, padding=1)
    assert torch.allclose(first.relu()[0], torch.tensor(layers[1].values), atol=1e-5)
    learned = net.roi_heads.mask_predictor.conv5_mask
    doubled = torch.nn.functional.conv_transpose2d(conv, learned.weight, learned.bias, stride=2)
    assert torch.allclose(doubled.relu(), deconv, atol=1e-5)
