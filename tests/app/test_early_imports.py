"""Workspaces are imported before they are opened, and not before a network that somebody waits for."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app import early_imports
from app.early_imports import EarlyImports
from app.jobs import JobRunner
from app.preferences import Workspace
from core.cancellation import CancelToken
from core.errors import Cancelled

ROOT = Path(__file__).resolve().parents[2]

PROGRAM = """
import sys, time
from app.application import Application
from app.early_imports import MODULES
from app.preferences import Workspace
from tests.app.conftest import options
from tests.fakes import FakeMaker
program = Application(options(exit_after_overlay=False), FakeMaker())
program.window.show()
def is_imported(name):
    return name in sys.modules and not getattr(sys.modules[name].__spec__, "_initializing", False)
while not all(is_imported(name) for names in MODULES.values() for name in names):
    program._qt.processEvents()
    time.sleep(0.01)
print(len(program.window.rooms))
known = set(sys.modules)
for workspace in Workspace:
    program.intents.choose_workspace.emit(workspace)
    program._qt.processEvents()
print(len(program.window.rooms), sorted(name for name in set(sys.modules) - known if name.partition(".")[0] in ("app", "pyqtgraph")))
program.messages.let_go()
program.window.close()
program.close()
program.close()
"""


def test_the_workspaces_are_imported_before_they_are_opened(tmp_path: Path) -> None:
    environment = {**os.environ, "HALFPIXEL_HOME": str(tmp_path / "home"), "QT_QPA_PLATFORM": "offscreen"}
    done = subprocess.run([sys.executable, "-c", PROGRAM], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert done.stdout.split("\n")[:2] == ["1", "5 []"], done.stderr
    assert "QObject" not in done.stderr  # made on another thread, Qt would say
    assert "QPixmap" not in done.stderr


def test_nothing_is_imported_while_somebody_waits_for_a_network(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    imported: list[str] = []
    monkeypatch.setattr(early_imports, "import_modules", lambda _names, _token: imported.append(threading.current_thread().name))
    parent, worker, gate = QObject(), JobRunner("inference"), threading.Event()
    early = EarlyImports(worker, parent)
    early.wait_for_rest()
    worker.submit("prepare", lambda _token: None, lambda _done: None)
    worker.submit("run", lambda _token: gate.wait(30), lambda _done: None)
    with qtbot.waitSignal(worker.ended):
        pass
    qtbot.wait(50)
    assert not imported
    gate.set()
    qtbot.waitUntil(lambda: bool(imported))
    worker.submit("run", lambda _token: None, lambda _done: None)
    with qtbot.waitSignal(worker.ended):
        pass
    qtbot.wait(50)
    assert imported == ["workspaces"]
    early.close()
    worker.close()


def test_closing_stops_between_two_workspaces(monkeypatch: pytest.MonkeyPatch) -> None:
    token, imported = CancelToken(), []

    def import_module(name: str) -> None:
        imported.append(name)
        token.cancel()

    monkeypatch.setattr("importlib.import_module", import_module)
    with pytest.raises(Cancelled):
        early_imports.import_modules(("first", "second"), token)
    assert imported == ["first"]


def test_a_workspace_that_cannot_be_imported_is_left_to_its_opening(monkeypatch: pytest.MonkeyPatch) -> None:
    tried: list[str] = []

    def import_module(name: str) -> None:
        tried.append(name)
        raise ImportError(name)

    monkeypatch.setattr("importlib.import_module", import_module)
    early_imports.import_modules(("first", "second"), CancelToken())
    assert tried == ["first", "second"]


def test_a_workspace_that_is_asked_for_is_imported_before_the_worker_s_next_request(
    qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "slow_workspace.py").write_text("import threading\nthread = threading.current_thread().name\n", encoding="utf-8")
    monkeypatch.syspath_prepend(tmp_path)
    monkeypatch.setitem(early_imports.MODULES, Workspace.LAB, ("slow_workspace",))
    parent, worker, order = QObject(), JobRunner("inference"), []
    early = EarlyImports(worker, parent)
    early.bring(Workspace.LAB, lambda: order.append(sys.modules["slow_workspace"].thread))
    worker.submit("prepare", lambda _token: None, lambda _done: order.append("prepared"))
    assert not order
    qtbot.waitUntil(lambda: len(order) == 2)
    assert order == ["inference", "prepared"]
    early.bring(Workspace.LAB, lambda: order.append("at once"))
    early.bring(Workspace.EXPLORE, lambda: order.append("always there"))
    assert order[2:] == ["at once", "always there"]
    del sys.modules["slow_workspace"]
    early.close()
    worker.close()
