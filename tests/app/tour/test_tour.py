"""The tour: every stop shows what it speaks of in the real program, and it can be left and gone on with anywhere."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.application import Application
from app.compare.view import CompareView
from app.inside_fcn.annotation import AnnotationPane
from app.inside_fcn.encoder import EncoderPane
from app.inside_fcn.workspace import InsideFcn
from app.lab.lab import RoiLab
from app.preferences import StageKey, Workspace
from app.tour.bar import TourBar
from app.tour.guide import GLIDE_IMAGE, border_pixel
from app.tour.stops import STOPS, StopKey, place_of
from core.roi.settings import Operator
from tests.app.conftest import Starter
from tests.fakes import tiny_model


@pytest.fixture
def program(start: Starter) -> Application:
    tiny_model()  # imports torch before anybody waits for it
    program = start()
    program.session.set_thresholds(None)  # random weights are sure of nothing
    program.window.show()
    return program


def bar(program: Application) -> TourBar:
    (found,) = program.window.findChildren(TourBar)
    return found


def go(program: Application, qtbot: QtBot, key: StopKey) -> None:
    program.intents.go_to_stop.emit(place_of(key))
    qtbot.waitUntil(lambda: program.session.detection is not None and program.session.activity is None, timeout=20_000)


def fcn_pane(program: Application) -> object:
    room = program.window.rooms[Workspace.INSIDE_FCN]
    assert isinstance(room, InsideFcn)
    return next(pane for pane in room.panes.values() if pane.isVisible())


def test_it_is_not_there_until_it_is_asked_for(program: Application) -> None:
    assert not bar(program).isVisible()


def test_it_begins_with_the_sample_and_the_first_stop(program: Application, qtbot: QtBot) -> None:
    program.window.actions_table["tour"].trigger()
    assert bar(program).isVisible()
    qtbot.waitUntil(lambda: program.session.hover is not None, timeout=20_000)
    assert program.session.document is not None
    assert program.session.document.name == "Astronaut"
    assert program.session.workspace is Workspace.EXPLORE
    assert bar(program).stops.currentText().startswith("1. ")


@pytest.mark.parametrize(
    ("key", "kind"), [(StopKey.ANNOTATION, AnnotationPane), (StopKey.ENCODER, EncoderPane), (StopKey.FUSION, CompareView)]
)
def test_a_stop_inside_the_fcn_opens_its_pane(program: Application, qtbot: QtBot, key: StopKey, kind: type) -> None:
    go(program, qtbot, key)
    assert program.session.workspace is Workspace.INSIDE_FCN
    assert isinstance(fcn_pane(program), kind)


def test_the_stop_of_masks_shows_the_stages(program: Application, qtbot: QtBot) -> None:
    go(program, qtbot, StopKey.MASKS)
    assert program.session.workspace is Workspace.MASKRCNN
    assert program.session.shown_stage is StageKey.PROPOSALS_AFTER


LAB_STOPS: list[tuple[StopKey, Callable[[RoiLab], bool]]] = [
    (StopKey.POOL, lambda lab: lab.bins.isVisible()),
    (StopKey.ALIGN, lambda lab: lab.arithmetic.isVisible()),
    (StopKey.SWEEP, lambda lab: lab.sweep.isVisible() and lab.desk.choices is not None and lab.desk.choices.offset_image == GLIDE_IMAGE),
]


@pytest.mark.parametrize(("key", "shows"), LAB_STOPS)
def test_the_last_stops_are_in_the_lab(program: Application, qtbot: QtBot, key: StopKey, shows: Callable[[RoiLab], bool]) -> None:
    go(program, qtbot, key)
    assert program.session.workspace is Workspace.LAB
    lab = program.window.rooms[Workspace.LAB]
    assert isinstance(lab, RoiLab)
    assert lab.desk.choices is not None
    assert (lab.desk.choices.operators.first, lab.desk.choices.operators.second) == (Operator.POOL, Operator.ALIGN)
    assert shows(lab)


def click(program: Application, button: str) -> None:
    QTest.mouseClick(getattr(bar(program), button), Qt.MouseButton.LeftButton)


def test_next_goes_through_all_eight_stops_and_finish_ends_it(program: Application, qtbot: QtBot) -> None:
    go(program, qtbot, StopKey.SOFTMAX)
    seen = []
    while program.session.tour_stop is not None:
        seen.append(bar(program).stops.currentText())
        click(program, "on")
    assert len(set(seen)) == len(STOPS) == 8
    assert not bar(program).isVisible()
    program.intents.start_tour.emit()
    assert program.session.tour_stop == 0


def test_a_tour_that_was_left_goes_on_at_its_stop(program: Application, qtbot: QtBot) -> None:
    go(program, qtbot, StopKey.ENCODER)
    click(program, "leave")
    assert program.session.tour_stop is None
    program.intents.choose_workspace.emit(Workspace.EXPLORE)
    program.intents.start_tour.emit()
    assert program.session.tour_stop == place_of(StopKey.ENCODER)
    assert program.session.workspace is Workspace.INSIDE_FCN


def test_back_goes_to_the_stop_before(program: Application, qtbot: QtBot) -> None:
    go(program, qtbot, StopKey.ANNOTATION)
    click(program, "back")
    assert program.session.tour_stop == 0
    assert not bar(program).back.isEnabled()


def test_the_pixel_pointed_at_lies_beside_another_class() -> None:
    class_map = np.zeros((80, 120), np.uint8)
    class_map[:, 72:] = 3
    pixel = border_pixel(class_map)
    assert (pixel.row, pixel.column) == (40, 68)
    assert border_pixel(np.zeros((80, 120), np.uint8)) is not None
