from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from torchvision.ops import roi_align, roi_pool

from core.cancellation import CancelToken
from core.catalog import ModelRow
from core.cli.roi import as_json, as_text, trace_target
from core.cli.roi_target import given_box
from core.devices import DeviceChoice
from core.engine import Engine
from core.errors import InvalidOutput
from core.features import FeaturePyramid
from core.geometry import Axis1d, Box, PlaneMap
from core.image import from_array, load_image
from core.roi.settings import Operator, OperatorSettings
from main import main
from tests.contract.bad_inputs import case
from tests.core.cli.conftest import DrawPhoto, Run

Traced = Callable[..., dict[str, Any]]

BOX = ("--box", "9.5", "6", "51", "33.25")


@pytest.fixture
def photo(draw_photo: DrawPhoto) -> Path:
    return draw_photo("a.png")


@pytest.fixture
def roi(tiny: ModelRow, photo: Path) -> Run:
    return lambda *words: main(["roi", str(photo), "--model", "tiny", *map(str, words)], rows=(tiny,))


@pytest.fixture
def traced(roi: Run, capsys: pytest.CaptureFixture[str]) -> Traced:
    """Run with ``--json`` and parse what is printed."""

    def parsed(*words: object) -> dict[str, Any]:
        assert roi(*words, "--json") == 0
        document: dict[str, Any] = json.loads(capsys.readouterr().out)
        return document

    return parsed


def test_frames_follow_one_another(traced: Traced) -> None:
    """The photo has 60 x 40 pixels, the network's input 96 x 64."""
    told = traced(*BOX, "--operator", "pool", "--level", 3)
    assert told["box_image"] == [9.5, 6, 51, 33.25]
    assert told["box_input"] == pytest.approx([15.2, 9.6, 81.6, 53.2])
    assert told["box_feature"] == pytest.approx([1.9, 1.2, 10.2, 6.65])
    assert told["used_box_feature"] == [2, 1, 11, 8]
    assert told["used_box_image"] == pytest.approx([10, 5, 55, 40])
    assert told["level"] == {"name": "C3", "stride": 8, "chosen": "forced", "formula": None, "note": told["level"]["note"]}
    assert told["map_size"] == [8, 12]
    assert [edge["rounded_feature"] for edge in told["edges"]] == [2, 1, 10, 7]
    assert np.shape(told["bins_feature"]) == (7, 7, 4)
    assert told["samples"] is None


@pytest.mark.parametrize("bins", ["torchvision", "drop", "uneven"])
def test_the_bins_are_those_of_the_convention(traced: Traced, bins: str) -> None:
    told = traced(*BOX, "--operator", "pool", "--bins", bins, "--output-size", 2, "--level", 3)
    expected = {"torchvision": [[2, 7], [6, 11]], "drop": [[2, 6], [6, 10]], "uneven": [[2, 7], [7, 11]]}
    assert [told["bins_feature"][0][column][0::2] for column in range(2)] == expected[bins]
    assert told["bin_convention"] == bins


def test_values_and_difference_are_torchvisions_on_the_same_features(traced: Traced, photo: Path, tiny: ModelRow) -> None:
    pyramid = Engine(DeviceChoice.CPU, rows=[tiny]).pyramid(load_image(photo), "tiny", CancelToken())
    features = torch.tensor(pyramid.levels["C2"])[None]
    told = traced(*BOX, "--level", 2, "--sampling-ratio", 3, "--aligned", "--output-size", 4)
    boxes = [torch.tensor([told["box_input"]], dtype=torch.float32)]
    expected = roi_align(features, boxes, 4, 1 / 4, 3, True)[0].mean(0)
    np.testing.assert_allclose(told["values"]["mean_over_channels"], expected, atol=1e-5)
    assert told["max_abs_difference_to_torchvision"] < 1e-5
    assert (told["values"]["channels"], told["sampling_ratio"], told["aligned"]) == (features.shape[1], 3, True)
    pooled = traced(*BOX, "--level", 2, "--operator", "pool")
    np.testing.assert_allclose(pooled["values"]["mean_over_channels"], roi_pool(features, boxes, 7, 1 / 4)[0].mean(0), atol=1e-5)
    assert pooled["max_abs_difference_to_torchvision"] == 0


