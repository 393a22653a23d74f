"""Two class maps or sets of objects in one place: the first to the left of a divider, the second to the right of it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QColor, QPainter

from app.canvas.class_map_layer import ClassMapLayer
from app.canvas.instance_layer import InstanceLayer
from app.canvas.label_image import OverlayStyle
from app.canvas.layer import Layer
from app.canvas.layers import LayerRow
from app.canvas.view_frame import ViewFrame
from app.translation import mark
from core.maskrcnn.scene import InstanceScene

CASING, LINE = 3, 1
"""Logical pixels of the divider, black under white, so that it is seen on any photo."""


class HalfLayer(Layer):
    """A class map or the objects of a photo, whichever was shown last."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.classes, self.objects = ClassMapLayer(self), InstanceLayer(self)
        for layer in (self.classes, self.objects):
            layer.changed.connect(self.changed)

    def show_classes(self, class_map: NDArray[np.uint8], table: NDArray[np.uint8]) -> None:
        """As :class:`ClassMapLayer` takes them."""
        self.objects.clear()
        self.classes.set_table(table)
        self.classes.set_class_map(class_map)

    def show_objects(self, scene: InstanceScene, *, boxes: bool, labels: bool) -> None:
        self.classes.clear()
        self.objects.set_shown(boxes=boxes, labels=labels)
        if scene is not self.objects.scene:
            self.objects.set_scene(scene)

    def set_opacity(self, opacity: float) -> None:
        for layer in (self.classes, self.objects):
            layer.set_opacity(opacity)
        super().set_opacity(opacity)

    def set_style(self, style: OverlayStyle) -> None:
        self.classes.set_style(style)
        self.objects.set_style(style)

    def clear(self) -> None:
        self.classes.clear()
        self.objects.clear()

    def paint(self, painter: QPainter, frame: ViewFrame) -> bool:
        return self.classes.paint(painter, frame) or self.objects.paint(painter, frame)


class SplitLayer(Layer):
    """``divider`` is a share of the window's width: 1 shows the first map alone, 0 the second. Both stay sampled, so moving it is cheap."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.first, self.second = HalfLayer(self), HalfLayer(self)
        self._divider = 1.0
        for half in (self.first, self.second):
            half.changed.connect(self.changed)

    @property
    def divider(self) -> float:
        return self._divider

    def set_divider(self, share: float) -> None:
        share = min(max(share, 0.0), 1.0)
        if share != self._divider:
            self._divider = share
            self.changed.emit()

    def set_opacity(self, opacity: float) -> None:
        for half in (self.first, self.second):
            half.set_opacity(opacity)
        super().set_opacity(opacity)

    def set_style(self, style: OverlayStyle) -> None:
        for half in (self.first, self.second):
            half.set_style(style)

    def clear(self) -> None:
        self.first.clear()
        self.second.clear()

    def paint(self, painter: QPainter, frame: ViewFrame) -> bool:
        edge, width, height = round(self._divider * frame.x.window), frame.x.window, frame.y.window
        painted = False
        for half, area in ((self.first, QRect(0, 0, edge, height)), (self.second, QRect(edge, 0, width - edge, height))):
            if not area.isEmpty():
                painter.save()
                painter.setClipRect(area)
                painted |= half.paint(painter, frame)
                painter.restore()
        if 0 < self._divider < 1:
            for colour, thick in ((QColor(0, 0, 0, 160), CASING), (QColor("white"), LINE)):
                thick = max(round(thick * frame.pixel_ratio), 1)
                painter.fillRect(QRect(edge - thick // 2, 0, thick, height), colour)
        return painted


SPLIT = LayerRow("split", mark("Compared class maps"), SplitLayer)
