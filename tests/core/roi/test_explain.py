from __future__ import annotations

import numpy as np
import pytest

from core.errors import InputError
from core.geometry import Box
from core.roi.align import trace_roi_align
from core.roi.crop_and_resize import trace_crop_and_resize
from core.roi.explain import spell_out_maximum, spell_out_mean
from core.roi.pool import trace_roi_pool
from core.roi.warp import trace_roi_warp
from tests.core.roi.boxes import KINDS, random_box, random_map

FRAME = {"spatial_scale": 1 / 8, "map_size": (12, 14), "output_size": (2, 3)}


def test_a_maximum_names_its_cells_values_and_winner() -> None:
    features = np.array([[[1, 9, 2], [9, 4, 3]]], np.float32)
    trace = trace_roi_pool(Box(0, 0, 2, 1), spatial_scale=1, map_size=(2, 3), output_size=1)
    told = spell_out_maximum(trace, features, channel=0, row=0, column=0)
    assert told.cells.tolist() == [[0, 0], [0, 1], [0, 2], [1, 0], [1, 1], [1, 2]]
    assert told.values.tolist() == [1, 9, 2, 9, 4, 3]
    assert (told.winner, told.result) == (1, 9.0)


def test_an_empty_bin_has_no_winner_and_is_zero() -> None:
    trace = trace_roi_pool(Box(5, 5, 8, 8), spatial_scale=1, map_size=(2, 3), output_size=1)
    told = spell_out_maximum(trace, np.full((1, 2, 3), -1, np.float32), channel=0, row=0, column=0)
    assert (told.cells.shape, told.winner, told.result) == ((0, 2), None, 0.0)


def test_every_maximum_is_the_pooled_value_and_its_winner_the_argmax() -> None:
    rng = np.random.default_rng(13)
    features = random_map(rng, 2, (12, 14), np.float32)
    for kind in KINDS:
        trace = trace_roi_pool(random_box(rng, kind, (12, 14), 1 / 8, huge_cells=50), **FRAME)
        pooled, argmax = trace.evaluate(features), trace.argmax(features)
        for channel, row, column in np.ndindex(*pooled.shape):
            told = spell_out_maximum(trace, features, channel=channel, row=row, column=column)
            assert told.result == pooled[channel, row, column]
            place = -1 if told.winner is None else told.cells[told.winner] @ (14, 1)
            assert place == argmax[channel, row, column]


def test_a_mean_by_hand() -> None:
    """One point at (1.75, 1.0) in cells, 0.25 past the centre of column 1 and halfway between rows 0 and 1."""
    features = np.array([[[0, 10, 20], [100, 110, 120]]], np.float64)
    trace = trace_roi_align(Box(1.5, 0.5, 2, 1.5), spatial_scale=1, map_size=(2, 3), output_size=1, sampling_ratio=1, aligned=True)
    told = spell_out_mean(trace, features, channel=0, row=0, column=0)
    assert told.points_feature.tolist() == [[1.75, 1.0]]
    assert told.cells.tolist() == [[[0, 1], [0, 2], [1, 1], [1, 2]]]
    assert told.weights.tolist() == [[0.375, 0.125, 0.375, 0.125]]
    assert told.values.tolist() == [[10, 20, 110, 120]]
    assert told.products.tolist() == [[3.75, 2.5, 41.25, 15.0]]
    assert told.sample_values.tolist() == [62.5]
    assert told.result == 62.5


@pytest.mark.parametrize(
    "tracer",
    [
        lambda box: trace_roi_align(box, sampling_ratio=2, **FRAME),
        lambda box: trace_roi_align(box, sampling_ratio=0, aligned=True, **FRAME),
        lambda box: trace_roi_warp(box, sampling_ratio=2, **FRAME),
        lambda box: trace_crop_and_resize(box, **FRAME),
    ],
    ids=["align", "adaptive", "warp", "crop"],
)  # fmt: skip
def test_every_mean_is_the_pooled_value(tracer) -> None:  # type: ignore[no-untyped-def]
    rng = np.random.default_rng(14)
    features = random_map(rng, 2, (12, 14), np.float64)
    for kind in KINDS:
        trace = tracer(random_box(rng, kind, (12, 14), 1 / 8, huge_cells=50))
        pooled = trace.evaluate(features)
        for channel, row, column in np.ndindex(*pooled.shape):
            told = spell_out_mean(trace, features, channel=channel, row=row, column=column)
            assert told.result == pytest.approx(pooled[channel, row, column], abs=1e-12)


def test_points_outside_say_that_they_do_not_count() -> None:
    trace = trace_roi_align(Box(-4, 0, 4, 1), spatial_scale=1, map_size=(1, 8), output_size=1, sampling_ratio=4, aligned=True)
    told = spell_out_mean(trace, np.ones((1, 1, 8)), channel=0, row=0, column=0)
    assert told.counted.reshape(4, 4)[0].tolist() == [False, False, True, True]
    assert told.result == 0.5


@pytest.mark.parametrize(("channel", "row", "column"), [(2, 0, 0), (0, 2, 0), (0, 0, 3), (-1, 0, 0)])
def test_a_bin_that_is_not_there_is_refused(channel: int, row: int, column: int) -> None:
    features = np.zeros((2, 12, 14), np.float32)
    with pytest.raises(InputError, match="there are 2 x 3 in 2 channels"):
        spell_out_mean(trace_roi_align(Box(0, 0, 50, 50), **FRAME), features, channel=channel, row=row, column=column)
    with pytest.raises(InputError, match="there are 2 x 3 in 2 channels"):
        spell_out_maximum(trace_roi_pool(Box(0, 0, 50, 50), **FRAME), features, channel=channel, row=row, column=column)
