from __future__ import annotations

import numpy as np
import pytest

from core.errors import InputError
from core.geometry import Axis1d, Box, PlaneMap
from core.roi.align import trace_roi_align
from core.roi.crop_and_resize import trace_crop_and_resize
from core.roi.measures import LargestDifference, edge_shifts, largest_difference, measure, share_lost, use_histogram, window_iou
from core.roi.operators import trace_box
from core.roi.pool import trace_roi_pool
from core.roi.settings import Operator, OperatorSettings
from tests.core.roi.boxes import KINDS, random_box

STRIDE_16 = {"spatial_scale": 1 / 16, "map_size": (40, 40)}


def test_the_shift_of_each_edge_in_cells_and_pixels() -> None:
    """x: 100 / 16 = 6.25 -> 6; 219 / 16 = 13.6875 -> 14 and its cell in whole -> 15. y: 24 / 16 = 1.5 -> 2; 72 / 16 = 4.5 -> 5 -> 6."""
    left, top, right, bottom = edge_shifts(trace_roi_pool(Box(100, 24, 219, 72), output_size=7, **STRIDE_16))
    assert (left.ideal_feature, left.rounded_feature, left.used_feature, left.shift_image) == (6.25, 6, 6, -4)
    assert (top.ideal_feature, top.rounded_feature, top.used_feature, top.shift_image) == (1.5, 2, 2, 8)
    assert (right.ideal_feature, right.rounded_feature, right.used_feature, right.shift_image) == (13.6875, 14, 15, 21)
    assert (bottom.ideal_feature, bottom.rounded_feature, bottom.used_feature, bottom.shift_image) == (4.5, 5, 6, 24)
    assert [edge.shift_feature for edge in (left, top, right, bottom)] == [-0.25, 0.5, 1.3125, 1.5]
    assert [edge.edge for edge in (left, top, right, bottom)] == ["left", "top", "right", "bottom"]


def test_shifts_are_in_pixels_of_the_photo_when_the_network_saw_it_resized() -> None:
    to_photo = PlaneMap(Axis1d(32.0), Axis1d(48.0))
    left, top, _, _ = edge_shifts(trace_roi_pool(Box(100, 24, 219, 72), output_size=7, cell_to_image=to_photo, **STRIDE_16))
    assert (left.shift_image, top.shift_image) == (-0.25 * 32, 0.5 * 48)


def test_align_moves_no_edge_when_aligned_and_every_edge_half_a_cell_when_not() -> None:
    for aligned, shift in ((True, 0.0), (False, 0.5)):
        trace = trace_roi_align(Box(100, 24, 219, 72), output_size=7, aligned=aligned, dtype=np.float64, **STRIDE_16)
        edges = edge_shifts(trace)
        assert [edge.shift_feature for edge in edges] == [shift] * 4
        assert all(edge.rounded_feature is None for edge in edges)


@pytest.mark.parametrize(("low", "high", "expected"), [(96, 256, 0.80), (32, 96, 0.56)])
def test_the_first_rounding_alone_costs_what_was_published(low: int, high: int, expected: float) -> None:
    """Mean IoU of the quantized window and the box at stride 16, over boxes with sides and places drawn evenly."""
    rng = np.random.default_rng(10)
    sides, corners = rng.uniform(low, high, (4000, 2)), rng.uniform(0, 800, (4000, 2))
    boxes = np.concatenate([corners, corners + sides], axis=1).tolist()
    traces = (trace_roi_pool(Box(*box), spatial_scale=1 / 16, map_size=(80, 80), output_size=7) for box in boxes)
    assert np.mean([window_iou(trace) for trace in traces]) == pytest.approx(expected, abs=0.01)


def test_an_aligned_window_is_the_box() -> None:
    trace = trace_roi_align(Box(100.3, 24, 219, 72), output_size=7, aligned=True, dtype=np.float64, **STRIDE_16)
    assert window_iou(trace) == pytest.approx(1.0)


@pytest.mark.parametrize("box", [Box(50, 50, 50, 90), Box(90, 50, 50, 90)])
def test_a_box_without_area_has_no_iou_and_no_share(box: Box) -> None:
    measures = measure(trace_roi_align(box, output_size=2, sampling_ratio=2, aligned=True, **STRIDE_16))
    assert (measures.iou, measures.share_lost) == (0.0, None)


