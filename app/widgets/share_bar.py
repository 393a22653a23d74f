"""A thin horizontal bar of a share between 0 and 1, in a colour of its own."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.theme import current

THICKNESS = 8


class ShareBar(QWidget):
    """Shows a number that a label beside it spells out."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._share = 0.0
        self._colour = QColor()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def share(self) -> float:
        return self._share

    def set_share(self, share: float, colour: QColor) -> None:
        self._share, self._colour = share, colour
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(60, THICKNESS + 4)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        theme = current()
        painter = QPainter(self)
        track = QRectF(0.5, (self.height() - THICKNESS) / 2, self.width() - 1, THICKNESS)
        painter.fillRect(track, QColor(theme.raised if not theme.is_dark else theme.field))
        filled = QRectF(track)
        filled.setWidth(track.width() * min(max(self._share, 0.0), 1.0))
        painter.fillRect(filled, self._colour)
        painter.setPen(QColor(theme.line))
        painter.drawRect(track)
        if not self._share:
            return
        painter.setPen(QColor(theme.edge))  # a dark class colour on a dark ground is seen by its edge
        painter.drawRect(filled)
