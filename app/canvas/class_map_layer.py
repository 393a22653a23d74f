"""A class map over the photo: a label image and a table of colours, filled or outlined."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject
from PySide6.QtGui import QImage, QPainter

from app.canvas.label_image import OverlayStyle, banded, casing, coloured, packed, sampled, widths
from app.canvas.layer import Layer
from app.canvas.view_frame import ViewFrame

__all__ = ["ClassMapLayer", "OverlayStyle"]

NUM_LABELS = 256


def _outlined(class_map: NDArray[np.uint8], frame: ViewFrame) -> NDArray[Any]:
    """The label of each visible device pixel, plus 256 in the casing or 512 in the line of an outline."""
    return banded(sampled(class_map, frame, widths(frame)[1]), frame, NUM_LABELS)


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
        self._codes: NDArray[Any] = np.zeros((0, 0), dtype=np.uint8)
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
            self._coloured = coloured(self._codes, self._tables[self._style])
        painter.setOpacity(self.opacity)
        painter.drawImage(frame.x.visible.start, frame.y.visible.start, self._coloured)
        painter.setOpacity(1.0)
        return True

    def _recolour(self) -> None:
        self._coloured = None
        self.changed.emit()

    def _set_packed(self, table: NDArray[np.uint8]) -> None:
        line = packed(table)
        # One block for each number of bands: in none, in the casing, in the line.
        self._tables = {
            OverlayStyle.FILL: line,
            OverlayStyle.OUTLINE: np.concatenate([np.zeros_like(line), packed(casing(table)), line]),
        }

    def _look_at(self, class_map: NDArray[np.uint8], frame: ViewFrame) -> None:
        if self._looked_at != (frame, self._style):
            self._codes = sampled(class_map, frame, 0) if self._style is OverlayStyle.FILL else _outlined(class_map, frame)
            self._looked_at = (frame, self._style)
            self._coloured = None
