"""``evaluate`` against a slow count over the label files that ``segment`` writes for the same photos."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image

from core.catalog import ModelRow
from core.labels import CAMVID, VOC
from main import main
from tests.core.cli.conftest import DrawPhoto, Run
from tests.core.evaluation.eroded import slow_region
from tests.networks import tiny_row

Printed = pytest.CaptureFixture[str]
Ids = npt.NDArray[np.uint8]
Measure = Callable[..., dict[str, Any]]


@pytest.fixture
def everyday(tmp_path: Path, draw_photo: DrawPhoto) -> Path:
    """Three photos in the everyday layout; their class maps are blocks of VOC's first five classes and void."""
    root = tmp_path / "everyday"
    for folder in ("images", "class"):
        (root / folder).mkdir(parents=True)
    for index, name in enumerate(("one", "two", "three")):
        shutil.copy(draw_photo(f"{name}.jpg"), root / "images" / f"{name}.jpg")
        blocks = np.random.default_rng(index).choice([0, 1, 2, 3, 4, 255], (4, 6))
        Image.fromarray(np.kron(blocks, np.ones((10, 10))).astype(np.uint8)).save(root / "class" / f"{name}.png")
    (root / "val.txt").write_text("one\ntwo\nthree\n")
    return root


@pytest.fixture
def evaluate(tiny: ModelRow) -> Run:
    return lambda *words: main(["evaluate", "--model", "tiny", *map(str, words)], rows=(tiny,))


@pytest.fixture
def measure(evaluate: Run, capsys: Printed) -> Measure:
    """Evaluate with ``--json`` and parse what it prints."""

    def run(*words: object) -> dict[str, Any]:
        capsys.readouterr()
        assert evaluate("--json", *words) == 0
        document: dict[str, Any] = json.loads(capsys.readouterr().out)
        return document

    return run


def read(path: Path) -> Ids:
    with Image.open(path) as image:
        return np.array(image)


def predictions(tiny: ModelRow, everyday: Path, out: Path, read_out: int) -> tuple[Ids, Ids]:
    """Truth and prediction of every pixel of every photo that is not void, by way of the files on disk."""
    words = ["segment", str(everyday / "images"), "--model", "tiny", "--out", str(out), "--write", "labels", "--read-out", str(read_out)]
    assert main(words, rows=(tiny,)) == 0
    names = ("one", "two", "three")
    truth = np.concatenate([read(everyday / "class" / f"{name}.png").ravel() for name in names])
    found = np.concatenate([read(out / f"{name}-labels.png").ravel() for name in names])
    return truth[truth != 255], found[truth != 255]


@pytest.mark.parametrize("read_out", [32, 16, 8])
def test_iou_of_the_whole_set_is_that_of_the_files_segment_writes(
    measure: Measure, tiny: ModelRow, everyday: Path, tmp_path: Path, read_out: int
) -> None:
    truth, found = predictions(tiny, everyday, tmp_path / "out", read_out)
    document = measure("--data", everyday)
    figures = document["read_outs"][str(read_out)]
    expected = {}
    for index, name in enumerate(VOC.names):
        union = int(((truth == index) | (found == index)).sum())
        expected[name] = ((truth == index) & (found == index)).sum() / union if union else None
    assert figures["per_class"] == pytest.approx(expected, abs=1e-6)
    known = [value for value in expected.values() if value is not None]
    assert figures["miou"] == pytest.approx(np.mean(known), abs=1e-6)
    assert figures["pixel_accuracy"] == pytest.approx((truth == found).mean(), abs=1e-6)
    accuracies = [(found[truth == index] == index).mean() for index in range(len(VOC.names)) if (truth == index).any()]
    assert figures["mean_accuracy"] == pytest.approx(np.mean(accuracies), abs=1e-6)
    assert (document["task"], document["images"]) == ("semantic", 3)


