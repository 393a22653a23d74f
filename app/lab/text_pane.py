"""A pane of tables and formulas that follows fast changes without holding them up."""

from __future__ import annotations

import re

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from app.theme import current, tabular

REST_MS = 70
"""Text is laid out when changes pause for so long: tables take tens of milliseconds, which a drag must not wait for."""


class TextPane(QTextBrowser):
    """Subclasses say what to write; it is written only when it can be seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(tabular(self.font()))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setOpenLinks(False)
        self.setLineWrapMode(QTextBrowser.LineWrapMode.NoWrap)  # a formula broken in two cannot be read; a pane can be scrolled
        self.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            | Qt.TextInteractionFlag.LinksAccessibleByMouse | Qt.TextInteractionFlag.LinksAccessibleByKeyboard
        )  # fmt: skip
        self._stale = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._write)

    def page(self) -> str:
        """The HTML to show now."""
        raise NotImplementedError

    def rewrite(self) -> None:
        """What ``page`` would say has changed."""
        self._stale = True
        if self.isVisible():
            self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        if self._stale:
            self._write()

    def _write(self) -> None:
        if not self.isVisible():
            return
        self._stale = False
        across, down = self.horizontalScrollBar().value(), self.verticalScrollBar().value()
        theme = current()
        style = (
            f"<style>td,th{{padding:1px 9px 1px 0;}} th{{text-align:left;font-weight:600;color:{theme.muted};}}"
            f" .m{{color:{theme.muted};}} a{{color:{theme.accent};}}</style>"
        )
        self.setHtml(style + self.page())
        self.horizontalScrollBar().setValue(across)
        self.verticalScrollBar().setValue(down)


def table(rows: list[list[str]], head: list[str] | None = None) -> str:
    """HTML cells as a table; a cell that starts with a number is set right, on its last figure."""
    lines = []
    if head:
        lines.append("<tr>" + "".join(f"<th><nobr>{cell}</nobr></th>" for cell in head) + "</tr>")
    lines.extend("<tr>" + "".join(_cell(cell) for cell in row) + "</tr>" for row in rows)
    return "<table cellspacing='0'>" + "".join(lines) + "</table>"


def _cell(text: str) -> str:
    right = " align='right'" if re.match(r"[+−]?\d", text) else ""
    return f"<td{right}><nobr>{text}</nobr></td>"


def swatch(colour: str) -> str:
    return f"<span style='color:{colour}'>■</span>"
