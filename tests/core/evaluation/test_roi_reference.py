from __future__ import annotations

import numpy as np
import pytest
import torch
from torchvision.ops import roi_align, roi_pool

from core.evaluation.roi_reference import max_abs_difference_to_torchvision, torchvision_pooled
from core.geometry import Box
from core.roi.operators import trace_box
from core.roi.settings import BinConvention, Operator, OperatorSettings
from core.roi.trace import SamplingTrace

BOX = Box(30, 41.5, 200, 230)


@pytest.fixture
def features() -> np.ndarray:
    """Read-only, as cached features are."""
    values = np.random.default_rng(20).uniform(-1, 1, (5, 20, 18)).astype(np.float32)
    values.flags.writeable = False
    return values


def trace(settings: OperatorSettings) -> SamplingTrace:
    return trace_box(settings, BOX, spatial_scale=1 / 16, map_size=(20, 18))


def test_it_is_torchvision_that_answers(features: np.ndarray) -> None:
    maps, boxes = torch.tensor(features)[None], [torch.tensor([BOX.as_tuple()])]
    pool, align = OperatorSettings(Operator.POOL, (3, 4)), OperatorSettings(Operator.ALIGN, (3, 4), sampling_ratio=2, aligned=True)
    np.testing.assert_array_equal(torchvision_pooled(trace(pool), features), roi_pool(maps, boxes, (3, 4), 1 / 16)[0])
    np.testing.assert_array_equal(torchvision_pooled(trace(align), features), roi_align(maps, boxes, (3, 4), 1 / 16, 2, True)[0])


@pytest.mark.parametrize("operator", [Operator.POOL, Operator.ALIGN, Operator.WARP])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_traces_do_not_differ_from_it(features: np.ndarray, operator: Operator, dtype: type[np.floating]) -> None:
    difference = max_abs_difference_to_torchvision(trace(OperatorSettings(operator)), features.astype(dtype))
    assert difference is not None
    assert difference <= (1e-5 if dtype is np.float32 else 1e-10)


@pytest.mark.parametrize(
    "settings",
    [
        OperatorSettings(Operator.POOL, bins=BinConvention.DROP),
        OperatorSettings(Operator.POOL, bins=BinConvention.UNEVEN),
        OperatorSettings(Operator.CROP_AND_RESIZE),
    ],
    ids=["drop", "uneven", "crop"],
)  # fmt: skip
def test_what_torchvision_lacks_is_compared_with_nothing(features: np.ndarray, settings: OperatorSettings) -> None:
    assert max_abs_difference_to_torchvision(trace(settings), features) is None
