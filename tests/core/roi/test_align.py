from __future__ import annotations

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st
from torchvision.ops import roi_align

from core.errors import InputError
from core.geometry import Box
from core.roi.align import trace_roi_align
from tests.core.roi.boxes import KINDS, MAPS, random_box, random_map

TOLERANCE = {np.float32: 1e-5, np.float64: 1e-10}
HUGE_CELLS = {True: 60, False: 1e6}  # torchvision needs memory for every adaptive point
ROUNDS = 14  # x 6 maps x 11 kinds x 6 ratios x 2 aligned = 11,088 boxes a dtype


def torchvision_fails(box: Box, sampling_ratio: int, aligned: bool) -> bool:
    """Aligned adaptive sampling of a box with just one side inverted asks for a negative number of points."""
    return aligned and sampling_ratio < 1 and (box.width < 0) != (box.height < 0)


@pytest.mark.parametrize("sampling_ratio", [-1, 0, 1, 2, 3, 4])
@pytest.mark.parametrize("aligned", [False, True])
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_equals_torchvision_on_a_thousand_boxes_of_each_setting(dtype: type[np.floating], aligned: bool, sampling_ratio: int) -> None:
    rng = np.random.default_rng(abs(sampling_ratio) + 10 * aligned)
    for round_number in range(ROUNDS):
        output_size = 1 + round_number % 14, int(rng.integers(1, 15))
        for map_size, scale in MAPS:
            features = random_map(rng, 2, map_size, dtype)
            boxes = [random_box(rng, kind, map_size, scale, huge_cells=HUGE_CELLS[sampling_ratio < 1]) for kind in KINDS]
            boxes = [box for box in boxes if not torchvision_fails(box, sampling_ratio, aligned)]
            maps = torch.from_numpy(features)[None]
            rois = torch.tensor([[0, *box.as_tuple()] for box in boxes], dtype=maps.dtype)
            pooled = roi_align(maps, rois, output_size, scale, sampling_ratio, aligned).numpy()
            for box, expected in zip(boxes, pooled, strict=True):
                trace = trace_roi_align(
                    box, spatial_scale=scale, map_size=map_size, output_size=output_size, sampling_ratio=sampling_ratio,
                    aligned=aligned, dtype=dtype,
                )  # fmt: skip
                found = trace.evaluate(features)
                assert found.dtype == dtype
                np.testing.assert_allclose(found, expected, rtol=0, atol=TOLERANCE[dtype], err_msg=f"{box} {output_size} {scale}")


def ramp(dtype: type[np.floating] = np.float64) -> np.ndarray:
    """0 ... 15 along x."""
    return np.tile(np.arange(16, dtype=dtype), (1, 16, 1))


def test_the_identity_on_a_ramp_is_half_a_cell_off_unless_aligned() -> None:
    frame = {"spatial_scale": 1.0, "map_size": (16, 16), "output_size": 16, "sampling_ratio": 1}
    shifted = trace_roi_align(Box(0, 0, 16, 16), aligned=False, **frame).evaluate(ramp())[0, 0]
    exact = trace_roi_align(Box(0, 0, 16, 16), aligned=True, **frame).evaluate(ramp())[0, 0]
    assert shifted.tolist() == [*(i + 0.5 for i in range(15)), 15.0]
    assert exact.tolist() == list(range(16))


def test_two_points_of_a_bin_lie_at_a_quarter_and_three_quarters() -> None:
    trace = trace_roi_align(
        Box(4, 4, 12, 12), spatial_scale=1, map_size=(16, 16), output_size=2, sampling_ratio=2, aligned=True, dtype=np.float64
    )
    assert trace.columns.positions_feature.tolist() == [[5, 7], [9, 11]]
    assert trace.bins_feature[0, 1].tolist() == [8, 4, 12, 8]


def test_adaptive_sampling_takes_one_point_for_every_cell_begun() -> None:
    frame = {"spatial_scale": 1.0, "map_size": (40, 40), "output_size": (2, 3), "aligned": True}
    assert trace_roi_align(Box(0, 0, 30, 9), **frame).points_per_bin == (5, 10)
    assert trace_roi_align(Box(0, 0, 30, 9), **frame, sampling_ratio=0).points_per_bin == (5, 10)
    assert trace_roi_align(Box(0, 0, 30, 9), **frame, sampling_ratio=3).points_per_bin == (3, 3)


def test_unaligned_boxes_are_at_least_one_cell_and_aligned_ones_are_not() -> None:
    frame = {"spatial_scale": 1.0, "map_size": (16, 16), "output_size": 1, "sampling_ratio": 1}
    assert trace_roi_align(Box(3, 5, 3.25, 4), aligned=False, **frame).used_box_feature == Box(3.5, 5.5, 4.5, 6.5)
    assert trace_roi_align(Box(3, 5, 3.25, 4), aligned=True, **frame).used_box_feature == Box(3, 5, 3.25, 4)