def painted_share_lost(box: Box, used: np.ndarray, per_cell: int = 64) -> float:
    """Independent truth: count fine points of the box that lie in cells that are never read, or outside the map."""
    xs = np.arange(box.x1, box.x2, 1 / per_cell) + 0.5 / per_cell
    ys = np.arange(box.y1, box.y2, 1 / per_cell) + 0.5 / per_cell
    columns, rows = np.floor(xs).astype(int), np.floor(ys).astype(int)
    inside = ((rows >= 0) & (rows < used.shape[0]))[:, None] & ((columns >= 0) & (columns < used.shape[1]))[None]
    read = used[np.clip(rows, 0, used.shape[0] - 1)[:, None], np.clip(columns, 0, used.shape[1] - 1)] > 0
    return float(1 - (inside & read).mean())


@pytest.mark.parametrize("operator", list(Operator))
@pytest.mark.parametrize("kind", ["ordinary", "half-cell ties", "over the edge", "outside", "huge"])
def test_the_share_lost_is_the_painted_one(operator: Operator, kind: str) -> None:
    rng = np.random.default_rng(11)
    for _ in range(5):
        box = random_box(rng, kind, (12, 15), 1.0, huge_cells=30)
        if box.area < 1:
            continue
        trace = trace_box(OperatorSettings(operator, (3, 3), sampling_ratio=1), box, spatial_scale=1.0, map_size=(12, 15))
        assert share_lost(trace) == pytest.approx(painted_share_lost(box, trace.use_counts), abs=0.03)


def test_drop_loses_the_remainder_and_the_others_do_not() -> None:
    """Cells 1 to 5 of a row, 5 into 2: 'drop' loses the last of the box's 4.5 cells."""
    lost = {
        bins: share_lost(trace_roi_pool(Box(1, 0, 5.4, 1), spatial_scale=1, map_size=(9, 9), output_size=(1, 2), bins=bins))
        for bins in ("torchvision", "drop", "uneven")
    }
    assert lost == {"torchvision": pytest.approx(0), "drop": pytest.approx(0.4 / 4.4), "uneven": pytest.approx(0)}


def test_sparse_samples_on_a_large_box_skip_cells() -> None:
    trace = trace_roi_align(Box(0, 0, 40, 1), spatial_scale=1, map_size=(1, 40), output_size=(1, 2), sampling_ratio=1, aligned=True)
    assert use_histogram(trace) == {0: 36, 1: 4}  # points at 10.0 and 30.0, each between two cells' centres
    assert share_lost(trace) == pytest.approx(0.9)


@pytest.mark.parametrize("operator", list(Operator))
def test_use_counts_equal_what_changing_a_cell_changes(operator: Operator) -> None:
    """Independent truth: a bin uses a cell when its value answers to it."""
    rng = np.random.default_rng(12)
    for kind in KINDS:
        box = random_box(rng, kind, (6, 7), 1 / 4, huge_cells=9)
        settings = OperatorSettings(operator, (3, 2), sampling_ratio=2)
        trace = trace_box(settings, box, spatial_scale=1 / 4, map_size=(6, 7), dtype=np.float64)
        impulses = np.eye(42).reshape(42, 6, 7)
        answers = (trace.evaluate(impulses) != 0).sum(axis=(1, 2)).reshape(6, 7)
        np.testing.assert_array_equal(trace.use_counts, answers, err_msg=str(box))


def test_the_histogram_counts_the_cells_of_the_window() -> None:
    trace = trace_roi_pool(Box(1, 1, 5, 5), spatial_scale=1, map_size=(9, 9), output_size=2)
    assert use_histogram(trace) == {1: 16, 2: 8, 4: 1}
    dropped = trace_roi_pool(Box(1, 1, 5, 5), spatial_scale=1, map_size=(9, 9), output_size=2, bins="drop")
    assert use_histogram(dropped) == {0: 9, 1: 16}


def test_a_window_outside_the_map_uses_nothing() -> None:
    assert use_histogram(trace_roi_pool(Box(20, 20, 25, 25), spatial_scale=1, map_size=(9, 9), output_size=2)) == {}
    assert share_lost(trace_crop_and_resize(Box(20, 20, 25, 25), spatial_scale=1, map_size=(9, 9), output_size=2)) == 1.0


def test_the_largest_difference_says_where() -> None:
    first = np.zeros((2, 3, 4), np.float32)
    second = first.copy()
    second[1, 2, 0] = -3
    assert largest_difference(first, second) == LargestDifference(3.0, 1, 2, 0)
    with pytest.raises(InputError, match="cannot be compared"):
        largest_difference(first, second[:, :2])