def test_the_defaults_are_those_of_the_box_head(traced: Traced) -> None:
    told = traced(*BOX)
    assert (told["operator"], told["aligned"], told["sampling_ratio"], told["output_size"]) == ("RoIAlign", False, 2, [7, 7])
    assert told["samples"]["points_per_bin"] == [2, 2]
    assert np.shape(told["samples"]["points_feature"]) == (7, 7, 2, 2, 2)
    assert np.shape(told["samples"]["neighbours_row_column"]) == (7, 7, 2, 2, 4, 2)
    np.testing.assert_allclose(np.sum(told["samples"]["weights"], axis=-1), told["samples"]["counted"], atol=1e-6)


def test_the_automatic_level_shows_its_formula_and_says_that_there_is_no_fpn(traced: Traced) -> None:
    level = traced(*BOX)["level"]
    assert (level["name"], level["chosen"]) == ("C2", "automatic")
    assert level["formula"]["root"] == pytest.approx((66.4 * 43.6) ** 0.5)
    assert (level["formula"]["floored"], level["formula"]["level"], level["formula"]["clamped"]) == (1, 2, True)
    assert level["note"].startswith("this trunk has no FPN")


@pytest.mark.parametrize("operator", ["warp", "crop"])
def test_the_other_operators_answer(traced: Traced, operator: str) -> None:
    told = traced(*BOX, "--operator", operator)
    assert told["operator"] == {"warp": "RoIWarp", "crop": "crop_and_resize"}[operator]
    difference = told["max_abs_difference_to_torchvision"]
    assert difference is None if operator == "crop" else difference < 1e-5


def test_too_many_points_are_counted_and_not_listed(traced: Traced) -> None:
    samples = traced(*BOX, "--sampling-ratio", 20)["samples"]
    assert samples["count"] == (7 * 20) ** 2
    assert "not listed" in samples["note"]


