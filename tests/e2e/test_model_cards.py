"""The figures of a model card are those of a run that anybody with the data can repeat.

A card shows one in a fenced block, as typed and as printed::

    $ halfpixel evaluate --model fcn-street --data camvid --split test
    fcn-street on 233 photos of camvid, test
    ...
"""

from __future__ import annotations

import os
import re
import shlex
from pathlib import Path

import pytest

from core.catalog import MODELS, ModelRow
from main import main

DATA = Path(os.environ.get("HALFPIXEL_DATA", "no-data-here"))
RUN = re.compile(r"^```\w*\n\$ halfpixel (evaluate .+)\n((?:.*\n)+?)```$", re.MULTILINE)
FIGURES = re.compile(r"^(\S.*?) +(\d\.\d{4}|-) +(\d\.\d{4}|-) +(\d\.\d{4}|-)$", re.MULTILINE)

pytestmark = [
    pytest.mark.skipif(not all(row.card_path.is_file() for row in MODELS), reason="the model cards are not in this checkout"),
    pytest.mark.skipif(not DATA.is_dir(), reason="HALFPIXEL_DATA names no folder with camvid/ and everyday/"),
]


def figures(text: str) -> dict[str, list[float | None]]:
    """Row name -> FCN-32s, 16s and 8s, of a table as ``evaluate`` prints it; None where it prints a dash."""
    return {name: [None if cell == "-" else float(cell) for cell in cells] for name, *cells in FIGURES.findall(text)}


@pytest.mark.timeout(1200)
@pytest.mark.parametrize("row", MODELS, ids=lambda row: row.key)
def test_the_cards_run_prints_the_cards_figures(row: ModelRow, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    ((command, printed),) = RUN.findall(row.card_path.read_text(encoding="utf-8"))
    claimed = figures(printed)
    assert {*row.label_set.names, "mean IoU", "pixel accuracy"} <= claimed.keys()
    monkeypatch.chdir(DATA)
    assert main(shlex.split(command)) == 0
    found = figures(capsys.readouterr().out)
    assert found.keys() == claimed.keys()
    for name, values in claimed.items():
        # Processors round differently; a rare class moves further than the mean.
        assert found[name] == pytest.approx(values, abs=0.005), name


@pytest.mark.parametrize("row", MODELS, ids=lambda row: row.key)
def test_the_card_shows_that_finer_read_outs_are_better(row: ModelRow) -> None:
    coarse, middle, fine = figures(row.card_path.read_text(encoding="utf-8"))["mean IoU"]
    assert coarse is not None
    assert middle is not None
    assert fine is not None
    assert coarse < middle < fine
