"""A person at the window: keys, clicks, drops, and the patience to wait for what they bring."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QImage, QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from app.application import Application
from app.canvas.image_canvas import ImageCanvas, ImagePoint
from app.workflow.engine_host import EngineMaker
from tests.windows import take_down, usual_looks

PATIENCE_MS = 120_000
"""A hang is what takes longer, on however slow a machine."""
NO_KEY, LEFT_BUTTON = Qt.KeyboardModifier.NoModifier, Qt.MouseButton.LeftButton
COPY = Qt.DropAction.CopyAction


@dataclass(frozen=True, slots=True)
class Person:
    program: Application
    qtbot: QtBot

    def wait(self, until: Callable[[], bool]) -> None:
        self.qtbot.waitUntil(until, timeout=PATIENCE_MS)

    def wait_for_results(self) -> None:
        """Classes and objects of the photo on screen, and the objects' masks."""
        session = self.program.session
        self.wait(
            lambda: session.segmentation is not None and session.instance_scene is not None and session.activity is None
            and not session.reading
        )  # fmt: skip

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        """A key on whatever has the keyboard in the window, as the window system delivers it."""
        window = self.program.window
        if not window.isActiveWindow():  # a system gives the keyboard back to it when a dialog closes
            window.activateWindow()
            self.wait(window.isActiveWindow)
        handle = window.windowHandle()
        assert handle is not None
        QTest.keyClick(handle, key, modifiers)

    def hold(self, key: Qt.Key, kind: QEvent.Type) -> None:
        target = QApplication.focusWidget() or self.program.window
        QApplication.sendEvent(target, QKeyEvent(kind, key, NO_KEY, " "))

    def click(self, widget: QWidget, at: QPoint | None = None, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        assert widget.isVisible()
        assert widget.isEnabled()
        QTest.mouseClick(widget, LEFT_BUTTON, modifiers, at or widget.rect().center())

    def click_photo(self, canvas: ImageCanvas, x: float, y: float, modifiers: Qt.KeyboardModifier = NO_KEY) -> None:
        self.click(canvas.viewport(), canvas.position_of(ImagePoint(x, y)).toPoint(), modifiers)

    def point_at(self, canvas: ImageCanvas, x: float, y: float) -> None:
        QTest.mouseMove(canvas.viewport(), QPoint(1, 1))
        QTest.mouseMove(canvas.viewport(), canvas.position_of(ImagePoint(x, y)).toPoint())

    def drag(self, canvas: ImageCanvas, start: QPoint, by: QPoint) -> None:
        port = canvas.viewport()
        QTest.mousePress(port, LEFT_BUTTON, NO_KEY, start)
        for share in (0.3, 0.7, 1.0):
            QTest.mouseMove(port, start + (QPointF(by) * share).toPoint())
        QTest.mouseRelease(port, LEFT_BUTTON, NO_KEY, start + by)

    def drop(self, paths: Sequence[Path]) -> bool:
        """Drag files over the middle of the photo and let go there; whether they were taken."""
        window = self.program.window
        handle, data = window.windowHandle(), QMimeData()
        assert handle is not None
        data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
        pane = window.pane
        place = pane.mapTo(window, pane.rect().center())
        QApplication.sendEvent(handle, QDragEnterEvent(place, COPY, data, LEFT_BUTTON, NO_KEY))
        QApplication.sendEvent(handle, QDragMoveEvent(place, COPY, data, LEFT_BUTTON, NO_KEY))
        dropped = QDropEvent(QPointF(place), COPY, data, LEFT_BUTTON, NO_KEY)
        QApplication.sendEvent(handle, dropped)
        return dropped.isAccepted()

    def sees(self, widget: QWidget) -> QImage:
        return widget.grab().toImage()


@contextmanager
def at_the_window(qapp: QApplication, home: Path, maker: EngineMaker | None = None, **given: object) -> Iterator[Application]:
    """A program with its window shown, with the engine that ``maker`` makes, else the real one; everything is as before afterwards."""
    usual: dict[str, object] = {"inputs": [], "sample": None, "model": None, "device": "cpu", "lang": "en", "exit_after_overlay": False}
    with usual_looks(qapp), pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALFPIXEL_HOME", str(home))
        program = Application(argparse.Namespace(**{**usual, **given}), maker)
        program.window.resize(1280, 800)
        program.window.show()
        program.window.activateWindow()
        try:
            yield program
        finally:
            take_down(program)
