"""A network made ready for inference is the same function: norms folded, large convolutions by Winograd, channels_last."""

from __future__ import annotations

import copy

import numpy as np
import pytest
import torch
from PIL import Image
from torch import nn
from torchvision.models.detection import MaskRCNN
from torchvision.ops.misc import Conv2dNormActivation, FrozenBatchNorm2d

from core.cancellation import CancelToken
from core.fcn.protocol import FcnNetwork
from core.fcn.published import DilatedFcnConfig
from core.folding import fold_norms, made_ready
from core.maskrcnn.gathering import gather
from core.maskrcnn.staged import run_stages
from core.samples import load_sample
from core.winograd import WinogradConv2d
from tests.fcn_networks import net_with, random_state
from tests.maskrcnn_networks import tiny_maskrcnn
from tests.networks import TINY_LABELS, tiny_net
from tests.telling_networks import telling_mask_rcnn

NORMS = (nn.BatchNorm2d, FrozenBatchNorm2d)


def norms(net: nn.Module) -> int:
    return sum(isinstance(part, NORMS) for part in net.modules())


@pytest.mark.parametrize("affine_norm", [nn.BatchNorm2d, FrozenBatchNorm2d])
@pytest.mark.parametrize("bias", [True, False])
def test_a_norm_is_taken_over_by_the_convolution_before_it(affine_norm: type[nn.Module], bias: bool) -> None:
    torch.manual_seed(0)
    norm = affine_norm(5, eps=1e-3)
    for name in ("weight", "bias", "running_mean", "running_var"):
        getattr(norm, name).data.uniform_(0.5, 2.0)
    net = nn.Sequential(nn.Conv2d(3, 5, 3, bias=bias), norm, nn.ReLU()).eval()
    given = torch.randn(1, 3, 9, 9)
    expected = net(given)
    fold_norms(net)
    assert isinstance(net[1], nn.Identity)
    torch.testing.assert_close(net(given), expected, rtol=1e-5, atol=1e-6)


def test_norms_that_no_convolution_comes_right_before_are_left_alone() -> None:
    class Sum(nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.convolution, self.norm = nn.Conv2d(3, 3, 1), nn.BatchNorm2d(3)

        def forward(self, given: torch.Tensor) -> torch.Tensor:
            found = self.convolution(given)
            both: torch.Tensor = found + self.norm(found)
            return both

    nets = (Sum(), nn.Sequential(nn.BatchNorm2d(3), nn.Conv2d(3, 3, 1)), nn.Sequential(nn.Conv2d(3, 3, 1), nn.ReLU(), nn.BatchNorm2d(3)),
            nn.Sequential(nn.Conv2d(3, 3, 1), nn.BatchNorm2d(3, track_running_stats=False)))  # fmt: skip
    for net in nets:
        fold_norms(net.eval())
        assert norms(net) == 1


def test_every_norm_of_the_known_networks_is_folded() -> None:
    pixels = torch.randn(1, 3, 64, 96, generator=torch.Generator().manual_seed(0))
    config = DilatedFcnConfig(50, TINY_LABELS.names, TINY_LABELS.name)
    nets: tuple[FcnNetwork, ...] = (tiny_net(), net_with(config, random_state(config)))
    for net in nets:
        with torch.inference_mode():
            expected = net(pixels)
            assert norms(net) > 10
            found = made_ready(net)(pixels)
        assert norms(net) == 0
        for stride, score in expected.items():
            torch.testing.assert_close(found[stride], score, rtol=1e-4, atol=1e-5 * float(score.abs().max()))
    assert norms(made_ready(tiny_maskrcnn())) == 0
    second = Conv2dNormActivation(3, 8)  # of what version 2's heads are made
    fold_norms(second.eval())
    assert norms(second) == 0


def test_large_convolutions_become_winograds_and_small_ones_stay() -> None:
    net = made_ready(nn.Sequential(nn.Conv2d(3, 128, 3, padding=1), nn.Conv2d(128, 128, 3, padding=1)))
    assert [isinstance(part, WinogradConv2d) for part in net] == [False, True]
    assert all(weight.is_contiguous(memory_format=torch.channels_last) for weight in net.parameters() if weight.dim() == 4)


@pytest.fixture(scope="module")
def photo() -> torch.Tensor:
    """A sample of 640 x 480 px, ``(3, 480, 640)`` float 0..1."""
    rgb = np.asarray(Image.fromarray(np.asarray(load_sample("astronaut").rgb)).resize((640, 480)))
    return torch.tensor(rgb).permute(2, 0, 1).float() / 255.0


@pytest.fixture(scope="module")
def published(photo: torch.Tensor) -> MaskRCNN:
    """At a smaller input than usual, for time: 20 objects or more."""
    return telling_mask_rcnn(photo, 12.0, min_size=256, max_size=384)


def test_objects_are_those_of_torchvisions_own_call(published: MaskRCNN, photo: torch.Tensor) -> None:
    with torch.inference_mode():
        (expected,) = published([photo])
    found = run_stages(gather(made_ready(copy.deepcopy(published))), photo, CancelToken()).funnel
    assert len(found.scores) == len(expected["scores"]) >= 20
    assert torch.equal(torch.tensor(found.labels), expected["labels"])
    assert float((torch.tensor(found.boxes_image) - expected["boxes"]).abs().max()) < 0.01
    assert float((torch.tensor(found.scores) - expected["scores"]).abs().max()) < 1e-4