def test_an_inverted_aligned_box_is_read_in_reverse_with_a_fixed_ratio_and_not_at_all_adaptively() -> None:
    frame = {"spatial_scale": 1.0, "map_size": (16, 16), "output_size": 4, "aligned": True}
    forwards = trace_roi_align(Box(2, 2, 10, 10), sampling_ratio=2, **frame).evaluate(ramp())
    backwards = trace_roi_align(Box(10, 2, 2, 10), sampling_ratio=2, **frame).evaluate(ramp())
    np.testing.assert_allclose(backwards, forwards[:, :, ::-1], atol=1e-12)
    for box in (Box(10, 2, 2, 10), Box(2, 10, 10, 2), Box(10, 10, 2, 2), Box(4, 2, 4, 9)):
        adaptive = trace_roi_align(box, sampling_ratio=0, **frame)
        assert not adaptive.evaluate(ramp()).any()
        assert adaptive.samples().weights.size == 0


def test_points_far_outside_add_nothing_and_still_count() -> None:
    """A bin from -8 to 8 on a map of ones: half its points are outside [-1, 16]."""
    ones = np.ones((1, 16, 16))
    trace = trace_roi_align(
        Box(-8, 4, 8, 5), spatial_scale=1, map_size=(16, 16), output_size=1, sampling_ratio=16, aligned=True, dtype=np.float64
    )
    outside = (trace.columns.positions < -1).sum()
    assert outside == 7
    assert trace.evaluate(ones).item() == pytest.approx(9 / 16)


@given(
    x=st.floats(-40, 40), y=st.floats(-40, 40), width=st.floats(0.01, 60), height=st.floats(0.01, 60),
    ratio=st.integers(0, 4), aligned=st.booleans(),
)  # fmt: skip
def test_the_weights_of_a_point_sum_to_one_inside_and_to_nothing_outside(
    x: float, y: float, width: float, height: float, ratio: int, aligned: bool
) -> None:
    trace = trace_roi_align(
        Box(x, y, x + width, y + height), spatial_scale=0.5, map_size=(13, 17), output_size=(2, 3), sampling_ratio=ratio,
        aligned=aligned, dtype=np.float64,
    )  # fmt: skip
    samples = trace.samples()
    np.testing.assert_allclose(samples.weights.sum(axis=-1), samples.counted, atol=1e-12)
    assert (samples.weights >= 0).all()
    assert ((samples.cells >= 0) & (samples.cells < (13, 17))).all()


@given(a=st.floats(-2, 2), b=st.floats(-2, 2), c=st.floats(-2, 2), x=st.floats(16, 40), y=st.floats(16, 40), ratio=st.integers(0, 4))
def test_a_plane_is_read_exactly_at_the_centre_of_each_bin(a: float, b: float, c: float, x: float, y: float, ratio: int) -> None:
    """Bilinear interpolation is exact on a plane, so the mean of a bin is the plane at the bin's centre."""
    rows, columns = np.mgrid[0:24, 0:32] + 0.5
    plane = (a * columns + b * rows + c)[None]
    trace = trace_roi_align(
        Box(x, y, x + 30, y + 50), spatial_scale=0.25, map_size=(24, 32), output_size=(3, 4), sampling_ratio=ratio, aligned=True,
        dtype=np.float64,
    )  # fmt: skip
    bins = trace.bins_feature
    centres_x, centres_y = bins[..., 0::2].mean(axis=-1), bins[..., 1::2].mean(axis=-1)
    np.testing.assert_allclose(trace.evaluate(plane)[0], a * centres_x + b * centres_y + c, atol=1e-9)


def test_the_listed_samples_add_up_to_the_pooled_values() -> None:
    rng = np.random.default_rng(3)
    features = random_map(rng, 3, (20, 33), np.float64)
    for kind in KINDS:
        box = random_box(rng, kind, (20, 33), 1 / 16, huge_cells=40)
        trace = trace_roi_align(box, spatial_scale=1 / 16, map_size=(20, 33), output_size=(3, 2), sampling_ratio=2, dtype=np.float64)
        samples = trace.samples()
        values = features[:, samples.cells[..., 0], samples.cells[..., 1]]
        means = (values * samples.weights).sum(axis=-1).mean(axis=(-1, -2))
        np.testing.assert_allclose(trace.evaluate(features), means, atol=1e-12)


def test_the_samples_of_one_bin_are_those_of_the_whole_list() -> None:
    trace = trace_roi_align(Box(3, 4, 40, 50), spatial_scale=0.5, map_size=(30, 30), output_size=(3, 4), sampling_ratio=2)
    every, one = trace.samples(), trace.samples_of_bin(2, 1)
    np.testing.assert_array_equal(one.points_feature[0, 0], every.points_feature[2, 1])
    np.testing.assert_array_equal(one.weights[0, 0], every.weights[2, 1])
    np.testing.assert_array_equal(one.cells[0, 0], every.cells[2, 1])


def test_an_endless_adaptive_grid_is_refused_with_what_to_do() -> None:
    with pytest.raises(InputError, match=r"spans 100000000 cells, .* set a sampling ratio"):
        trace_roi_align(Box(0, 0, 1e8, 10), spatial_scale=1, map_size=(4, 4), output_size=2, sampling_ratio=0)


def test_a_list_that_nobody_could_read_is_refused() -> None:
    trace = trace_roi_align(Box(0, 0, 4000, 4000), spatial_scale=1, map_size=(4, 4), output_size=2)
    with pytest.raises(InputError, match="16000000 sample points"):
        trace.samples()
    with pytest.raises(InputError, match="4000000 sample points"):
        trace.samples_of_bin(0, 0)
