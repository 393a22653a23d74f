from __future__ import annotations

import ctypes
import ctypes.util
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.geometry import Axis1d, Box, PlaneMap, round_half_away

finite = st.floats(-1e6, 1e6, allow_nan=False)
scales = st.floats(0.01, 100.0)


@pytest.mark.parametrize(
    ("value", "expected"), [(0.5, 1), (1.5, 2), (2.5, 3), (-0.5, -1), (-2.5, -3), (0.49999999999999994, 0), (2.4999, 2), (0.0, 0)]
)
def test_halves_round_away_from_zero(value: float, expected: int) -> None:
    assert round_half_away(value) == expected


@given(finite)
def test_rounding_is_the_c_librarys(value: float) -> None:
    c_round = ctypes.CDLL(ctypes.util.find_library("m")).round
    c_round.restype, c_round.argtypes = ctypes.c_double, [ctypes.c_double]
    assert round_half_away(value) == c_round(value)


@given(scales, finite, scales, finite, finite)
def test_composed_maps_apply_the_inner_one_first(scale: float, shift: float, outer_scale: float, outer_shift: float, x: float) -> None:
    inner, outer = Axis1d(scale, shift), Axis1d(outer_scale, outer_shift)
    assert inner.then(outer)(x) == pytest.approx(outer(inner(x)), rel=1e-9, abs=1e-3)


@given(scales, finite, finite)
def test_inverse_undoes_a_map(scale: float, shift: float, x: float) -> None:
    axis = Axis1d(scale, shift)
    assert axis.inverse()(axis(x)) == pytest.approx(x, rel=1e-6, abs=1e-4)


def test_a_stride_16_cell_covers_16_pixels_and_is_centred_between_them() -> None:
    cells = Axis1d(16.0)
    assert [cells.index_at(x) for x in (0.0, 15.999, 16.0, 31.9)] == [0, 0, 1, 1]
    assert cells.centre_of(1) == 24.0


def test_a_plane_map_moves_both_corners() -> None:
    plane = PlaneMap(Axis1d(2.0, 1.0), Axis1d(3.0))
    assert plane.box(Box(0, 1, 2, 3)) == Box(1, 3, 5, 9)
    assert plane.inverse().box(Box(1, 3, 5, 9)) == Box(0, 1, 2, 3)


def test_iou_of_hand_counted_boxes() -> None:
    assert Box(0, 0, 10, 10).iou(Box(5, 0, 15, 10)) == pytest.approx(50 / 150)
    assert Box(0, 0, 1, 1).iou(Box(2, 2, 3, 3)) == 0.0
    assert Box(0, 0, 0, 0).iou(Box(0, 0, 0, 0)) == 0.0


def test_an_inverted_box_has_no_area_and_nan_is_not_finite() -> None:
    assert Box(5, 5, 1, 9).area == 0.0
    assert not Box(0, 0, math.nan, 1).is_finite
    assert not Box(0, 0, math.inf, 1).is_finite
