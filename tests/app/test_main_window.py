"""The window as a whole: layout, focus, names for those who cannot see it, and the key that is held."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QDockWidget,
    QLineEdit,
    QScrollBar,
    QTabBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from app.detection_session import NO_MODEL
from app.docking import DOCK_WIDTH
from app.main_window import FIRST_SIZE, MainWindow
from app.panels import PANELS
from app.panels.legend import ROW_HEIGHT
from app.panels.thresholds import ThresholdsPanel
from app.preferences import Language, Workspace
from app.returning import tabs_of
from app.settings import Settings
from app.translation import Translations
from app.widgets.shrinking_area import ShrinkingArea
from tests.app.conftest import Shell, Starter, made_whole

CONTROLS = (QAbstractButton, QComboBox, QLineEdit, QAbstractSlider, QAbstractSpinBox, QAbstractItemView, QTabBar)


def controls(window: QWidget) -> list[QWidget]:
    """Every control that a person can operate; not the parts that Qt builds inside a control or a menu's or list's popup."""
    found = [child for child in window.findChildren(QWidget) if isinstance(child, CONTROLS) and not isinstance(child, QScrollBar)]
    inner = [child for child in found if any(isinstance(parent, CONTROLS) for parent in ancestors(child))]
    return [child for child in found if child not in inner and not child.objectName().startswith("qt_")]


def ancestors(widget: QWidget) -> list[QWidget]:
    parent = widget.parentWidget()
    return [] if parent is None else [parent, *ancestors(parent)]


def describe(widget: QWidget) -> str:
    parents = [type(parent).__name__ for parent in ancestors(widget)]
    return f"{type(widget).__name__} {widget.objectName()} {widget.accessibleName()} in {parents}"


def test_every_control_has_an_accessible_name(shell: Shell, photo: Path) -> None:
    shell.open_and_segment(photo)
    found = controls(made_whole(shell.window))
    assert len(found) > 30
    nameless = [describe(control) for control in found if not control.accessibleName() and not getattr(control, "text", str)()]
    assert nameless == []


def test_every_control_has_a_tooltip(shell: Shell) -> None:
    found = controls(made_whole(shell.window))
    silent = [describe(control) for control in found if not control.toolTip() and not control.accessibleDescription()]
    assert silent == []


def test_a_disabled_control_says_why(shell: Shell) -> None:
    disabled = [control for control in controls(made_whole(shell.window)) if not control.isEnabled()]
    assert len(disabled) >= 5
    reasons = ("Open a photo first.", "Run a model on a photo first.", "Nothing is running.", "Nothing differs from the network's own.")
    assert [describe(control) for control in disabled if not control.toolTip().endswith(reasons)] == []


def in_front(window: MainWindow) -> list[QDockWidget]:
    """The docks that are seen, those behind another's tab left out."""
    return [dock for dock in window.docks.values() if dock.isVisible() and window.rect().intersects(dock.geometry())]


@pytest.mark.parametrize("size", [QSize(1280, 800), QSize(1600, 1000)], ids=str)
def test_the_photo_takes_two_thirds_of_the_width_or_more(size: QSize, shell: Shell) -> None:
    shell.window.resize(size)
    QApplication.processEvents()
    assert shell.window.pane.width() >= size.width() * 2 / 3
    assert {dock.width() for dock in in_front(shell.window)} == {DOCK_WIDTH}


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.KOREAN], ids=lambda language: language.value)
def test_the_docks_fit_their_width_and_the_first_height(language: Language, shell: Shell, photo: Path) -> None:
    translations = Translations(QApplication.instance())
    try:
        translations.speak(language)
        shell.open_and_segment(photo)
        widths = {key: dock.minimumSizeHint().width() for key, dock in shell.window.docks.items()}
        assert max(widths.values()) <= DOCK_WIDTH, widths
        places = [(dock, *shell.window.tabifiedDockWidgets(dock)) for dock in in_front(shell.window)]
        wanted = sum(max(max(dock.sizeHint().height(), dock.minimumSizeHint().height()) for dock in place) for place in places)
        assert wanted <= FIRST_SIZE.height()
    finally:
        translations.speak(Language.ENGLISH)


