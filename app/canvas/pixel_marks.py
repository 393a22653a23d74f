"""Marks at one pixel of the photo, of one size at every zoom, dark and light so that they are seen on any photo."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.session import Pixel
from core.geometry import HALF_PIXEL

WIDEST = 3.5
"""The widest pen."""


class PixelMark(QGraphicsItem):
    """Hairs in logical pixels that begin ``gap`` from the pixel's centre and end ``reach`` from it; hidden while there is no pixel."""

    def __init__(self, gap: float, reach: float) -> None:
        super().__init__()
        self._gap, self._reach = gap, reach
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.hide()

    def put(self, pixel: Pixel | None) -> None:
        self.setVisible(pixel is not None)
        if pixel is not None:
            self.setPos(pixel.column + HALF_PIXEL, pixel.row + HALF_PIXEL)

    def boundingRect(self) -> QRectF:  # noqa: N802
        side = self._reach + WIDEST / 2
        return QRectF(-side, -side, 2 * side, 2 * side)

    def _draw_hairs(self, painter: QPainter, colour: str, width: float) -> None:
        painter.setPen(QPen(QColor(colour), width))
        for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
            painter.drawLine(round(x * self._gap), round(y * self._gap), round(x * self._reach), round(y * self._reach))


class CursorItem(PixelMark):
    """The shared cursor: hairs around the pixel that the pointer is over in any of several canvases."""

    def __init__(self) -> None:
        super().__init__(gap=4.0, reach=12.0)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        self._draw_hairs(painter, "black", 3.0)
        self._draw_hairs(painter, "white", 1.2)


class PinItem(PixelMark):
    """A ring with hairs around a pixel that stays chosen."""

    RADIUS = 7.0

    def __init__(self) -> None:
        super().__init__(gap=self.RADIUS, reach=13.0)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in (("black", WIDEST), ("white", 1.5)):
            self._draw_hairs(painter, colour, width)
            painter.drawEllipse(QRectF(-self.RADIUS, -self.RADIUS, 2 * self.RADIUS, 2 * self.RADIUS))
