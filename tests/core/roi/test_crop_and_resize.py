from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from core.geometry import Box
from core.roi.crop_and_resize import normalised_box, trace_crop_and_resize
from core.roi.grid import feature_grid
from tests.core.roi.boxes import KINDS, MAPS, random_box, random_map

Oracle = list[list[list[float]]]


def documented_crop_and_resize(image: np.ndarray, box: Box, crop_height: int, crop_width: int) -> Oracle:
    """``tf.image.crop_and_resize`` as its documentation words it, one value at a time in Python's floats.

    A normalised coordinate y is mapped to the image coordinate y * (image_height - 1); the resizing is corner aligned; y1 > y2
    flips the crop; outside [0, image_height - 1] the extrapolation value, 0, is used.
    """
    channels, height, width = image.shape

    def coordinate(low: float, high: float, side: int, i: int, count: int) -> float:
        first, last = low * (side - 1), high * (side - 1)
        return (first + last) / 2 if count == 1 else first + i * (last - first) / (count - 1)

    def value(channel: int, y: float, x: float) -> float:
        if not (0 <= y <= height - 1 and 0 <= x <= width - 1):
            return 0.0
        top, bottom, left, right = math.floor(y), math.ceil(y), math.floor(x), math.ceil(x)
        above = image[channel, top, left] + (image[channel, top, right] - image[channel, top, left]) * (x - left)
        below = image[channel, bottom, left] + (image[channel, bottom, right] - image[channel, bottom, left]) * (x - left)
        return float(above + (below - above) * (y - top))

    ys = [coordinate(box.y1, box.y2, height, i, crop_height) for i in range(crop_height)]
    xs = [coordinate(box.x1, box.x2, width, i, crop_width) for i in range(crop_width)]
    return [[[value(channel, y, x) for x in xs] for y in ys] for channel in range(channels)]


def on_the_brink(box: Box, map_size: tuple[int, int], output_size: tuple[int, int]) -> bool:
    """Whether a point lies so near the outer cell centres that rounding decides between a value and 0."""
    for low, high, side, count in ((box.y1, box.y2, map_size[0], output_size[0]), (box.x1, box.x2, map_size[1], output_size[1])):
        shares = np.linspace(0, 1, count) if count > 1 else np.array([0.5])
        points = (low + (high - low) * shares) * (side - 1)
        if (np.minimum(np.abs(points), np.abs(points - (side - 1))) < 1e-9 * max(1, abs(points).max())).any():
            return True
    return False


def test_equals_the_documented_operator() -> None:
    rng = np.random.default_rng(4)
    compared = 0
    for round_number in range(42):
        output_size = 1 + round_number % 14, int(rng.integers(1, 15))
        for map_size, scale in MAPS:
            features = random_map(rng, 2, map_size, np.float64)
            for kind in KINDS:
                box = random_box(rng, kind, map_size, scale, huge_cells=1e4)
                trace = trace_crop_and_resize(box, spatial_scale=scale, map_size=map_size, output_size=output_size, dtype=np.float64)
                normalised = normalised_box(trace.ideal_box_feature, trace.grid)
                if on_the_brink(normalised, map_size, output_size):
                    continue
                expected = documented_crop_and_resize(features, normalised, *output_size)
                np.testing.assert_allclose(trace.evaluate(features), expected, rtol=0, atol=1e-10, err_msg=f"{box} {output_size}")
                compared += 1
    assert compared > 1500


def test_the_whole_image_is_a_resize_with_aligned_corners() -> None:
    features = random_map(np.random.default_rng(5), 3, (9, 13), np.float64)
    trace = trace_crop_and_resize(Box(0, 0, 13 * 16, 9 * 16), spatial_scale=1 / 16, map_size=(9, 13), output_size=(5, 7))
    expected = torch.nn.functional.interpolate(torch.from_numpy(features)[None], (5, 7), mode="bilinear", align_corners=True)[0]
    np.testing.assert_allclose(trace.evaluate(features), expected.numpy(), atol=1e-12)


def test_the_window_shrinks_towards_the_middle_of_the_map() -> None:
    trace = trace_crop_and_resize(Box(0, 0, 160, 80), spatial_scale=0.1, map_size=(8, 16), output_size=3, dtype=np.float64)
    assert trace.used_box_feature == Box(0.5, 0.5, 15.5, 7.5)
    assert trace.columns.positions_feature.tolist() == [[0.5], [8.0], [15.5]]


def test_a_single_value_is_read_in_the_middle() -> None:
    ramp = np.arange(11.0).reshape(1, 1, 11)
    trace = trace_crop_and_resize(Box(2.2, 0, 6.6, 1), spatial_scale=1, map_size=(1, 11), output_size=1, dtype=np.float64)
    assert trace.evaluate(ramp).item() == pytest.approx(4.0)  # (0.2 + 0.6) / 2 of the ten steps from first to last centre


def test_a_normalised_box_is_in_shares_of_the_image() -> None:
    assert normalised_box(Box(4, 2, 8, 10), feature_grid((20, 16), 1 / 16)) == Box(0.25, 0.1, 0.5, 0.5)
