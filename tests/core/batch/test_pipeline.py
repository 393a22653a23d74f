"""Many photos at once: in order, bounded, whole, and ended within moments."""

from __future__ import annotations

import threading
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from PIL import Image

from core.batch import lanes
from core.batch.items import BatchItem, Failure, name_items
from core.batch.lanes import MORE_THAN_LANES, cores
from core.batch.pipeline import AHEAD, in_order, run_local
from core.batch.work import Done
from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.engine import Engine
from core.errors import Cancelled, ImageError
from core.image import ImageDocument, from_array
from tests.core.batch.works import DigestWork
from tests.core.cli.conftest import DrawPhoto
from tests.networks import tiny_row


def items_of(draw_photo: DrawPhoto, count: int) -> list[BatchItem]:
    return name_items([draw_photo(f"p{index}.png") for index in range(count)])


def test_outcomes_come_in_order_however_long_each_photo_takes(draw_photo: DrawPhoto, tmp_path: Path) -> None:
    items, second_read = items_of(draw_photo, 12), threading.Event()

    def first_waits_for_the_second(stem: str) -> None:
        if stem == "p0":
            assert second_read.wait(60)
        elif stem == "p1":
            second_read.set()

    work = DigestWork(tmp_path, first_waits_for_the_second)
    outcomes = list(run_local(work, items, CancelToken()))
    assert [outcome.item.stem for outcome in outcomes if isinstance(outcome, Done)] == [item.stem for item in items]


def test_few_photos_are_in_memory_at_once(draw_photo: DrawPhoto, tmp_path: Path) -> None:
    work = DigestWork(tmp_path)
    assert len(list(run_local(work, items_of(draw_photo, 40), CancelToken()))) == 40
    assert work.most_held <= cores() + MORE_THAN_LANES


@pytest.mark.parametrize(("device", "count"), [("cpu", 6), ("cuda", 2), ("mps", 1)])
def test_a_gpu_has_few_lanes_and_every_core_reads_and_writes_for_them(device: str, count: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lanes, "cores", lambda: 6)
    made = lanes.Lanes.on(Engine(DeviceChoice.CPU, cache_bytes=0), device)
    assert (made.count, made.photos) == (count, 6 + MORE_THAN_LANES)


@pytest.mark.parametrize("device", [DeviceChoice.CPU, DeviceChoice.CUDA])
def test_lanes_side_by_side_find_what_one_engine_finds(device: DeviceChoice, tmp_path: Path) -> None:
    if device is DeviceChoice.CUDA and not torch.cuda.is_available():
        pytest.skip("needs CUDA")
    engine = Engine(device, rows=[tiny_row(tmp_path)], cache_bytes=0)
    photos = [from_array(np.random.default_rng(seed).integers(0, 256, (90, 120, 3), np.uint8), name=str(seed)) for seed in range(12)]
    alone = [engine.segment(photo, "tiny").class_map for photo in photos]
    made = lanes.Lanes.on(engine, device.value)

    def segment(photo: ImageDocument) -> NDArray[np.uint8]:
        with made.one() as one:
            return one.segment(photo, "tiny").class_map

    with ThreadPoolExecutor(made.photos) as pool:
        for expected, found in zip(alone, pool.map(segment, photos), strict=True):
            np.testing.assert_array_equal(found, expected)


def test_no_photo_is_begun_far_ahead_of_the_one_that_is_asked_for(draw_photo: DrawPhoto, tmp_path: Path) -> None:
    work, ahead = DigestWork(tmp_path), (cores() + MORE_THAN_LANES) * AHEAD
    outcomes = run_local(work, items_of(draw_photo, ahead + 10), CancelToken())
    next(outcomes)
    outcomes.close()  # type: ignore[attr-defined]
    assert len(work.read) <= ahead


def test_a_photo_that_fails_is_an_outcome_and_the_others_are_written(draw_photo: DrawPhoto, tmp_path: Path) -> None:
    items = items_of(draw_photo, 3)
    Path(items[1].source).write_bytes(b"not a photo")
    outcomes = list(run_local(DigestWork(tmp_path), items, CancelToken()))
    assert [type(outcome) for outcome in outcomes] == [Done, Failure, Done]
    failure = outcomes[1]
    assert isinstance(failure, Failure)
    assert isinstance(failure.error, ImageError)
    assert sorted(path.name for path in tmp_path.glob("*.txt")) == ["p0-digest.txt", "p2-digest.txt"]


def test_a_cancel_ends_the_batch_and_leaves_whole_files_only(draw_photo: DrawPhoto, tmp_path: Path) -> None:
    token = CancelToken()
    work = DigestWork(tmp_path, lambda stem: token.cancel() if stem == "p5" else None)
    outcomes: list[Done | Failure] = []
    with pytest.raises(Cancelled):
        outcomes.extend(run_local(work, items_of(draw_photo, 60), token))
    assert len(work.read) <= 5 + 1 + cores() + MORE_THAN_LANES
    assert {len(path.read_text()) for path in tmp_path.glob("*-digest.txt")} <= {40}
    assert list(tmp_path.glob(".*")) == []


def test_each_photo_is_computed_on_one_core_and_afterwards_all_are_used_again(draw_photo: DrawPhoto, tmp_path: Path) -> None:
    before, seen = torch.get_num_threads(), set()
    work = DigestWork(tmp_path, lambda _stem: seen.add(torch.get_num_threads()))
    list(run_local(work, items_of(draw_photo, 6), CancelToken()))
    assert seen == {1}
    assert torch.get_num_threads() == before


def test_threads_leave_the_warnings_as_they_were(tmp_path: Path) -> None:
    """Each photo silences Pillow for itself, in a table that all threads share."""
    paths = []
    for index in range(30):
        path = tmp_path / f"{index}.png"
        # A palette with transparency in bytes is one of the things that Pillow warns about.
        Image.new("P", (8, 8)).save(path, transparency=b"\x00\xff")
        paths.append(path)
    before = list(warnings.filters)
    list(run_local(DigestWork(tmp_path), name_items(paths), CancelToken()))
    assert list(warnings.filters) == before


def test_an_exception_ends_what_is_under_way() -> None:
    token = CancelToken()

    def given() -> Iterator[int]:
        yield from range(100)

    def do(number: int) -> int:
        if number == 3:
            raise ValueError(number)
        return number

    got: list[int] = []
    with pytest.raises(ValueError, match="3"):
        got.extend(in_order(do, given(), 2, token))
    assert token.cancelled
    assert not [thread.name for thread in threading.enumerate() if thread.name.startswith("photo")]
