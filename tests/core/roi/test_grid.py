from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from core.errors import InputError
from core.geometry import Axis1d, Box, PlaneMap
from core.roi.grid import check_box, feature_grid, written
from core.roi.operators import trace_box
from core.roi.settings import BinConvention, Operator, OperatorSettings
from tests.contract.bad_inputs import case

ALL = [OperatorSettings(operator, (2, 2), sampling_ratio=2) for operator in Operator]
FRAME: dict[str, Any] = {"spatial_scale": 1 / 16, "map_size": (8, 8)}


@pytest.mark.parametrize("settings", ALL, ids=lambda settings: settings.operator)
@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
@pytest.mark.parametrize("place", range(4))
def test_no_operator_traces_a_coordinate_that_is_not_finite(settings: OperatorSettings, bad: float, place: int) -> None:
    coordinates = [10.0, 10.0, 50.0, 50.0]
    coordinates[place] = bad
    with pytest.raises(InputError, match=f"The box .*{bad}.* has a coordinate that is not a finite number"):
        trace_box(settings, Box(*coordinates), **FRAME)


@pytest.mark.parametrize("settings", ALL, ids=lambda settings: settings.operator)
def test_no_operator_traces_what_its_integers_cannot_count(settings: OperatorSettings) -> None:
    with pytest.raises(InputError, match="reaches more than 1073741824 pixels or cells away"):
        trace_box(settings, Box(0, 0, 1e30, 10), **FRAME)


@pytest.mark.parametrize("settings", ALL, ids=lambda settings: settings.operator)
@pytest.mark.parametrize("map_size", [(0, 8), (8, 0)])
def test_no_operator_reads_an_empty_map(settings: OperatorSettings, map_size: tuple[int, int]) -> None:
    with pytest.raises(InputError, match=r"has \d x \d cells; there is nothing to read"):
        trace_box(settings, Box(0, 0, 9, 9), spatial_scale=1 / 16, map_size=map_size)


@pytest.mark.parametrize("scale", [0.0, -1.0, math.nan, math.inf])
def test_a_scale_that_is_no_positive_number_is_refused(scale: float) -> None:
    with pytest.raises(InputError, match=r"The spatial scale .* is not a positive number"):
        feature_grid((4, 4), scale)


@pytest.mark.parametrize("size", [(0, 7), (7, 0), (-1, 7), (513, 7)])
def test_an_output_size_out_of_range_is_refused(size: tuple[int, int]) -> None:
    with pytest.raises(InputError, match=r"The output size -?\d+ is not between 1 and 512"):
        OperatorSettings(Operator.POOL, size)


def test_an_absurd_sampling_ratio_is_refused() -> None:
    with pytest.raises(InputError, match="The sampling ratio 100000 is larger than 512"):
        OperatorSettings(Operator.ALIGN, sampling_ratio=100000)


@pytest.mark.parametrize("settings", ALL, ids=lambda settings: settings.operator)
@pytest.mark.parametrize("dtype", [np.float16, np.int64])
def test_other_dtypes_are_refused(settings: OperatorSettings, dtype: type[np.generic]) -> None:
    with pytest.raises(InputError, match=r"not on (float16|int64)"):
        trace_box(settings, Box(0, 0, 9, 9), dtype=dtype, **FRAME)
    trace = trace_box(settings, Box(0, 0, 9, 9), **FRAME)
    with pytest.raises(InputError, match=r"not on (float16|int64)"):
        trace.evaluate(np.zeros((1, 8, 8), dtype))


@pytest.mark.parametrize("settings", ALL, ids=lambda settings: settings.operator)
@pytest.mark.parametrize("shape", [(8, 8), (1, 8, 9), (1, 1, 8, 8)])
def test_features_of_another_size_are_refused(settings: OperatorSettings, shape: tuple[int, ...]) -> None:
    trace = trace_box(settings, Box(0, 0, 9, 9), **FRAME)
    with pytest.raises(InputError, match=r"the trace was made for \(channels, 8, 8\)"):
        trace.evaluate(np.zeros(shape, np.float32))


