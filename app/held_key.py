"""Space, for as long as it is held, hides the overlays."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QAbstractSpinBox, QApplication, QComboBox, QLineEdit, QWidget

from app.intents import Intents

USES_SPACE = (QAbstractButton, QAbstractItemView, QAbstractSpinBox, QComboBox, QLineEdit)
"""Controls that do something with Space themselves, when a person has moved the focus there."""


class HeldKey(QObject):
    """Watches the application's keys; says ``hold_overlays(True)`` on press, ``False`` on release or when the window loses the keyboard."""

    def __init__(self, window: QWidget, intents: Intents) -> None:
        super().__init__(window)
        self._window = window
        self._intents = intents
        self._held = False
        application = QGuiApplication.instance()
        assert application is not None
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.WindowDeactivate and watched is self._window:
            self._set_held(False)
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space and isinstance(watched, QWidget):
            return self._space(event, watched)
        return False

    def _space(self, event: QKeyEvent, watched: QWidget) -> bool:
        if event.type() == QEvent.Type.KeyRelease:
            was_held = self._held
            if not event.isAutoRepeat():
                self._set_held(False)
            return was_held
        if event.type() != QEvent.Type.KeyPress or event.modifiers() != Qt.KeyboardModifier.NoModifier:
            return False
        if watched.window() is not self._window or isinstance(QApplication.focusWidget(), USES_SPACE):
            return False
        self._set_held(True)
        return True

    def _set_held(self, held: bool) -> None:
        if held is not self._held:
            self._held = held
            self._intents.hold_overlays.emit(held)
