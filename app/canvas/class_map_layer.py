"""A class map over the photo: a label image and a table of colours, filled or outlined."""

from __future__ import annotations

from enum import Enum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage, QPainter

from app.canvas.layer import Layer
from app.canvas.outline import boundary_bands
from app.canvas.photo import pixels_of, sample
from app.canvas.view_frame import FrameAxis, Span, ViewFrame
from core.geometry import round_half_away

LINE_WIDTH = 1.5
"""Logical pixels of an outline, in the colour of its class, on the inner side of each region."""

CASING_WIDTH = 1.0
"""Logical pixels of the black or white line along it, which sets off a dark outline from a dark photo."""

CASING_ALPHA = 140


class OverlayStyle(Enum):
    FILL = "fill"
    OUTLINE = "outline"


def _sampled(class_map: NDArray[np.uint8], frame: ViewFrame, margin: int) -> NDArray[np.uint8]:
    """The label under the centre of each visible device pixel and of ``margin`` more on each side, the border's beyond the image."""
    rows, columns = _widened(frame.y, margin), _widened(frame.x, margin)
    labels = np.empty((len(rows), len(columns)), dtype=np.uint8)
    sample(class_map, rows, columns, labels)
    return labels


def _widened(axis: FrameAxis, margin: int) -> NDArray[np.intp]:
    visible = axis.visible
    return axis.indices(Span(visible.start - margin, visible.stop + margin))


def _outlined(class_map: NDArray[np.uint8], frame: ViewFrame) -> NDArray[np.uint16]:
    """The label of each visible device pixel, plus 256 in the casing or 512 in the line of an outline."""
    line = max(round_half_away(LINE_WIDTH * frame.pixel_ratio), 1)
    reach = line + max(round_half_away(CASING_WIDTH * frame.pixel_ratio), 1)
    labels = _sampled(class_map, frame, reach)
    codes = boundary_bands(labels, (line, reach)).astype(np.uint16)
    codes <<= 8
    codes |= labels[reach:-reach, reach:-reach]
    return codes


def _packed(table: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """RGBA ``(n, 4)`` as premultiplied 0xAARRGGBB ``(n,)``."""
    wide = table.astype(np.uint32)
    alpha = wide[:, 3]
    red, green, blue = ((wide[:, channel] * alpha + 127) // 255 for channel in range(3))
    return ((alpha << 24) | (red << 16) | (green << 8) | blue).astype(np.uint32)


def _casing(table: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """For each colour black or white, whichever is farther from it in luma (ITU-R BT.601); hidden where the colour is."""
    luma = table[:, :3] @ np.array([0.299, 0.587, 0.114])
    casing = np.empty_like(table)
    casing[:, :3] = np.where(luma < 128, 255, 0)[:, np.newaxis]
    casing[:, 3] = table[:, 3].astype(np.uint16) * CASING_ALPHA // 255
    return casing


class ClassMapLayer(Layer):
    """Labels are sampled, never averaged: each device pixel has the colour of the label under its centre.

    Sampling happens once per view and style; a new table only looks colours up again, a new opacity not even that.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._class_map: NDArray[np.uint8] | None = None
        self._set_packed(np.zeros((256, 4), dtype=np.uint8))
        self._style = OverlayStyle.FILL
        self._looked_at: tuple[ViewFrame, OverlayStyle] | None = None
        self._codes: NDArray[np.uint8] | NDArray[np.uint16] = np.zeros((0, 0), dtype=np.uint8)
        self._coloured: QImage | None = None

    @property
    def style(self) -> OverlayStyle:
        return self._style

    def set_class_map(self, class_map: NDArray[np.uint8] | None) -> None:
        """Show ``class_map``, ``(height, width)`` of the photo; it is kept, not copied. Raises ValueError on another kind of array."""
        if class_map is not None and (class_map.dtype != np.uint8 or class_map.ndim != 2):
            raise ValueError(f"a class map is (height, width) uint8, not {class_map.shape} {class_map.dtype}")
        self._class_map = class_map
        self._looked_at = None
        self._recolour()

    def set_table(self, table: NDArray[np.uint8]) -> None:
        """Colour label ``i`` as ``table[i]``, RGBA; alpha 0 hides it. Raises ValueError unless ``table`` is (256, 4) uint8."""
        if table.dtype != np.uint8 or table.shape != (256, 4):
            raise ValueError(f"a colour table is (256, 4) uint8, not {table.shape} {table.dtype}")
        self._set_packed(table)
        self._recolour()

    def set_style(self, style: OverlayStyle) -> None:
        if style is not self._style:
            self._style = style
            self._recolour()

    def clear(self) -> None:
        if self._class_map is not None:
            self.set_class_map(None)

    def paint(self, painter: QPainter, frame: ViewFrame) -> bool:
        if self._class_map is None or self._class_map.shape != frame.image_shape:
            return False
        if not len(frame.x.visible) or not len(frame.y.visible):
            return False
        self._look_at(self._class_map, frame)
        if self._coloured is None:
            self._coloured = self._colour()
        painter.setOpacity(self.opacity)
        painter.drawImage(frame.x.visible.start, frame.y.visible.start, self._coloured)
        painter.setOpacity(1.0)
        return True

    def _recolour(self) -> None:
        self._coloured = None
        self.changed.emit()

    def _set_packed(self, table: NDArray[np.uint8]) -> None:
        line = _packed(table)
        # One block for each number of bands: in none, in the casing, in the line.
        self._tables = {
            OverlayStyle.FILL: line,
            OverlayStyle.OUTLINE: np.concatenate([np.zeros_like(line), _packed(_casing(table)), line]),
        }

    def _look_at(self, class_map: NDArray[np.uint8], frame: ViewFrame) -> None:
        if self._looked_at != (frame, self._style):
            self._codes = _sampled(class_map, frame, 0) if self._style is OverlayStyle.FILL else _outlined(class_map, frame)
            self._looked_at = (frame, self._style)
            self._coloured = None

    def _colour(self) -> QImage:
        height, width = self._codes.shape
        image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        np.take(self._tables[self._style], self._codes, out=pixels_of(image), mode="clip")
        return image
