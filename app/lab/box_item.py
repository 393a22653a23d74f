"""The box on the photo: eight handles, dragged whole by its inside, nudged by the arrow keys. It proposes; the desk decides."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QPainterPath, QPen, QTransform
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsObject,
    QGraphicsSceneHoverEvent,
    QGraphicsSceneMouseEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)

from app.lab.drawing import draw_ideal_box, rect_of
from core.geometry import Box

HANDLE = 9.0
"""Side of a handle in logical pixels; what can be grabbed is a little larger."""
GRAB = 14.0
DECIMALS = 2
"""Dragged edges land on hundredths of a pixel: numbers that can be read out and typed again."""
NUDGE, FINE_NUDGE = 1.0, 0.1
LEAST_SIDE = 0.1

CURSORS = {
    (-1, -1): Qt.CursorShape.SizeFDiagCursor, (1, 1): Qt.CursorShape.SizeFDiagCursor,
    (1, -1): Qt.CursorShape.SizeBDiagCursor, (-1, 1): Qt.CursorShape.SizeBDiagCursor,
    (-1, 0): Qt.CursorShape.SizeHorCursor, (1, 0): Qt.CursorShape.SizeHorCursor,
    (0, -1): Qt.CursorShape.SizeVerCursor, (0, 1): Qt.CursorShape.SizeVerCursor,
    (0, 0): Qt.CursorShape.SizeAllCursor,
}  # fmt: skip
HANDLES = tuple(sides for sides in CURSORS if sides != (0, 0))
"""Which edges a handle moves: -1 left or top, 1 right or bottom, 0 neither. ``(0, 0)`` stands for the whole box."""

ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


@dataclass(frozen=True, slots=True)
class _Drag:
    sides: tuple[int, int]
    start: QPointF
    before: Box


class BoxItem(QGraphicsObject):
    """In continuous image pixels. ``set_box`` shows a box; a person's wishes are signals."""

    dragged = Signal(object)
    """Box: where the pointer wants it, many times in a drag."""
    drag_finished = Signal(object)
    """Box: where it was before the drag."""
    nudged = Signal(object)
    """Box: one arrow key further."""

    def __init__(self, parent: QGraphicsItem | None = None) -> None:
        super().__init__(parent)
        self._box = Box(0, 0, 1, 1)
        self._drag: _Drag | None = None
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsFocusable)
        self.setAcceptHoverEvents(True)
        self.setZValue(10)

    @property
    def box(self) -> Box:
        return self._box

    def set_box(self, box: Box) -> None:
        if box != self._box:
            self.prepareGeometryChange()
            self._box = box
            self.update()

    # -- where things are ----------------------------------------------------------------------------------------------

    def _to_view(self) -> QTransform:
        return self.sceneTransform()

    def _image_px(self, view_px: float) -> float:
        return view_px / max(self._to_view().m11(), 1e-9)

    def handle_at(self, sides: tuple[int, int]) -> QPointF:
        """The middle of a handle in image pixels."""
        box = self._box
        across = {-1: box.x1, 0: (box.x1 + box.x2) / 2, 1: box.x2}
        down = {-1: box.y1, 0: (box.y1 + box.y2) / 2, 1: box.y2}
        return QPointF(across[sides[0]], down[sides[1]])

    def boundingRect(self) -> QRectF:  # noqa: N802
        margin = self._image_px(GRAB)
        return rect_of(self._box).adjusted(-margin, -margin, margin, margin)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        path.addRect(rect_of(self._box))
        half = self._image_px(GRAB) / 2
        for sides in HANDLES:
            middle = self.handle_at(sides)
            path.addRect(QRectF(middle.x() - half, middle.y() - half, 2 * half, 2 * half))
        return path

    def _sides_at(self, point: QPointF) -> tuple[int, int]:
        half = self._image_px(GRAB) / 2
        near = [sides for sides in HANDLES if (self.handle_at(sides) - point).manhattanLength() <= 2 * half]
        if not near:
            return (0, 0)
        return min(near, key=lambda sides: (self.handle_at(sides) - point).manhattanLength())

    # -- painting ------------------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        to_view = painter.worldTransform()
        painter.save()
        painter.setWorldTransform(QTransform())  # lines and handles keep their size on screen
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        draw_ideal_box(painter, to_view.mapRect(rect_of(self._box)))
        focused = self.hasFocus()
        painter.setPen(QPen(QColor("#000000"), 1.0))
        painter.setBrush(QColor("#ffffff") if not focused else QColor("#a79bff"))
        half = HANDLE / 2
        for sides in HANDLES:
            middle = to_view.map(self.handle_at(sides))
            painter.drawRect(QRectF(middle.x() - half, middle.y() - half, HANDLE, HANDLE))
        painter.restore()

    # -- a person's hand -----------------------------------------------------------------------------------------------

    def hoverMoveEvent(self, event: QGraphicsSceneHoverEvent) -> None:  # noqa: N802
        self.setCursor(CURSORS[self._sides_at(event.pos())])

    def mousePressEvent(self, event: QGraphicsSceneMouseEvent) -> None:  # noqa: N802
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        self._drag = _Drag(self._sides_at(event.pos()), event.pos(), self._box)

    def mouseMoveEvent(self, event: QGraphicsSceneMouseEvent) -> None:  # noqa: N802
        if self._drag is not None:
            moved = event.pos() - self._drag.start
            self.dragged.emit(dragged_box(self._drag.before, self._drag.sides, moved.x(), moved.y()))

    def mouseReleaseEvent(self, event: QGraphicsSceneMouseEvent) -> None:  # noqa: ARG002, N802
        drag, self._drag = self._drag, None
        if drag is not None:
            self.drag_finished.emit(drag.before)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        step = ARROWS.get(Qt.Key(event.key()))
        others = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if step is None or others:
            event.ignore()
            return
        far = FINE_NUDGE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else NUDGE
        self.nudged.emit(dragged_box(self._box, (0, 0), step[0] * far, step[1] * far))


def dragged_box(before: Box, sides: tuple[int, int], dx: float, dy: float) -> Box:
    """``before`` with the edges of ``sides`` moved; ``(0, 0)`` moves all four. An edge stops short of the opposite one."""
    if sides == (0, 0):
        dx, dy = round(before.x1 + dx, DECIMALS) - before.x1, round(before.y1 + dy, DECIMALS) - before.y1
        return Box(*(round(edge, 6) for edge in (before.x1 + dx, before.y1 + dy, before.x2 + dx, before.y2 + dy)))
    x1, x2 = _dragged_edges(before.x1, before.x2, sides[0], dx)
    y1, y2 = _dragged_edges(before.y1, before.y2, sides[1], dy)
    return Box(x1, y1, x2, y2)


def _dragged_edges(low: float, high: float, side: int, delta: float) -> tuple[float, float]:
    if side < 0:
        return min(round(low + delta, DECIMALS), high - LEAST_SIDE), high
    if side > 0:
        return low, max(round(high + delta, DECIMALS), low + LEAST_SIDE)
    return low, high
