"""A class map over the photo: a label image and a table of colours, filled or outlined."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage, QPainter

from app.canvas.layer import Layer
from app.canvas.photo import pixels_of, sample
from app.canvas.view_frame import FrameAxis, Span, ViewFrame

OUTLINE_PX = 2
"""Width of an outline in device pixels, drawn on the inner side of each region."""


class OverlayStyle(Enum):
    FILL = "fill"
    OUTLINE = "outline"


@dataclass(frozen=True, slots=True, eq=False)
class _Sampled:
    """The labels under each visible device pixel, and where outlines run among them; both ``(rows, columns)``."""

    frame: ViewFrame
    labels: NDArray[np.uint8]
    outline: NDArray[np.bool_]


def _widened(axis: FrameAxis, margin: int) -> NDArray[np.intp]:
    visible = axis.visible
    return axis.indices(Span(visible.start - margin, visible.stop + margin))


def outline_of(labels: NDArray[np.uint8], width: int) -> NDArray[np.bool_]:
    """Where a label differs from one at most ``width`` pixels left, right, above or below.

    ``labels`` is ``(h + 2 * width, w + 2 * width)``: the result, ``(h, w)``, leaves out the margin.
    """
    inner = labels[width:-width, width:-width]
    outline = np.zeros(inner.shape, dtype=np.bool_)
    height, across = inner.shape
    for step in range(1, width + 1):
        for offset in (width - step, width + step):
            outline |= labels[offset : offset + height, width:-width] != inner
            outline |= labels[width:-width, offset : offset + across] != inner
    return outline


def _packed(table: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """RGBA ``(256, 4)`` as premultiplied 0xAARRGGBB ``(256,)``."""
    wide = table.astype(np.uint32)
    alpha = wide[:, 3]
    red, green, blue = ((wide[:, channel] * alpha + 127) // 255 for channel in range(3))
    return (alpha << 24) | (red << 16) | (green << 8) | blue


class ClassMapLayer(Layer):
    """Labels are sampled, never averaged: each device pixel has the colour of the label under its centre.

    Sampling happens once per view; a new table, opacity or style only looks colours up again.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._class_map: NDArray[np.uint8] | None = None
        self._table = np.zeros(256, dtype=np.uint32)
        self._style = OverlayStyle.FILL
        self._sampled: _Sampled | None = None
        self._coloured: QImage | None = None

    @property
    def style(self) -> OverlayStyle:
        return self._style

    def set_class_map(self, class_map: NDArray[np.uint8] | None) -> None:
        """Show ``class_map``, ``(height, width)`` of the photo; it is kept, not copied. Raises ValueError on another kind of array."""
        if class_map is not None and (class_map.dtype != np.uint8 or class_map.ndim != 2):
            raise ValueError(f"a class map is (height, width) uint8, not {class_map.shape} {class_map.dtype}")
        self._class_map = class_map
        self._sampled = None
        self._recolour()

    def set_table(self, table: NDArray[np.uint8]) -> None:
        """Colour label ``i`` as ``table[i]``, RGBA; alpha 0 hides it. Raises ValueError unless ``table`` is (256, 4) uint8."""
        if table.dtype != np.uint8 or table.shape != (256, 4):
            raise ValueError(f"a colour table is (256, 4) uint8, not {table.shape} {table.dtype}")
        self._table = _packed(table)
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
        if self._coloured is None or self._sampled is None or self._sampled.frame != frame:
            self._coloured = self._colour(self._sample(self._class_map, frame))
        painter.setOpacity(self.opacity)
        painter.drawImage(frame.x.visible.start, frame.y.visible.start, self._coloured)
        painter.setOpacity(1.0)
        return True

    def _recolour(self) -> None:
        self._coloured = None
        self.changed.emit()

    def _sample(self, class_map: NDArray[np.uint8], frame: ViewFrame) -> _Sampled:
        if self._sampled is None or self._sampled.frame != frame:
            rows, columns = _widened(frame.y, OUTLINE_PX), _widened(frame.x, OUTLINE_PX)
            labels = np.empty((len(rows), len(columns)), dtype=np.uint8)
            sample(class_map, rows, columns, labels)
            inner = labels[OUTLINE_PX:-OUTLINE_PX, OUTLINE_PX:-OUTLINE_PX]
            self._sampled = _Sampled(frame, inner, outline_of(labels, OUTLINE_PX))
        return self._sampled

    def _colour(self, sampled: _Sampled) -> QImage:
        height, width = sampled.labels.shape
        image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
        pixels = pixels_of(image)
        np.take(self._table, sampled.labels, out=pixels, mode="clip")
        if self._style is OverlayStyle.OUTLINE:
            pixels *= sampled.outline
        return image
