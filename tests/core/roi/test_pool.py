from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torchvision.ops import roi_pool

from core.errors import InputError
from core.geometry import Box
from core.roi.pool import PoolTrace, drop_bins, torchvision_bins, trace_roi_pool, uneven_bins
from tests.core.roi.boxes import KINDS, MAPS, random_box, random_map

TOLERANCE = {np.float32: 1e-5, np.float64: 1e-10}
ROUNDS = 84  # x 6 maps x 11 kinds = 5,544 boxes a dtype


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_equals_torchvision_with_its_argmax_on_five_thousand_boxes(dtype: type[np.floating]) -> None:
    rng = np.random.default_rng(1)
    for round_number in range(ROUNDS):
        output_size = 1 + round_number % 14, int(rng.integers(1, 15))
        for map_size, scale in MAPS:
            features = random_map(rng, 3, map_size, dtype)
            boxes = [random_box(rng, kind, map_size, scale, huge_cells=1e6) for kind in KINDS]
            rois = torch.tensor([[0, *box.as_tuple()] for box in boxes], dtype=torch.from_numpy(features).dtype)
            pooled, argmax = torch.ops.torchvision.roi_pool(torch.from_numpy(features)[None], rois, scale, *output_size)
            for box, expected, cells in zip(boxes, pooled.numpy(), argmax.numpy(), strict=True):
                trace = trace_roi_pool(box, spatial_scale=scale, map_size=map_size, output_size=output_size, dtype=dtype)
                found = trace.evaluate(features)
                assert found.dtype == dtype
                np.testing.assert_allclose(found, expected, rtol=0, atol=TOLERANCE[dtype], err_msg=f"{box} {output_size} {scale}")
                np.testing.assert_array_equal(trace.argmax(features), cells, err_msg=f"{box} {output_size} {scale}")


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_ties_are_decided_in_the_operators_own_arithmetic(dtype: type[np.floating]) -> None:
    """Coordinates a few units in the last place around every half cell, where float32 and float64 round to different cells."""
    columns, scale = 64, 1 / 3
    features = np.arange(columns, dtype=dtype).reshape(1, 1, columns)
    ties = (np.arange(60) + 0.5) / scale
    near = [tie + nudge * np.spacing(np.float32(tie)) / 4 for tie in ties for nudge in range(-6, 7)]
    for x in near:
        trace = trace_roi_pool(Box(x, 0, x, 0), spatial_scale=scale, map_size=(1, columns), output_size=1, dtype=dtype)
        rois = torch.tensor([[0, x, 0, x, 0]], dtype=torch.from_numpy(features).dtype)
        expected = roi_pool(torch.from_numpy(features)[None], rois, 1, scale).item()
        assert trace.evaluate(features).item() == expected, x


def test_float32_and_float64_can_disagree_on_a_tie_and_evaluate_follows_the_features() -> None:
    box, frame = Box(4.4999999999, 0, 4.4999999999, 0), {"spatial_scale": 1.0, "map_size": (1, 8), "output_size": 1}
    ramp = np.arange(8.0).reshape(1, 1, 8)
    for made_in in (np.float32, np.float64):
        trace = trace_roi_pool(box, dtype=made_in, **frame)
        assert trace.evaluate(ramp.astype(np.float32)).item() == 5
        assert trace.evaluate(ramp).item() == 4


@pytest.mark.parametrize(("x", "cell"), [(0.5, 1), (1.5, 2), (2.5, 3), (0.49999999999999994, 0), (3.4, 3)])
def test_edges_are_rounded_half_away_from_zero(x: float, cell: int) -> None:
    trace = trace_roi_pool(Box(x, x, x, x), spatial_scale=1, map_size=(9, 9), output_size=1, dtype=np.float64)
    assert trace.used_box_feature == Box(cell, cell, cell + 1, cell + 1)


def test_negative_edges_are_rounded_away_from_zero_too() -> None:
    trace = trace_roi_pool(Box(-0.5, -2.5, 1, 1), spatial_scale=1, map_size=(9, 9), output_size=1)
    assert (trace.used_box_feature.x1, trace.used_box_feature.y1) == (-1, -3)


def test_an_empty_bin_is_zero_even_on_an_all_negative_map() -> None:
    features = np.full((2, 4, 4), -7, np.float32)
    trace = trace_roi_pool(Box(2, 2, 5, 5), spatial_scale=1, map_size=(4, 4), output_size=4)
    assert trace.evaluate(features)[0].tolist() == [[-7, -7, 0, 0], [-7, -7, 0, 0], [0, 0, 0, 0], [0, 0, 0, 0]]
    assert trace.argmax(features)[1].tolist() == [[10, 11, -1, -1], [14, 15, -1, -1], [-1] * 4, [-1] * 4]


