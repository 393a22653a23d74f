"""Speed of the waterfall on one megapixel with the shipped network: hovering, dragging a gain, and each of its maps.

Milliseconds and their targets go into the report's ``extra_info``. Run: python -m pytest tests/benchmarks/test_attribution_speed.py
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.canvas.layers import CLASS_MAP
from app.detection_session import NO_MODEL
from app.inside_fcn.pixel_maps import MapKind, MapRequest
from app.inside_fcn.room import FcnRoom
from app.inside_fcn.waterfall import WaterfallPane
from app.intents import Intents
from app.messages import Messages
from app.session import Pixel, Session
from app.workflow import Workflow
from app.workflow.torch_engine import TorchEngineMaker
from core.cancellation import CancelToken
from core.image import from_array
from core.samples import load_sample

FRAME_MS, DRAG_MS, MAP_MS = 16, 33, 300
LONG_MS = 120_000


class Stand:
    """The pane in the program's own wiring, with the astronaut at 1024 x 1024 on screen."""

    def __init__(self, qtbot: QtBot) -> None:
        self.qtbot, self.session, self.intents = qtbot, Session(), Intents()
        self.session.set_instance_model(NO_MODEL)
        self.workflow = Workflow(self.session, self.intents, Messages(), TorchEngineMaker())
        self.pane = WaterfallPane(FcnRoom(self.session, self.intents, self.workflow.worker, self.workflow.host.on))
        self.pane.resize(1320, 800)
        self.pane.show()
        qtbot.waitExposed(self.pane)
        self.session.set_document(from_array(load_sample("astronaut").rgb.repeat(2, axis=0).repeat(2, axis=1), name="astronaut, doubled"))
        self.settle()

    def settle(self) -> None:
        """Wait until everything is read out and shown."""
        session, pane = self.session, self.pane
        busy = self.workflow.worker.is_busy
        channels = ("run", "read-out 32", "read-out 16", "read-out 8", "fcn-pixel-map")
        done = lambda: session.segmentation is not None and pane.shown is not None and not any(map(busy, channels))  # noqa: E731
        self.qtbot.waitUntil(done, timeout=LONG_MS)


@pytest.fixture
def stand(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Stand]:
    monkeypatch.setenv("HALFPIXEL_HOME", str(tmp_path))
    stand = Stand(qtbot)
    yield stand
    stand.workflow.close()
    stand.pane.close()


def report(benchmark: Any, times_ms: list[float], target_ms: float) -> None:
    benchmark.extra_info.update(
        median_ms=round(statistics.median(times_ms), 1), largest_ms=round(max(times_ms), 1), target_ms=target_ms, rounds=len(times_ms)
    )


def test_hovering_takes_a_pixel_apart_within_a_frame(benchmark: Any, stand: Stand) -> None:
    """From the pointer's move to the painted chart and table."""
    random, times = np.random.default_rng(0), []

    def hover() -> None:
        column, row = random.integers(0, 1024, 2).tolist()
        started = time.perf_counter()
        stand.intents.point_at.emit(Pixel(column, row))
        stand.pane.numbers.chart.repaint()
        stand.pane.numbers.table.viewport().repaint()
        times.append((time.perf_counter() - started) * 1e3)

    benchmark.pedantic(hover, rounds=50, warmup_rounds=3)
    report(benchmark, times[3:], FRAME_MS)


def test_dragging_a_gain_shows_new_pixels(benchmark: Any, stand: Stand) -> None:
    """From the slider's move to the painted class map; the next move comes when its pixels are there, as the eye sees a drag."""
    gains, times = itertools.cycle((*range(20, 180, 7), *range(180, 20, -7))), []

    def drag() -> None:
        started = time.perf_counter()
        with stand.qtbot.waitSignal(stand.pane.photo.overlay_painted, timeout=LONG_MS, check_params_cb=lambda key: key == CLASS_MAP.key):
            stand.pane.gains.sliders[8].setValue(next(gains))
        times.append((time.perf_counter() - started) * 1e3)

    benchmark.pedantic(drag, rounds=40, warmup_rounds=3)
    report(benchmark, times[3:], DRAG_MS)


@pytest.mark.parametrize("kind", list(MapKind))
def test_each_map_on_the_worker(benchmark: Any, stand: Stand, kind: MapKind) -> None:
    found = stand.session.segmentation
    assert found is not None
    request = MapRequest(stand.workflow.host.on, stand.session.device, found, kind, 16)
    benchmark.extra_info["target_ms"] = MAP_MS
    benchmark(request, CancelToken())
