"""A process that ends with its window imports nothing any more and does not wait for Python's own end."""

from __future__ import annotations

import importlib
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.leaving import NoMoreImports, stop_imports
from core.errors import Cancelled

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def modules(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Three modules, of which ``left_outer`` imports ``left_inner``."""
    for name, content in (("left_inner", ""), ("left_outer", "import left_inner"), ("left_other", "")):
        (tmp_path / f"{name}.py").write_text(content)
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setattr(sys, "meta_path", list(sys.meta_path))
    yield
    for name in ("left_inner", "left_outer", "left_other"):
        sys.modules.pop(name, None)


def imported_on_a_worker(name: str) -> Exception | None:
    caught: list[Exception] = []

    def work() -> None:
        try:
            importlib.import_module(name)
        except Exception as error:
            caught.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    return caught[0] if caught else None


@pytest.mark.usefixtures("modules")
def test_workers_import_nothing_more_and_the_window_does() -> None:
    assert imported_on_a_worker("left_inner") is None
    stop_imports()
    assert isinstance(sys.meta_path[0], NoMoreImports)
    assert imported_on_a_worker("left_inner") is None  # is there already
    assert isinstance(imported_on_a_worker("left_outer"), Cancelled)
    assert importlib.import_module("left_other").__name__ == "left_other"


def test_leaving_writes_out_what_was_said_and_ends_with_the_code() -> None:
    code = (
        "import atexit, logging, sys, threading, time\n"
        "from app.leaving import leave\n"
        "atexit.register(print, 'taken apart')\n"
        "threading.Thread(target=time.sleep, args=(60,)).start()\n"
        "print('said', end='')\n"
        "sys.stderr.write('complained')\n"
        "leave(3)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=50, check=False)
    assert (done.returncode, done.stdout, done.stderr) == (3, "said", "complained")


@pytest.mark.parametrize("stage", [0.0, 0.5, 1.0])
def test_a_window_that_is_closed_while_torch_is_imported_ends_in_order(tmp_path: Path, stage: float) -> None:
    """As its own process: what was imported by half is left so."""
    code = (
        "import sys\n"
        "from PySide6.QtCore import QTimer\n"
        "from PySide6.QtWidgets import QApplication\n"
        "from app import application\n"
        "class Closed(application.MainWindow):\n"
        "    def __init__(self, *arguments):\n"
        "        super().__init__(*arguments)\n"
        f"        self.first_painted.connect(lambda: QTimer.singleShot({int(stage * 1000)}, self.close))\n"
        "application.MainWindow = Closed\n"
        "sys.argv[1:] = []\n"
        "import main\n"
        "main.main()\n"
        "print('still there')\n"
    )
    environment = {"HALFPIXEL_HOME": str(tmp_path), "QT_QPA_PLATFORM": "offscreen", "PATH": "", "HOME": str(tmp_path)}
    words = [sys.executable, "-c", code]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=100, check=False)
    assert (done.returncode, done.stdout) == (0, ""), done.stderr
    assert "Traceback" not in done.stderr
    assert not (tmp_path / "crash.txt").exists()
    assert {"settings.json", "session.json"} <= {path.name for path in tmp_path.iterdir()}
