"""A window of text to be read and copied, beside the main window until it is closed."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.translation import tr
from app.widgets.panel import name


class TextWindow(QDialog):
    """A line above a text. Who makes one writes its words in ``write`` and its text in ``fill``; both come again with a new language."""

    def __init__(self, window: QWidget, head: QLabel) -> None:
        super().__init__(window)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.copy = QPushButton()
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.whole()))
        buttons = QDialogButtonBox()
        self.done_button = buttons.addButton(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        for part in (head, self.text, buttons):
            column.addWidget(part)

    def whole(self) -> str:
        """What is copied."""
        return self.text.toPlainText()

    def fill(self) -> None:
        """Read the text anew."""

    def write(self) -> None:
        """The words of the window in its language."""
        self.copy.setText(tr("Copy all"))
        name(self.done_button, self.done_button.text(), tr("Close this window."))
        name(self.copy, tr("Copy all"), tr("Put the whole text on the clipboard."))

    def open_fresh(self) -> None:
        """Show it with what there is to read now."""
        self.write()
        self.fill()
        self.show()
        self.raise_()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self.isVisible():
            self.write()
            self.fill()
