"""ACTIONS: every row is reachable, unique, explained and answered."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from importlib.resources import files
from pathlib import Path

import pytest
from PySide6.QtCore import QMetaMethod, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMenu

from app.actions import ACTIONS, ActionRow
from app.intents import Intents
from app.preferences import Language, ThemeChoice
from core.fcn.config import ReadOut
from tests.app.conftest import Shell, Starter

ROWS = pytest.mark.parametrize("row", ACTIONS, ids=lambda row: row.key)


def test_keys_are_unique() -> None:
    assert [key for key, count in Counter(row.key for row in ACTIONS).items() if count > 1] == []


def test_shortcuts_are_unique_and_understood() -> None:
    sequences = [QKeySequence(shortcut) for row in ACTIONS for shortcut in row.shortcuts]
    texts = Counter(sequence.toString(QKeySequence.SequenceFormat.PortableText) for sequence in sequences)
    assert "" not in texts
    assert [text for text, count in texts.items() if count > 1] == []


@ROWS
def test_a_row_is_in_a_menu_and_explained(row: ActionRow, shell: Shell) -> None:
    menu = shell.window.menus[row.menu]
    action = shell.window.actions_table[row.key]
    assert action in menu.actions()
    assert action.text()
    assert len(action.toolTip()) > len(row.key)


@pytest.mark.parametrize("row", [row for row in ACTIONS if row.is_on is not None], ids=lambda row: row.key)
def test_a_check_mark_says_what_is_so_however_often_it_is_clicked(row: ActionRow, shell: Shell) -> None:
    action = shell.window.actions_table[row.key]
    action.setEnabled(True)
    for _ in range(2):
        action.trigger()
        assert row.is_on is not None
        assert action.isChecked() is row.is_on(shell.session)


def reachable(menus: list[QMenu]) -> set[QAction]:
    found: set[QAction] = set()
    for menu in menus:
        for action in menu.actions():
            submenu = action.menu()
            found |= reachable([submenu]) if isinstance(submenu, QMenu) else {action}
    return found


def test_every_action_can_be_reached_from_the_menu_bar(shell: Shell) -> None:
    tops = [action.menu() for action in shell.window.menuBar().actions()]
    there = reachable([menu for menu in tops if isinstance(menu, QMenu)])
    assert [row.key for row in ACTIONS if shell.window.actions_table[row.key] not in there] == []


@ROWS
def test_toolbar_rows_have_an_icon_that_exists(row: ActionRow) -> None:
    assert bool(row.icon) or not row.on_toolbar
    if row.icon:
        assert (files("resources") / "icons" / f"{row.icon}.svg").is_file()


def test_every_intent_is_answered_by_somebody(start: Starter) -> None:
    intents = start().intents
    meta = Intents.staticMetaObject
    signals = [meta.method(i) for i in range(meta.methodOffset(), meta.methodCount())]
    signals = [method for method in signals if method.methodType() == QMetaMethod.MethodType.Signal]
    assert len(signals) > 20
    assert [bytes(method.name().data()).decode() for method in signals if not intents.isSignalConnected(method)] == []


def test_what_cannot_be_used_says_why(shell: Shell) -> None:
    run, cancel, fit = (shell.window.actions_table[key] for key in ("run", "cancel", "fit"))
    assert not run.isEnabled()
    assert run.toolTip().endswith("Open a photo first.")
    assert cancel.toolTip().endswith("Nothing is running.")
    assert not fit.isEnabled()


def test_a_photo_and_a_run_make_their_actions_usable(shell: Shell, photo: Path) -> None:
    run, cancel, show_all = (shell.window.actions_table[key] for key in ("run", "cancel", "show-all"))
    shell.engine.gate.clear()
    shell.open(photo)
    shell.qtbot.waitUntil(cancel.isEnabled)
    assert run.isEnabled()
    assert not show_all.isEnabled()
    shell.engine.gate.set()
    shell.qtbot.waitUntil(show_all.isEnabled)
    shell.until_idle()
    assert not cancel.isEnabled()
    assert "Open a photo first" not in run.toolTip()


def press(shell: Shell, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(shell.window.pane.canvas, key, modifiers)


def test_figures_choose_the_read_out(shell: Shell, photo: Path) -> None:
    shell.open(photo)
    for key, read_out in ((Qt.Key.Key_1, ReadOut.STRIDE_32), (Qt.Key.Key_2, ReadOut.STRIDE_16), (Qt.Key.Key_3, ReadOut.STRIDE_8)):
        press(shell, key)
        assert shell.session.read_out is read_out
        assert shell.window.actions_table[f"read-out-{int(read_out)}"].isChecked()


def test_brackets_change_the_opacity_by_ten_percent_between_0_and_100(shell: Shell) -> None:
    opacities = []
    for key in [Qt.Key.Key_BracketRight] * 5 + [Qt.Key.Key_BracketLeft] * 11:
        press(shell, key)
        opacities.append(shell.session.look.opacity)
    assert opacities == [0.7, 0.8, 0.9, 1.0, 1.0, 0.9, 0.8, 0.7, 0.6, 0.5, 0.4, 0.3, 0.2, 0.1, 0.0, 0.0]


def test_o_switches_between_fill_and_outline(shell: Shell) -> None:
    press(shell, Qt.Key.Key_O)
    assert shell.session.look.outlined
    press(shell, Qt.Key.Key_O)
    assert not shell.session.look.outlined


def test_shift_o_outlines_the_objects_and_leaves_the_classes(shell: Shell) -> None:
    before = shell.session.instance_look
    press(shell, Qt.Key.Key_O, Qt.KeyboardModifier.ShiftModifier)
    assert shell.session.instance_look == replace(before, outlined=not before.outlined)
    assert not shell.session.look.outlined
    assert shell.window.actions_table["outline-objects"].isChecked() is not before.outlined


def test_f_fits_and_control_1_is_one_to_one(shell: Shell, photo: Path) -> None:
    shell.open(photo)
    canvas = shell.window.pane.canvas
    press(shell, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert canvas.zoom == 1.0
    assert shell.window.status.zoom.text() == "100 %"
    press(shell, Qt.Key.Key_F)
    assert canvas.fitted
    press(shell, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    press(shell, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert canvas.fitted


def test_escape_cancels_the_run(shell: Shell, photo: Path) -> None:
    shell.engine.gate.clear()
    shell.open(photo)
    assert shell.engine.entered.wait(10)
    press(shell, Qt.Key.Key_Escape)
    assert shell.session.activity is None
    shell.engine.gate.set()


def test_theme_and_language_are_chosen_from_menus(shell: Shell) -> None:
    shell.window.actions_table["theme-dark"].trigger()
    assert shell.session.preferences.theme is ThemeChoice.DARK
    shell.window.actions_table["language-ko"].trigger()
    assert shell.session.preferences.language is Language.KOREAN
    assert shell.window.actions_table["theme-dark"].isChecked()
    assert not shell.window.actions_table["theme-system"].isChecked()


def test_recent_photos_are_in_the_menu_and_open(shell: Shell, photo: Path, other_photo: Path) -> None:
    shell.open(photo)
    shell.open(other_photo)
    entries = shell.window.menus.recent.actions()
    assert [entry.text() for entry in entries] == ["second.png", "photo.png"]
    with shell.qtbot.waitSignal(shell.session.document_changed):
        entries[1].trigger()
    assert shell.session.document is not None
    assert shell.session.document.name == "photo.png"
