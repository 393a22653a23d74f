"""A flat button that shows an icon and leaves the keyboard where it is when clicked."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QToolButton, QWidget


class IconButton(QToolButton):
    """Give it a tooltip and an accessible name: it has no text."""

    def __init__(self, icon: QIcon, size: QSize, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setIcon(icon)
        self.setIconSize(size)
        self.setAutoRaise(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
