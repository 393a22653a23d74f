"""From the start of the process to a painted window, and to the first overlay; beside other programs where they are installed.

Run: ``python -m pytest tests/benchmarks/test_start_speed.py --benchmark-only``. ``HALFPIXEL_PEERS`` may name a Python that has labelme and
napari, in an environment of its own as they need another Qt binding; without it those two are skipped.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
START_MS, OVERLAY_MS, GAP_MS, ROOM_MS = 800, 5000, 100, 250
ROUNDS = 5
PEERS_PYTHON = os.environ.get("HALFPIXEL_PEERS")

WINDOW = """
import os, sys, time
from app.main import make_application
from main import window_options
program = make_application(window_options([]))
def painted():
    assert "torch" not in sys.modules
    print(time.time() - float(sys.argv[1]), flush=True)
    os._exit(0)
program.window.first_painted.connect(painted)
program.run()
"""

OVERLAY = ("main.py", "--sample", "astronaut", "--exit-after-overlay")

GAPS = """
import os, time
from app.main import make_application
from main import window_options
from PySide6.QtCore import QTimer
program = make_application(window_options(["--sample", "astronaut"]))
beats, heart = [], QTimer()
heart.setInterval(1)
heart.timeout.connect(lambda: beats.append(time.perf_counter()))
program.window.first_painted.connect(lambda: beats.append(time.perf_counter()))
program.window.first_painted.connect(heart.start)
def painted(key):
    if program.session.segmentation is not None:
        beats.append(time.perf_counter())
        print(max(later - earlier for earlier, later in zip(beats, beats[1:])), flush=True)
        os._exit(0)
program.window.pane.canvas.overlay_painted.connect(painted)
program.run()
"""

ROOM = """
import os, time
from app.main import make_application
from app.preferences import Workspace
from main import window_options
from PySide6.QtCore import QTimer
program = make_application(window_options(["--sample", "astronaut"]))
def opened(workspace):
    began = time.perf_counter()
    program.intents.choose_workspace.emit(workspace)
    program._qt.processEvents()
    return time.perf_counter() - began
def open_all():
    print(max(opened(workspace) for workspace in Workspace), flush=True)
    os._exit(0)
def painted(key):
    if program.session.segmentation is not None:
        QTimer.singleShot(3000, open_all)
program.window.pane.canvas.overlay_painted.connect(painted)
program.run()
"""

PEER = """
import os, sys, time
from qtpy.QtCore import QEvent, QObject, QTimer
from qtpy.QtWidgets import QApplication, QMainWindow

started = float(sys.argv.pop())

class FirstPaint(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Paint and isinstance(watched, QMainWindow):
            QTimer.singleShot(0, self.report)
        return False

    def report(self):
        print(time.time() - started, flush=True)
        os._exit(0)

first_paint = FirstPaint()
make = QApplication.__init__
def made(self, *given):
    make(self, *given)
    self.installEventFilter(first_paint)
QApplication.__init__ = made
"""
PEERS = {
    "labelme": ("pyqt5", "import labelme.__main__; labelme.__main__.main()"),
    "napari": ("pyqt6", "import napari; viewer = napari.Viewer(); napari.run()"),
}
"""The Qt binding and the start of each."""


def seconds(words: Sequence[str], home: Path, binding: str = "") -> float:
    """From the start of a process to the moment that it prints how long it took, or where it prints nothing to its end."""
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HALFPIXEL_HOME": str(home / "halfpixel"), "HOME": str(home)}
    environment |= {"QT_API": binding} if binding else {}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # compiled at each start, the modules of a checkout alone would take 0.2 s
    started = time.time()
    command = [word if word else str(started) for word in words]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=300, check=True)
    ended = time.time()
    return float(done.stdout.split()[-1]) if done.stdout else ended - started


def record_start(benchmark: Any, words: Sequence[str], home: Path, target_ms: float | None, binding: str = "") -> None:
    """``words`` of the command line; an empty one stands for the moment of the start."""
    seconds(words, home, binding)  # reads the files from the disk
    times = [seconds(words, home, binding) * 1e3 for _ in range(ROUNDS)]
    benchmark.extra_info.update(median_ms=round(statistics.median(times)), largest_ms=round(max(times)), rounds=ROUNDS)
    if target_ms is not None:
        benchmark.extra_info["target_ms"] = target_ms
    benchmark.pedantic(sum, args=(times,), rounds=1)  # the figures above are what counts


def test_the_window_is_painted(benchmark: Any, tmp_path: Path) -> None:
    """Without torch, which is imported afterwards."""
    record_start(benchmark, (sys.executable, "-c", WINDOW, ""), tmp_path, START_MS)


def test_the_first_overlay_is_painted(benchmark: Any, tmp_path: Path) -> None:
    """The README's first command with a sample, from its start to its end: torch's import and the weights included."""
    record_start(benchmark, (sys.executable, *OVERLAY), tmp_path, OVERLAY_MS)


def test_the_window_answers_until_the_first_overlay_is_there(benchmark: Any, tmp_path: Path) -> None:
    """The longest time between two beats of a timer, while torch is imported, the photo opened and the network loaded and run."""
    record_start(benchmark, (sys.executable, "-c", GAPS), tmp_path, GAP_MS)


def test_a_workspace_opens_for_the_first_time(benchmark: Any, tmp_path: Path) -> None:
    """The slowest of them, from the intent to the first paint, three seconds after the first overlay."""
    record_start(benchmark, (sys.executable, "-c", ROOM), tmp_path, ROOM_MS)


@pytest.mark.skipif(PEERS_PYTHON is None, reason="HALFPIXEL_PEERS names no Python that has labelme and napari")
@pytest.mark.parametrize("peer", PEERS)
def test_another_program_paints_its_window(benchmark: Any, tmp_path: Path, peer: str) -> None:
    assert PEERS_PYTHON is not None
    binding, start = PEERS[peer]
    record_start(benchmark, (PEERS_PYTHON, "-c", PEER + start, ""), tmp_path, None, binding)
