"""The network's shapes: strides, anchors, channels, and a starter that stays small."""

from __future__ import annotations

import pytest
import torch
from torchvision.ops import MultiScaleRoIAlign

from core.maskrcnn.config import MaskRcnnConfig
from core.maskrcnn.network import TrunkWithPyramid, build
from tests.maskrcnn_networks import tiny_maskrcnn, tiny_maskrcnn_config


def test_the_pyramid_has_strides_4_to_64() -> None:
    backbone = tiny_maskrcnn().backbone
    with torch.inference_mode():
        pyramid = backbone(torch.zeros(1, 3, 128, 192))
    assert {key: tuple(level.shape) for key, level in pyramid.items()} == {
        "0": (1, 16, 32, 48), "1": (1, 16, 16, 24), "2": (1, 16, 8, 12), "3": (1, 16, 4, 6), "pool": (1, 16, 2, 3),
    }  # fmt: skip


def test_every_class_has_a_mask_channel_of_28_by_28() -> None:
    net = tiny_maskrcnn()
    with torch.inference_mode():
        (found,) = net([torch.rand(3, 100, 120)])
        logits = net.roi_heads.mask_predictor(net.roi_heads.mask_head(torch.zeros(2, 16, 14, 14)))
    assert len(found["boxes"]) > 0
    assert logits.shape == (2, 4, 28, 28)


def test_a_starter_of_the_default_size_is_under_25_megabytes_in_half_precision() -> None:
    net = build(MaskRcnnConfig("tf_efficientnet_lite2", ("background", *"abcdef"), "VOC"))
    assert sum(tensor.numel() * 2 for tensor in net.state_dict().values()) < 25_000_000


def test_a_first_photo_of_extreme_aspect_does_not_spoil_the_next() -> None:
    fresh, used, photo = tiny_maskrcnn(), tiny_maskrcnn(), torch.rand(3, 100, 120)
    with torch.inference_mode():
        used([torch.rand(3, 4, 300)])
        for key, value in fresh([photo])[0].items():
            assert torch.equal(value, used([photo])[0][key])


def test_the_poolers_strides_are_those_that_torchvision_guesses_from_a_sane_photo() -> None:
    net, guessing = tiny_maskrcnn(), MultiScaleRoIAlign(["0", "1", "2", "3"], 7, 2)
    with torch.inference_mode():
        pyramid = net.backbone(torch.zeros(1, 3, 96, 128))
        boxes = [torch.tensor([[3.0, 4.0, 60.0, 70.0], [0.0, 0.0, 128.0, 96.0], [5.0, 5.0, 9.0, 30.0]])]
        guessed = guessing(pyramid, boxes, [(96, 128)])
        assert torch.equal(guessed, net.roi_heads.box_roi_pool(pyramid, boxes, [(96, 128)]))


def test_a_trunk_without_stride_4_is_refused() -> None:
    with pytest.raises(ValueError, match=r"no features at stride"):
        TrunkWithPyramid("test_vit", 16)
    assert tiny_maskrcnn_config().num_classes == 4
