"""Speed of the RoI traces while a box is dragged. Run: pytest tests/benchmarks --benchmark-only"""

from __future__ import annotations

import itertools
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
import torch
from torchvision.ops import roi_align, roi_pool

from core.geometry import Box
from core.roi.align import trace_roi_align
from core.roi.pool import trace_roi_pool
from tests.benchmarks.timing import record_ratio

MAP_SIZE = (50, 68)  # stride 16 of an input of 800 x 1088
SCALE = 1 / 16
CHANNELS = 256
FRAME_MS = {7: 8, 14: 16}
"""Trace, evaluate and redraw together, per output size."""


@pytest.fixture(scope="module")
def features() -> np.ndarray:
    return np.random.default_rng(0).uniform(-1, 1, (CHANNELS, *MAP_SIZE)).astype(np.float32)


def dragged_boxes() -> Callable[[], Box]:
    """A box of 28 x 24 cells, the largest that P4 is given, a tenth of a pixel further at every call."""
    steps = itertools.count()

    def next_box() -> Box:
        shift = 0.1 * next(steps)
        return Box(100.3 + shift, 60.7, 547.1 + shift, 440.2)

    return next_box


def pool_and_align(box: Box, features: np.ndarray, output_size: int) -> None:
    trace_roi_pool(box, spatial_scale=SCALE, map_size=MAP_SIZE, output_size=output_size).evaluate(features)
    trace_roi_align(box, spatial_scale=SCALE, map_size=MAP_SIZE, output_size=output_size, sampling_ratio=2).evaluate(features)


@pytest.mark.parametrize("output_size", [7, 14])
def test_a_frame_of_dragging(benchmark: Any, features: np.ndarray, output_size: int) -> None:
    """256 channels, both operators, traced and evaluated anew."""
    next_box = dragged_boxes()
    benchmark.extra_info["frame_ms"] = FRAME_MS[output_size]
    benchmark(lambda: pool_and_align(next_box(), features, output_size))


@pytest.mark.parametrize("output_size", [7, 14])
def test_both_operators_against_torchvisions(benchmark: Any, features: np.ndarray, output_size: int) -> None:
    next_box, maps = dragged_boxes(), torch.from_numpy(features)[None]

    def reference() -> None:
        boxes = torch.tensor([[0.0, *next_box().as_tuple()]])
        roi_pool(maps, boxes, output_size, SCALE)
        roi_align(maps, boxes, output_size, SCALE, 2)

    record_ratio(benchmark, lambda: pool_and_align(next_box(), features, output_size), reference, target=2.0, rounds=25)


def test_listing_the_samples_of_a_frame(benchmark: Any) -> None:
    """What the photo shows: every point of a 14 x 14 grid with its neighbours and weights."""
    trace = trace_roi_align(dragged_boxes()(), spatial_scale=SCALE, map_size=MAP_SIZE, output_size=14, sampling_ratio=2)
    benchmark.extra_info["target_ms"] = 2
    benchmark(trace.samples)
