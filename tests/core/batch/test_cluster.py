"""The same files from a local Ray with two workers, byte for byte. Ray takes a quarter of a minute to start."""

from __future__ import annotations

import multiprocessing
import os
import sys
from pathlib import Path

import pytest

from core.catalog import ModelRow
from main import main
from tests.core.cli.conftest import DrawPhoto
from tests.maskrcnn_networks import tiny_maskrcnn_row

pytest.importorskip("ray", reason="Ray is an optional extra: pip install 'halfpixel[ray]'")


def child(words: list[str], row: ModelRow) -> None:
    """In a process of its own: Ray leaves threads, handlers and warnings behind, of which other tests should know nothing."""
    os.environ["RAY_USAGE_STATS_ENABLED"] = "0"
    import ray

    ray.init(address="local", num_cpus=2, include_dashboard=False, _node_ip_address="127.0.0.1", object_store_memory=128 << 20)
    sys.exit(main([*words, "--engine", "ray"], rows=(row,)))


def files_in(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir() if not path.name.startswith(".")}


def on_two_workers(words: list[str], row: ModelRow) -> int | None:
    process = multiprocessing.get_context("spawn").Process(target=child, args=(words, row))
    process.start()
    process.join()
    return process.exitcode


@pytest.mark.timeout(900)
@pytest.mark.parametrize("objects", [False, True], ids=["classes", "objects"])
def test_two_workers_write_the_files_that_one_machine_writes(tiny: ModelRow, draw_photo: DrawPhoto, tmp_path: Path, objects: bool) -> None:
    row = tiny_maskrcnn_row(tmp_path / "weights") if objects else tiny
    for index in range(12):
        photo = draw_photo(f"p{index}.png")
    photo.write_bytes(b"not a photo")
    words = ["segment", str(photo.parent), "--model", "tiny", "--device", "cpu", "--out"]
    assert main([*words, str(tmp_path / "here")], rows=(row,)) == 1
    assert on_two_workers([*words, str(tmp_path / "there")], row) == 1
    here = files_in(tmp_path / "here")
    assert len(here) == 11 * (3 if objects else 2)
    assert files_in(tmp_path / "there") == here
