"""Working any control that is in sight: sliders, fields, boxes, buttons, tables, the photo itself."""

from __future__ import annotations

import random

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSlider,
    QComboBox,
    QDoubleSpinBox,
    QScrollBar,
    QSpinBox,
    QTabBar,
    QToolButton,
    QWidget,
)

from app.canvas.image_canvas import ImageCanvas
from app.main_window import MainWindow

NO_KEY, LEFT = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
CONTROLS = (QAbstractButton, QAbstractSlider, QComboBox, QDoubleSpinBox, QSpinBox, QTabBar, QAbstractItemView, ImageCanvas)


def work_something(window: MainWindow, chance: random.Random) -> str:
    """Do to a random control what a person can do to it; says what was done."""
    there = [widget for kind in CONTROLS for widget in window.findChildren(kind) if _can_be_worked(widget, window)]
    if not there:
        return "nothing is in sight"
    kinds = sorted({type(widget).__name__ for widget in there})
    kind = chance.choice(kinds)
    widget = chance.choice([widget for widget in there if type(widget).__name__ == kind])
    _work(widget, chance)
    return f"{kind} {widget.accessibleName()!r}"


def _can_be_worked(widget: QWidget, window: MainWindow) -> bool:
    """A menu would wait for a click of its own, and so keep the test waiting for ever."""
    if isinstance(widget, QScrollBar) or (isinstance(widget, QToolButton) and widget.menu() is not None):
        return False
    return widget.isVisible() and widget.isEnabled() and widget.window() is window


def _work(widget: QWidget, chance: random.Random) -> None:
    if isinstance(widget, QAbstractSlider | QSpinBox):
        widget.setValue(chance.randint(widget.minimum(), widget.maximum()))
    elif isinstance(widget, QDoubleSpinBox):
        widget.setValue(chance.uniform(widget.minimum(), widget.maximum()))
    elif isinstance(widget, QComboBox):
        QTest.keyClick(widget, chance.choice((Qt.Key.Key_Down, Qt.Key.Key_Up)))
    elif isinstance(widget, QTabBar):
        widget.setCurrentIndex(chance.randrange(max(widget.count(), 1)))
    elif isinstance(widget, QAbstractButton):
        widget.click()
    else:
        _touch(widget, chance)


def _touch(widget: QWidget, chance: random.Random) -> None:
    """A click, a drag, or a key on a table or a photo."""
    port = widget.viewport() if isinstance(widget, QAbstractItemView | ImageCanvas) else widget
    places = [QPoint(chance.randrange(max(port.width(), 1)), chance.randrange(max(port.height(), 1))) for _ in range(2)]
    deed = chance.choice(("click", "double", "drag", "point", "key"))
    if deed == "click":
        QTest.mouseClick(port, LEFT, chance.choice((NO_KEY, Qt.KeyboardModifier.AltModifier)), places[0])
    elif deed == "double":
        QTest.mouseDClick(port, LEFT, NO_KEY, places[0])
    elif deed == "drag":
        QTest.mousePress(port, LEFT, NO_KEY, places[0])
        QTest.mouseMove(port, places[1])
        QTest.mouseRelease(port, LEFT, NO_KEY, places[1])
    elif deed == "point":
        QTest.mouseMove(port, places[0])
    else:
        QTest.keyClick(widget, chance.choice((Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Space)))
