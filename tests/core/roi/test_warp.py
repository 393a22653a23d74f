from __future__ import annotations

import numpy as np
import pytest
import torch
from torchvision.ops import roi_align

from core.geometry import Box
from core.roi.warp import trace_roi_warp
from tests.core.roi.boxes import KINDS, MAPS, random_box, random_map

TOLERANCE = {np.float32: 1e-5, np.float64: 1e-10}


def rounded_window(box: Box, scale: float, dtype: type[np.floating]) -> list[float]:
    """The cells of RoIPool's window by an oracle of its own: half away from zero, inclusive end, at least one cell."""
    edges = [float(dtype(value) * dtype(scale)) for value in box.as_tuple()]
    x1, y1, x2, y2 = (np.copysign(np.floor(abs(edge) + 0.5), edge) for edge in edges)
    return [x1, y1, max(x2, x1) + 1, max(y2, y1) + 1]


@pytest.mark.parametrize("sampling_ratio", [0, 2])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_equals_roi_align_of_the_rounded_window(dtype: type[np.floating], sampling_ratio: int) -> None:
    rng = np.random.default_rng(6)
    for output_size in range(1, 15):
        for map_size, scale in MAPS:
            features = random_map(rng, 2, map_size, dtype)
            boxes = [random_box(rng, kind, map_size, scale, huge_cells=60) for kind in KINDS]
            maps = torch.from_numpy(features)[None]
            rois = torch.tensor([[0, *rounded_window(box, scale, dtype)] for box in boxes], dtype=maps.dtype)
            pooled = roi_align(maps, rois, output_size, 1.0, sampling_ratio, True).numpy()
            for box, expected in zip(boxes, pooled, strict=True):
                trace = trace_roi_warp(
                    box, spatial_scale=scale, map_size=map_size, output_size=output_size, sampling_ratio=sampling_ratio, dtype=dtype
                )
                np.testing.assert_allclose(trace.evaluate(features), expected, rtol=0, atol=TOLERANCE[dtype], err_msg=str(box))


def warped(x1: float, x2: float, features: np.ndarray) -> np.ndarray:
    return trace_roi_warp(Box(x1, 48, x2, 200), spatial_scale=1 / 16, map_size=(20, 20), output_size=7).evaluate(features)


def test_it_stands_still_until_the_rounding_changes_and_then_jumps() -> None:
    features = random_map(np.random.default_rng(7), 4, (20, 20), np.float32)
    start, still, jumped = (warped(32 + shift, 128 + shift, features) for shift in (0.0, 7.9, 8.0))
    np.testing.assert_array_equal(start, still)
    assert np.abs(start - jumped).max() > 0.1
