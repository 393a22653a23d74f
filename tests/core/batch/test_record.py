"""The record of a folder: what counts as done, and what damage does."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from core.batch.items import BatchItem, name_items
from core.batch.record import FILE_NAME, BatchRecord, settings_hash
from core.batch.run import Place, run_batch
from core.batch.work import Done
from core.cancellation import CancelToken
from tests.core.batch.works import DigestWork
from tests.core.cli.conftest import DrawPhoto

Batch = Callable[..., list[str]]


@pytest.fixture
def items(draw_photo: DrawPhoto) -> list[BatchItem]:
    return name_items([draw_photo(f"p{index}.png") for index in range(4)])


@pytest.fixture
def batch(tmp_path: Path, items: list[BatchItem]) -> Batch:
    """Run a batch; the stems of the photos that were read."""
    (tmp_path / "out").mkdir()

    def run(chosen: list[BatchItem] = items, *, settings: str = "same", resume: bool = True) -> list[str]:
        work = DigestWork(tmp_path / "out")
        with BatchRecord(tmp_path / "out", settings_hash({"settings": settings})) as record:
            outcomes = list(run_batch(work, chosen, CancelToken(), place=Place.LOCAL, record=record, resume=resume))
        assert [outcome.item.stem for outcome in outcomes if isinstance(outcome, Done)] == [item.stem for item in chosen]
        return sorted(work.read)

    return run


ALL = ["p0", "p1", "p2", "p3"]


def test_what_is_whole_is_not_done_again(batch: Batch) -> None:
    assert (batch(), batch()) == (ALL, [])


def test_without_resume_everything_is_done_again(batch: Batch) -> None:
    assert (batch(), batch(resume=False), batch()) == (ALL, ALL, [])


def test_a_photo_more_is_the_only_one_done(batch: Batch, items: list[BatchItem]) -> None:
    assert (batch(items[:3]), batch()) == (ALL[:3], ["p3"])


@pytest.mark.parametrize("change", [lambda path: path.unlink(), lambda path: path.write_text("0" * 40), lambda path: path.write_text("0")])
def test_a_result_that_is_gone_or_changed_is_made_again(batch: Batch, tmp_path: Path, change: Callable[[Path], object]) -> None:
    batch()
    result = tmp_path / "out" / "p2-digest.txt"
    whole = result.read_text()
    change(result)
    assert batch() == ["p2"]
    assert result.read_text() == whole


def test_a_photo_that_changed_is_done_again(batch: Batch, items: list[BatchItem]) -> None:
    batch()
    os.utime(items[1].source, ns=(1, 1))
    assert batch() == ["p1"]


def test_other_settings_do_everything_again(batch: Batch) -> None:
    assert (batch(), batch(settings="others"), batch(settings="others")) == (ALL, ALL, [])


def test_an_unfinished_last_line_counts_for_nothing(batch: Batch, tmp_path: Path) -> None:
    batch()
    record = tmp_path / "out" / FILE_NAME
    content = record.read_bytes()
    record.write_bytes(content[:-20])
    assert batch() == ["p3"]
    assert record.read_bytes() == content


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:0],
        lambda content: b"\x00" * len(content),
        lambda content: content.replace(b'"version": 1', b'"version": 2'),
        lambda content: content.replace(b'"settings"', b'"setting', 1),
        lambda content: content.replace(b'"sha256"', b'"hash"', 1),
        lambda content: content.replace(b"\n", b"\n[]\n", 1),
        lambda content: content.replace(b"\n", b"\n" + b"[" * 100_000 + b"\n", 1),
        lambda content: content.replace(b"p1.png", b"p1\xff.png", 1),
        lambda content: content[100:],
    ],
)
def test_a_damaged_record_is_kept_and_everything_done_again(batch: Batch, tmp_path: Path, damage: Callable[[bytes], bytes]) -> None:
    batch()
    record = tmp_path / "out" / FILE_NAME
    damaged = damage(record.read_bytes())
    record.write_bytes(damaged)
    assert BatchRecord(tmp_path / "out", "").kept_as == record.with_name(f"{FILE_NAME}.bad")
    assert record.with_name(f"{FILE_NAME}.bad").read_bytes() == damaged
    assert (batch(), batch()) == (ALL, [])


def test_each_line_is_one_document_below_a_versioned_head(batch: Batch, tmp_path: Path) -> None:
    batch()
    head, *lines = map(json.loads, (tmp_path / "out" / FILE_NAME).read_text().splitlines())
    assert head == {"format": "halfpixel-batch", "version": 1}
    assert [Path(line["source"]).name for line in lines] == [f"{stem}.png" for stem in ALL]
    assert lines[0]["entry"] == {"file": "p0", "width": 60}


def test_nothing_is_left_in_the_folder_before_a_photo_is_done(tmp_path: Path) -> None:
    with BatchRecord(tmp_path, "settings"):
        pass
    assert list(tmp_path.iterdir()) == []
