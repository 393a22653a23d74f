"""A box over the photo that can be dragged by its body and by eight handles."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPen
from PySide6.QtWidgets import (
    QGraphicsItem,
    QGraphicsObject,
    QGraphicsSceneMouseEvent,
    QStyleOptionGraphicsItem,
    QWidget,
)

from core.geometry import Box

LINE_WIDTH = 2.0
CASING_WIDTH = 4.0
CASING_COLOUR = QColor(0, 0, 0, 120)
"""A wider, translucent line below the box's own sets it off from a photo of the same colour."""

HANDLE_SIZE = 8.0
HANDLE_REACH = 12.0
"""Side of the square that takes the mouse: larger than the one that is drawn. All sizes are logical pixels, at any zoom."""

ROOM_FOR_EDGE_HANDLES = 3 * HANDLE_REACH
"""A shorter side has handles at its corners only, else nothing would be left of the body to drag."""


@dataclass(frozen=True, slots=True)
class Grip:
    """What a drag holds: -1 the lower edge of an axis, 1 the upper one, 0 neither."""

    x: int
    y: int

    @property
    def cursor(self) -> Qt.CursorShape:
        if self.x * self.y:
            return Qt.CursorShape.SizeFDiagCursor if self.x == self.y else Qt.CursorShape.SizeBDiagCursor
        return Qt.CursorShape.SizeHorCursor if self.x else Qt.CursorShape.SizeVerCursor

    def position(self, box: Box) -> QPointF:
        """Where on the box it sits: a corner, or the middle of an edge."""
        return QPointF(
            (box.x1 + box.x2) / 2 + self.x * box.width / 2,
            (box.y1 + box.y2) / 2 + self.y * box.height / 2,
        )

    def dragged(self, box: Box, dx: float, dy: float) -> Box:
        """The box with the held edges moved; an edge dragged past its opposite changes places with it."""
        xs = sorted((box.x1 + dx * (self.x < 0), box.x2 + dx * (self.x > 0)))
        ys = sorted((box.y1 + dy * (self.y < 0), box.y2 + dy * (self.y > 0)))
        return Box(xs[0], ys[0], xs[1], ys[1])


BODY = Grip(0, 0)
GRIPS = tuple(Grip(x, y) for y in (-1, 0, 1) for x in (-1, 0, 1) if x or y)


@dataclass(frozen=True, slots=True)
class _Drag:
    grip: Grip
    box: Box
    pressed_at: QPointF


