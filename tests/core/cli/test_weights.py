"""``weights``: what is fetched, imported and checked, and what stays as it was when that fails."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch

from core.badges import Badge
from core.cancellation import CancelToken
from core.catalog import MODELS, ModelRow, Task, all_rows
from core.cli.weights import progress_text
from core.devices import DeviceChoice
from core.engine import Engine
from core.image import from_array
from core.weights.places import data_folder
from core.weights.progress import Progress
from main import main
from tests.core.weights.file_server import Served, serving
from tests.maskrcnn_networks import tiny_maskrcnn_row
from tests.networks import tiny_config, tiny_net, tiny_row


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("HALFPIXEL_HOME", str(tmp_path / "home"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "home"


@pytest.fixture
def row(tmp_path: Path) -> ModelRow:
    return tiny_row(tmp_path)


@pytest.fixture
def served(row: ModelRow) -> Iterator[Served]:
    with serving(row.weights_path.read_bytes()) as server:
        yield server


def remote(row: ModelRow, served: Served) -> ModelRow:
    return replace(row, weights=replace(row.weights, file_name="tiny.safetensors", url=served.url))


def test_fetch_downloads_once_into_the_users_folder(row: ModelRow, served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    there = remote(row, served)
    for _ in range(2):
        assert main(["weights", "fetch", "tiny", "--json"], rows=(there,)) == 0
        (entry,) = json.loads(capsys.readouterr().out)
        assert (entry["state"], entry["path"]) == ("ready", str(data_folder() / "tiny.safetensors"))
    assert there.weights_path.read_bytes() == row.weights_path.read_bytes()
    assert len(served.requests) == 1


def test_fetch_brings_the_published_file_where_another_was_imported(
    row: ModelRow, served: Served, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("core.catalog.MODELS", (remote(row, served),))
    monkeypatch.setattr("core.importing.MODELS", (remote(row, served),))
    other = tiny_row(tmp_path, key="other", seed=1)
    assert main(["weights", "import", str(other.weights_path), "--as", "tiny"], rows=all_rows()) == 0
    assert "Its SHA-256 is not that of the published file" in capsys.readouterr().out
    assert main(["weights", "check"], rows=all_rows()) == 0
    assert capsys.readouterr().out == f"tiny: ready: {data_folder() / 'tiny.safetensors'} (not the published file)\n"
    assert main(["weights", "fetch", "tiny"], rows=all_rows()) == 0
    assert (data_folder() / "tiny.safetensors").read_bytes() == served.content
    capsys.readouterr()
    assert main(["weights", "check"], rows=all_rows()) == 0
    assert "not the published file" not in capsys.readouterr().out


def test_a_fetch_that_fails_is_one_sentence_and_leaves_nothing(
    row: ModelRow, served: Served, capsys: pytest.CaptureFixture[str]
) -> None:
    served.content = served.content[:-1] + b"\x00"
    assert main(["weights", "fetch", "tiny"], rows=(remote(row, served),)) == 1
    assert "is not the expected file" in capsys.readouterr().err
    assert [path.name for path in data_folder().rglob("*")] == ["downloads"]


def test_a_model_without_an_address_cannot_be_fetched(row: ModelRow, capsys: pytest.CaptureFixture[str]) -> None:
    row.weights_path.unlink()
    assert main(["weights", "fetch", "tiny"], rows=(row,)) == 1
    assert "has no address to fetch it from" in capsys.readouterr().err


def test_check_tells_ready_from_damaged_and_missing(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    ready, damaged, missing = rows = [tiny_row(tmp_path, key=key) for key in ("ready", "damaged", "missing")]
    damaged.weights_path.write_bytes(damaged.weights_path.read_bytes()[:-1])
    missing.weights_path.unlink()
    assert main(["weights", "check", "--json"], rows=rows) == 1
    assert [entry["state"] for entry in json.loads(capsys.readouterr().out)] == ["ready", "damaged", "missing"]
    assert main(["weights", "check", "ready"], rows=rows) == 0
    assert capsys.readouterr().out == f"ready: ready: {ready.weights_path}\n"


def test_what_nobody_fetched_is_no_fault_unless_it_is_asked_about(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["weights", "check"]) == 0
    assert "fcn8s-vgg16: missing: " in capsys.readouterr().out
    assert main(["weights", "check", "fcn8s-vgg16"]) == 1
    assert main(["weights", "check", "fcn-street"]) == 0


def test_fetching_says_the_hash_of_what_came(row: ModelRow, served: Served, capsys: pytest.CaptureFixture[str]) -> None:
    there = remote(row, served)
    nobody_published_it = replace(there, weights=replace(there.weights, sha256=None))
    assert main(["weights", "fetch", "tiny"], rows=(nobody_published_it,)) == 0
    printed = capsys.readouterr().out
    assert printed == (
        f"tiny: fetched: {there.weights_path} (SHA-256 {row.weights.sha256})\n  SHA-256 of the file given: {row.weights.sha256}\n"
    )
    assert main(["weights", "check", "tiny", "--json"], rows=all_rows()) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert entry["given_sha256"] == entry["kept_sha256"] == row.weights.sha256


def test_an_import_says_what_it_did_of_its_own_accord(tmp_path: Path, row: ModelRow, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "shapes.txt").write_text("nothing\ndisc\nbox\nline\n", encoding="utf-8")
    words = ("--as", "mine", "--labels", str(tmp_path / "shapes.txt"), "--json")
    assert main(["weights", "import", str(row.weights_path), *words]) == 0
    (entry,) = json.loads(capsys.readouterr().out)
    assert (entry["key"], entry["origin"], entry["notes"], entry["given_sha256"]) == ("mine", "own", [], row.weights.sha256)
    assert main(["models", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[-1]["classes"] == ["nothing", "disc", "box", "line"]


def test_where_names_the_folders(home: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["weights", "where", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)
    assert found["own"] == str(home / "weights")
    assert MODELS[0].weights_path.is_relative_to(found["shipped"])
    assert not home.exists()


def test_an_imported_fcn_is_a_row_that_computes_what_the_network_does(row: ModelRow, tmp_path: Path) -> None:
    assert main(["weights", "import", str(row.weights_path), "--as", "mine", "--untrained"]) == 0
    row.weights_path.rename(tmp_path / "moved.safetensors")
    mine = all_rows()[-1]
    assert (mine.key, mine.task, mine.badges) == ("mine", Task.SEMANTIC, (Badge.UNTRAINED,))
    assert mine.label_set.names == tiny_config().label_names
    assert row.weights.sha256 in mine.card_path.read_text(encoding="utf-8")
    rgb = np.random.default_rng(0).integers(0, 256, (64, 96, 3), np.uint8)
    given = replace(row, weights=replace(row.weights, file_name=str(tmp_path / "moved.safetensors")))
    scores = [
        Engine(DeviceChoice.CPU, rows=rows).scores(from_array(rgb, name="noise"), key, CancelToken())
        for rows, key in (((given,), "tiny"), (all_rows(), "mine"))
    ]
    assert all(np.array_equal(scores[0].scores[stride], scores[1].scores[stride]) for stride in (32, 16, 8))


@pytest.mark.parametrize("zip_file", [True, False], ids=["zip", "before torch 1.6"])
def test_a_pth_with_metadata_is_kept_as_safetensors(tmp_path: Path, zip_file: bool) -> None:
    path = tmp_path / "My Net_2.pth"
    state = {"state_dict": tiny_net().state_dict(), "metadata": tiny_config().to_metadata()}
    torch.save(state, path, _use_new_zipfile_serialization=zip_file)
    assert main(["weights", "import", str(path)]) == 0
    assert main(["weights", "check", "my-net-2"]) == 0
    assert sorted(path.name for path in data_folder().iterdir()) == ["my-net-2.md", "my-net-2.safetensors", "own.json"]
    assert all_rows()[-1].badges == ()


def test_a_mask_rcnn_is_recognised(tmp_path: Path) -> None:
    given = tiny_maskrcnn_row(tmp_path)
    assert main(["weights", "import", str(given.weights_path), "--as", "objects"]) == 0
    row = all_rows()[-1]
    assert (row.key, row.task, row.label_set) == ("objects", Task.INSTANCE, given.label_set)


@pytest.mark.parametrize(
    ("key", "sentence"),
    [("mine", "There is already a model 'mine'"), ("fcn-street", "There is already a model"), ("../up", "cannot be a model's key")],
)
def test_a_key_that_is_taken_or_malformed_changes_nothing(
    row: ModelRow, capsys: pytest.CaptureFixture[str], key: str, sentence: str
) -> None:
    assert main(["weights", "import", str(row.weights_path), "--as", "mine"]) == 0
    before = {path.name: path.read_bytes() for path in data_folder().iterdir()}
    assert main(["weights", "import", str(row.weights_path), "--as", key, "--json"]) == 1
    captured = capsys.readouterr()
    assert sentence in captured.err
    assert {path.name: path.read_bytes() for path in data_folder().iterdir()} == before


def test_a_refused_file_leaves_no_folder_behind(home: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "page.pth").write_bytes(b"<html>")
    assert main(["weights", "import", str(tmp_path / "page.pth")]) == 1
    assert "is no file that torch.save has written; choose" in capsys.readouterr().err
    assert not home.exists()


@pytest.mark.bad_input("program: a damaged list of own models")
def test_a_damaged_list_is_told_once_and_the_command_goes_on(capsys: pytest.CaptureFixture[str]) -> None:
    data_folder().mkdir(parents=True)
    (data_folder() / "own.json").write_bytes(b"{")
    assert main(["weights", "where"]) == 0
    assert "The list of your own models was damaged" in capsys.readouterr().err
    assert main(["weights", "where"]) == 0
    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("progress", "text"),
    [
        (Progress(12_300_000, 45_600_000, 1_200_000.0, 27.75), "12.3 of 45.6 MB, 1.2 MB/s, 0:28 left"),
        (Progress(12_300_000, None, None, None), "12.3 MB"),
    ],
)
def test_progress_says_what_is_known(progress: Progress, text: str) -> None:
    assert progress_text(progress) == text
