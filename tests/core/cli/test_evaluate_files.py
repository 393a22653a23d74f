"""``evaluate``: layouts by name, the papers' tables, files, and a run that is stopped and carried on."""

from __future__ import annotations

import csv
import json
import signal
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from core.cancellation import CancelToken
from core.catalog import ModelRow
from core.cli.interrupt import interrupt_cancels
from core.evaluation import semantic_run
from core.image import ImageDocument, load_image
from core.labels import VOC
from main import main
from tests.core.cli.conftest import Run
from tests.core.evaluation.data_sets import CAT, class_map, uncompressed, write_coco, write_everyday, write_pairs, write_voc
from tests.maskrcnn_networks import tiny_maskrcnn_row

Printed = pytest.CaptureFixture[str]
Measure = Callable[..., dict[str, Any]]


@pytest.fixture
def evaluate(tiny: ModelRow) -> Run:
    return lambda *words: main(["evaluate", "--model", "tiny", *map(str, words)], rows=(tiny,))


@pytest.fixture
def measure(evaluate: Run, capsys: Printed) -> Measure:
    def run(*words: object) -> dict[str, Any]:
        capsys.readouterr()
        assert evaluate("--json", *words) == 0
        document: dict[str, Any] = json.loads(capsys.readouterr().out)
        return document

    return run


@pytest.fixture
def data(tmp_path: Path) -> Path:
    return write_everyday(tmp_path / "data")


def test_a_data_set_measures_the_same_in_every_layout(measure: Measure, tmp_path: Path) -> None:
    write_voc(tmp_path / "voc" / "VOC2012")
    write_everyday(tmp_path / "everyday")
    pairs = tmp_path / "pairs"
    write_pairs(pairs / "images", pairs / "masks")
    for photo in (tmp_path / "everyday" / "images").iterdir():  # the same pixels
        (pairs / "images" / f"{photo.stem}.png").write_bytes(photo.read_bytes())
    found = {}
    for name, layout in (("voc", "voc"), ("voc", "auto"), ("everyday", "auto"), ("pairs", "pairs"), ("pairs", "auto")):
        document = measure("--data", tmp_path / name, "--format", layout)
        assert document["format"] == name
        assert document["split"] == (None if name == "pairs" else "val")
        found[name, layout] = document["read_outs"]
    assert all(figures == found["voc", "voc"] for figures in found.values())


def test_coco_is_measured_for_both_tasks(measure: Measure, tmp_path: Path, capsys: Printed) -> None:
    objects = [[{"category_id": 17, "segmentation": uncompressed(class_map(index) == CAT)}] for index in range(2)]
    write_coco(tmp_path / "coco" / "annotations" / "instances_val2017.json", tmp_path / "coco" / "val2017", objects)
    document = measure("--data", tmp_path / "coco", "--format", "coco")
    assert (document["task"], document["images"], document["format"]) == ("semantic", 2, "coco")
    folder = tmp_path / "objects"
    folder.mkdir()
    row = tiny_maskrcnn_row(folder, label_names=("background", "cat", "zebra"))
    assert main(["evaluate", "--model", "tiny", "--data", str(tmp_path / "coco"), "--json"], rows=(row,)) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["task"], told["mask"]["per_class"]["cat"]["objects"], told["mask"]["per_class"]["zebra"]["ap"]) == ("instance", 2, None)


def test_a_layout_that_it_is_not_in_is_said(evaluate: Run, data: Path, capsys: Printed) -> None:
    assert evaluate("--data", data, "--format", "voc") == 1
    assert "is not in VOC's layout; looked for SegmentationClass" in capsys.readouterr().err


def test_the_tables_have_the_ceilings_that_the_other_command_measures(measure: Measure, evaluate: Run, data: Path, capsys: Printed) -> None:
    document = measure("--data", data, "--tables")
    assert main(["ceilings", "--data", str(data), "--json"], rows=()) == 0
    assert document["ceilings"] == json.loads(capsys.readouterr().out)["strides"]
    assert evaluate("--data", data, "--tables") == 0
    printed = capsys.readouterr().out
    assert f"Read-outs of tiny (3 photos of {data.name}, val)" in printed
    assert f"Best possible mean IoU by stride (3 photos of {data.name}, val)" in printed


