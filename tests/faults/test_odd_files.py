"""What only looks like a file: pipes, links that lead back to themselves, names that no disk takes, names that no encoding has."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image

from app import last_session, settings
from core.batch.items import expand, name_items, refuse_overwriting
from core.batch.record import FILE_NAME, BatchRecord
from core.decoding import decode
from core.errors import UserError
from core.evaluation.coco_data import read_annotations
from core.evaluation.instance_data import read_table
from core.evaluation.layouts import open_class_maps
from core.evaluation.photos import Layout, read_names
from core.evaluation.progress_file import read_progress
from core.files import write_atomically
from core.image import load_image
from core.labels import VOC
from core.weights.own import read_own
from core.weights.reading import MAX_FILE_BYTES, read_bytes, sha256_of

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has other pipes and links")

READERS: dict[str, Callable[[Path], object]] = {
    "photo": load_image,
    "weights": read_bytes,
    "weights' hash": sha256_of,
    "list of names": read_names,
    "table of objects": read_table,
    "annotations": lambda path: read_annotations(path, path.parent, "", VOC),
    "progress": lambda path: read_progress(path, {}),
    "data set": lambda path: open_class_maps(path, Layout.AUTO, None, VOC, "model"),
}


def a_pipe(path: Path) -> Path:
    os.mkfifo(path)
    return path


def a_loop(path: Path) -> Path:
    path.symlink_to(path)
    return path


ODD: dict[str, Callable[[Path], Path]] = {"pipe": a_pipe, "loop": a_loop, "long name": lambda path: path.with_name("n" * 400)}


@pytest.mark.parametrize("kind", ODD)
@pytest.mark.parametrize("reader", READERS)
def test_it_is_refused_in_a_sentence_about_the_file_and_nobody_waits(tmp_path: Path, reader: str, kind: str) -> None:
    path = ODD[kind](tmp_path / "odd")
    with pytest.raises(UserError) as caught:
        READERS[reader](path)
    assert str(path) in str(caught.value)
    assert str(caught.value).endswith(".")


@pytest.mark.parametrize("load", [settings.load, last_session.load])
def test_a_pipe_in_the_place_of_settings_is_set_aside(tmp_path: Path, load: Callable[[Path], tuple[object, UserError | None]]) -> None:
    path = a_pipe(tmp_path / "settings.json")
    _, error = load(path)
    assert str(tmp_path / "settings.json.bad") in str(error)
    assert (tmp_path / "settings.json.bad").is_fifo()
    assert not path.exists()


def test_a_pipe_in_the_place_of_a_list_or_record_is_said_to_be_one(tmp_path: Path) -> None:
    models, error = read_own(a_pipe(tmp_path / "own.json"))
    assert (models, "own.json" in str(error)) == ((), True)
    a_pipe(tmp_path / FILE_NAME)
    with pytest.raises(UserError, match="it is a device or a pipe, not a file"):
        BatchRecord(tmp_path, "settings")


def test_a_batch_takes_odd_files_and_says_of_each_what_it_is(tmp_path: Path) -> None:
    odd = [make(tmp_path / f"odd-{number}") for number, make in enumerate(ODD.values())]
    found, failures = expand(odd)
    assert (found, failures) == (odd, [])
    assert len(name_items(found)) == len(odd)
    refuse_overwriting([tmp_path / "labels.png"], found)


def test_a_weight_file_of_holes_is_refused_by_its_size(tmp_path: Path) -> None:
    path = tmp_path / "holes.pth"
    with path.open("wb") as stream:
        try:
            stream.truncate(MAX_FILE_BYTES + 1)
        except OSError:
            pytest.skip("the disk keeps no holes")
    with pytest.raises(UserError, match=r"(?i)too (large|big)"):
        read_bytes(path)


@pytest.mark.skipif(sys.platform == "darwin", reason="its file systems take UTF-8 only")
def test_a_name_that_is_not_utf8_is_read_written_and_remembered(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"photo-\xff\xfe.png")
    Image.new("RGB", (4, 3), (1, 2, 3)).save(path)
    assert load_image(path).width == 4
    write_atomically(path.with_suffix(".json"), b"{}")
    kept = tmp_path / "settings.json"
    settings.save(settings.Settings(recent=(path,)), kept)
    assert settings.load(kept) == (settings.Settings(recent=(path,)), None)
    last_session.save(last_session.LastSession(photo=path), tmp_path / "session.json")
    assert last_session.load(tmp_path / "session.json")[0].photo == path


def test_a_folder_that_vanishes_is_said_to_be_gone(tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    path = folder / "photo.png"
    Image.new("RGB", (4, 3)).save(path)
    [found], _ = expand([folder])
    path.unlink()
    folder.rmdir()
    with pytest.raises(UserError, match=r"does not exist, or no longer; check where it went"):
        load_image(found)
    with pytest.raises(UserError, match=r"because the folder .* does not exist; create it or choose another place"):
        write_atomically(folder / "labels.png", b"labels")


@pytest.mark.bad_input("photo: changed while it is read")
def test_a_photo_that_shrinks_while_it_is_open_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "photo.bmp"
    Image.new("RGB", (200, 200), (1, 2, 3)).save(path)

    def decode_what_is_left(*words: object) -> object:
        os.truncate(path, 500)  # after the header was believed
        return decode(*words)  # type: ignore[arg-type]

    monkeypatch.setattr("core.image.decode", decode_what_is_left)
    with pytest.raises(UserError, match="damaged or cut short"):
        load_image(path)
