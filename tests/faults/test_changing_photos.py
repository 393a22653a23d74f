"""Photos that change, shrink or go while a batch or an evaluation reads its way to them."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.batch.items import Failure, name_items
from core.batch.record import BatchRecord
from core.batch.run import Place, run_batch
from core.batch.work import Done
from core.cancellation import CancelToken
from core.engine import Engine
from core.errors import ImageError
from core.evaluation.driver import Progress
from core.evaluation.report import Report
from core.evaluation.request import EvaluationRequest, evaluate
from core.image import load_image
from core.labels import VOC
from tests.core.batch.works import DigestWork
from tests.instance_data import write_instance_discs
from tests.networks import tiny_row


def draw(path: Path, seed: int) -> None:
    Image.fromarray(np.random.default_rng(seed).integers(0, 256, (30, 40, 3), np.uint8)).save(path)


def cut(path: Path) -> None:
    os.truncate(path, 500)


@pytest.fixture
def photos(tmp_path: Path) -> list[Path]:
    (tmp_path / "photos").mkdir()
    (tmp_path / "out").mkdir()
    paths = [tmp_path / "photos" / f"{name}.png" for name in "abc"]
    for seed, path in enumerate(paths):
        draw(path, seed)
    return paths


def batch(photos: list[Path], out: Path, change: Callable[[], object]) -> tuple[list[Done | Failure], list[str]]:
    """What came of each photo when ``change`` happens just before "b" is read, and which were read."""
    work = DigestWork(out, before=lambda stem: change() if stem == "b" else None)
    with BatchRecord(out, "settings") as record:
        outcomes = list(run_batch(work, name_items(photos), CancelToken(), place=Place.LOCAL, record=record, resume=True))
    return outcomes, sorted(work.read)


@pytest.mark.parametrize("harm", [cut, Path.unlink], ids=["shrinks", "goes"])
@pytest.mark.bad_input("photo: changed while it is read")
def test_a_photo_that_is_spoilt_after_it_was_listed_fails_alone(photos: list[Path], tmp_path: Path, harm: Callable[[Path], None]) -> None:
    whole = photos[1].read_bytes()
    outcomes, _ = batch(photos, tmp_path / "out", lambda: harm(photos[1]))
    first, failed, last = outcomes
    assert isinstance(first, Done)
    assert isinstance(failed, Failure)
    assert isinstance(last, Done)
    assert str(photos[1]) in str(failed.error)
    assert not (tmp_path / "out" / "b-digest.txt").exists()
    photos[1].write_bytes(whole)
    assert batch(photos, tmp_path / "out", lambda: None)[1] == ["b"]


def test_a_photo_that_is_replaced_while_it_is_read_is_done_again_by_the_next_run(photos: list[Path], tmp_path: Path) -> None:
    """It was asked for its time before it was read: the record never takes the new photo for the old."""

    def replace() -> None:
        draw(photos[1], 9)
        os.utime(photos[1], ns=(1, 1))

    batch(photos, tmp_path / "out", replace)
    assert (tmp_path / "out" / "b-digest.txt").read_text() == load_image(photos[1]).digest
    assert batch(photos, tmp_path / "out", lambda: None)[1] == ["b"]
    assert batch(photos, tmp_path / "out", lambda: None)[1] == []


@pytest.mark.parametrize("harm", [cut, Path.unlink], ids=["shrinks", "goes"])
def test_an_evaluation_stops_at_a_photo_that_was_spoilt_and_goes_on_when_it_is_back(tmp_path: Path, harm: Callable[[Path], None]) -> None:
    weights, progress_file = tmp_path / "weights", tmp_path / "progress.json"
    weights.mkdir()
    data = write_instance_discs(tmp_path / "discs", 7)
    row = tiny_row(weights, label_set=VOC)
    engine, request = Engine(rows=(row,)), EvaluationRequest(data, split="train")
    third = data / "images" / "disc_2.jpg"
    content = third.read_bytes()

    def measure(watch: Callable[[Progress], None] = lambda _progress: None, kept: Path | None = None) -> Report:
        return evaluate(engine, row, request, CancelToken(), progress_file=kept, on_progress=watch)

    expected = repr(measure())
    with pytest.raises(ImageError, match=r"disc_2"):
        measure(lambda progress: harm(third) if progress.done == 1 else None, progress_file)
    assert json.loads(progress_file.read_bytes())["done"] == 2
    third.write_bytes(content)
    assert repr(measure(kept=progress_file)) == expected
