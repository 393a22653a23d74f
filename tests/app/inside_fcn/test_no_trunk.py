"""Whatever is looked at inside the FCN, the trunk has run once: for the photo. With the program's own engine and a starter."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

import core.fcn.run
from app.compare.view import DIFFERENCE_CHANNEL, CompareView, Mode
from app.detection_session import NO_MODEL
from app.inside_fcn import annotation, encoder, glance, location, upsampling, waterfall
from app.inside_fcn.annotated import Source
from app.inside_fcn.annotation import AnnotationPane
from app.inside_fcn.encoder import EncoderPane, Side
from app.inside_fcn.encoder_maps import FeatureView
from app.inside_fcn.glance import STAGE_STRIDES, stage_name
from app.inside_fcn.panes import PANES
from app.inside_fcn.pixel_maps import MapKind
from app.inside_fcn.room import FcnRoom
from app.inside_fcn.upsampled import Way
from app.inside_fcn.upsampling import UpsamplingPane
from app.inside_fcn.waterfall import WaterfallPane
from app.inside_fcn.workspace import InsideFcn
from app.intents import Intents
from app.messages import Messages
from app.session import Pixel, Session
from app.workflow import Workflow
from app.workflow.torch_engine import TorchEngineMaker
from core.fcn.config import STREAM_STRIDES, Gains, ReadOut
from core.truth import GroundTruth
from tests.app.inside_fcn.conftest import PATIENCE_MS, photo

ASKED = {glance.CHANNEL, waterfall.CHANNEL, encoder.CHANNEL, upsampling.CHANNEL, annotation.CHANNEL, location.TRUTH, location.MODEL,
         DIFFERENCE_CHANNEL}  # fmt: skip
"""Channels of what the views ask for."""
CHANNELS = ASKED | {"run", "read-out 32", "read-out 16", "read-out 8"}


class Visit:
    """The workspace in the program's own wiring; ``settle`` waits until the worker has nothing left to do."""

    def __init__(self, qtbot: QtBot) -> None:
        self._qtbot, self.session, self.intents = qtbot, Session(), Intents()
        self.session.set_instance_model(NO_MODEL)
        self.workflow = Workflow(self.session, self.intents, Messages(), TorchEngineMaker())
        self.started: set[str] = set()
        self.workflow.worker.started.connect(self.started.add)
        self.room = InsideFcn(FcnRoom(self.session, self.intents, self.workflow.worker, self.workflow.host.on))
        qtbot.addWidget(self.room)
        self.room.show()

    def settle(self) -> None:
        QApplication.processEvents()  # a pane that was just built is shown by an event
        busy = self.workflow.worker.is_busy
        self._qtbot.waitUntil(lambda: self.session.segmentation is not None and not any(map(busy, CHANNELS)), timeout=PATIENCE_MS)


@pytest.fixture
def visit(qtbot: QtBot) -> Iterator[Visit]:
    visit = Visit(qtbot)
    yield visit
    visit.workflow.close()


def look_at_everything(visit: Visit) -> Iterator[object]:
    """Everything that can be looked at without asking for an effective field or for another model."""
    found = visit.session.segmentation
    assert found is not None
    visit.session.set_truth(GroundTruth(found.class_map, found.label_set, Path("truth.png"), found.image_digest))
    for row in PANES:
        yield visit.room.show_pane(row.key)
        pane = visit.room.panes[row.key]
        match pane:
            case WaterfallPane():
                yield from (pane.choose_map(kind, 16) for kind in MapKind)
                yield visit.intents.point_at.emit(Pixel(31, 17))
                yield visit.intents.set_gains.emit(Gains(0.5, 1.5, 0.0))
            case EncoderPane():
                yield from (pane.features.choose_level(stage_name(stride)) for stride in STAGE_STRIDES)
                yield from (pane.features.choose_view(view) for view in FeatureView)
                yield pane.choose_side(Side.SCORES)
            case UpsamplingPane():
                yield from (pane.choose_way(way) or pane.choose_stride(stride) for way in Way for stride in STREAM_STRIDES)
            case AnnotationPane():
                yield from (pane.choose_source(source) for source in Source)
            case CompareView():
                yield from (pane.choose_mode(mode) for mode in Mode)
        yield from (visit.intents.choose_read_out.emit(read_out) for read_out in ReadOut)


def test_nothing_here_runs_the_trunk_again(visit: Visit, monkeypatch: pytest.MonkeyPatch) -> None:
    runs: list[str] = []
    trunk = core.fcn.run._levels

    def counted(*given: object) -> object:
        runs.append("trunk")
        return trunk(*given)

    monkeypatch.setattr(core.fcn.run, "_levels", counted)
    visit.session.set_document(photo())
    visit.settle()
    assert runs == ["trunk"]
    for _ in look_at_everything(visit):
        visit.settle()
    assert visit.started >= ASKED  # each of them did its work
    assert runs == ["trunk"]