def test_boundary_iou_is_that_of_the_files_segment_writes(measure: Measure, tiny: ModelRow, everyday: Path, tmp_path: Path) -> None:
    predictions(tiny, everyday, tmp_path / "out", 8)
    shared, either = np.zeros(len(VOC)), np.zeros(len(VOC))
    for name in ("one", "two", "three"):
        truth, found = read(everyday / "class" / f"{name}.png"), read(tmp_path / "out" / f"{name}-labels.png")
        distance = round(0.02 * np.hypot(40, 60))
        for label in range(len(VOC)):
            given, said = (slow_region(it == label, distance) & (truth != 255) for it in (truth, found))
            shared[label] += (given & said).sum()
            either[label] += (given | said).sum()
    figures = measure("--data", everyday)["read_outs"]["8"]
    assert figures["boundary_iou"] == pytest.approx(np.mean(shared[either > 0] / either[either > 0]), abs=1e-6)
    assert figures["class_boundary_iou"]["aeroplane"] == pytest.approx(shared[1] / either[1], abs=1e-6)


def test_the_mean_over_chosen_classes_is_reported_beside_the_whole(measure: Measure, everyday: Path) -> None:
    document = measure("--data", everyday, "--classes", "bird,aeroplane")
    figures = document["read_outs"]["8"]
    assert document["subset"] == ["bird", "aeroplane"]
    assert figures["subset_miou"] == pytest.approx((figures["per_class"]["bird"] + figures["per_class"]["aeroplane"]) / 2, abs=1e-6)


def test_a_limit_measures_fewer_photos(measure: Measure, everyday: Path) -> None:
    assert measure("--data", everyday, "--limit", "2")["images"] == 2


def test_a_class_that_is_nowhere_is_null_and_left_out_of_the_mean(measure: Measure, everyday: Path) -> None:
    per_class = measure("--data", everyday)["read_outs"]["8"]["per_class"]
    assert set(per_class) == set(VOC.names)
    assert None in per_class.values()


def test_camvids_layout_is_found_and_its_eleventh_id_ignored(tmp_path: Path, draw_photo: DrawPhoto, capsys: Printed) -> None:
    for part in ("images", "labels"):
        (tmp_path / "camvid" / "test" / part).mkdir(parents=True)
    shutil.copy(draw_photo("a.png"), tmp_path / "camvid" / "test" / "images" / "a.png")
    Image.fromarray(np.full((40, 60), 11, np.uint8)).save(tmp_path / "camvid" / "test" / "labels" / "a.png")
    row = tiny_row(tmp_path, label_set=CAMVID)
    assert main(["evaluate", "--model", "tiny", "--data", str(tmp_path / "camvid"), "--split", "test", "--json"], rows=(row,)) == 0
    figures = json.loads(capsys.readouterr().out)["read_outs"]["32"]
    assert figures["pixel_accuracy"] is None
    assert figures["miou"] is None


def test_the_table_for_people_has_a_column_a_read_out(evaluate: Run, everyday: Path, capsys: Printed) -> None:
    assert evaluate("--data", everyday) == 0
    printed = capsys.readouterr().out
    assert "FCN-32s  FCN-16s   FCN-8s" in printed
    assert sum(line.startswith(VOC.names) for line in printed.splitlines()) == len(VOC)


def test_a_model_of_other_classes_is_refused(everyday: Path, tmp_path: Path, capsys: Printed) -> None:
    row = tiny_row(tmp_path, label_set=CAMVID)
    assert main(["evaluate", "--model", "tiny", "--data", str(everyday)], rows=(row,)) == 1
    assert capsys.readouterr().err == f"Tiny tiny does not name the classes of {everyday} (VOC); choose a model that does.\n"


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["--split", "test"], "holds no split 'test'"),
        (["--classes", "person,unicorn"], "VOC has no class 'unicorn'"),
    ],
)
def test_what_is_not_there_is_said(evaluate: Run, everyday: Path, capsys: Printed, words: list[str], sentence: str) -> None:
    assert evaluate("--data", everyday, *words) == 1
    assert sentence in capsys.readouterr().err


def test_a_class_map_of_another_size_is_said(evaluate: Run, everyday: Path, capsys: Printed) -> None:
    Image.fromarray(np.zeros((41, 60), np.uint8)).save(everyday / "class" / "two.png")
    assert evaluate("--data", everyday) == 1
    assert "two.png is 60 x 41 px, but two.jpg is 60 x 40 px" in capsys.readouterr().err
