"""Export: a case that torchvision alone reproduces, a figure in three formats, and nothing half-written."""

from __future__ import annotations

import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.lab.figure import PNG_SCALE, figure_size
from core.roi.case import case_from_json
from tests.app.lab.conftest import Bench


def test_a_case_runs_with_torchvision_alone(bench: Bench, tmp_path: Path) -> None:
    look = bench.put(50.3, 41.7, 171.9, 133.2)
    bench.lab.export_to("case", tmp_path / "my case.json")
    names = sorted(path.name for path in tmp_path.iterdir() if path.is_file())
    assert names == ["my_case_align.json", "my_case_pool.json", "test_my_case_align.py", "test_my_case_pool.py"]
    assert bench.lab.notice.text().startswith("Written: ")
    case = case_from_json((tmp_path / "my_case_pool.json").read_text(encoding="utf-8"))
    assert (case.pooled == look.readings[0].pooled[list(case.channels)]).all()
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", "--rootdir", str(tmp_path), str(tmp_path)]
    run = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stdout + run.stderr
    assert "2 passed" in run.stdout


@pytest.mark.parametrize("suffix", [".svg", ".pdf", ".png"])
def test_a_figure_has_its_format_and_size(bench: Bench, tmp_path: Path, suffix: str) -> None:
    path = tmp_path / f"figure{suffix}"
    bench.lab.export_to("figure", path)
    assert bench.lab.notice.text() == f"Written: {path}"
    assert bench.lab.scene is not None
    size = figure_size(bench.lab.scene)
    if suffix == ".svg":
        root = ElementTree.fromstring(path.read_text(encoding="utf-8"))
        assert root.tag.endswith("svg")
        assert [float(part) for part in root.attrib["viewBox"].split()[2:]] == [size.width(), size.height()]
        text = "".join(root.itertext())
        assert "RoIPool" in text
        assert "RoIAlign" in text
    elif suffix == ".pdf":
        content = path.read_bytes()
        assert content.startswith(b"%PDF-")
        assert content.rstrip().endswith(b"%%EOF")
    else:
        with Image.open(path) as image:
            assert image.size == (round(size.width() * PNG_SCALE), round(size.height() * PNG_SCALE))
            assert len(np.unique(np.asarray(image.convert("L").reduce(8)))) > 50


def test_an_unknown_format_is_refused_in_place(bench: Bench, tmp_path: Path) -> None:
    bench.lab.export_to("figure", tmp_path / "figure.bmp")
    assert bench.lab.notice.text() == f"{tmp_path / 'figure.bmp'} does not end in .svg, .pdf or .png; give it one of these."
    assert not (tmp_path / "figure.bmp").exists()


def test_a_folder_that_is_not_there_is_said_in_place(bench: Bench, tmp_path: Path) -> None:
    look = bench.look
    bench.lab.export_to("case", tmp_path / "missing" / "case.json")
    assert str(tmp_path / "missing") in bench.lab.notice.text()
    assert bench.desk.look is look
