"""A pane on its own: session, intents and worker as the program wires them, without a window around it."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, QObject
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.intents import Intents
from app.jobs import JobRunner
from app.session import Session
from app.workflow.choosing import Choosing
from core.image import ImageDocument, from_array
from core.maskrcnn.results import DetectionRun
from tests.fakes import FakeEngine

PATIENCE_MS = 60_000
"""The first request of a run imports torch on the worker."""


def photo(height: int, width: int, seed: int = 0, name: str = "photo") -> ImageDocument:
    return from_array(np.random.default_rng(seed).integers(0, 255, (height, width, 3)).astype(np.uint8), name=name)


@dataclass
class Bench:
    session: Session = field(default_factory=Session)
    intents: Intents = field(default_factory=Intents)
    worker: JobRunner = field(default_factory=lambda: JobRunner("inference"))
    engine: FakeEngine = field(default_factory=FakeEngine)
    choosing: QObject = field(init=False)

    def __post_init__(self) -> None:
        self.choosing = Choosing(self.session, self.intents, self.session)

    def show_run(self, run: DetectionRun) -> DetectionRun:
        """Put a run on screen, as one of the photo that is there."""
        assert self.session.document is not None
        run = replace(run, image_digest=self.session.document.digest)
        self.session.set_detection(run)
        return run


@contextmanager
def shown(qtbot: QtBot, bench: Bench, pane: QWidget, width: int = 1100, height: int = 700) -> Iterator[None]:
    """Show the pane; afterwards take everything down in order."""
    pane.resize(width, height)
    pane.show()
    qtbot.waitExposed(pane)
    try:
        yield
    finally:
        bench.worker.close()
        pane.close()
        pane.deleteLater()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
        QApplication.processEvents()
        gc.collect()
