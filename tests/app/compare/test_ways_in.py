"""The keys that lead to the comparison, and what a new photo leaves of the last one."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.compare.source import OBJECTS, READ_OUTS, TRUTH
from app.compare.view import CompareView
from app.inside_fcn.workspace import InsideFcn
from app.preferences import Workspace
from app.session import Pixel
from core.fcn.config import ReadOut
from tests.app.conftest import Shell, Starter
from tests.app.inside_fcn.conftest import Bench


@pytest.mark.parametrize("key", [Qt.Key.Key_C, Qt.Key.Key_I])
def test_c_and_i_lead_from_the_photo_into_the_fcn(key: Qt.Key, shell: Shell) -> None:
    assert shell.session.workspace is Workspace.EXPLORE
    QTest.keyClick(shell.window.pane.canvas, key)
    assert shell.session.workspace is Workspace.INSIDE_FCN


def test_what_is_to_be_compared_can_be_named(start: Starter, qtbot: QtBot) -> None:
    program = start()
    program.window.show()
    qtbot.waitExposed(program.window)
    for sources in ((OBJECTS, TRUTH), (*READ_OUTS, TRUTH)):
        program.intents.compare_with.emit(sources)
        assert program.session.workspace is Workspace.INSIDE_FCN
        view = program.window.rooms[Workspace.INSIDE_FCN].findChild(CompareView)
        assert view is not None
        assert [not stage.isHidden() for stage in view.stages] == [place < len(sources) for place in range(4)]
        assert [source for source in view.chosen if source is not None] == list(sources)
        program.intents.choose_workspace.emit(Workspace.EXPLORE)


def test_a_new_photo_keeps_no_picture_of_the_last_one(bench: Bench) -> None:
    inside = bench.show(InsideFcn)
    assert isinstance(inside, InsideFcn)
    inside.show_pane("compare")
    view = inside.panes["compare"]
    assert isinstance(view, CompareView)
    for photo in ("noise", "another"):
        bench.open(photo)
        bench.until(lambda: len(bench.session.read_outs) == len(ReadOut))
    assert [source.key for source in view.several[:3] if source is not None] == ["32", "16", "8"]
    bench.intents.point_at.emit(Pixel(17, 41))
    for stage, stride in zip(view.stages, (32, 16, 8), strict=False):
        made = bench.session.read_outs[ReadOut(stride)]
        assert stage.caption.text() == f"FCN-{stride}s: {made.label_set.names[made.class_map[41, 17]]}"
