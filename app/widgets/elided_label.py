"""A label that says with an ellipsis where its lines go on; its tooltip has them whole."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget


class ElidedLabel(QLabel):
    """Plain text, a line for each of its own. As narrow as ``least`` logical pixels; ``text()`` is whole."""

    def __init__(self, least: int, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setMinimumWidth(least)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    @property
    def shown(self) -> tuple[str, ...]:
        """The lines as there is room for them."""
        metrics, width = self.fontMetrics(), self.contentsRect().width()
        return tuple(metrics.elidedText(line, Qt.TextElideMode.ElideRight, width) for line in self.text().split("\n"))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        painter, room, step = QPainter(self), self.contentsRect(), self.fontMetrics().lineSpacing()
        painter.setPen(self.palette().color(self.foregroundRole()))
        lines = self.shown
        top = room.top() + max(room.height() - step * len(lines), 0) // 2
        for place, line in enumerate(lines):
            area = QRect(room.left(), top + place * step, room.width(), step)
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, line)
