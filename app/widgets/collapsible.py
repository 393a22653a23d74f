"""A part of a panel that opens under its title."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget


class Collapsible(QWidget):
    """``content`` is hidden until the title is clicked, or Space is pressed on it."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = QToolButton()
        self.title.setCheckable(True)
        self.title.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.title.setIconSize(QSize(10, 10))
        self.title.setStyleSheet(
            "QToolButton, QToolButton:checked { background: transparent; border: 1px solid transparent; padding: 1px 0px; }"
            "QToolButton:focus { border-color: palette(highlight); }"
        )
        self._content = content
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self.title)
        column.addWidget(content)
        self.title.toggled.connect(self._show)
        self._show(False)

    @property
    def is_open(self) -> bool:
        return self.title.isChecked()

    def set_texts(self, text: str, tip: str) -> None:
        self.title.setText(text)
        self.title.setAccessibleName(text)
        self.title.setToolTip(tip)

    def set_open(self, opened: bool) -> None:
        self.title.setChecked(opened)

    def _show(self, opened: bool) -> None:
        self._content.setVisible(opened)
        self.title.setArrowType(Qt.ArrowType.DownArrow if opened else Qt.ArrowType.RightArrow)