def test_the_tables_of_objects_have_every_operator_on_the_same_weights(data: Path, tmp_path: Path, capsys: Printed) -> None:
    folder = tmp_path / "objects"
    folder.mkdir()
    row = tiny_maskrcnn_row(folder, label_names=("background", "cat", "dog"))
    words = ["evaluate", "--model", "tiny", "--data", str(data)]
    assert main([*words, "--tables", "--pooler", "pool", "--json"], rows=(row,)) == 0
    document = json.loads(capsys.readouterr().out)
    assert (document["pooler"], list(document["poolers"])) == ("pool", ["pool", "align", "warp", "crop"])
    assert document["poolers"]["pool"] == {"mask": document["mask"], "box": document["box"]}
    assert main([*words, "--pooler", "warp", "--json"], rows=(row,)) == 0
    alone = json.loads(capsys.readouterr().out)
    assert document["poolers"]["warp"] == {"mask": alone["mask"], "box": alone["box"]}


def test_a_file_and_a_folder_of_files_are_written(measure: Measure, data: Path, tmp_path: Path) -> None:
    printed = measure("--data", data, "--out", tmp_path / "one.csv")
    with (tmp_path / "one.csv").open(newline="", encoding="utf-8") as stream:
        values = {(row["read_out"], row["class"], row["measure"]): row["value"] for row in csv.DictReader(stream)}
    assert float(values["8", "", "iou"]) == pytest.approx(printed["read_outs"]["8"]["miou"], abs=1e-6)
    assert float(values["16", "", "boundary_iou"]) == pytest.approx(printed["read_outs"]["16"]["boundary_iou"], abs=1e-6)
    measure("--data", data, "--out", tmp_path / "new" / "folder")
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == ["tiny.csv", "tiny.json", "tiny.md"]
    written = json.loads((tmp_path / "new" / "folder" / "tiny.json").read_bytes())
    assert {key: written[key] for key in ("task", "images", "model")} == {key: printed[key] for key in ("task", "images", "model")}
    assert [photo["name"] for photo in written["photos"]] == ["b_one", "a_two", "c_three"]
    assert sum(map(sum, written["read_outs"]["32"]["confusion"])) == sum(int((class_map(index) != VOC.void).sum()) for index in range(3))


def test_a_name_that_no_report_can_have_is_refused_at_once(evaluate: Run, data: Path, tmp_path: Path, capsys: Printed) -> None:
    assert evaluate("--data", data, "--out", tmp_path / "figures.xls") == 1
    assert capsys.readouterr().err.endswith("figures.xls is no place for a report; end its name in .csv, .json, .md.\n")


@pytest.mark.parametrize("words", [["--resume", "progress.json"], ["--out", "results"]])
def test_a_run_that_failed_carries_on(
    measure: Measure, evaluate: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed, words: list[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    whole, label = measure("--data", data), data / "class" / "c_three.png"
    content = label.read_bytes()
    label.write_bytes(content[:50])
    assert evaluate("--data", data, *words) == 1
    assert "c_three.png" in capsys.readouterr().err
    (progress,) = tmp_path.rglob("*progress.json")
    assert json.loads(progress.read_bytes())["done"] == 2
    label.write_bytes(content)
    for photo in ("b_one", "a_two"):  # what was counted is not read again
        (data / "class" / f"{photo}.png").write_bytes(b"gone")
    assert measure("--data", data, *words) == whole
    assert not progress.exists()


def test_an_interrupted_run_says_so_and_carries_on(
    measure: Measure, evaluate: Run, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Printed
) -> None:
    whole, progress = measure("--data", data), tmp_path / "progress.json"

    def interrupted(path: Path) -> ImageDocument:
        if path.stem == "a_two":
            signal.raise_signal(signal.SIGINT)
        return load_image(path)

    monkeypatch.setattr(semantic_run, "load_image", interrupted)
    assert evaluate("--data", data, "--resume", progress) == 130
    assert capsys.readouterr().err == "Stopped after 1 of 3 photos; the same command carries on from there.\n"
    monkeypatch.undo()
    assert measure("--data", data, "--resume", progress) == whole


def test_the_first_interrupt_cancels_and_the_second_stops() -> None:
    before, token = signal.getsignal(signal.SIGINT), CancelToken()
    with interrupt_cancels(token):
        signal.raise_signal(signal.SIGINT)
        assert token.cancelled
        with pytest.raises(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) == before