@pytest.mark.parametrize("settings", ALL, ids=lambda settings: settings.operator)
def test_features_are_only_read(settings: OperatorSettings) -> None:
    features = np.random.default_rng(9).uniform(-1, 1, (3, 8, 8)).astype(np.float32)
    before = features.copy()
    features.flags.writeable = False
    pooled = trace_box(settings, Box(5, 9, 100, 90), **FRAME).evaluate(features)
    assert pooled.shape == (3, 2, 2)
    assert pooled.flags.writeable
    np.testing.assert_array_equal(features, before)


@pytest.mark.parametrize("settings", ALL, ids=lambda settings: settings.operator)
def test_one_call_makes_every_operators_trace(settings: OperatorSettings) -> None:
    trace = trace_box(settings, Box(5, 9, 100, 90), dtype=np.float64, **FRAME)
    assert trace.settings.operator is settings.operator
    assert trace.dtype == np.float64
    assert trace.ideal_box_feature == Box(5 / 16, 9 / 16, 100 / 16, 90 / 16)


def test_the_bin_convention_reaches_the_trace() -> None:
    settings = OperatorSettings(Operator.POOL, (1, 2), BinConvention.DROP)
    trace = trace_box(settings, Box(0, 0, 64, 0), spatial_scale=1 / 16, map_size=(1, 8))
    assert trace.use_counts.tolist() == [[1, 1, 1, 1, 0, 0, 0, 0]]


def test_cells_lead_back_to_the_photo_when_the_network_saw_it_resized() -> None:
    """A photo of twice the input's width and three times its height: one cell of stride 16 covers 32 x 48 photo pixels."""
    to_photo = PlaneMap(Axis1d(32.0), Axis1d(48.0))
    trace = trace_box(ALL[0], Box(16, 16, 47, 47), cell_to_image=to_photo, **FRAME)
    assert trace.used_box_feature == Box(1, 1, 4, 4)
    assert trace.used_box_image == Box(32, 48, 128, 192)
    assert trace.ideal_box_image == Box(32, 48, 94, 141)
    assert trace.bin_image(0, 1) == Box(64, 48, 128, 144)


def test_without_a_map_of_its_own_a_cell_covers_a_stride() -> None:
    trace = trace_box(ALL[0], Box(16, 16, 47, 47), **FRAME)
    assert trace.used_box_image == Box(16, 16, 64, 64)


SIZE = (480, 640)


@pytest.mark.parametrize(
    ("box", "message"),
    [
        case("box: NaN or infinite", Box(math.nan, 0, 1, 1), "The box nan 0 1 1 has a coordinate that is not a finite number."),
        case("box: without area or inverted", Box(30, 0, 20, 9), "The right edge 20 is not to the right of the left edge 30."),
        case("box: without area or inverted", Box(30, 0, 30, 9), "The right edge 30 is not to the right of the left edge 30."),
        case("box: without area or inverted", Box(0, 9.5, 5, 9.5), "The bottom edge 9.5 is not below the top edge 9.5."),
        case("box: outside the image", Box(640, 10, 700, 20), "The box 640 10 700 20 lies outside the image, which has 640 x 480 pixels."),
        case("box: outside the image", Box(-30, 10, 0, 20), "The box -30 10 0 20 lies outside the image, which has 640 x 480 pixels."),
    ],
)  # fmt: skip
def test_a_person_is_told_what_is_wrong_with_a_box(box: Box, message: str) -> None:
    with pytest.raises(InputError) as raised:
        check_box(box, SIZE)
    assert str(raised.value) == message


@pytest.mark.parametrize("box", [Box(0, 0, 640, 480), Box(-10, -10, 1, 1), Box(639.9, 0, 900, 0.1), Box(5, 5, 5.01, 5.01)])
def test_a_box_that_touches_the_image_passes(box: Box) -> None:
    check_box(box, SIZE)


def test_a_box_is_written_as_it_is_typed() -> None:
    assert written(Box(1, 2.5, 1 / 3, 1e7)) == "1 2.5 0.333333333333 10000000"
