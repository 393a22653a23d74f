"""The log as text: what a developer would want to know, to be read and copied."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QLabel, QPlainTextEdit, QWidget

from app.translation import tr
from app.widgets.panel import name
from app.widgets.text_window import TextWindow

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


class LogWindow(TextWindow):
    """``report`` is that of a crash of last time, which stands before the log."""

    def __init__(self, window: QWidget, path: Path, report: str = "") -> None:
        place = QLabel()
        super().__init__(window, place)
        self.place = place
        self._path = path
        self._report = report
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.resize(820, 480)
        self.write()

    def fill(self) -> None:
        log = tail_of(self._path) or tr("Nothing was written yet.")
        title = tr("The program ended unexpectedly last time:")
        self.text.setPlainText(f"{title}\n\n{self._report}\n\n{log}" if self._report else log)

    def write(self) -> None:
        super().write()
        self.setWindowTitle(tr("Log"))
        self.place.setText(tr("The log is {path}.", path=self._path))
        name(self.text, tr("Log"), tr("What happened inside, for a developer to read."))

    def open_fresh(self) -> None:
        """Show it with what the log holds now, its end in sight; before it, the report of a crash of last time."""
        super().open_fresh()
        end = self.text.verticalScrollBar()
        end.setValue(0 if self._report else end.maximum())
