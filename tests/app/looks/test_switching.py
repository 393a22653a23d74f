"""Another theme or language changes what things look like and are called, and nothing else: the work stays, in every workspace."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import cast

import pytest
from PySide6.QtWidgets import QTabWidget
from pytestqt.qtbot import QtBot

from app.application import Application
from app.compare.view import CompareView, Mode
from app.evaluate.workspace import EvaluateRoom
from app.inside_fcn.workspace import InsideFcn
from app.inside_maskrcnn.workspace import InsideMaskRcnn
from app.lab.lab import RoiLab
from app.preferences import Language, StageKey, ThemeChoice, Workspace
from core.fcn.config import Gains, ReadOut
from core.roi.settings import Operator
from tests.app.conftest import Starter
from tests.app.looks.rooms import Tour, begin


@pytest.fixture
def tour(start: Starter, qtbot: QtBot, tmp_path: Path) -> Tour:
    """Something done by hand in every workspace."""
    tour = begin(start, qtbot, tmp_path)
    tour.open_sample()
    program = tour.program
    intents = program.intents
    for scenes in (tour.explore, tour.inside_fcn, tour.inside_maskrcnn, tour.lab, tour.evaluate):
        for _ in scenes():
            pass
    intents.set_gains.emit(Gains(1.0, 0.5, 0.25))
    intents.choose_read_out.emit(ReadOut.STRIDE_16)
    intents.set_opacity.emit(0.35)
    intents.toggle_solo.emit(1)
    intents.show_stage.emit(StageKey.CLASSES)
    intents.zoom_by.emit(2.0)
    compare = compare_of(program)
    compare.choose_mode(Mode.SWIPE)
    compare.choose(0, compare.several[1])
    desk = cast(RoiLab, program.window.rooms[Workspace.LAB]).desk
    assert desk.choices is not None
    desk.choose_operators(replace(desk.choices.operators, second=Operator.WARP))
    tour.rest()
    return tour


def compare_of(program: Application) -> CompareView:
    return cast(CompareView, cast(InsideFcn, program.window.rooms[Workspace.INSIDE_FCN]).panes["compare"])


def work_of(program: Application) -> dict[str, object]:
    """What a person has made or chosen; results by identity: made anew they would be others."""
    session, rooms = program.session, program.window.rooms
    compare, lab = compare_of(program), cast(RoiLab, rooms[Workspace.LAB])
    results = (session.document, session.segmentation, session.detection, session.truth, session.instance_scene)
    maskrcnn, evaluate = cast(InsideMaskRcnn, rooms[Workspace.MASKRCNN]), cast(EvaluateRoom, rooms[Workspace.EVALUATE])
    tabs = (cast(InsideFcn, rooms[Workspace.INSIDE_FCN]).tabs, maskrcnn.tabs, *lab.findChildren(QTabWidget))
    return {
        "results": tuple(map(id, results)),
        "workspace": session.workspace,
        "tabs": tuple(it.currentIndex() for it in tabs),
        "chosen": session.chosen,
        "read-out": (session.read_out, session.gains),
        "look": (session.look, session.class_view, session.instance_look),
        "thresholds": session.thresholds,
        "stage": session.shown_stage,
        "zoom": round(program.window.pane.canvas.zoom, 6),
        "compare": (compare.mode, tuple(compare.several), tuple(compare.pair)),
        "lab": (lab.desk.choices, lab.desk.undo_stack.index()),
        "evaluation": (id(evaluate.desk.report), evaluate.controls.folder.text()),
    }


def test_a_switch_of_theme_or_language_keeps_the_work_of_every_workspace(tour: Tour) -> None:
    program = tour.program
    for workspace in Workspace:
        program.intents.choose_workspace.emit(workspace)
        tour.rest()
        before, runs = work_of(program), len(tour.engine.runs)
        for change, choice in (
            (program.intents.choose_theme, ThemeChoice.DARK),
            (program.intents.choose_language, Language.KOREAN),
            (program.intents.choose_theme, ThemeChoice.LIGHT),
            (program.intents.choose_language, Language.ENGLISH),
        ):
            change.emit(choice)
            tour.rest()
            assert work_of(program) == before, (workspace, choice)
        assert len(tour.engine.runs) == runs, workspace
