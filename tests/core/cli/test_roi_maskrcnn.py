"""``roi`` on a Mask R-CNN's own boxes: what it traces is, to the last value, what the heads were recorded to read."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from core.cancellation import CancelToken
from core.catalog import ModelRow
from core.cli.roi import trace_target
from core.cli.roi_target import detection_target, proposal_target
from core.devices import DeviceChoice
from core.engine import Engine
from core.image import ImageDocument, load_image
from core.maskrcnn.results import DetectionRun
from core.roi.settings import Operator, OperatorSettings
from main import main
from tests.core.cli.conftest import DrawPhoto, Run
from tests.maskrcnn_networks import tiny_maskrcnn_row

Printed = pytest.CaptureFixture[str]
Traced = Callable[..., dict[str, Any]]


@pytest.fixture
def row(tmp_path: Path) -> ModelRow:
    folder = tmp_path / "weights"
    folder.mkdir()
    return tiny_maskrcnn_row(folder)


@pytest.fixture
def photo(draw_photo: DrawPhoto) -> Path:
    return draw_photo("a.png")


@pytest.fixture
def document(photo: Path) -> ImageDocument:
    return load_image(photo)


@pytest.fixture
def run(row: ModelRow, document: ImageDocument) -> DetectionRun:
    return Engine(DeviceChoice.CPU, rows=[row]).detect(document, "tiny", CancelToken())


@pytest.fixture
def roi(row: ModelRow, photo: Path) -> Run:
    return lambda *words: main(["roi", str(photo), "--model", "tiny", *map(str, words)], rows=(row,))


@pytest.fixture
def traced(roi: Run, capsys: Printed) -> Traced:
    def parsed(*words: object) -> dict[str, Any]:
        assert roi(*words, "--json") == 0
        told: dict[str, Any] = json.loads(capsys.readouterr().out)
        return told

    return parsed


def test_every_proposal_is_traced_to_what_the_box_head_read(row: ModelRow, run: DetectionRun, document: ImageDocument) -> None:
    settings = OperatorSettings(Operator.ALIGN, (7, 7), sampling_ratio=2)
    for index in range(0, len(run.boxes), 7):
        report = trace_target(row, document, proposal_target(run, index), settings, forced_level=None)
        assert report.level.name == f"P{run.boxes.level[index]}"
        np.testing.assert_allclose(report.pooled, run.boxes.roi_features(index), atol=1e-4)


def test_every_detection_is_traced_to_what_the_mask_head_read(row: ModelRow, run: DetectionRun, document: ImageDocument) -> None:
    settings = OperatorSettings(Operator.ALIGN, (14, 14), sampling_ratio=2)
    for index in range(len(run)):
        report = trace_target(row, document, detection_target(run, index), settings, forced_level=None)
        assert report.level.name == f"P{run.masks.level(index)}"
        np.testing.assert_allclose(report.pooled, run.masks.roi_features(index), atol=1e-4)


def test_a_proposal_is_counted_from_0_by_objectness(traced: Traced, run: DetectionRun) -> None:
    told = [traced("--proposal", index) for index in (0, 5)]
    assert told[0]["box_from"]["objectness"] == pytest.approx(float(run.candidates.scores[run.candidates.selection.kept].max()))
    assert told[0]["box_from"]["objectness"] >= told[1]["box_from"]["objectness"]
    proposal = run.proposal(5)
    assert told[1]["box_from"]["proposal"] == 5
    assert told[1]["box_image"] == pytest.approx(proposal.box_image.as_tuple())
    assert told[1]["level"]["name"] == told[1]["box_from"]["roi_level"] == proposal.roi_level
    assert told[1]["level"]["note"] == ""
    assert told[1]["output_size"] == [7, 7]
    np.testing.assert_allclose(told[1]["values"]["mean_over_channels"], run.boxes.roi_features(5).mean(axis=0), atol=1e-4)


def test_a_detection_is_counted_from_0_by_score_and_read_as_in_the_mask_head(traced: Traced, run: DetectionRun) -> None:
    told = traced("--detection", 1)
    found = run.detection(1)
    assert (told["box_from"]["name"], told["box_from"]["proposal"]) == (found.name, found.proposal)
    assert told["box_from"]["score"] == pytest.approx(found.score)
    assert told["box_image"] == pytest.approx(found.box_image.as_tuple())
    assert told["output_size"] == [14, 14]
    np.testing.assert_allclose(told["values"]["mean_over_channels"], run.masks.roi_features(1).mean(axis=0), atol=1e-4)
    assert traced("--detection", 1, "--output-size", 7)["output_size"] == [7, 7]


def test_a_box_of_ones_own_is_read_from_the_pyramid(traced: Traced) -> None:
    told = traced("--box", 9.5, 6, 51, 33.25, "--operator", "pool")
    assert told["box_from"] is None
    assert told["level"]["name"] == "P2"
    assert told["max_abs_difference_to_torchvision"] == 0


def test_a_person_reads_where_the_box_comes_from(roi: Run, run: DetectionRun, capsys: Printed) -> None:
    assert roi("--proposal", 2) == 0
    proposal = run.proposal(2)
    expected = f"proposal 2, objectness {proposal.objectness:.3f}, anchor of {proposal.anchor_level}, box head read {proposal.roi_level}"
    assert f"  box          {expected}\n" in capsys.readouterr().out
    assert roi("--detection", 0) == 0
    assert "detection 0, " in capsys.readouterr().out


@pytest.mark.parametrize("what", ["proposal", "detection"])
@pytest.mark.parametrize("index", [-1, 100_000])
def test_a_number_out_of_range_is_one_sentence(roi: Run, run: DetectionRun, capsys: Printed, what: str, index: int) -> None:
    count = len(run.boxes) if what == "proposal" else len(run)
    assert roi(f"--{what}={index}") == 1
    printed = capsys.readouterr()
    assert (printed.out, printed.err) == ("", f"There is no {what} {index}: this photo has {count}, counted from 0.\n")
