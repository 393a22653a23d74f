from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from core.errors import Cancelled, InputError
from core.geometry import Box
from core.roi.operators import trace_box
from core.roi.settings import Operator, OperatorSettings
from core.roi.sweep import SweepAxis, SweepMode, SweepPath, SweepSummary, glide_limits, sweep
from tests.core.roi.boxes import random_map

POOL = OperatorSettings(Operator.POOL, (2, 2))
ALIGN = OperatorSettings(Operator.ALIGN, (2, 2), sampling_ratio=2, aligned=True)
WARP = OperatorSettings(Operator.WARP, (2, 2), sampling_ratio=2)
CROP = OperatorSettings(Operator.CROP_AND_RESIZE, (2, 2))
ONE_STRIDE = SweepPath(SweepMode.MOVE, SweepAxis.X, 0.05, 320)


def ramp(columns: int = 32) -> np.ndarray:
    """One channel, value = column index, rows alike."""
    return np.tile(np.arange(columns, dtype=np.float64), (1, 32, 1))


def test_over_one_stride_pool_stands_still_and_jumps_and_align_glides() -> None:
    features = random_map(np.random.default_rng(15), 4, (32, 32), np.float32)
    fine = [dataclasses.replace(settings, output_size=(7, 7)) for settings in (POOL, WARP, ALIGN, CROP)]
    pool, warp, align, crop = sweep(features, Box(97, 100, 260, 290), ONE_STRIDE, fine, spatial_scale=1 / 16)
    assert pool.overall().jumps == 2  # each of the two moving edges crosses one half cell
    assert pool.overall().slope == 0.0
    assert pool.overall().largest_jump > 0.5
    assert warp.overall().jumps == 2
    assert warp.overall().slope == 0.0
    for glide in (align.overall(), crop.overall()):
        assert glide.jumps == 0
        assert glide.largest_jump == 0.0
        assert 0 < glide.slope < 2 / 16  # neighbouring cells differ by less than 2, a cell is 16 pixels


def test_on_a_ramp_the_numbers_are_those_of_the_ramp() -> None:
    """A ramp of 1 per cell: RoIAlign climbs 1 / 16 per pixel, RoIPool by whole cells, at x = 104 and x2 = 264."""
    pool, align = sweep(ramp(), Box(97, 100, 257, 290), ONE_STRIDE, [POOL, ALIGN], spatial_scale=1 / 16)
    place = {"channel": 0, "row": 0, "column": 0}
    assert pool.summary(**place) == SweepSummary(jumps=1, largest_jump=1.0, slope=0.0)
    gliding = align.summary(**place)
    assert (gliding.jumps, gliding.largest_jump) == (0, 0.0)
    assert gliding.slope == pytest.approx(1 / 16)
    jump = np.flatnonzero(np.diff(pool.pooled[:, 0, 0, 0]))
    assert ONE_STRIDE.offsets_image[jump + 1] == pytest.approx([104 - 97])


def test_each_step_is_the_trace_of_its_own_box() -> None:
    features = random_map(np.random.default_rng(16), 2, (20, 20), np.float32)
    for mode in SweepMode:
        for axis in SweepAxis:
            path = SweepPath(mode, axis, -0.7, 9)
            for swept in sweep(features, Box(50, 60, 120, 150), path, [POOL, ALIGN], spatial_scale=1 / 8):
                for step, offset in enumerate(path.offsets_image):
                    box = path.box_at(Box(50, 60, 120, 150), offset)
                    trace = trace_box(swept.settings, box, spatial_scale=1 / 8, map_size=(20, 20))
                    np.testing.assert_array_equal(swept.pooled[step], trace.evaluate(features))


def test_a_move_shifts_one_axis_and_a_scale_keeps_the_centre() -> None:
    box = Box(10, 20, 30, 60)
    assert SweepPath(SweepMode.MOVE, SweepAxis.X, 1, 1).box_at(box, 4) == Box(14, 20, 34, 60)
    assert SweepPath(SweepMode.MOVE, SweepAxis.Y, 1, 1).box_at(box, 4) == Box(10, 24, 30, 64)
    assert SweepPath(SweepMode.SCALE, SweepAxis.X, 1, 1).box_at(box, 4) == Box(8, 20, 32, 60)
    assert SweepPath(SweepMode.SCALE, SweepAxis.Y, 1, 1).box_at(box, 4) == Box(10, 18, 30, 62)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("mode", list(SweepMode))
@pytest.mark.parametrize("axis", list(SweepAxis))
@pytest.mark.parametrize("aligned", [False, True])
def test_align_with_a_fixed_ratio_never_jumps_on_the_map(dtype: type[np.floating], mode: SweepMode, axis: SweepAxis, aligned: bool) -> None:
    rng = np.random.default_rng(17)
    features = 100 * random_map(rng, 3, (30, 30), dtype)
    settings = OperatorSettings(Operator.ALIGN, (3, 3), sampling_ratio=3, aligned=aligned)
    for _ in range(4):
        x, y, side = rng.uniform(40, 200, 3)
        path = SweepPath(mode, axis, float(rng.choice((0.01, 0.05, 0.3, 1.0))), 100)
        (align,) = sweep(features, Box(x, y, x + side, y + side), path, [settings], spatial_scale=1 / 16)
        assert align.overall().jumps == 0


