"""The log as text: what a developer would want to know, to be read and copied."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from app.translation import tr
from app.widgets.panel import name

TAIL_BYTES = 200_000


def tail_of(path: Path, most: int = TAIL_BYTES) -> str:
    """The last ``most`` bytes of a text file, from a whole line on; "" when it cannot be read."""
    try:
        with path.open("rb") as stream:
            size = stream.seek(0, 2)
            stream.seek(max(size - most, 0))
            content = stream.read()
    except OSError:
        return ""
    if size > most:
        content = content[content.find(b"\n") + 1 :]
    return content.decode("utf-8", errors="replace")


class LogWindow(QDialog):
    """Beside the window until it is closed; ``open_fresh`` reads the log again."""

    def __init__(self, window: QWidget, path: Path, report: str = "") -> None:
        super().__init__(window)
        self._path = path
        self._report = report
        self.place = QLabel()
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.copy = QPushButton()
        self.copy.clicked.connect(self._copy)
        buttons = QDialogButtonBox()
        self.done_button = buttons.addButton(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self.copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.close)
        column = QVBoxLayout(self)
        for part in (self.place, self.text, buttons):
            column.addWidget(part)
        self.resize(820, 480)
        self._write()

    def open_fresh(self) -> None:
        """Show it with what the log holds now, its end in sight; before it, the report of a crash of last time."""
        self._write()
        self._fill()
        end = self.text.verticalScrollBar()
        end.setValue(0 if self._report else end.maximum())
        self.show()
        self.raise_()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self.isVisible():
            self._write()
            self._fill()

    def _fill(self) -> None:
        log = tail_of(self._path) or tr("Nothing was written yet.")
        title = tr("The program ended unexpectedly last time:")
        self.text.setPlainText(f"{title}\n\n{self._report}\n\n{log}" if self._report else log)

    def _write(self) -> None:
        self.setWindowTitle(tr("Log"))
        self.place.setText(tr("The log is {path}.", path=self._path))
        name(self.text, tr("Log"), tr("What happened inside, for a developer to read."))
        self.copy.setText(tr("Copy all"))
        name(self.done_button, self.done_button.text(), tr("Close this window."))
        name(self.copy, tr("Copy all"), tr("Put the whole text on the clipboard."))

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.toPlainText())