class BoxItem(QGraphicsObject):
    """A box in the coordinates of its parent, continuous image pixels on a canvas. Lines and handles keep their size on screen.

    Dragging moves by fractions of an image pixel. ``set_box`` is silent: the signals tell what a person did.
    """

    box_changing = Signal(object)
    """core.geometry.Box, at each step of a drag."""
    box_changed = Signal(object)
    """core.geometry.Box, once at the end of a drag that changed it."""

    def __init__(self, box: Box, colour: QColor, parent: QGraphicsItem | None = None) -> None:
        super().__init__(parent)
        self._box = box
        self._colour = colour
        self._drag: _Drag | None = None
        self._handles = [_Handle(grip, self) for grip in GRIPS]
        self._place_handles()
        self.set_editable(True)

    @property
    def box(self) -> Box:
        return self._box

    @property
    def colour(self) -> QColor:
        return self._colour

    def set_box(self, box: Box) -> None:
        if box != self._box:
            self.prepareGeometryChange()
            self._box = box
            self._place_handles()

    def set_colour(self, colour: QColor) -> None:
        self._colour = colour
        self.update()

    def set_editable(self, editable: bool) -> None:
        """Whether there are handles and the body takes the mouse; otherwise clicks and drags go to what lies below."""
        self.setAcceptedMouseButtons(Qt.MouseButton.LeftButton if editable else Qt.MouseButton.NoButton)
        if editable:
            self.setCursor(Qt.CursorShape.SizeAllCursor)
        else:
            self.unsetCursor()
        for handle in self._handles:
            handle.setVisible(editable)

    def has_room_for(self, grip: Grip) -> bool:
        """Whether the handle can be shown: those of the corners always, those of an edge when it is long enough on screen."""
        scale = self.sceneTransform()
        along_x = abs(self._box.width * scale.m11()) >= ROOM_FOR_EDGE_HANDLES
        along_y = abs(self._box.height * scale.m22()) >= ROOM_FOR_EDGE_HANDLES
        return (grip.x != 0 or along_x) and (grip.y != 0 or along_y)

    def begin_drag(self, grip: Grip, event: QGraphicsSceneMouseEvent) -> None:
        self._drag = _Drag(grip, self._box, self.mapFromScene(event.scenePos()))
        event.accept()

    def continue_drag(self, event: QGraphicsSceneMouseEvent) -> None:
        if self._drag is None:
            return
        moved = self.mapFromScene(event.scenePos()) - self._drag.pressed_at
        start = self._drag.box
        if self._drag.grip == BODY:
            box = Box(start.x1 + moved.x(), start.y1 + moved.y(), start.x2 + moved.x(), start.y2 + moved.y())
        else:
            box = self._drag.grip.dragged(start, moved.x(), moved.y())
        if box != self._box:
            self.set_box(box)
            self.box_changing.emit(box)

    def end_drag(self) -> None:
        drag, self._drag = self._drag, None
        if drag is not None and drag.box != self._box:
            self.box_changed.emit(self._box)

    def boundingRect(self) -> QRectF:  # noqa: N802
        margin = CASING_WIDTH / max(abs(self.sceneTransform().m11()), 1e-6)
        return self._rect().adjusted(-margin, -margin, margin, margin)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        path.addRect(self._rect())
        return path

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        # Qt counts a cosmetic pen's width in device pixels.
        ratio = painter.device().devicePixelRatio()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for colour, width in ((CASING_COLOUR, CASING_WIDTH), (self._colour, LINE_WIDTH)):
            pen = QPen(colour, width * ratio, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin)
            pen.setCosmetic(True)
            painter.setPen(pen)
            painter.drawRect(self._rect())

    def mousePressEvent(self, event: QGraphicsSceneMouseEvent) -> None:  # noqa: N802
        self.begin_drag(BODY, event)

    def mouseMoveEvent(self, event: QGraphicsSceneMouseEvent) -> None:  # noqa: N802
        self.continue_drag(event)

    def mouseReleaseEvent(self, event: QGraphicsSceneMouseEvent) -> None:  # noqa: ARG002, N802
        self.end_drag()

    def _rect(self) -> QRectF:
        return QRectF(self._box.x1, self._box.y1, self._box.width, self._box.height).normalized()

    def _place_handles(self) -> None:
        for handle in self._handles:
            handle.setPos(handle.grip.position(self._box))


class _Handle(QGraphicsItem):
    """A square on a corner or an edge, as large on screen at any zoom."""

    def __init__(self, grip: Grip, box_item: BoxItem) -> None:
        super().__init__(box_item)
        self.grip = grip
        self._box_item = box_item
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIgnoresTransformations)
        self.setAcceptedMouseButtons(Qt.MouseButton.LeftButton)
        self.setCursor(grip.cursor)

    def boundingRect(self) -> QRectF:  # noqa: N802
        return QRectF(-HANDLE_REACH / 2, -HANDLE_REACH / 2, HANDLE_REACH, HANDLE_REACH)

    def shape(self) -> QPainterPath:
        path = QPainterPath()
        if self._box_item.has_room_for(self.grip):
            path.addRect(self.boundingRect())
        return path

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        if not self._box_item.has_room_for(self.grip):
            return
        square = QRectF(-HANDLE_SIZE / 2, -HANDLE_SIZE / 2, HANDLE_SIZE, HANDLE_SIZE)
        painter.setPen(QPen(CASING_COLOUR, CASING_WIDTH))
        painter.drawRect(square)
        painter.setPen(QPen(self._box_item.colour, LINE_WIDTH))
        painter.setBrush(Qt.GlobalColor.white)
        painter.drawRect(square)

    def mousePressEvent(self, event: QGraphicsSceneMouseEvent) -> None:  # noqa: N802
        self._box_item.begin_drag(self.grip, event)

    def mouseMoveEvent(self, event: QGraphicsSceneMouseEvent) -> None:  # noqa: N802
        self._box_item.continue_drag(event)

    def mouseReleaseEvent(self, event: QGraphicsSceneMouseEvent) -> None:  # noqa: ARG002, N802
        self._box_item.end_drag()
