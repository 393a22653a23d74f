"""The photo of the fate pane: a box is drawn on it with the mouse, and the boxes of its fate lie around it."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.canvas.box_item import CASING_COLOUR, CASING_WIDTH, LINE_WIDTH
from app.canvas.image_canvas import ImageCanvas, ImagePoint
from core.geometry import Box

LEAST_SIDE = 2.0
"""Photo pixels; a shorter drag is a click that missed."""


class DrawingCanvas(ImageCanvas):
    """While it is set to draw, a drag with the left button makes a box instead of panning."""

    box_drawing = Signal(object)
    """core.geometry.Box in image px, at each step of the drag."""
    box_drawn = Signal(object)
    """core.geometry.Box, once at its end; None when it was too small to be a box."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, rows=())
        self._draws = False
        self._start: ImagePoint | None = None

    def set_drawing(self, draws: bool) -> None:
        self._draws, self._start = draws, None
        self.viewport().setCursor(Qt.CursorShape.CrossCursor if draws else Qt.CursorShape.ArrowCursor)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        point = self.image_point(event.position())
        if not self._draws or event.button() != Qt.MouseButton.LeftButton or point is None:
            super().mousePressEvent(event)
            return
        self._start = point
        event.accept()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._start is None:
            super().mouseMoveEvent(event)
            return
        box = self._box_to(event.position())
        if _is_box(box):
            self.box_drawing.emit(box)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._start is None:
            super().mouseReleaseEvent(event)
            return
        box = self._box_to(event.position())
        self._start = None
        self.box_drawn.emit(box if _is_box(box) else None)

    def _box_to(self, position: QPointF) -> Box:
        """From where the drag began to ``position`` in logical pixels of the viewport, also beyond the photo."""
        assert self._start is not None
        origin, unit = self.position_of(ImagePoint(0, 0)), self.position_of(ImagePoint(1, 1))
        x = (position.x() - origin.x()) / (unit.x() - origin.x())
        y = (position.y() - origin.y()) / (unit.y() - origin.y())
        # Hundredths of a pixel: numbers that can be read out and typed again.
        edges = (min(self._start.x, x), min(self._start.y, y), max(self._start.x, x), max(self._start.y, y))
        return Box(*(round(edge, 2) for edge in edges))


def _is_box(box: Box) -> bool:
    return min(box.width, box.height) >= LEAST_SIDE


@dataclass(frozen=True, slots=True)
class FateBox:
    """A box in image px, its colour, and whether it is dashed."""

    box: Box
    colour: QColor
    dashed: bool


class FateBoxesItem(QGraphicsItem):
    """Boxes in image coordinates whose lines keep their width on screen; they take no mouse."""

    def __init__(self) -> None:
        super().__init__()
        self._boxes: tuple[FateBox, ...] = ()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)

    @property
    def boxes(self) -> tuple[FateBox, ...]:
        return self._boxes

    def set_boxes(self, boxes: tuple[FateBox, ...]) -> None:
        self.prepareGeometryChange()
        self._boxes = boxes
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802
        margin, whole = CASING_WIDTH / max(abs(self.sceneTransform().m11()), 1e-6), QRectF()
        for one in self._boxes:
            whole |= _rect(one.box)
        return whole.adjusted(-margin, -margin, margin, margin)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        ratio = painter.device().devicePixelRatio()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for one in self._boxes:
            style = Qt.PenStyle.DashLine if one.dashed else Qt.PenStyle.SolidLine
            for colour, width, line in ((CASING_COLOUR, CASING_WIDTH, Qt.PenStyle.SolidLine), (one.colour, LINE_WIDTH, style)):
                pen = QPen(colour, width * ratio, line, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin)
                pen.setCosmetic(True)
                painter.setPen(pen)
                painter.drawRect(_rect(one.box))


def _rect(box: Box) -> QRectF:
    return QRectF(box.x1, box.y1, box.width, box.height).normalized()
