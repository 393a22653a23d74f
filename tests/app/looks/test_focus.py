"""Where the keyboard is can be seen: every control that Tab reaches looks otherwise with the focus than without, by 3 to 1."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QRect, Qt
from PySide6.QtWidgets import QApplication, QPushButton, QTabBar, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

from app.preferences import ThemeChoice
from tests.app.conftest import Starter
from tests.app.looks.ink import contrast, pixels_of
from tests.app.looks.rooms import begin
from tests.app.test_main_window import describe

AROUND = 4
"""Logical px around a control within which its ring may lie."""
LEAST_PIXELS = 8
NON_TEXT = 3.0


def reached_by_tab(window: QWidget) -> Iterator[QWidget]:
    """Those that are still there when their turn comes: where the focus goes, a room may write itself anew."""
    for child in window.findChildren(QWidget):
        if not isValid(child):
            continue
        can_hold = child.focusPolicy() & Qt.FocusPolicy.TabFocus and child.focusProxy() is None and child.isEnabled()
        if can_hold and child.isVisibleTo(window) and child.window() is window and child.visibleRegion().boundingRect():
            yield child


def shows_focus(window: QWidget, control: QWidget) -> bool:
    """Whether enough pixels change, and are seen against what was there or against what is around them."""
    window.setAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)  # as the Tab key does
    control.clearFocus()
    place = QRect(control.mapTo(window, QPoint()), control.size()).adjusted(-AROUND, -AROUND, AROUND, AROUND).intersected(window.rect())
    before = pixels_of(window, place, 1)
    control.setFocus(Qt.FocusReason.TabFocusReason)
    QApplication.processEvents()
    after = pixels_of(window, place, 1)
    changed = (before != after).any(axis=2)
    if changed.sum() < LEAST_PIXELS:
        return False
    pairs, counts = np.unique(np.concatenate([before[changed], after[changed]], axis=1), axis=0, return_counts=True)
    clear = [contrast((r1, g1, b1), (r2, g2, b2)) >= NON_TEXT for r1, g1, b1, r2, g2, b2 in pairs.tolist()]
    seen = int(counts[clear].sum())
    return seen >= LEAST_PIXELS


def test_the_judge_sees_a_ring_and_misses_one_that_is_not_there(qtbot: QtBot) -> None:
    page = QWidget()
    page.setStyleSheet(
        "QWidget { background: white; outline: none; } QPushButton { border: 2px solid #eeeeee; } #plain:focus { border-color: #3333aa; }"
    )
    plain, mute, other = QPushButton("plain", page), QPushButton("mute", page), QPushButton("other", page)
    plain.setObjectName("plain")
    for place, button in enumerate((plain, mute, other)):
        button.setGeometry(20, 20 + 60 * place, 100, 30)
    qtbot.addWidget(page)
    page.show()
    qtbot.waitActive(page)
    assert shows_focus(page, plain)
    assert not shows_focus(page, mute)


@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_the_focus_can_be_seen_on_every_control(theme: ThemeChoice, start: Starter, qtbot: QtBot, tmp_path: Path) -> None:
    tour = begin(start, qtbot, tmp_path)
    tour.program.intents.choose_theme.emit(theme)
    asked: set[str] = set()
    unseen = []
    for name, window in tour.scenes():
        window.activateWindow()
        for control in reached_by_tab(window):
            what = describe(control)
            if what in asked or isinstance(control, QTabBar):
                continue
            asked.add(what)
            if not shows_focus(window, control):
                unseen.append(f"{name}: {what}")
    assert len(asked) > 100
    assert not unseen, "\n".join(unseen)
