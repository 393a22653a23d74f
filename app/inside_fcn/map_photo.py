"""The session's photo with one map over it: a canvas that follows the photo while it can be seen, and says where the pointer is."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QWidget

from app.canvas.class_map_layer import ClassMapLayer
from app.canvas.image_canvas import ImageCanvas, ImagePoint
from app.canvas.layers import CLASS_MAP, LayerRow
from app.canvas.pixel_marks import PinItem
from app.inside_fcn.room import FcnRoom
from app.session import Pixel
from core.image import ImageDocument


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
