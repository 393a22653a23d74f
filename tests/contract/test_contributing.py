"""docs/CONTRIBUTING.md's recipes, carried out on a copy of the program: each addition is made in one place and shows everywhere."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

ROOT = Path(__file__).resolve().parent.parent.parent
RECIPE = re.compile(r"<!-- (new|before|after): (\S+)(?: :: (.*?))? -->\n```python\n(.*?)```", re.DOTALL)

LOOK = """
import json
from PySide6.QtWidgets import QApplication
qt = QApplication([])
from app.intents import Intents
from app.main_window import MainWindow
from app.messages import Messages
from app.session import Session
session, intents = Session(), Intents()
window = MainWindow(session, intents, Messages())
window.palette_of_commands.ask()
window.palette_of_commands.field.setText("half")
window.cheat_sheet.open_fresh()
sections = [window.cheat_sheet.table.topLevelItem(row) for row in range(window.cheat_sheet.table.topLevelItemCount())]
print(json.dumps({
    "docks": [dock.windowTitle() for dock in window.docks.values()],
    "panels": [action.text() for action in window.menus.panels.actions()],
    "size": window.panel("photo-size").size_text.text(),
    "layer": type(window.pane.canvas.layer("thirds")).__name__,
    "found": window.palette_of_commands.list.topLevelItem(0).text(0),
    "keys": [section.child(row).text(1) for section in sections for row in range(section.childCount())],
    "models": [window.panel("run").model.itemText(row) for row in range(window.panel("run").model.count())],
}))
"""


def apply(kind: str, path: Path, anchor: str, code: str) -> None:
    if kind == "new":
        path.write_text(code, encoding="utf-8")
        return
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    # A row that spans lines is named by its first words.
    wanted = re.sub(r"\s", "", anchor)
    joined = ["".join(re.sub(r"\s", "", line) for line in lines[place : place + 2]) for place in range(len(lines))]
    places = [place for place, text in enumerate(joined) if text.startswith(wanted) and lines[place].strip()]
    assert len(places) == 1, f"{path.name} has {len(places)} places that begin with {anchor}"
    lines.insert(places[0] + (kind == "after"), code)
    path.write_text("".join(lines), encoding="utf-8")


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The program with all recipes carried out."""
    folder = tmp_path_factory.mktemp("recipes") / "halfpixel"
    for name in ("app", "core", "resources"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "main.py", folder)
    weights = folder / "resources" / "weights"
    shutil.copy(weights / "fcn-street.safetensors", weights / "fcn-mine.safetensors")
    (weights / "fcn-mine.md").write_text("# Mine\n", encoding="utf-8")
    digest = hashlib.sha256((weights / "fcn-mine.safetensors").read_bytes()).hexdigest()
    text = (ROOT / "docs" / "CONTRIBUTING.md").read_text(encoding="utf-8")
    recipes = RECIPE.findall(text)
    assert len(recipes) == text.count("```python") == 10
    for kind, path, anchor, code in recipes:
        apply(kind, folder / path, anchor, code.replace('"HASH"', f'"{digest}"'))
    yield folder
    shutil.rmtree(folder)


def run(copy: Path, *words: str) -> str:
    environment = os.environ | {"QT_QPA_PLATFORM": "offscreen", "HALFPIXEL_HOME": str(copy.parent / "home"), "PYTHONPATH": str(copy)}
    done = subprocess.run([sys.executable, *words], cwd=copy, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_a_dock_a_layer_a_command_and_a_model_show_in_the_window(copy: Path) -> None:
    seen = json.loads(run(copy, "-c", LOOK))
    assert "Photo size" in seen["docks"]
    assert "Photo size" in seen["panels"]
    assert seen["size"] == "No photo"
    assert seen["layer"] == "ThirdsLayer"
    assert seen["found"] == "Half opaque"
    assert "Shift+H" in seen["keys"]
    assert any("FCN mine" in title for title in seen["models"])


def test_the_model_runs_from_the_command_line(copy: Path) -> None:
    listed = {row["key"]: row for row in json.loads(run(copy, "main.py", "models", "--json"))}
    assert listed["fcn-mine"]["weights"]["state"] == "ready"
    run(copy, "main.py", "segment", "--sample", "coffee", "--model", "fcn-mine", "--out", "results")
    assert any((copy / "results").iterdir())


def test_the_subcommand_is_listed_and_runs(copy: Path, tmp_path: Path) -> None:
    Image.new("RGB", (37, 21)).save(tmp_path / "photo.png")
    assert "print a photo's size" in run(copy, "main.py", "--help")
    assert run(copy, "main.py", "size", str(tmp_path / "photo.png")).split() == ["37", "21"]
