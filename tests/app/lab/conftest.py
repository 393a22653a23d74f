"""A lab on its own, around a FakeEngine whose maps are ramps: what an operator makes of them can be computed by hand."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.jobs import JobRunner
from app.lab.desk import Desk
from app.lab.lab import RoiLab
from app.lab.looking import Look
from app.session import Session
from core.cancellation import CancelToken
from core.geometry import Box
from core.image import ImageDocument, from_array
from core.maskrcnn.results import DetectionRun
from tests.fakes import FakeEngine

HEIGHT, WIDTH = 240, 320
PATIENCE_MS = 60_000
"""The first check of a run imports torch on the worker, where the next look waits for it."""


def photo(name: str = "ramp") -> ImageDocument:
    rows, columns = np.mgrid[:HEIGHT, :WIDTH]
    return from_array(np.stack((rows % 256, columns % 256, np.full_like(rows, len(name))), axis=-1).astype(np.uint8), name=name)


@dataclass
class Bench:
    """The lab's parts, wired as the program wires them."""

    session: Session
    worker: JobRunner
    lab: RoiLab
    engine: FakeEngine
    qtbot: QtBot

    @property
    def desk(self) -> Desk:
        return self.lab.desk

    @property
    def look(self) -> Look:
        look = self.desk.look
        assert look is not None
        return look

    def settle(self) -> Look:
        """Wait until the views show what is chosen."""
        self.qtbot.waitUntil(lambda: self.desk.look is not None and self.desk.look.choices == self.desk.choices, timeout=PATIENCE_MS)
        return self.look

    def detect(self) -> DetectionRun:
        """What the tiny Mask R-CNN finds on the photo, shown as the workflow would show it."""
        assert self.session.document is not None
        run = self.engine.detect(self.session.document, "tiny", CancelToken())
        self.session.set_detection(run)
        return run

    def put(self, *edges: float) -> Look:
        self.desk.try_box(Box(*edges))
        return self.settle()


@pytest.fixture
def bench(qtbot: QtBot) -> Iterator[Bench]:
    session, worker, engine = Session(), JobRunner("inference"), FakeEngine()
    session.set_document(photo())
    lab = RoiLab(session, worker, lambda _device: engine)
    lab.resize(1300, 820)
    lab.show()
    qtbot.waitExposed(lab)
    bench = Bench(session, worker, lab, engine, qtbot)
    bench.settle()
    yield bench
    worker.close()
    lab.close()
    lab.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    gc.collect()