def test_reset_layout_brings_every_panel_back(shell: Shell) -> None:
    for dock in shell.window.docks.values():
        dock.close()
    assert not any(dock.isVisible() for dock in shell.window.docks.values())
    shell.window.actions_table["reset-layout"].trigger()
    QApplication.processEvents()
    assert all(dock.isVisible() and not dock.isFloating() for dock in shell.window.docks.values())
    assert [dock.objectName() for dock in in_front(shell.window)] == ["run", "legend", "pixel"]
    tops = [dock.geometry().top() for dock in in_front(shell.window)]
    assert tops == sorted(tops)
    shared = {row.key: {dock.objectName() for dock in shell.window.tabifiedDockWidgets(shell.window.docks[row.key])} for row in PANELS}
    assert all(shared[row.key] >= {row.behind} for row in PANELS if row.behind)
    assert shared["pixel"] == set()


def test_a_hidden_panel_comes_back_from_the_menu(shell: Shell) -> None:
    legend = shell.window.docks["legend"]
    legend.close()
    entries = {action.text(): action for action in shell.window.menus.panels.actions()}
    assert list(entries)[: len(PANELS)] == ["Run", "Read-out and overlay", "Thresholds", "Legend", "Objects", "Pixel under the pointer"]
    entries["Legend"].trigger()
    assert legend.isVisible()


def test_layout_comes_back_and_nonsense_is_left_alone(shell: Shell) -> None:
    shell.window.docks["legend"].close()
    geometry, layout = shell.window.layout_text()
    shell.window.actions_table["reset-layout"].trigger()
    shell.window.restore_layout(Settings(geometry=geometry, layout=layout))
    assert not shell.window.docks["legend"].isVisible()
    shell.window.restore_layout(Settings(geometry="bm9uc2Vuc2U=", layout="bm9uc2Vuc2U="))
    assert shell.window.docks["run"].isVisible()


def test_the_title_names_the_photo(shell: Shell, photo: Path) -> None:
    assert shell.window.windowTitle() == "Halfpixel"
    shell.open(photo)
    assert shell.window.windowTitle() == "photo.png — Halfpixel"


def test_a_click_on_a_control_leaves_the_keyboard_to_the_photo(shell: Shell, photo: Path) -> None:
    shell.open(photo)
    shell.window.activateWindow()
    shell.window.pane.canvas.setFocus()
    overlay = shell.window.panel("overlay")
    QTest.mouseClick(overlay.style_switch.segments[1], Qt.MouseButton.LeftButton)
    assert shell.session.look.outlined
    assert QApplication.focusWidget() is shell.window.pane.canvas


def press_space(widget: QWidget, kind: QEvent.Type, *, repeated: bool = False) -> None:
    QApplication.sendEvent(widget, QKeyEvent(kind, Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier, " ", repeated))


def test_space_hides_the_overlays_while_it_is_held(shell: Shell, photo: Path) -> None:
    shell.intents.set_opacity.emit(1.0)
    shell.open_and_segment(photo)
    canvas = shell.window.pane.canvas
    canvas.setFocus()
    with_overlay = canvas.grab().toImage()
    press_space(canvas, QEvent.Type.KeyPress)
    without = canvas.grab().toImage()
    assert without != with_overlay
    press_space(canvas, QEvent.Type.KeyRelease, repeated=True)
    press_space(canvas, QEvent.Type.KeyPress, repeated=True)
    assert canvas.grab().toImage() == without
    press_space(canvas, QEvent.Type.KeyRelease)
    assert canvas.grab().toImage() == with_overlay


