"""``ceilings`` on a folder of two label maps whose figures are known by hand."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from core.catalog import MODELS
from core.cli.commands import find_command, run_command
from core.errors import InputError


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Half sky, half road; the edge lies on a multiple of 32 in both."""
    for name in ("a", "b"):
        labels = np.zeros((64, 64), np.uint8)
        labels[32:] = 3
        for folder, mode in (("images", "RGB"), ("labels", "L")):
            path = tmp_path / "test" / folder / f"{name}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            Image.fromarray(labels).convert(mode).save(path)
    return tmp_path


def ceilings(*words: str) -> int:
    command = find_command(("ceilings", *words))
    assert command is not None
    return run_command(command, words, MODELS)


def test_edges_on_the_grid_cost_nothing(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ceilings("--data", str(data), "--split", "test", "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert found["images"] == 2
    assert {stride: figures["miou"] for stride, figures in found["strides"].items()} == dict.fromkeys(("32", "16", "8", "4"), 1.0)
    assert found["strides"]["32"]["per_class"]["tree"] is None


def test_the_table_has_a_column_for_each_stride(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ceilings("--data", str(data), "--split", "test") == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[2].split() == ["stride", "32", "16", "8", "4"]
    assert [line.split()[-4:] for line in lines if line.startswith("mean IoU")] == [["1.0000"] * 4]


def test_the_split_that_is_there_is_taken(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ceilings("--data", str(data), "--limit", "1") == 0
    assert f"1 label maps of {data}, test" in capsys.readouterr().out


def test_vocs_folder_needs_no_photos(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = tmp_path / "VOCdevkit" / "VOC2012"
    for path in (folder / "SegmentationClass", folder / "ImageSets" / "Segmentation"):
        path.mkdir(parents=True)
    Image.fromarray(np.zeros((32, 32), np.uint8)).save(folder / "SegmentationClass" / "a.png")
    (folder / "ImageSets" / "Segmentation" / "train.txt").write_text("a\n")
    assert ceilings("--data", str(tmp_path), "--json") == 0
    found = json.loads(capsys.readouterr().out)
    assert (found["split"], found["images"], found["strides"]["32"]["per_class"]["background"]) == ("train", 1, 1.0)


def test_label_pngs_alone_are_measured_by_the_ids_that_occur(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert ceilings("--data", str(data / "test" / "labels")) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == f"best possible IoU of 2 label maps of {data / 'test' / 'labels'}"
    assert [line.split()[0] for line in lines[3:]] == ["0", "3", "mean", "FCN"]
    assert ceilings("--data", str(data / "test"), "--json") == 0
    assert json.loads(capsys.readouterr().out)["strides"]["32"]["per_class"] == {"0": 1.0, "3": 1.0}


@pytest.mark.bad_input("data set: no ground truth")
def test_a_folder_without_label_maps_or_without_the_split_is_named(data: Path, tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no label maps of a split 'val'; choose another split"):
        ceilings("--data", str(data), "--split", "val")
    with pytest.raises(InputError, match="holds no label maps; choose a folder in VOC's layout"):
        ceilings("--data", str(tmp_path / "images"))
