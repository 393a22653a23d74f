"""The box on the photo as the lab shows it: dashed in black and white, and nudged by the arrow keys."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QPainter, QTransform
from PySide6.QtWidgets import QGraphicsItem, QGraphicsSceneMouseEvent, QStyleOptionGraphicsItem, QWidget

from app.canvas.box_item import BoxItem, Grip
from app.lab.drawing import draw_ideal_box, rect_of
from core.geometry import Box

NUDGE, FINE_NUDGE = 1.0, 0.1
"""Photo pixels that an arrow key moves the box by; the second with Shift."""

ARROWS = {Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1)}


class IdealBoxItem(BoxItem):
    nudged = Signal(object)
    """core.geometry.Box, one arrow key further."""

    def __init__(self, parent: QGraphicsItem | None = None) -> None:
        super().__init__(Box(0, 0, 1, 1), QColor(0, 0, 0), parent)
        self.setFlag(QGraphicsItem.GraphicsItemFlag.ItemIsFocusable)
        self.setZValue(10)

    def begin_drag(self, grip: Grip, event: QGraphicsSceneMouseEvent) -> None:
        self.setFocus(Qt.FocusReason.MouseFocusReason)
        super().begin_drag(grip, event)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        to_view = painter.worldTransform()
        painter.save()
        painter.setWorldTransform(QTransform())  # dashes keep their size on screen
        painter.setClipRect(painter.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        draw_ideal_box(painter, to_view.mapRect(rect_of(self.box)))
        painter.restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        arrow = ARROWS.get(Qt.Key(event.key()))
        others = event.modifiers() & ~(Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.KeypadModifier)
        if arrow is None or others:
            event.ignore()
            return
        far = FINE_NUDGE if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else NUDGE
        self.nudged.emit(moved_exactly(self.box, arrow[0] * far, arrow[1] * far))


def moved_exactly(box: Box, dx: float, dy: float) -> Box:
    """Decimal steps stay decimal: ten nudges of 0.1 are 1, not 0.9999999999999999."""
    return Box(*(round(edge, 9) for edge in (box.x1 + dx, box.y1 + dy, box.x2 + dx, box.y2 + dy)))
