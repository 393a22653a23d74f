"""The shared cursor: hairs around the pixel that the pointer is over in any of the canvases."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.session import Pixel
from core.geometry import HALF_PIXEL

GAP, REACH = 4.0, 12.0
"""Logical pixels from the pixel's centre to where a hair begins and ends."""


class CursorItem(QGraphicsItem):
    """Of one size at every zoom, white on black so that it is seen on any photo."""

    def __init__(self) -> None:
        super().__init__()
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.hide()

    def put(self, pixel: Pixel | None) -> None:
        self.setVisible(pixel is not None)
        if pixel is not None:
            self.setPos(pixel.column + HALF_PIXEL, pixel.row + HALF_PIXEL)

    def boundingRect(self) -> QRectF:  # noqa: N802
        return QRectF(-REACH - 2, -REACH - 2, 2 * REACH + 4, 2 * REACH + 4)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        for colour, width in ((QColor("black"), 3.0), (QColor("white"), 1.2)):
            painter.setPen(QPen(colour, width))
            for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                painter.drawLine(round(x * GAP), round(y * GAP), round(x * REACH), round(y * REACH))
