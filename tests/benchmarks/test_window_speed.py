"""Speed of the window: how soon a read-out is on screen, and whether it stays awake while a network runs.

Milliseconds and their targets go into the report's ``extra_info``. Run: python -m pytest tests/benchmarks/test_window_speed.py
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import Qt, QTimer
from pytestqt.qtbot import QtBot

from app.intents import Intents
from app.main_window import MainWindow
from app.messages import Messages
from app.session import Session
from app.workflow import Workflow
from app.workflow.torch_engine import TorchEngineMaker
from core.catalog import MODELS
from core.fcn.config import ReadOut
from core.samples import load_sample
from tests.windows import dispose

FRAME_MS = 16
GAP_MS = 50
TICK_MS = 10

Parts = tuple[Session, Intents, MainWindow]


@pytest.fixture
def parts(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parts]:
    monkeypatch.setenv("HALFPIXEL_HOME", str(tmp_path))
    session, intents, messages = Session(), Intents(), Messages()
    workflow = Workflow(session, intents, messages, TorchEngineMaker())
    window = MainWindow(session, intents, messages)
    window.show()
    qtbot.waitExposed(window)
    with qtbot.waitSignal(session.devices_changed, timeout=120_000):
        workflow.start()
    yield session, intents, window
    workflow.close()
    dispose(window)


@pytest.fixture
def megapixel(tmp_path: Path) -> Path:
    """A sample photo at 1000 x 1000 px."""
    path = tmp_path / "megapixel.png"
    Image.fromarray(np.asarray(load_sample("astronaut").rgb)).resize((1000, 1000), Image.Resampling.BICUBIC).save(path)
    return path


def report(benchmark: Any, times_ms: list[float], target_ms: float) -> None:
    """Put the median and the largest of measured times beside their target."""
    benchmark.extra_info.update(
        median_ms=round(statistics.median(times_ms), 1), largest_ms=round(max(times_ms), 1), target_ms=target_ms, rounds=len(times_ms)
    )


def painted(window: MainWindow, qtbot: QtBot, change: Callable[[], None], *, timeout: int = 120_000) -> None:
    """Make a change and wait until its overlay is on screen."""
    with qtbot.waitSignal(window.pane.canvas.overlay_painted, timeout=timeout):
        change()


def test_another_read_out_is_on_screen_within_a_frame(benchmark: Any, parts: Parts, qtbot: QtBot, megapixel: Path) -> None:
    _, intents, window = parts
    painted(window, qtbot, lambda: intents.open_paths.emit((megapixel,)))
    wanted = itertools.cycle((ReadOut.STRIDE_32, ReadOut.STRIDE_16, ReadOut.STRIDE_8))
    times = []

    def switch() -> None:
        started = time.perf_counter()
        painted(window, qtbot, lambda: intents.choose_read_out.emit(next(wanted)))
        times.append((time.perf_counter() - started) * 1e3)

    benchmark.pedantic(switch, rounds=30, warmup_rounds=3)
    report(benchmark, times[3:], FRAME_MS)


def test_the_window_stays_awake_while_a_network_runs(benchmark: Any, parts: Parts, qtbot: QtBot, megapixel: Path) -> None:
    """The longest time between two ticks of a 10 ms timer on the GUI thread, for each run of either model after its first."""
    _, intents, window = parts
    painted(window, qtbot, lambda: intents.open_paths.emit((megapixel,)))
    models = itertools.cycle(row.key for row in MODELS[:2])
    gaps: list[float] = []
    last = time.perf_counter()

    def tick() -> None:
        nonlocal last
        now = time.perf_counter()
        gaps[-1] = max(gaps[-1], (now - last) * 1e3)
        last = now

    timer = QTimer(interval=TICK_MS, timerType=Qt.TimerType.PreciseTimer)
    timer.timeout.connect(tick)

    def run() -> None:
        nonlocal last
        intents.choose_model.emit(next(models))
        gaps.append(0.0)
        last = time.perf_counter()
        timer.start()
        painted(window, qtbot, intents.run.emit)
        timer.stop()

    benchmark.pedantic(run, rounds=10, warmup_rounds=2)
    report(benchmark, gaps[2:], GAP_MS)
