"""Rooms of the FCN workspace around a real read-out of seeded scores: what a pane says can be checked against the arithmetic."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.detection_session import NO_MODEL
from app.inside_fcn.room import FcnRoom
from app.intents import Intents
from app.messages import Messages
from app.session import Session
from app.workflow import Workflow
from core.cancellation import CancelToken
from core.catalog import find_model
from core.fcn.config import STREAM_STRIDES, Gains, ReadOut
from core.fcn.results import FcnScores, RunFacts, Segmentation
from core.geometry import Axis1d, PlaneMap
from core.image import ImageDocument, from_array
from tests.fakes import FakeEngine, FakeMaker

HEIGHT, WIDTH = 90, 120
PATIENCE_MS = 60_000
"""The first read-out of a run imports torch on the worker."""


def photo(name: str = "noise") -> ImageDocument:
    return from_array(np.random.default_rng(len(name)).integers(0, 256, (HEIGHT, WIDTH, 3)).astype(np.uint8), name=name)


def seeded_scores(document: ImageDocument, model_key: str) -> FcnScores:
    """Random scores of a photo read at its own size, padded to 96 x 128 px; every photo's are different."""
    labels = find_model(model_key).label_set
    random = np.random.default_rng(int(document.digest[:8], 16))
    biases = {stride: random.normal(size=len(labels)).astype(np.float32) for stride in STREAM_STRIDES}
    maps = {}
    for stride in STREAM_STRIDES:
        noise = random.normal(size=(len(labels), 96 // stride, 128 // stride)).astype(np.float32)
        maps[stride] = noise * 2 + biases[stride][:, None, None]
    axis = Axis1d(1.0)
    facts = RunFacts("CPU", 0.0, (), (96, 128))
    size = (document.height, document.width)
    return FcnScores(maps, PlaneMap(axis, axis), size, document.digest, model_key, labels, facts, biases)


class AddingEngine(FakeEngine):
    """Reads out as the program does, from scores that no network made."""

    def scores(self, document: ImageDocument, model_key: str, token: CancelToken) -> FcnScores:
        token.checkpoint("heads")
        return seeded_scores(document, model_key)

    def read_out(self, scores: FcnScores, stride: ReadOut, gains: Gains = Gains()) -> Segmentation:  # noqa: B008
        from core.fcn.run import read_out

        if self.read_out_failure is not None:
            raise self.read_out_failure
        return read_out(scores, stride, gains)


@dataclass
class Bench:
    """What a pane stands in: session, intents and workflow, wired as the program wires them."""

    qtbot: QtBot
    session: Session = field(default_factory=Session)
    intents: Intents = field(default_factory=Intents)
    messages: Messages = field(default_factory=Messages)
    engine: AddingEngine = field(default_factory=AddingEngine)
    panes: list[QWidget] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.session.set_instance_model(NO_MODEL)
        self.workflow = Workflow(self.session, self.intents, self.messages, FakeMaker(self.engine))
        self.room = FcnRoom(self.session, self.intents, self.workflow.worker, self.workflow.host.on)

    def show(self, build: Callable[[FcnRoom], QWidget]) -> QWidget:
        pane = build(self.room)
        pane.resize(1200, 800)
        self.panes.append(pane)
        pane.show()
        self.qtbot.waitExposed(pane)
        return pane

    def open(self, name: str = "noise") -> Segmentation:
        """Put a photo on screen and wait for its result."""
        self.session.set_document(photo(name))
        self.until(lambda: self.session.segmentation is not None)
        return self.segmentation

    @property
    def segmentation(self) -> Segmentation:
        found = self.session.segmentation
        assert found is not None
        return found

    def until(self, holds: Callable[[], object]) -> None:
        self.qtbot.waitUntil(lambda: bool(holds()), timeout=PATIENCE_MS)

    def read_out(self, gains: Gains) -> Segmentation:
        """Ask for gains and wait until their result is there."""
        self.intents.set_gains.emit(gains)
        self.until(lambda: self.segmentation.gains == gains)
        return self.segmentation

    def close(self) -> None:
        self.workflow.close()
        for pane in self.panes:
            pane.close()
            pane.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        gc.collect()


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    bench = Bench(qtbot)
    yield bench
    bench.close()
