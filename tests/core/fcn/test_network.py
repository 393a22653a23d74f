from __future__ import annotations

import pytest
import torch

from core.fcn.config import FcnConfig
from core.fcn.network import FcnNet
from tests.networks import tiny_config, tiny_net


def test_scores_have_one_channel_a_class_at_each_stride() -> None:
    scores = tiny_net()(torch.zeros(2, 3, 96, 64))
    assert {stride: tuple(score.shape) for stride, score in scores.items()} == {32: (2, 4, 3, 2), 16: (2, 4, 6, 4), 8: (2, 4, 12, 8)}


def test_one_forward_runs_the_trunk_once_for_all_read_outs() -> None:
    net = tiny_net()
    passes: list[int] = []
    net.trunk.register_forward_hook(lambda *_: passes.append(1))
    net(torch.zeros(1, 3, 64, 64))
    assert len(passes) == 1


def test_the_starters_trunk_has_the_levels_the_facts_name() -> None:
    config = FcnConfig("tf_efficientnet_lite0", ("a", "b"), "Two", 64)
    with torch.inference_mode():
        levels = FcnNet(config).eval().pyramid(torch.zeros(1, 3, 64, 64))
    assert {name: level.shape[1] for name, level in levels.items()} == {"C1": 16, "C2": 24, "C3": 40, "C4": 112, "C5": 320}


def test_a_trunk_without_the_strides_is_refused() -> None:
    config = FcnConfig("vit_tiny_patch16_224", ("a", "b"), "Two", 224)
    with pytest.raises(ValueError, match="no features at stride"):
        FcnNet(config)


def test_metadata_reads_back_as_the_same_configuration() -> None:
    config = tiny_config()
    assert FcnConfig.from_metadata(config.to_metadata(), source="x") == config
