"""Speed of the RoI lab: what a drag costs, from the moved box to the last painted view. Run: pytest tests/benchmarks --benchmark-only"""

from __future__ import annotations

import statistics
import time
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.jobs import JobRunner
from app.lab.choices import LabChoices, OperatorChoice
from app.lab.lab import RoiLab
from app.lab.looking import LookRequest, ShownMap
from app.session import Session
from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.features import FeaturePyramid
from core.geometry import Axis1d, Box, PlaneMap
from core.image import ImageDocument
from core.samples import load_sample

CHANNELS = 256
INPUT = 1024
MOVES = 40
FRAME_TARGETS_MS = {7: 8.0, 14: 16.0}
"""With one head's grid; with both, that of the larger one counts."""


class NoiseEngine:
    """An FPN of noise: 256 channels at stride 4 to 32 for an input of 1024 x 1024."""

    def __init__(self) -> None:
        noise = np.random.default_rng(0)
        levels = {f"P{k}": noise.normal(size=(CHANNELS, INPUT >> k, INPUT >> k)).astype(np.float32) for k in range(2, 6)}
        axis = Axis1d(512 / INPUT)
        self.features = FeaturePyramid(levels, {f"P{k}": 2**k for k in range(2, 6)}, (INPUT, INPUT), PlaneMap(axis, axis))

    def pyramid(self, document: ImageDocument, model_key: str, token: CancelToken) -> FeaturePyramid:
        del document, model_key, token
        return self.features


@pytest.fixture(scope="module")
def engine() -> NoiseEngine:
    return NoiseEngine()


@pytest.fixture
def lab(qtbot: QtBot, engine: NoiseEngine) -> Iterator[RoiLab]:
    session, worker = Session(), JobRunner("inference")

    def engine_on(device: DeviceChoice) -> NoiseEngine:
        del device
        return engine

    session.set_document(load_sample("astronaut"))
    lab = RoiLab(session, worker, engine_on)
    lab.resize(1360, 860)
    lab.show()
    qtbot.waitUntil(lambda: lab.desk.verdicts is not None and lab.desk.sweep is not None, timeout=60_000)
    yield lab
    worker.close()
    lab.close()


def choices_at(step: int, size: int, *, both: bool = False) -> LabChoices:
    """A box of 200 px, a third of a pixel further each time."""
    far = 0.37 * step
    box = Box(156.2 + far, 125.4 + far / 2, 355.8 + far, 325.1 + far / 2)
    return LabChoices(box, OperatorChoice(output_size=size), both_sizes=both)


@pytest.mark.parametrize("size", [7, 14])
def test_trace_and_evaluate(benchmark: Any, engine: NoiseEngine, size: int) -> None:
    """Both operators on 256 channels."""
    known: ShownMap | None = LookRequest(engine.features, choices_at(0, size))(CancelToken()).map
    benchmark(LookRequest(engine.features, choices_at(1, size), known), CancelToken())


@pytest.mark.parametrize(("size", "both"), [(7, False), (14, False), (7, True)], ids=["7", "14", "7 and 14"])
def test_a_step_of_a_drag(benchmark: Any, lab: RoiLab, engine: NoiseEngine, size: int, both: bool) -> None:
    """Trace, evaluate, hand over and repaint every view; time of this thread, because other programs share the processor."""
    parts: dict[str, list[float]] = {"evaluate_ms": [], "frame_ms": []}

    def drag() -> None:
        known = lab.desk.look.map if lab.desk.look is not None else None
        for step in range(MOVES):
            started = time.thread_time()
            look = LookRequest(engine.features, choices_at(step, size, both=both), known)(CancelToken())
            traced = time.thread_time()
            lab.desk.choices = look.choices
            lab.desk.look = look
            lab.desk.choices_changed.emit(look.choices)
            lab.desk.look_changed.emit(look)
            QApplication.processEvents()
            parts["evaluate_ms"].append((traced - started) * 1e3)
            parts["frame_ms"].append((time.thread_time() - started) * 1e3)
            known = look.map

    drag()
    for times in parts.values():
        times.clear()
    benchmark.pedantic(drag, rounds=3)
    medians = {name: round(statistics.median(times), 2) for name, times in parts.items()}
    benchmark.extra_info.update(medians, target_ms=FRAME_TARGETS_MS[14 if both else size])
