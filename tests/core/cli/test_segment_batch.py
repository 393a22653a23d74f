"""``segment`` over a folder: killed, interrupted and resumed runs, and the same bytes whatever runs beside a photo."""

from __future__ import annotations

import importlib.util
import json
import multiprocessing
import os
import random
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import torch

from core.batch import lanes
from core.batch.record import FILE_NAME
from core.catalog import ModelRow
from main import INTERRUPTED, main
from tests.core.cli.conftest import DrawPhoto, Run
from tests.maskrcnn_networks import tiny_maskrcnn_row

Printed = pytest.CaptureFixture[str]
Files = dict[str, bytes]


@pytest.fixture(params=[None, tiny_maskrcnn_row], ids=["classes", "objects"])
def row(request: pytest.FixtureRequest, tiny: ModelRow, tmp_path: Path) -> ModelRow:
    made: ModelRow = tiny if request.param is None else request.param(tmp_path / "weights")
    return made


def words_for(photos: Path | list[Path], out: Path, *more: object) -> list[str]:
    inputs = photos if isinstance(photos, list) else [photos]
    return ["segment", *map(str, inputs), "--model", "tiny", "--device", "cpu", "--out", str(out), *map(str, more)]


def files_in(folder: Path) -> Files:
    """Name -> content of what a person sees in a folder."""
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


def folder_of(draw_photo: DrawPhoto, count: int) -> Path:
    photos = [draw_photo(f"p{index}.png") for index in range(count)]
    return photos[0].parent


def child(words: list[str], row: ModelRow) -> None:
    sys.exit(main(words, rows=(row,)))


def stopped_after(results: int, words: list[str], row: ModelRow, out: Path, stop: signal.Signals) -> int | None:
    """Run a command line elsewhere and send it ``stop`` once so many results lie in ``out``. Returns the exit code."""
    process = multiprocessing.get_context("spawn").Process(target=child, args=(words, row))
    process.start()
    while process.exitcode is None and len([*out.glob("*.png")]) < results:
        process.join(0.005)
    assert process.pid is not None
    if process.exitcode is None:
        os.kill(process.pid, stop)
    process.join(60)
    return process.exitcode


