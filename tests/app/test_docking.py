"""Docks: moved, floated, hidden, reset; and an arrangement that comes back after a restart, whatever the file looks like by then."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDockWidget, QMenu
from pytestqt.qtbot import QtBot

import app.docking
from app.application import Application
from app.docking import DOCK_WIDTH, LEFT, RIGHT
from app.main_window import MainWindow
from app.panels import PANELS, PanelRow
from app.preferences import Workspace
from app.settings import Settings
from app.widgets.dock_title import DockTitle
from app.widgets.icon_button import IconButton
from app.widgets.shrinking_area import ShrinkingArea
from tests.app.conftest import Shell, Starter

pytestmark = pytest.mark.usefixtures("qapp")

Arrangement = dict[str, tuple[bool, bool, str, frozenset[str]]]


def arrangement(window: MainWindow) -> Arrangement:
    """Of each dock: whether it is shown, whether it floats, its side, and what shares its place."""
    return {
        key: (
            not dock.isHidden(), dock.isFloating(), str(window.dockWidgetArea(dock).name),
            frozenset(other.objectName() for other in window.tabifiedDockWidgets(dock)),
        )
        for key, dock in window.docks.items()
    }  # fmt: skip


def settle(window: MainWindow) -> None:
    """Qt rearranges docks in the events after a change."""
    for _ in range(5):
        QApplication.processEvents()
    assert window.isVisible()


def panels_menu(window: MainWindow, submenu: str, panel: str) -> Any:
    menus = {action.text(): action.menu() for action in window.menus.panels.actions() if action.menu() is not None}
    menu = menus[submenu]
    assert isinstance(menu, QMenu)
    return {action.text(): action for action in menu.actions()}[panel]


def float_legend(window: MainWindow) -> None:
    panels_menu(window, "&Floating", "Legend").trigger()


def move_left(window: MainWindow) -> None:
    panels_menu(window, "On the &left", "Pixel under the pointer").trigger()
    panels_menu(window, "On the &left", "Run").trigger()


def hide_some(window: MainWindow) -> None:
    window.docks["run"].close()
    window.docks["instances"].close()


def tear_apart(window: MainWindow) -> None:
    """A tab becomes a dock of its own, two docks become tabs."""
    window.splitDockWidget(window.docks["run"], window.docks["thresholds"], Qt.Orientation.Vertical)
    window.tabifyDockWidget(window.docks["legend"], window.docks["pixel"])


def everything(window: MainWindow) -> None:
    for change in (tear_apart, move_left, float_legend, hide_some):
        change(window)


CHANGES = (float_legend, move_left, hide_some, tear_apart, everything)
Change = Callable[[MainWindow], None]


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_reset_brings_the_first_arrangement_back(change: Change, shell: Shell) -> None:
    window = shell.window
    first = arrangement(window)
    change(window)
    settle(window)
    assert arrangement(window) != first
    window.actions_table["reset-layout"].trigger()
    settle(window)
    assert arrangement(window) == first
    assert {dock.width() for dock in window.docks.values() if window.rect().intersects(dock.geometry())} == {DOCK_WIDTH}


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.__name__)
def test_an_arrangement_comes_back_from_its_text(change: Change, shell: Shell) -> None:
    window = shell.window
    change(window)
    settle(window)
    left = arrangement(window)
    geometry, layout = window.layout_text()
    window.actions_table["reset-layout"].trigger()
    window.restore_layout(Settings(geometry=geometry, layout=layout))
    settle(window)
    assert arrangement(window) == left


def test_the_arrangement_comes_back_after_a_restart(start: Starter, qtbot: QtBot) -> None:
    close_with(start, qtbot, everything)
    window = shown(start(), qtbot).window
    settle(window)
    assert not window.docks["pixel"].isHidden()
    assert window.dockWidgetArea(window.docks["pixel"]) == LEFT
    assert window.docks["legend"].isFloating()
    assert window.docks["run"].isHidden()


def shown(program: Application, qtbot: QtBot) -> Application:
    program.window.resize(1280, 800)
    program.window.show()
    qtbot.waitExposed(program.window)
    return program


def test_a_menu_says_where_each_panel_is(shell: Shell) -> None:
    window = shell.window
    move_left(window)
    float_legend(window)
    settle(window)
    assert panels_menu(window, "On the &left", "Run").isChecked()
    assert not panels_menu(window, "On the &left", "Legend").isChecked()
    assert panels_menu(window, "&Floating", "Legend").isChecked()
    panels_menu(window, "On the &left", "Run").trigger()
    panels_menu(window, "&Floating", "Legend").trigger()
    settle(window)
    assert window.dockWidgetArea(window.docks["run"]) == RIGHT
    assert not window.docks["legend"].isFloating()


def title_of(dock: QDockWidget) -> DockTitle:
    title = dock.titleBarWidget()
    assert isinstance(title, DockTitle)
    return title


def test_a_title_floats_its_dock_by_button_and_by_double_click(shell: Shell) -> None:
    dock = shell.window.docks["pixel"]
    button = next(
        child
        for child in title_of(dock).findChildren(IconButton)
        if child.accessibleName() == "Let the panel Pixel under the pointer float"
    )
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    assert dock.isFloating()
    assert button.toolTip() == "Put the panel Pixel under the pointer back"
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Space)
    assert not dock.isFloating()
    QTest.mouseDClick(title_of(dock), Qt.MouseButton.LeftButton, pos=QPoint(60, 8))
    assert dock.isFloating()


def test_a_floating_tab_names_itself(shell: Shell) -> None:
    dock = shell.window.docks["legend"]
    assert title_of(dock).maximumHeight() == 0  # its tab does
    float_legend(shell.window)
    settle(shell.window)
    assert title_of(dock).maximumHeight() > 0
    assert dock.isVisible()


def test_a_column_on_the_left_shows_its_panels_whole(shell: Shell) -> None:
    window = shell.window
    move_left(window)
    settle(window)
    for key in ("run", "pixel"):
        area = window.docks[key].widget()
        assert isinstance(area, ShrinkingArea)
        assert window.dockWidgetArea(window.docks[key]) == LEFT
        assert area.viewport().height() >= window.panel(key).sizeHint().height()
        assert window.docks[key].geometry().right() < window.pane.mapTo(window, QPoint(0, 0)).x()


# -- workspaces that have no docks -------------------------------------------------------------------------------------


def test_reset_in_a_workspace_without_docks_shows_when_it_is_left(start: Starter, qtbot: QtBot) -> None:
    program = shown(start(), qtbot)
    window, first = program.window, arrangement(program.window)
    everything(window)
    program.intents.choose_workspace.emit(Workspace.EVALUATE)
    program.intents.reset_layout.emit()
    settle(window)
    assert all(dock.isHidden() for dock in window.docks.values())
    assert window.layout_text()[1] == ""  # closed here, the window would open with the first arrangement
    program.intents.choose_workspace.emit(Workspace.EXPLORE)
    settle(window)
    assert arrangement(window) == first


def test_a_panel_that_is_asked_for_elsewhere_is_shown_where_it_belongs(start: Starter, qtbot: QtBot) -> None:
    program = shown(start(), qtbot)
    window = program.window
    window.docks["pixel"].close()
    program.intents.choose_workspace.emit(Workspace.EVALUATE)
    entries = {action.text(): action for action in window.menus.panels.actions()}
    entries["Pixel under the pointer"].trigger()
    settle(window)
    assert program.session.workspace is Workspace.EXPLORE
    assert window.docks["pixel"].isVisible()
    assert window.docks["run"].isVisible()


def test_a_tab_that_is_asked_for_is_in_front(shell: Shell) -> None:
    window = shell.window
    window.docks["thresholds"].close()
    {action.text(): action for action in window.menus.panels.actions()}["Thresholds"].trigger()
    settle(window)
    assert window.rect().contains(QRect(window.docks["thresholds"].geometry()))


# -- files that are damaged, older or younger --------------------------------------------------------------------------


def close_with(start: Starter, qtbot: QtBot, change: Change) -> None:
    program = shown(start(), qtbot)
    change(program.window)
    settle(program.window)
    program.window.close()
    program.workflow.close()


def damaged(text: str) -> list[str]:
    """Cut short, one byte wrong, one checksum digit wrong, another's checksum, the layouts of before there were checksums."""
    checksum, _, content = text.partition(":")
    middle = len(content) // 2
    other = "B" if content[middle] == "A" else "A"
    return [
        text[: len(text) // 2],
        f"{checksum}:{content[:middle]}{other}{content[middle + 1 :]}",
        f"{'0' if checksum[0] != '0' else '1'}{checksum[1:]}:{content}",
        content,
        ":",
        "x",
    ]


def test_a_damaged_layout_is_left_alone(shell: Shell) -> None:
    window = shell.window
    first = arrangement(window)
    everything(window)
    settle(window)
    geometry, layout = window.layout_text()
    window.actions_table["reset-layout"].trigger()
    for broken_geometry, broken_layout in zip(damaged(geometry), damaged(layout), strict=True):
        window.restore_layout(Settings(geometry=broken_geometry, layout=broken_layout))
        settle(window)
        assert arrangement(window) == first


WITHOUT_PIXEL = tuple(row for row in PANELS if row.key != "pixel")
WITHOUT_THRESHOLDS = tuple(row for row in PANELS if row.key != "thresholds")


@pytest.mark.parametrize("fewer", [WITHOUT_PIXEL, WITHOUT_THRESHOLDS], ids=["a dock", "a tab"])
def test_a_panel_younger_than_the_layout_is_there(
    fewer: tuple[PanelRow, ...], start: Starter, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        patch.setattr(app.docking, "PANELS", fewer)
        close_with(start, qtbot, float_legend)
    window = shown(start(), qtbot).window
    settle(window)
    (new,) = {row.key for row in PANELS} - {row.key for row in fewer}
    assert window.docks["legend"].isFloating()
    assert not window.docks[new].isHidden()
    assert window.dockWidgetArea(window.docks[new]) == RIGHT


def test_a_panel_of_the_layout_that_is_gone_is_missed_by_nobody(start: Starter, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    close_with(start, qtbot, float_legend)
    monkeypatch.setattr(app.docking, "PANELS", WITHOUT_PIXEL)
    window = shown(start(), qtbot).window
    settle(window)
    assert window.docks["legend"].isFloating()
    assert all(not dock.isHidden() for dock in window.docks.values())


def float_far_away(window: MainWindow) -> None:
    float_legend(window)
    window.docks["legend"].move(9000, 7000)


def test_a_floating_panel_of_a_screen_that_is_gone_is_in_sight(shell: Shell) -> None:
    window = shell.window
    float_far_away(window)
    settle(window)
    geometry, layout = window.layout_text()
    window.actions_table["reset-layout"].trigger()
    window.restore_layout(Settings(geometry=geometry, layout=layout))
    settle(window)
    legend = window.docks["legend"]
    assert legend.isFloating()
    seen = window.screen().availableGeometry().intersected(legend.frameGeometry())
    assert seen.width() >= 40
    assert seen.height() >= 20