def test_space_typed_into_a_field_is_text(shell: Shell) -> None:
    shell.window.activateWindow()
    field = shell.window.panel("legend").filter
    field.setFocus()
    QTest.keyClicks(field, "a b")
    assert field.text() == "a b"
    assert not shell.session.overlays_held


def test_losing_the_keyboard_shows_the_overlays_again(shell: Shell) -> None:
    press_space(shell.window.pane, QEvent.Type.KeyPress)
    assert shell.session.overlays_held
    QApplication.sendEvent(shell.window, QFocusEvent(QEvent.Type.WindowDeactivate))
    assert not shell.session.overlays_held


def test_figures_typed_into_a_field_are_text(shell: Shell) -> None:
    shell.window.activateWindow()
    field = shell.window.panel("legend").filter
    field.setFocus()
    before = shell.session.read_out
    QTest.keyClicks(field, "1f[")
    assert field.text() == "1f["
    assert shell.session.read_out is before


def test_a_low_window_lets_its_panels_scroll_and_a_high_one_shows_them_whole(shell: Shell) -> None:
    area = shell.window.docks["thresholds"].widget()
    assert isinstance(area, ShrinkingArea)
    shell.window.docks["thresholds"].raise_()
    for height, whole in ((1000, True), (600, False), (1000, True)):
        shell.window.resize(1280, height)
        QApplication.processEvents()
        assert shell.window.height() == height
        assert (area.viewport().height() >= shell.window.panel("thresholds").sizeHint().height()) is whole
        assert shell.window.panel("legend").table.height() >= 3 * ROW_HEIGHT


def test_a_part_that_opens_takes_no_other_panel_away(shell: Shell) -> None:
    panel = shell.window.panel("thresholds")
    assert isinstance(panel, ThresholdsPanel)
    shell.window.docks["thresholds"].raise_()
    panel.proposals.set_open(True)
    panel.pooling.set_open(True)
    for _ in range(5):
        QApplication.processEvents()
    assert [dock.objectName() for dock in in_front(shell.window)] == ["thresholds", "legend", "pixel"]
    assert shell.window.panel("legend").table.height() >= 3 * ROW_HEIGHT


def test_the_keys_of_the_workspaces_lead_from_each_to_each(start: Starter, qtbot: QtBot) -> None:
    program = start()
    program.window.show()
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)
    keys = {
        Qt.Key.Key_E: Workspace.EXPLORE, Qt.Key.Key_I: Workspace.INSIDE_FCN, Qt.Key.Key_M: Workspace.MASKRCNN,
        Qt.Key.Key_L: Workspace.LAB, Qt.Key.Key_V: Workspace.EVALUATE,
    }  # fmt: skip
    handle = program.window.windowHandle()
    assert handle is not None
    for first in keys:
        for second, workspace in keys.items():
            QTest.keyClick(handle, first)
            QTest.keyClick(handle, second)
            assert program.session.workspace is workspace


class Flashes(QObject):
    """Counts what is shown as a window of its own, however shortly."""

    def __init__(self) -> None:
        super().__init__()
        self.seen: list[str] = []

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
            self.seen.append(type(watched).__name__)
        return False


def test_no_part_of_a_workspace_flashes_up_as_a_window(start: Starter, qtbot: QtBot, qapp: QApplication, photo: Path) -> None:
    program = start(inputs=[photo])
    program.session.set_instance_model(NO_MODEL)
    with qtbot.waitSignal(program.session.segmentation_changed, check_params_cb=lambda found: found is not None, timeout=20_000):
        program.window.show()
    flashes = Flashes()
    qapp.installEventFilter(flashes)
    for workspace in Workspace:
        program.intents.choose_workspace.emit(workspace)
        tabs = tabs_of(program.window.rooms[workspace])
        for place in range(tabs.count() if tabs is not None else 0):
            assert tabs is not None
            tabs.setCurrentIndex(place)
            QApplication.processEvents()
    qapp.removeEventFilter(flashes)
    assert flashes.seen == []