def test_a_photo_gives_the_same_bytes_alone_and_among_others(
    row: ModelRow, draw_photo: DrawPhoto, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photos = folder_of(draw_photo, 6)
    assert main(words_for(photos, tmp_path / "together"), rows=(row,)) == 0
    for path in sorted(photos.iterdir(), reverse=True):
        assert main(words_for([path], tmp_path / "alone"), rows=(row,)) == 0
    monkeypatch.setattr(lanes, "cores", lambda: 5)
    threads = torch.get_num_threads()
    torch.set_num_threads(3)
    try:
        assert main(words_for(photos, tmp_path / "wide"), rows=(row,)) == 0
    finally:
        torch.set_num_threads(threads)
    assert files_in(tmp_path / "together") == files_in(tmp_path / "alone") == files_in(tmp_path / "wide")


@pytest.mark.timeout(900)
def test_a_run_that_is_killed_at_random_and_resumed_gives_what_an_uninterrupted_one_gives(
    tiny: ModelRow, draw_photo: DrawPhoto, tmp_path: Path
) -> None:
    photos, out, chance = folder_of(draw_photo, 40), tmp_path / "killed", random.Random(7)
    words = words_for(photos, out, "--resume")
    assert main(words_for(photos, tmp_path / "whole"), rows=(tiny,)) == 0
    whole = files_in(tmp_path / "whole")
    for _ in range(3):
        target = min(len([*out.glob("*.png")]) + chance.randrange(1, 25), len(whole))
        assert stopped_after(target, words, tiny, out, signal.SIGKILL) in (-signal.SIGKILL, 0)
        left = files_in(out)
        assert left.items() <= whole.items()
    assert main(words, rows=(tiny,)) == 0
    assert files_in(out) == whole


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no interrupt to one process")
def test_an_interrupt_ends_with_its_own_code_and_leaves_whole_files(tiny: ModelRow, draw_photo: DrawPhoto, tmp_path: Path) -> None:
    photos = folder_of(draw_photo, 200)
    code = stopped_after(8, words_for(photos, tmp_path / "out"), tiny, tmp_path / "out", signal.SIGINT)
    assert code == INTERRUPTED
    done = files_in(tmp_path / "out")
    assert 8 <= len(done) < 400
    assert [path.name for path in (tmp_path / "out").glob(".*")] == [FILE_NAME]
    assert all(content.endswith(b"IEND\xaeB`\x82") for content in done.values())


@pytest.fixture
def segment(tiny: ModelRow) -> Run:
    return lambda *words: main(["segment", "--model", "tiny", *map(str, words)], rows=(tiny,))


def documents(capsys: Printed) -> list[dict[str, Any]]:
    parsed: list[dict[str, Any]] = json.loads(capsys.readouterr().out)
    return parsed


def test_a_resumed_run_reports_every_photo_and_says_which_are_from_before(
    segment: Run, draw_photo: DrawPhoto, tmp_path: Path, capsys: Printed
) -> None:
    photos, out = folder_of(draw_photo, 3), tmp_path / "out"
    assert segment(photos, "--out", out, "--json") == 0
    before = documents(capsys)
    (out / "p1-labels.png").unlink()
    assert segment(photos, "--out", out, "--resume", "--json") == 0
    after = documents(capsys)
    assert [entry.pop("earlier", False) for entry in after] == [True, False, True]
    assert [after[0], after[2]] == [before[0], before[2]]
    assert segment(photos, "--out", out, "--resume") == 0
    assert capsys.readouterr().out.endswith(", 3 done by an earlier run.\n")


@pytest.mark.parametrize("more", [("--read-out", "32"), ("--opacity", "0.25"), ("--write", "labels,overlay,onehot")])
def test_other_options_are_other_files(segment: Run, draw_photo: DrawPhoto, tmp_path: Path, capsys: Printed, more: tuple[str, ...]) -> None:
    photos, out = folder_of(draw_photo, 2), tmp_path / "out"
    assert segment(photos, "--out", out) == 0
    capsys.readouterr()
    assert segment(photos, "--out", out, *more, "--resume", "--json") == 0
    assert [entry.get("earlier", False) for entry in documents(capsys)] == [False, False]


def test_fewer_products_are_there_already(segment: Run, draw_photo: DrawPhoto, tmp_path: Path, capsys: Printed) -> None:
    photos, out = folder_of(draw_photo, 2), tmp_path / "out"
    assert segment(photos, "--out", out) == 0
    capsys.readouterr()
    assert segment(photos, "--out", out, "--write", "labels", "--resume", "--json") == 0
    assert [entry.get("earlier", False) for entry in documents(capsys)] == [True, True]


def test_a_damaged_record_is_said_in_one_line_and_everything_is_done(
    segment: Run, draw_photo: DrawPhoto, tmp_path: Path, capsys: Printed
) -> None:
    photos, record = folder_of(draw_photo, 2), tmp_path / "out" / FILE_NAME
    assert segment(photos, "--out", tmp_path / "out") == 0
    record.write_bytes(b"\x89PNG")
    capsys.readouterr()
    assert segment(photos, "--out", tmp_path / "out", "--resume", "--json") == 0
    printed = capsys.readouterr()
    assert printed.err == f"The record {record} of earlier runs is damaged; it is kept as {record}.bad. Every photo is done again.\n"
    assert [entry.get("earlier", False) for entry in json.loads(printed.out)] == [False, False]
    assert record.with_name(f"{FILE_NAME}.bad").read_bytes() == b"\x89PNG"


def test_parts_that_a_killed_run_left_are_swept_and_those_being_written_kept(segment: Run, draw_photo: DrawPhoto, tmp_path: Path) -> None:
    fcntl = pytest.importorskip("fcntl")
    out = tmp_path / "out"
    out.mkdir()
    left, alive = out / ".halfpixel-0.part", out / ".halfpixel-1.part"
    for part in (left, alive):
        part.write_bytes(b"half")
    with alive.open("rb") as writer:
        fcntl.flock(writer, fcntl.LOCK_EX)
        assert segment(draw_photo("a.png"), "--out", out, "--resume") == 0
        assert (left.exists(), alive.exists()) == (False, True)


def test_a_lone_photo_leaves_no_record_and_no_summary(segment: Run, draw_photo: DrawPhoto, tmp_path: Path, capsys: Printed) -> None:
    assert segment(draw_photo("a.png"), "--out", tmp_path / "out") == 0
    assert not (tmp_path / "out" / FILE_NAME).exists()
    assert "photos:" not in capsys.readouterr().out


def test_several_photos_end_in_one_summary(segment: Run, draw_photo: DrawPhoto, tmp_path: Path, capsys: Printed) -> None:
    photos = folder_of(draw_photo, 3)
    (photos / "p1.png").write_bytes(b"")
    assert segment(photos, "--out", tmp_path / "out") == 1
    last = capsys.readouterr().out.splitlines()[-1]
    assert last.startswith("3 photos: 2 segmented in ")
    assert last.endswith(" a second), 1 came to nothing.")


def test_without_ray_its_engine_is_refused_in_one_sentence(
    segment: Run, draw_photo: DrawPhoto, tmp_path: Path, capsys: Printed, monkeypatch: pytest.MonkeyPatch
) -> None:
    found: Callable[..., object] = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *more: None if name == "ray" else found(name, *more))
    assert segment(draw_photo("a.png"), "--out", tmp_path / "out", "--engine", "ray") == 1
    sentence = "--engine ray needs Ray, which is not installed; pip install 'halfpixel[ray]', or leave --engine out.\n"
    assert capsys.readouterr().err == sentence
    assert [*(tmp_path / "out").iterdir()] == []
