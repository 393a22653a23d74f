"""What the worker hands back: equal to torchvision on every channel, and honest about which map is shown."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch
from torchvision.ops import roi_align, roi_pool

from app.lab.choices import LabChoices, MapChoice, MapKind, OperatorChoice
from app.lab.looking import LookRequest
from app.lab.verification import VerifyRequest
from core.cancellation import CancelToken
from core.features import FeaturePyramid
from core.geometry import Axis1d, Box, PlaneMap
from core.roi.settings import BinConvention, Operator

BOX = Box(50.3, 41.7, 171.9, 133.2)
SCALE = 1.25


@pytest.fixture
def pyramid() -> FeaturePyramid:
    """Two levels of noise; the network saw the photo at 1 / 1.25 of its size."""
    noise = np.random.default_rng(3)
    levels = {name: noise.normal(size=(9, side, side)).astype(np.float32) for name, side in (("C3", 32), ("C4", 16))}
    return FeaturePyramid(levels, {"C3": 8, "C4": 16}, (256, 256), PlaneMap(Axis1d(SCALE), Axis1d(SCALE)))


def test_both_readings_are_torchvisions(pyramid: FeaturePyramid) -> None:
    look = LookRequest(pyramid, LabChoices(BOX, OperatorChoice(aligned=False), level=4))(CancelToken())
    maps = torch.from_numpy(pyramid.levels["C4"])[None]
    box = torch.tensor([[0.0, *(edge / SCALE for edge in BOX.as_tuple())]])
    pooled, aligned = (reading.pooled for reading in look.readings)
    np.testing.assert_array_equal(pooled, roi_pool(maps, box, 7, 1 / 16)[0].numpy())
    np.testing.assert_allclose(aligned, roi_align(maps, box, 7, 1 / 16, 2, False)[0].numpy(), atol=1e-5)


@pytest.mark.parametrize("aligned", [False, True])
@pytest.mark.parametrize("ratio", [0, 3])
@pytest.mark.parametrize("size", [1, 5, 14])
def test_the_badge_says_equal_for_every_setting_that_torchvision_has(pyramid: FeaturePyramid, aligned: bool, ratio: int, size: int) -> None:
    operators = OperatorChoice(Operator.WARP, Operator.ALIGN, sampling_ratio=ratio, aligned=aligned, output_size=size)
    verdicts = VerifyRequest(LookRequest(pyramid, LabChoices(BOX, operators))(CancelToken()))(CancelToken())
    assert [verdict.equal for verdict in verdicts] == [True, True]


def test_the_badge_catches_a_wrong_value(pyramid: FeaturePyramid) -> None:
    look = LookRequest(pyramid, LabChoices(BOX))(CancelToken())
    broken = replace(look.readings[0], pooled=look.readings[0].pooled + np.float32(0.01))
    first, second = VerifyRequest(replace(look, readings=(broken, look.readings[1])))(CancelToken())
    assert not first.equal
    assert first.difference == pytest.approx(0.01, abs=1e-6)
    assert second.equal


@pytest.mark.parametrize("operators", [OperatorChoice(bins=BinConvention.DROP), OperatorChoice(first=Operator.CROP_AND_RESIZE)])
def test_the_badge_does_not_claim_what_torchvision_lacks(pyramid: FeaturePyramid, operators: OperatorChoice) -> None:
    first, second = VerifyRequest(LookRequest(pyramid, LabChoices(BOX, operators))(CancelToken()))(CancelToken())
    assert (first.difference, first.equal) == (None, False)
    assert second.equal


@pytest.mark.parametrize(("kind", "taken"), [(MapKind.MEAN, np.mean), (MapKind.MAX, np.max)])
def test_a_map_over_channels_is_made_before_pooling(pyramid: FeaturePyramid, kind: MapKind, taken: object) -> None:
    assert callable(taken)
    look = LookRequest(pyramid, LabChoices(BOX, map=MapChoice(kind), level=3))(CancelToken())
    expected = taken(pyramid.levels["C3"], axis=0)
    np.testing.assert_allclose(look.map.values[0], expected, rtol=1e-6)
    box = torch.tensor([[0.0, *(edge / SCALE for edge in BOX.as_tuple())]])
    np.testing.assert_allclose(look.readings[0].shown, roi_pool(torch.from_numpy(look.map.values)[None], box, 7, 1 / 8)[0, 0].numpy())


def test_a_level_with_fewer_channels_shows_its_last(pyramid: FeaturePyramid) -> None:
    look = LookRequest(pyramid, LabChoices(BOX, map=MapChoice(channel=400)))(CancelToken())
    assert look.map.choice.channel == 8


def test_the_level_is_chosen_in_input_pixels(pyramid: FeaturePyramid) -> None:
    """140 photo px are 112 of the input: the least side that P3 takes. One less is P2, which this model lacks."""
    side = 112 * SCALE
    for edge, floored in ((side + 0.1, 3), (side - 0.1, 2)):
        formula = LookRequest(pyramid, LabChoices(Box(10, 10, 10 + edge, 10 + edge)))(CancelToken()).level.formula
        assert formula is not None
        assert (formula.floored, formula.level) == (floored, 3)
