from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from core.errors import InputError
from core.geometry import Axis1d, Box, PlaneMap
from core.roi.case import RoiCase, case_from_json, case_json, case_test, make_case
from core.roi.operators import trace_box
from core.roi.settings import BinConvention, Operator, OperatorSettings
from tests.core.roi.boxes import random_map

SETTINGS = {
    "pool": OperatorSettings(Operator.POOL, (7, 7)),
    "drop": OperatorSettings(Operator.POOL, (2, 3), BinConvention.DROP),
    "uneven": OperatorSettings(Operator.POOL, (2, 3), BinConvention.UNEVEN),
    "align": OperatorSettings(Operator.ALIGN, (7, 7), sampling_ratio=2),
    "aligned": OperatorSettings(Operator.ALIGN, (3, 14), sampling_ratio=0, aligned=True),
    "warp": OperatorSettings(Operator.WARP, (7, 7), sampling_ratio=2),
    "crop": OperatorSettings(Operator.CROP_AND_RESIZE, (7, 7)),
    "one value": OperatorSettings(Operator.CROP_AND_RESIZE, (1, 1)),
}
BOXES = {
    "inside": Box(100.3, 24, 219.7, 172),
    "whole image": Box(0, 0, 320, 256),
    "over the edge": Box(-40, -30, 300, 400),
    "outside": Box(400, 400, 500, 470),
}


def case_of(settings: OperatorSettings, box: Box, dtype: type[np.floating] = np.float32) -> RoiCase:
    features = random_map(np.random.default_rng(18), 5, (16, 20), dtype)
    to_photo = PlaneMap(Axis1d(32.0, 1.0), Axis1d(48.0, -2.0))
    trace = trace_box(settings, box, spatial_scale=1 / 16, map_size=(16, 20), cell_to_image=to_photo)
    return make_case(trace, features, [3, 1])


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("box", BOXES.values(), ids=BOXES)
@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_the_generated_test_passes_and_notices_a_changed_value(
    tmp_path: Path, settings: OperatorSettings, box: Box, dtype: type[np.floating]
) -> None:
    case = case_of(settings, box, dtype)
    file, test = tmp_path / "case.json", tmp_path / "test_case.py"
    file.write_text(case_json(case), encoding="utf-8")
    test.write_text(case_test(case, "case.json"), encoding="utf-8")
    run = runpy.run_path(str(test))["test_the_operator_gives_the_exported_values"]
    run()
    fields = json.loads(file.read_text(encoding="utf-8"))
    fields["pooled"][1][0][0] += 1e-3
    file.write_text(json.dumps(fields), encoding="utf-8")
    with pytest.raises(AssertionError, match="not close"):
        runpy.run_path(str(test))["test_the_operator_gives_the_exported_values"]()


def test_the_generated_file_is_a_test_of_its_own(tmp_path: Path) -> None:
    """Run by pytest from its own folder, where nothing of this program can be imported."""
    case = case_of(SETTINGS["align"], BOXES["inside"])
    (tmp_path / "my case.json").write_text(case_json(case), encoding="utf-8")
    source = case_test(case, "elsewhere/my case.json")
    (tmp_path / "test_my_case.py").write_text(source, encoding="utf-8")
    imports = {line for line in source.splitlines() if line.startswith(("import", "from"))}
    assert imports == {"import json", "from pathlib import Path", "import torch", "from torchvision.ops import roi_align"}
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "test_my_case.py"]
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout
    assert "1 passed" in done.stdout


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
@pytest.mark.parametrize("settings", SETTINGS.values(), ids=SETTINGS)
def test_a_case_reads_back_to_the_same_bits(settings: OperatorSettings, dtype: type[np.floating]) -> None:
    for box in BOXES.values():
        case = case_of(settings, box, dtype)
        back = case_from_json(case_json(case))
        assert back.trace.settings == case.trace.settings
        assert back.trace.box_image == case.trace.box_image
        assert back.trace.grid == case.trace.grid
        assert back.trace.dtype == case.trace.dtype == dtype
        assert back.channels == (3, 1)
        for name in ("cell_rows", "cell_columns", "cells", "pooled"):
            np.testing.assert_array_equal(getattr(back, name), getattr(case, name), strict=True)
        assert case_json(back) == case_json(case)


def test_the_cells_kept_are_enough_for_the_trace() -> None:
    for settings in SETTINGS.values():
        case = case_of(settings, BOXES["inside"])
        features = np.full((2, 16, 20), 99, np.float32)
        features[:, case.cell_rows[:, None], case.cell_columns] = case.cells
        np.testing.assert_array_equal(case.trace.evaluate(features), case.pooled)


def test_only_the_cells_that_are_read_are_kept() -> None:
    case = case_of(SETTINGS["pool"], BOXES["inside"])
    assert (case.cell_rows.tolist(), case.cell_columns.tolist()) == (list(range(2, 12)), list(range(6, 15)))
    assert case.cells.shape == (2, 10, 9)


def test_names_in_the_file_say_the_frame() -> None:
    fields = json.loads(case_json(case_of(SETTINGS["align"], BOXES["inside"])))
    assert fields["box_image"] == [100.3, 24, 219.7, 172]
    assert fields["ideal_box_feature"] == [100.3 / 16, 1.5, 219.7 / 16, 10.75]
    assert np.shape(fields["bins_feature"]) == (7, 7, 4)
    assert np.shape(fields["sample_rows_feature"]) == (7, 2)


@pytest.mark.parametrize("channels", [[], [5], [-1], [0, 7]])
def test_channels_that_are_not_there_are_refused(channels: list[int]) -> None:
    features = np.zeros((5, 16, 20), np.float32)
    trace = trace_box(SETTINGS["pool"], BOXES["inside"], spatial_scale=1 / 16, map_size=(16, 20))
    with pytest.raises(InputError, match="A case needs channels from 0 to 4, not"):
        make_case(trace, features, channels)


def test_a_box_without_area_makes_no_case() -> None:
    trace = trace_box(SETTINGS["aligned"], Box(90, 10, 20, 50), spatial_scale=1 / 16, map_size=(16, 20))
    with pytest.raises(InputError, match="A case needs a box with an area"):
        make_case(trace, np.zeros((1, 16, 20), np.float32), [0])


@pytest.mark.parametrize("damage", ["", "[]", "{}", '{"format": "coco", "version": 1}', "not json", "null"])
def test_a_file_that_is_no_case_is_refused(damage: str) -> None:
    with pytest.raises(InputError, match="This is not a RoI case of version 1"):
        case_from_json(damage)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("version", 2), ("operator", "psroi"), ("bins", "even"), ("box_image", [1, 2, 3]), ("box_image", "abcd"),
        ("cells", [[1.0]]), ("pooled", []), ("map_size", 7), ("cell_to_image", None), ("dtype", "float1"), ("cell_rows", ["x"]),
    ],
)  # fmt: skip
def test_a_damaged_case_is_refused(field: str, value: object) -> None:
    fields = json.loads(case_json(case_of(SETTINGS["align"], BOXES["inside"])))
    fields[field] = value
    with pytest.raises(InputError, match="This is not a RoI case of version 1"):
        case_from_json(json.dumps(fields))
