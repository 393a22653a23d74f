"""The Mask R-CNN workspace in the window: opened by its key, filled by a run, and the docks come back as they were."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTabBar

from app.inside_maskrcnn.workspace import InsideMaskRcnn
from app.preferences import StageKey, Workspace
from core.catalog import MODELS, Task
from tests.app.conftest import Shell
from tests.fakes import tiny_model


@pytest.fixture
def room(shell: Shell) -> InsideMaskRcnn:
    tiny_model()
    shell.intents.choose_instance_model.emit(next(row.key for row in MODELS if row.task is Task.INSTANCE))
    room = InsideMaskRcnn(shell.session, shell.intents, shell.workflow.worker, shell.workflow.host.on)
    shell.window.add_room(Workspace.MASKRCNN, room)
    return room


def test_its_key_opens_it_and_the_docks_come_back(shell: Shell, room: InsideMaskRcnn) -> None:
    before = {key: dock.isVisible() for key, dock in shell.window.docks.items()}
    shell.window.activateWindow()
    QTest.keyClick(shell.window, Qt.Key.Key_M)
    assert room.isVisible()
    assert not any(dock.isVisible() for dock in shell.window.docks.values())
    bars = shell.window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)
    assert not any(bar.isVisible() for bar in bars)
    QTest.keyClick(shell.window, Qt.Key.Key_E)
    assert not room.isVisible()
    assert {key: dock.isVisible() for key, dock in shell.window.docks.items()} == before


def test_a_run_fills_it(shell: Shell, room: InsideMaskRcnn, photo: Path) -> None:
    shell.intents.choose_workspace.emit(Workspace.MASKRCNN)
    assert room.stages.empty.isVisible()
    with shell.qtbot.waitSignal(shell.session.detection_changed, timeout=60_000):
        shell.intents.open_paths.emit((photo,))
    shell.until_idle()
    run = shell.session.detection
    assert run is not None
    assert not room.stages.empty.isVisible()
    shell.intents.show_stage.emit(StageKey.PROPOSALS_AFTER)
    assert room.stages.table.model().rowCount() == len(run.boxes)


def test_zooming_is_meant_for_the_photo_in_sight(shell: Shell, room: InsideMaskRcnn, photo: Path) -> None:
    shell.open(photo)
    shell.until_idle()
    inside = room.photo.canvas
    before = inside.zoom
    shell.intents.zoom_by.emit(2.0)
    assert inside.zoom == before
    shell.intents.choose_workspace.emit(Workspace.MASKRCNN)
    shell.qtbot.waitUntil(lambda: room.photo.scene is not None)
    shell.intents.actual_size.emit()
    assert inside.zoom == 1.0
    shell.intents.fit.emit()
    assert inside.fitted