def test_align_does_jump_where_its_points_leave_the_map() -> None:
    """A point falls from the border cell's value to 0 at one cell outside: the operator is not continuous there."""
    ones = np.ones((1, 8, 8))
    path = SweepPath(SweepMode.MOVE, SweepAxis.X, -0.05, 100)
    one_point = OperatorSettings(Operator.ALIGN, (1, 1), sampling_ratio=1, aligned=True)
    (align,) = sweep(ones, Box(0, 0, 2, 8), path, [one_point], spatial_scale=1)
    assert align.overall() == SweepSummary(jumps=1, largest_jump=1.0, slope=0.0)


def test_a_head_sees_every_step_at_once_and_jumps_with_its_input() -> None:
    features = ramp().astype(np.float32)
    seen: list[tuple[int, ...]] = []

    def head(pooled: np.ndarray) -> np.ndarray:
        seen.append(pooled.shape)
        means = pooled.mean(axis=(1, 2, 3))
        return np.stack([means, np.tanh(means), np.zeros_like(means)], axis=1)

    pool, align = sweep(features, Box(97, 100, 257, 290), ONE_STRIDE, [POOL, ALIGN], spatial_scale=1 / 16, head=head)
    assert seen == [(321, 1, 2, 2)] * 2
    assert pool.head_outputs is not None
    assert pool.head_outputs.shape == (321, 3)
    assert (pool.head_summary(0).jumps, pool.head_summary(0).slope) == (1, 0.0)  # both edges round in the same step
    assert pool.head_summary(2).jumps == 0
    assert align.head_summary(0).jumps == 0
    assert align.head_summary(0).slope == pytest.approx(1 / 16, rel=0.02)


def test_without_a_head_there_is_no_head_summary() -> None:
    (pool,) = sweep(ramp(), Box(0, 0, 90, 90), SweepPath(SweepMode.MOVE, SweepAxis.X, 1, 2), [POOL], spatial_scale=1 / 16)
    assert pool.head_outputs is None
    with pytest.raises(InputError, match="has no head"):
        pool.head_summary(0)


def test_a_sweep_reports_and_can_be_cancelled() -> None:
    fractions: list[float] = []

    def checkpoint(fraction: float) -> None:
        fractions.append(fraction)
        if len(fractions) == 7:
            raise Cancelled("sweep")

    path = SweepPath(SweepMode.MOVE, SweepAxis.X, 1, 4)
    with pytest.raises(Cancelled):
        sweep(ramp(), Box(0, 0, 90, 90), path, [POOL, ALIGN], spatial_scale=1 / 16, checkpoint=checkpoint)
    assert fractions == pytest.approx([0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6])


@pytest.mark.parametrize("count", [0, -3, 10_001])
def test_a_number_of_steps_out_of_range_is_refused(count: int) -> None:
    with pytest.raises(InputError, match=f"A sweep of {count} steps is not between 1 and 10000"):
        SweepPath(SweepMode.MOVE, SweepAxis.X, 0.1, count)


@pytest.mark.parametrize("step", [0.0, float("nan"), float("inf")])
def test_a_step_that_leads_nowhere_is_refused(step: float) -> None:
    with pytest.raises(InputError, match=r"The step .* is not a number of pixels other than 0"):
        SweepPath(SweepMode.MOVE, SweepAxis.X, step, 10)


def test_more_than_memory_should_hold_is_refused() -> None:
    features = np.zeros((2000, 2, 2), np.float32)
    huge = OperatorSettings(Operator.POOL, (28, 28))
    with pytest.raises(InputError, match="would keep 503328000 values; sweep fewer channels or steps"):
        sweep(features, Box(0, 0, 2, 2), ONE_STRIDE, [huge], spatial_scale=1)


def test_a_part_of_a_path_is_swept_as_in_the_whole() -> None:
    features = random_map(np.random.default_rng(21), 3, (20, 20), np.float32)
    box, path = Box(50, 60, 120, 150), SweepPath(SweepMode.MOVE, SweepAxis.Y, 0.3, 20)
    limits = glide_limits(features, box, path, spatial_scale=1 / 8)
    (whole,) = sweep(features, box, path, [POOL], spatial_scale=1 / 8)
    (part,) = sweep(features, box, dataclasses.replace(path, first=7, count=5), [POOL], spatial_scale=1 / 8, limits=limits)
    assert np.array_equal(part.path.offsets_image, path.offsets_image[7:13])
    assert np.array_equal(part.pooled, whole.pooled[7:13])
    assert np.array_equal(part.jumped, whole.jumped[7:12])
    assert np.array_equal(whole.limits, limits)
