"""Layers of cells over a photo: heat maps and the lines between cells.

They are painted in device pixels and kept as a picture until the view changes, so that pointing and choosing cost no redraw.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPen

from app.canvas.layer import Layer
from app.canvas.view_frame import ViewFrame
from app.colours import image_of
from core.geometry import Box, PlaneMap

GRID_FROM = 8.0
"""Device pixels from which cells are told apart by lines."""


class KeptLayer(Layer):
    """Keeps what ``draw`` painted as a picture until the view or the content changes."""

    def __init__(self) -> None:
        super().__init__()
        self._shape: tuple[int, int] | None = None
        self._drawn: tuple[ViewFrame, QImage] | None = None

    def fill(self, image_shape: tuple[int, int] | None) -> None:
        """There is new content, for a photo of ``(height, width)``; None for no content."""
        self._shape = image_shape
        self._drawn = None
        self.changed.emit()

    def clear(self) -> None:
        if self._shape is not None:
            self.fill(None)

    def draw(self, painter: QPainter, frame: ViewFrame) -> None:
        """Paint the content in device pixels, without antialiasing: upright lines need none, and it is slow."""
        raise NotImplementedError

    def paint(self, painter: QPainter, frame: ViewFrame) -> bool:
        if self._shape != frame.image_shape:
            return False
        if self._drawn is None or self._drawn[0] != frame:
            self._drawn = (frame, self._picture(frame))
        painter.setOpacity(self.opacity)
        painter.drawImage(0, 0, self._drawn[1])
        painter.setOpacity(1.0)
        return True

    def _picture(self, frame: ViewFrame) -> QImage:
        picture = QImage(max(frame.x.window, 1), max(frame.y.window, 1), QImage.Format.Format_ARGB32_Premultiplied)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.draw(painter, frame)
        painter.end()
        return picture


def device_rect(box: Box, frame: ViewFrame) -> QRectF:
    mapped = frame.to_device.box(box)
    return QRectF(mapped.x1, mapped.y1, mapped.width, mapped.height)


def draw_grid(painter: QPainter, frame: ViewFrame, cell_to_image: PlaneMap, shape: tuple[int, int], colour: QColor) -> None:
    """Lines between cells, where they are far enough apart to be told apart."""
    to_device = cell_to_image.then(frame.to_device)
    if to_device.x.scale < GRID_FROM * frame.pixel_ratio:
        return
    rows, columns = shape
    painter.setPen(QPen(colour, 1))
    left, right = to_device.x(0), to_device.x(columns)
    top, bottom = to_device.y(0), to_device.y(rows)
    first, last = _seen_cells(to_device.x.scale, to_device.x.shift, columns, frame.x.window)
    painter.drawLines([QLineF(to_device.x(i), top, to_device.x(i), bottom) for i in range(first, last + 1)])
    first, last = _seen_cells(to_device.y.scale, to_device.y.shift, rows, frame.y.window)
    painter.drawLines([QLineF(left, to_device.y(i), right, to_device.y(i)) for i in range(first, last + 1)])


def _seen_cells(scale: float, shift: float, cells: int, window: int) -> tuple[int, int]:
    return max(math.floor(-shift / scale), 0), min(math.ceil((window - shift) / scale), cells)


class HeatLayer(KeptLayer):
    """One number for each cell of a pyramid level, as colours, within the photo; with faint ``lines`` between cells, or without."""

    def __init__(self, *, lines: bool = True) -> None:
        super().__init__()
        self._lines = lines
        self._cells = QImage()
        self._to_image: PlaneMap | None = None

    def set_cells(self, rgb: npt.NDArray[np.uint8], cell_to_image: PlaneMap, image_shape: tuple[int, int]) -> None:
        """``rgb`` is ``(h, w, 3)`` uint8."""
        self._cells, self._to_image = image_of(rgb), cell_to_image
        self.fill(image_shape)

    def draw(self, painter: QPainter, frame: ViewFrame) -> None:
        if self._to_image is None:
            return
        rows, columns = self._cells.height(), self._cells.width()
        height, width = frame.image_shape
        painter.setClipRect(device_rect(Box(0, 0, width, height), frame))
        painter.drawImage(device_rect(self._to_image.box(Box(0, 0, columns, rows)), frame), self._cells)
        if self._lines:
            draw_grid(painter, frame, self._to_image, (rows, columns), QColor(255, 255, 255, 50))
