"""Programs and windows of tests, taken down in order: Python's collector inside Qt's event loop would end widgets in any order."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from app.application import Application
from app.main_window import MainWindow
from app.preferences import Language, Preferences


def dispose(window: MainWindow) -> None:
    window.close()
    window.deleteLater()
    settle()


def take_down(program: Application) -> None:
    """Close a program that never ran, or ran; its threads have ended afterwards, and English is back."""
    program.messages.let_go()
    program.window.close()
    program.close()
    program.session.set_preferences(Preferences(language=Language.ENGLISH))
    dispose(program.window)


def settle() -> None:
    """What is to be deleted is gone."""
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    QApplication.processEvents()
    gc.collect()


@contextmanager
def usual_looks(qapp: QApplication) -> Iterator[None]:
    """A program dresses the whole application; it looks as it did afterwards."""
    palette, sheet = qapp.palette(), qapp.styleSheet()
    try:
        yield
    finally:
        qapp.setPalette(palette)
        qapp.setStyleSheet(sheet)