def test_a_person_reads_the_same(roi: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert roi(*BOX, "--operator", "pool", "--level", 3) == 0
    text = capsys.readouterr().out
    assert "RoIPool 7 x 7 on Tiny tiny" in text
    assert "used, cells  2 1 11 8" in text
    assert "left    +0.100 cells, +0.50 px" in text
    assert "torchvision  largest difference 0" in text
    assert roi("--box", 0, 0, 20, 10) == 0
    assert "C2, stride 4, floor(4 + log2(22.63 / 224) + 1e-6) = 0, clamped to 2" in capsys.readouterr().out


REFUSED = [
    case("box: NaN or infinite", ("--box", "nan", "0", "9", "9"), "The box nan 0 9 9 has a coordinate that is not a finite number."),
    case("box: NaN or infinite", ("--box", "0", "0", "inf", "9"), "The box 0 0 inf 9 has a coordinate that is not a finite number."),
    case(
        "box: without area or inverted", ("--box", "30", "0", "20", "9"), "The right edge 20.0 is not to the right of the left edge 30.0.",
    ),
    case("box: without area or inverted", ("--box", "0", "9", "20", "9"), "The bottom edge 9.0 is not below the top edge 9.0."),
    case("box: outside the image", ("--box", "60", "0", "80", "9"), "The box 60 0 80 9 lies outside the image, which has 60 x 40 pixels."),
    case(
        "box: a level that the model lacks", (*BOX, "--level", "9"),
        "This model has no level 9; it has 1 (C1), 2 (C2), 3 (C3), 4 (C4), 5 (C5).",
    ),
    ((*BOX, "--output-size", "0"), "The output size 0 is not between 1 and 512 bins."),
    ((*BOX, "--sampling-ratio", "9999"), "The sampling ratio 9999 is larger than 512; 2 is usual, 0 is adaptive."),
    (("--proposal", "3"), "Tiny tiny makes no proposals; give a box with --box X1 Y1 X2 Y2."),
    (("--detection", "0"), "Tiny tiny detects no objects; give a box with --box X1 Y1 X2 Y2."),
    ((*BOX, "--operator", "crop", "--aligned"), "--aligned means nothing to crop_and_resize; leave it out."),
    ((*BOX, "--bins", "drop"), "--bins means nothing to RoIAlign; leave it out."),
    ((*BOX, "--operator", "pool", "--sampling-ratio", "2"), "--sampling-ratio means nothing to RoIPool; leave it out."),
    ((*BOX, "--sample", "cat"), "Give one photo, or --sample with one key."),
]  # fmt: skip


@pytest.mark.parametrize(("words", "sentence"), REFUSED)
def test_bad_input_is_one_sentence_and_no_output(
    roi: Run, capsys: pytest.CaptureFixture[str], words: tuple[str, ...], sentence: str
) -> None:
    assert roi(*words) == 1
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", f"{sentence}\n")
    assert roi(*words, "--json") == 1
    assert json.loads(capsys.readouterr().out) == {"error": sentence}


def test_an_unknown_model_is_refused(roi: Run, capsys: pytest.CaptureFixture[str]) -> None:
    assert roi("--model", "sam", *BOX) == 1
    assert capsys.readouterr().err == "There is no model 'sam'; choose one of tiny.\n"


def fpn_pyramid() -> FeaturePyramid:
    """An FPN of 256 x 320 input pixels for a photo twice as large, with a seed for features."""
    rng = np.random.default_rng(19)
    strides = {"P2": 4, "P3": 8, "P4": 16, "P5": 32, "pool": 64}
    levels = {name: rng.uniform(-1, 1, (8, 256 // stride, 320 // stride)).astype(np.float32) for name, stride in strides.items()}
    return FeaturePyramid(levels, strides, (256, 320), PlaneMap(Axis1d(2.0), Axis1d(2.0)))


def test_an_fpn_needs_no_note(tiny: ModelRow) -> None:
    document = from_array(np.zeros((512, 640, 3), np.uint8), name="grey")
    settings = OperatorSettings(Operator.ALIGN, sampling_ratio=2)
    report = trace_target(tiny, document, given_box(fpn_pyramid(), Box(20, 30, 320, 350)), settings, forced_level=None)
    told = as_json(report)
    assert (told["level"]["name"], told["level"]["note"]) == ("P3", "")
    assert told["box_input"] == (10, 15, 160, 175)
    assert "P3, stride 8, floor(4 + log2(154.92 / 224) + 1e-6) = 3\n" in as_text(report)


def test_a_box_too_small_for_float32_still_makes_a_document(tiny: ModelRow) -> None:
    document = from_array(np.zeros((512, 640, 3), np.uint8), name="grey")
    settings = OperatorSettings(Operator.POOL)
    report = trace_target(tiny, document, given_box(fpn_pyramid(), Box(100, 100, 100 + 1e-13, 101)), settings, forced_level=None)
    formula = json.loads(json.dumps(as_json(report), allow_nan=False))["level"]["formula"]
    assert (formula["octaves"], formula["floored"], formula["level"]) == (None, None, 2)
    assert "clamped to 2" in as_text(report)


def test_features_that_are_not_numbers_are_not_reported_as_values(tiny: ModelRow) -> None:
    document, pyramid = from_array(np.zeros((512, 640, 3), np.uint8), name="grey"), fpn_pyramid()
    pyramid.levels["P3"][3, 10, 10] = np.nan
    with pytest.raises(InvalidOutput, match="Tiny tiny gave invalid numbers for grey"):
        trace_target(tiny, document, given_box(pyramid, Box(20, 30, 320, 350)), OperatorSettings(Operator.ALIGN), forced_level=None)
