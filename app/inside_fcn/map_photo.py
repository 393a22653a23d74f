"""The session's photo with one map over it: a canvas that follows the photo while it can be seen, and says where the pointer is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen, QShowEvent
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.canvas.class_map_layer import ClassMapLayer
from app.canvas.image_canvas import ImageCanvas, ImagePoint
from app.canvas.layers import CLASS_MAP, LayerRow
from app.inside_fcn.room import FcnRoom
from app.session import Pixel
from core.geometry import HALF_PIXEL
from core.image import ImageDocument

RADIUS, REACH = 7.0, 13.0
"""Logical pixels of a pin: its ring, and how far its hairs reach."""


class PinItem(QGraphicsItem):
    """A ring around one pixel, of the same size at every zoom, dark and light so that it is seen on any photo."""

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
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for colour, width in ((QColor("black"), 3.5), (QColor("white"), 1.5)):
            painter.setPen(QPen(colour, width))
            painter.drawEllipse(QRectF(-RADIUS, -RADIUS, 2 * RADIUS, 2 * RADIUS))
            for x, y in ((1, 0), (-1, 0), (0, 1), (0, -1)):
                painter.drawLine(round(x * RADIUS), round(y * RADIUS), round(x * REACH), round(y * REACH))


class RoomPhoto(ImageCanvas):
    """The session's photo under some layers. A hidden one costs nothing: it catches up with the photo when it is shown."""

    def __init__(self, room: FcnRoom, rows: tuple[LayerRow, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent, rows=rows)
        self._room = room
        self._document: ImageDocument | None = None
        self.pin = PinItem()
        self.add_item(self.pin)
        room.session.document_changed.connect(self._follow)
        room.session.overlays_held_changed.connect(lambda held: self.set_overlays_visible(not held))
        room.intents.fit.connect(self.fit)
        self.hovered.connect(self._point)

    def clear_map(self) -> None:
        """Forget what was drawn over the photo that goes."""
        raise NotImplementedError

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._follow()

    def _follow(self) -> None:
        document = self._room.session.document
        if document is not self._document and self.isVisible():
            self._document = document
            self.pin.put(None)
            self.clear_map()
            self.set_photo(None if document is None else document.rgb)

    def _point(self, point: ImagePoint | None) -> None:
        self._room.intents.point_at.emit(None if point is None else Pixel(int(point.x), int(point.y)))


class MapPhoto(RoomPhoto):
    """The photo with a map of one number for each of its pixels."""

    def __init__(self, room: FcnRoom, parent: QWidget | None = None) -> None:
        self._codes: npt.NDArray[np.uint8] | None = None
        self._table: npt.NDArray[np.uint8] | None = None
        super().__init__(room, (CLASS_MAP,), parent)

    @property
    def map_layer(self) -> ClassMapLayer:
        layer = self.layer(CLASS_MAP.key)
        assert isinstance(layer, ClassMapLayer)
        return layer

    def show_map(self, codes: npt.NDArray[np.uint8], table: npt.NDArray[np.uint8]) -> None:
        """Paint ``codes`` ``(H, W)`` uint8 by ``table`` ``(256, 4)`` RGBA uint8. The same map again costs nothing."""
        if codes is not self._codes:
            self._codes = codes
            self._table = None
            self.map_layer.set_class_map(codes)
        if self._table is None or not np.array_equal(table, self._table):
            self._table = table
            self.map_layer.set_table(table)

    def clear_map(self) -> None:
        self._codes = self._table = None
        self.map_layer.clear()
