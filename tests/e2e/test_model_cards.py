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

from core.catalog import MODELS, ModelRow, Origin, Task
from main import main

DATA = Path(os.environ.get("HALFPIXEL_DATA", "no-data-here"))
RUN = re.compile(r"^```\w*\n\$ halfpixel (evaluate .+)\n((?:.*\n)+?)```$", re.MULTILINE)
FIGURES = re.compile(r"^(\S.*?)((?: +(?:\d\.\d{4}|-)){3,})(?: +\d+)?$", re.MULTILINE)
SHIPPED = [row for row in MODELS if row.origin is Origin.SHIPPED]
NAMED_ROWS = {Task.SEMANTIC: {"mean IoU", "pixel accuracy"}, Task.INSTANCE: {"mean"}}
"""Rows of a table besides those of the classes."""
TOLERANCE = {Task.SEMANTIC: 0.005, Task.INSTANCE: 0.01}
"""Processors round differently; a rare class moves further than the mean, and one detection of a class with 20 objects by 0.01."""

pytestmark = pytest.mark.skipif(not all(row.card_path.is_file() for row in SHIPPED), reason="the model cards are not in this checkout")
needs_data = pytest.mark.skipif(not DATA.is_dir(), reason="HALFPIXEL_DATA names no folder with camvid/ and everyday/")


def figures(text: str) -> dict[str, list[float | None]]:
    """Row name -> its figures, of a table as ``evaluate`` prints it; None where it prints a dash."""
    return {name: [None if cell == "-" else float(cell) for cell in cells.split()] for name, cells in FIGURES.findall(text)}


def runs_of(row: ModelRow) -> list[tuple[str, str]]:
    """Command and printed lines of every run that a card shows."""
    return RUN.findall(row.card_path.read_text(encoding="utf-8"))


CARD_RUNS = [(row, command, printed) for row in SHIPPED if row.card_path.is_file() for command, printed in runs_of(row)]


@pytest.mark.parametrize("row", SHIPPED, ids=lambda row: row.key)
def test_a_card_shows_figures_of_every_class(row: ModelRow) -> None:
    classes = set(row.label_set.names) - ({"background"} if row.task is Task.INSTANCE else set())
    for _, printed in runs_of(row):
        assert classes | NAMED_ROWS[row.task] <= figures(printed).keys()
    assert runs_of(row)


@needs_data
@pytest.mark.timeout(3600)
@pytest.mark.parametrize(("row", "command", "printed"), CARD_RUNS, ids=[f"{row.key}: {command}" for row, command, _ in CARD_RUNS])
def test_the_cards_run_prints_the_cards_figures(
    row: ModelRow, command: str, printed: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    claimed = figures(printed)
    monkeypatch.chdir(DATA)
    assert main(shlex.split(command)) == 0
    found = figures(capsys.readouterr().out)
    assert found.keys() == claimed.keys()
    for name, values in claimed.items():
        assert found[name] == pytest.approx(values, abs=TOLERANCE[row.task]), name


@pytest.mark.parametrize("row", [row for row in SHIPPED if row.task is Task.SEMANTIC], ids=lambda row: row.key)
def test_the_card_shows_that_finer_read_outs_are_better(row: ModelRow) -> None:
    coarse, middle, fine = figures(row.card_path.read_text(encoding="utf-8"))["mean IoU"]
    assert coarse is not None
    assert middle is not None
    assert fine is not None
    assert coarse < middle < fine