def test_the_argmax_of_equal_cells_is_the_first_in_scan_order() -> None:
    features = np.ones((1, 3, 4), np.float32)
    trace = trace_roi_pool(Box(1, 1, 3, 2), spatial_scale=1, map_size=(3, 4), output_size=1)
    assert trace.argmax(features).item() == 1 * 4 + 1


def ranges(bins: tuple[np.ndarray, np.ndarray]) -> list[list[int]]:
    return [list(range(start, stop)) for start, stop in zip(*bins, strict=True)]


@pytest.mark.parametrize(
    ("cells", "bins", "expected"),
    [
        (5, 2, [[0, 1, 2], [2, 3, 4]]),
        (7, 3, [[0, 1, 2], [2, 3, 4], [4, 5, 6]]),
        (3, 7, [[0], [0], [0, 1], [1], [1, 2], [2], [2]]),
        (6, 3, [[0, 1], [2, 3], [4, 5]]),
    ],
)  # fmt: skip
def test_torchvision_bins_overlap_or_repeat(cells: int, bins: int, expected: list[list[int]]) -> None:
    assert ranges(torchvision_bins(cells, bins, np.dtype(np.float64))) == expected


@pytest.mark.parametrize(
    ("cells", "bins", "drop", "uneven"),
    [
        (5, 2, [[0, 1], [2, 3]], [[0, 1, 2], [3, 4]]),
        (7, 3, [[0, 1], [2, 3], [4, 5]], [[0, 1, 2], [3, 4], [5, 6]]),
        (8, 3, [[0, 1], [2, 3], [4, 5]], [[0, 1, 2], [3, 4, 5], [6, 7]]),
        (2, 3, [[0], [0], [1]], [[0], [0], [1]]),
        (1, 2, [[0], [0]], [[0], [0]]),
    ],
)  # fmt: skip
def test_drop_loses_the_remainder_and_uneven_spreads_it(cells: int, bins: int, drop: list[list[int]], uneven: list[list[int]]) -> None:
    assert ranges(drop_bins(cells, bins)) == drop
    assert ranges(uneven_bins(cells, bins)) == uneven


@given(cells=st.integers(1, 300), bins=st.integers(1, 40))
def test_bin_conventions_keep_their_promises(cells: int, bins: int) -> None:
    read = {name: [cell for cells_of_bin in ranges(rule(cells, bins)) for cell in cells_of_bin] for name, rule in (
        ("torchvision", lambda n, k: torchvision_bins(n, k, np.dtype(np.float64))), ("drop", drop_bins), ("uneven", uneven_bins),
    )}  # fmt: skip
    assert set(read["torchvision"]) >= set(range(cells))
    if cells >= bins:
        assert read["uneven"] == list(range(cells))
        assert read["drop"] == list(range(cells - cells % bins))
    else:
        assert set(read["drop"]) == set(read["uneven"]) == set(range(cells))


@pytest.mark.parametrize("bins", ["torchvision", "drop", "uneven"])
def test_every_convention_takes_the_maximum_of_its_own_bins(bins: str) -> None:
    rng = np.random.default_rng(2)
    features = random_map(rng, 2, (9, 11), np.float32)
    for kind in KINDS:
        box = random_box(rng, kind, (9, 11), 1 / 8, huge_cells=100)
        trace = trace_roi_pool(box, spatial_scale=1 / 8, map_size=(9, 11), output_size=(3, 4), bins=bins)
        found = trace.evaluate(features)
        for row in range(3):
            for column in range(4):
                left, top, right, bottom = (int(edge) for edge in trace.bin_feature(row, column).as_tuple())
                cells = features[:, top:bottom, left:right]
                expected = cells.max(axis=(1, 2)) if cells.size else np.zeros(2)
                np.testing.assert_array_equal(found[:, row, column], expected)


def use_counts(bins: str) -> list[int]:
    """How often the cells of a row of 7 are read when a window of 5 is divided into 2."""
    trace: PoolTrace = trace_roi_pool(Box(1, 0, 5, 0), spatial_scale=1, map_size=(1, 7), output_size=(1, 2), bins=bins)
    return trace.use_counts[0].tolist()


def test_use_counts_tell_the_conventions_apart() -> None:
    assert use_counts("torchvision") == [0, 1, 1, 2, 1, 1, 0]
    assert use_counts("drop") == [0, 1, 1, 1, 1, 0, 0]
    assert use_counts("uneven") == [0, 1, 1, 1, 1, 1, 0]


def test_an_unknown_convention_is_refused() -> None:
    with pytest.raises(InputError, match="There is no bin convention 'even'; choose torchvision, drop, uneven"):
        trace_roi_pool(Box(0, 0, 1, 1), spatial_scale=1, map_size=(4, 4), output_size=2, bins="even")
