"""Cancelled and taken up again: the same figures to the last bit; a progress file that is not this run's is refused and left alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.cancellation import CancelToken
from core.catalog import ModelRow
from core.engine import Engine
from core.errors import Cancelled, ExportError, ImageError, InputError
from core.evaluation.driver import Progress
from core.evaluation.instance import InstanceMetric, record_from_json, record_to_json
from core.evaluation.progress_file import read_progress, write_progress
from core.evaluation.report import Report
from core.evaluation.request import EvaluationRequest, evaluate
from core.evaluation.truths import InstanceTruth
from core.labels import VOC
from core.maskrcnn.results import MaskPatch
from tests.instance_data import write_instance_discs
from tests.maskrcnn_networks import tiny_maskrcnn_row
from tests.networks import tiny_row

Evaluate = Callable[..., Report]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_instance_discs(tmp_path / "discs", 7)  # five of them are train


@pytest.fixture(params=["semantic", "instance"])
def row(request: pytest.FixtureRequest, tmp_path: Path) -> ModelRow:
    folder = tmp_path / "weights"
    folder.mkdir()
    if request.param == "semantic":
        return tiny_row(folder, label_set=VOC)
    return tiny_maskrcnn_row(folder, label_names=("background", "cat", "sheep", "dog"))


@pytest.fixture
def measure(row: ModelRow, data: Path) -> Evaluate:
    engine = Engine(rows=(row,))

    def run(progress_file: Path | None = None, *, stop_after: int | None = None, limit: int | None = None) -> Report:
        token = CancelToken()

        def watch(progress: Progress) -> None:
            if progress.done == stop_after:
                token.cancel()

        request = EvaluationRequest(data, split="train", limit=limit, poolers=("align", "pool"), ceilings=True)
        return evaluate(engine, row, request, token, progress_file=progress_file, on_progress=watch)

    return run


def exact(report: Report) -> str:
    """Every number with all its digits."""
    return repr(report)


def test_a_run_taken_up_again_is_the_same_to_the_last_bit(measure: Evaluate, tmp_path: Path) -> None:
    whole = exact(measure())
    for stops in ((0, 1), (2,), (1, 3, 4), (5,)):
        path = tmp_path / f"{stops}.json"
        for stop in stops:
            if stop < 5:
                with pytest.raises(Cancelled):
                    measure(path, stop_after=stop)
                assert json.loads(path.read_bytes())["done"] == stop
            else:
                measure(path)
        assert exact(measure(path)) == whole


def test_progress_tells_what_is_left(row: ModelRow, data: Path) -> None:
    seen: list[Progress] = []
    stages: list[tuple[str, float | None]] = []
    token = CancelToken(lambda stage, fraction: stages.append((stage, fraction)))
    evaluate(Engine(rows=(row,)), row, EvaluationRequest(data, split="train"), token, on_progress=seen.append)
    assert [(it.done, it.total) for it in seen] == [(done, 5) for done in range(6)]
    assert [it.name for it in seen] == ["", *(f"disc_{index}" for index in range(5))]
    assert seen[0].seconds_left is None
    assert all(it.seconds_left is not None and it.seconds_left >= 0 for it in seen[1:])
    assert seen[-1].seconds_left == 0
    assert [fraction for stage, fraction in stages if stage == "evaluate"] == [0, 0.2, 0.4, 0.6, 0.8]


def test_a_photo_that_fails_leaves_the_ones_before_it_counted(measure: Evaluate, data: Path, tmp_path: Path) -> None:
    whole, path, photo = exact(measure()), tmp_path / "progress.json", data / "images" / "disc_3.jpg"
    content = photo.read_bytes()
    photo.write_bytes(b"nothing")
    with pytest.raises(ImageError, match=r"disc_3\.jpg"):
        measure(path)
    assert json.loads(path.read_bytes())["done"] == 3
    photo.write_bytes(content)
    assert exact(measure(path)) == whole


def test_the_progress_of_another_run_is_refused_and_kept(measure: Evaluate, tmp_path: Path) -> None:
    path = tmp_path / "progress.json"
    with pytest.raises(Cancelled):
        measure(path, stop_after=1)
    before = path.read_bytes()
    with pytest.raises(InputError, match=r"progress\.json is the progress of another evaluation \(its photos is 5 .*, not 2 "):
        measure(path, limit=2)
    assert path.read_bytes() == before


def with_endless_count(text: str) -> str:
    """Sound but for the number of photos: the checksum is that of what it says."""
    document = {**json.loads(text), "done": float("inf")}
    del document["sha256"]
    content = json.dumps(document, sort_keys=True, separators=(",", ":")).encode("utf-8")
    return json.dumps({**document, "sha256": hashlib.sha256(content).hexdigest()})


@pytest.mark.parametrize("row", ["semantic"], indirect=True)
@pytest.mark.parametrize(
    "spoil",
    [
        with_endless_count,
        lambda text: text[: len(text) // 2],
        lambda text: text.replace('"done":1', '"done":2'),
        lambda text: text[:1] + text[-1:],
        lambda text: text[:0] + "[" * 100_000,
        lambda text: text.replace("halfpixel", "somebody"),
        lambda text: text[:0],
    ],
)
def test_a_damaged_progress_file_is_refused_and_kept(measure: Evaluate, tmp_path: Path, spoil: Callable[[str], str]) -> None:
    path = tmp_path / "progress.json"
    with pytest.raises(Cancelled):
        measure(path, stop_after=1)
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    before = path.read_bytes()
    with pytest.raises(InputError, match=r"progress\.json is not the progress of an evaluation, or is damaged; delete it"):
        measure(path)
    assert path.read_bytes() == before


def test_a_sound_file_with_a_state_that_makes_no_sense_is_refused(measure: Evaluate, tmp_path: Path) -> None:
    path = tmp_path / "progress.json"
    with pytest.raises(Cancelled):
        measure(path, stop_after=2)
    facts = json.loads(path.read_bytes())["facts"]
    found = read_progress(path, facts)
    assert found is not None
    for done, state in ((1, found[1]), (2, {}), (2, []), (2, {**found[1], "badges": 3}), (99, found[1])):
        write_progress(path, facts, done, state)
        with pytest.raises(InputError, match="is not the progress of an evaluation, or is damaged"):
            measure(path)


@pytest.mark.parametrize("row", ["semantic"], indirect=True)
def test_a_file_that_cannot_be_written_is_said_before_anything_is_measured(measure: Evaluate, tmp_path: Path) -> None:
    with pytest.raises(ExportError, match=r"the folder .*nowhere does not exist"):
        measure(tmp_path / "nowhere" / "progress.json", stop_after=0)


@pytest.mark.parametrize("row", ["semantic"], indirect=True)
def test_a_file_of_another_version_is_said(measure: Evaluate, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "progress.json"
    monkeypatch.setattr("core.evaluation.progress_file.VERSION", 99)
    with pytest.raises(Cancelled):
        measure(path, stop_after=1)
    monkeypatch.undo()
    with pytest.raises(InputError, match="was written by another version of the program"):
        measure(path)


def test_what_is_kept_of_a_photo_is_far_smaller_than_its_masks_and_survives_json() -> None:
    ids = np.zeros((600, 800), np.uint8)
    ids[:300, :400] = 1
    masks = [MaskPatch(0, 0, np.ones((300, 390 - index), bool)) for index in range(60)]
    boxes = np.array([[0, 0, 390 - index, 300] for index in range(60)], np.float64)
    record = InstanceMetric(("a",)).add(InstanceTruth(ids, (1,)), boxes, [1] * 60, np.linspace(0.9, 0.1, 60).tolist(), masks)
    text = json.dumps(record_to_json(record))
    assert len(text) < 10_000
    assert json.dumps(record_to_json(record_from_json(json.loads(text)))) == text


def test_photos_are_opened_one_after_the_other(row: ModelRow, data: Path) -> None:
    """A set of photos of which the last is missing its pixels fails only there: nothing is read ahead."""
    seen: list[Progress] = []
    Image.new("RGB", (3, 3)).save(data / "images" / "disc_4.jpg")
    with pytest.raises(ImageError, match="disc_4"):
        evaluate(Engine(rows=(row,)), row, EvaluationRequest(data, split="train"), CancelToken(), on_progress=seen.append)
    assert seen[-1].done == 4
