"""What a start imports: ``--help`` neither Qt nor torch, a batch no Qt, the window no torch before it is painted."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from core.cli.commands import COMMANDS

ROOT = Path(__file__).resolve().parent.parent.parent
WINDOW = {"PySide6", "shiboken6", "pyqtgraph"}
HEAVY = {"torch", "torchvision", "timm", "skimage", "scipy"}


@pytest.fixture(autouse=True)
def own_settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The window must not read, or overwrite, the settings of whoever runs the tests."""
    monkeypatch.setenv("HALFPIXEL_HOME", str(tmp_path / "home"))


HELD = "import json, sys\ndef held(): return sorted({name.partition('.')[0] for name in sys.modules})\n"


def modules_after(code: str, *arguments: str) -> set[str]:
    """Top-level modules that a fresh interpreter holds after ``code``."""
    return modules_found(f"{code}\nfound = held()", *arguments)


def modules_found(code: str, *arguments: str) -> set[str]:
    """What ``code`` keeps of ``held()`` as ``found``; it may print."""
    script = f"{HELD}{code}\nprint(json.dumps(found))"
    done = subprocess.run([sys.executable, "-c", script, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return set(json.loads(done.stdout.splitlines()[-1]))


@pytest.mark.parametrize("words", [[], *([command.name] for command in COMMANDS), ["train", "fcn"]], ids=" ".join)
def test_help_needs_neither_qt_nor_torch(words: list[str]) -> None:
    code = "from main import main\ntry: main(sys.argv[1:])\nexcept SystemExit as stopped: assert not stopped.code"
    assert not modules_after(code, *words, "--help") & (WINDOW | HEAVY)


def test_listing_the_models_needs_neither_qt_nor_torch() -> None:
    assert not modules_after("from main import main\nassert main(['models', '--json']) == 0") & (WINDOW | HEAVY)


def test_segment_runs_without_qt(tmp_path: Path) -> None:
    code = """
from pathlib import Path
from main import main
from tests.networks import tiny_row
folder = Path(sys.argv[1])
rows = (tiny_row(folder),)
assert main(["segment", "--sample", "astronaut", "--model", "tiny", "--out", str(folder / "out")], rows=rows) == 0
"""
    loaded = modules_after(code, str(tmp_path))
    assert "torch" in loaded
    assert not loaded & WINDOW


def test_what_the_window_imports_at_start_imports_no_torch() -> None:
    modules = ["geometry", "image", "samples", "labels", "palettes", "errors", "features", "fcn.results", "fcn.config", "catalog", "engine"]
    assert not modules_after("\n".join(f"import core.{module}" for module in modules)) & HEAVY - {"skimage", "scipy"}


def test_the_window_is_painted_before_torch_is_imported() -> None:
    code = """
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from app import application

class Watched(application.MainWindow):
    # Connected before the program's own slot, which starts everything slow.
    def __init__(self, *arguments):
        super().__init__(*arguments)
        self.first_painted.connect(self.look)

    def look(self):
        global found
        found = held()
        QTimer.singleShot(0, QApplication.quit)

application.MainWindow = Watched
from main import main
assert main([]) == 0
"""
    painted = modules_found(code)
    assert "PySide6" in painted
    assert not painted & HEAVY
