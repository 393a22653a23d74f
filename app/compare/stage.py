"""One place of a comparison: a caption that names what is shown and the class under the shared cursor, above a canvas."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QLabel, QVBoxLayout, QWidget

from app.class_view import overlay_table
from app.compare.linking import Link, LinkedCanvas
from app.compare.source import ObjectPicture, Picture
from app.compare.split_layer import HalfLayer
from app.session import Pixel, Session
from app.theme import current
from core.evaluation.difference import Comparison

LEAST_WIDTH = 160
"""Logical pixels; four stand beside each other in the narrowest window."""
NEAR = 8
"""Logical pixels from the divider that still take hold of it."""
VOID_GREY = (128, 128, 128)
SAME_ALPHA = 96


class SwipeCanvas(LinkedCanvas):
    """A press near the divider drags it; anywhere else it pans, as on every canvas."""

    divider_moved = Signal(float)

    def __init__(self, link: Link, parent: QWidget | None = None) -> None:
        self._swiping = False
        super().__init__(link, parent)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        self._swiping = event.button() == Qt.MouseButton.LeftButton and self._near(event)
        if not self._swiping:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._swiping:
            self.divider_moved.emit(event.position().x() / max(self.viewport().width(), 1))
            return
        super().mouseMoveEvent(event)
        if event.buttons() == Qt.MouseButton.NoButton:
            self.viewport().setCursor(Qt.CursorShape.SplitHCursor if self._near(event) else Qt.CursorShape.ArrowCursor)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._swiping:
            self._swiping = False
        else:
            super().mouseReleaseEvent(event)

    def _near(self, event: QMouseEvent) -> bool:
        divider = self.split.divider
        return 0 < divider < 1 and abs(event.position().x() - divider * self.viewport().width()) <= NEAR


class Stage(QWidget):
    """``show_pictures`` puts one or two class maps or sets of objects on the canvas; ``show_codes`` the map of a difference."""

    def __init__(self, session: Session, link: Link, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._titles: tuple[str, ...] = ()
        self._pictures: tuple[Picture | None, ...] = ()
        self._notes: tuple[str, ...] = ()
        self._told: tuple[Picture | None, ...] = ()
        self.caption = QLabel()
        self.caption.setTextFormat(Qt.TextFormat.PlainText)
        self.caption.setContentsMargins(8, 3, 8, 3)
        self.caption.setMinimumWidth(60)
        self.canvas = SwipeCanvas(link)
        self.canvas.setMinimumWidth(LEAST_WIDTH)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.caption)
        column.addWidget(self.canvas, 1)

    def show_pictures(self, titles: tuple[str, ...], pictures: tuple[Picture | None, ...], notes: tuple[str, ...]) -> None:
        """One picture, or two of which the second is right of the divider. ``notes`` say why a picture is not there."""
        self._titles, self._pictures, self._notes = titles, pictures, notes
        halves = (self.canvas.split.first, self.canvas.split.second)
        for half, picture in zip(halves, (*pictures, None), strict=False):
            self._paint(half, picture)
        self.canvas.split.set_opacity(self._session.look.opacity)
        self._speak()
        self.show_pixel(self._session.hover)

    def show_codes(self, titles: tuple[str, ...], pictures: tuple[Picture | None, ...], codes: np.ndarray, note: str) -> None:
        """The comparison of two maps, ``(H, W)`` uint8 of :class:`Comparison`; ``note`` is its sum in words."""
        self._titles, self._pictures, self._notes = titles, pictures, (note,)
        self.canvas.split.first.show_classes(codes, difference_table())
        self.canvas.split.second.clear()
        self.canvas.split.set_divider(1.0)
        self._speak()
        self.show_pixel(self._session.hover)

    def _speak(self) -> None:
        """Name the canvas, and tell what its pictures show; the same ones are not counted again."""
        self.canvas.setAccessibleName(" | ".join(self._titles))
        if self._told != self._pictures or not self.canvas.accessibleDescription():
            self._told = self._pictures
            told = (picture.told() if picture is not None else "" for picture in self._pictures)
            self.canvas.setAccessibleDescription("; ".join(f"{title}: {text}" for title, text in zip(self._titles, told, strict=False)))

    def show_pixel(self, pixel: Pixel | None) -> None:
        """Hairs around the pixel that any canvas is pointed at, and what each picture says there."""
        self.canvas.cursor_item.put(pixel)
        notes = (*self._notes, *[""] * len(self._titles))
        parts = []
        for title, picture, note in zip(self._titles, self._pictures, notes, strict=False):
            said = _said_at(picture, pixel) or note
            parts.append(f"{title}: {said}" if said else title)
        self.caption.setText("   |   ".join(parts))

    def _paint(self, layer: HalfLayer, picture: Picture | None) -> None:
        if picture is None:
            layer.clear()
            return
        session, look = self._session, self._session.look
        if isinstance(picture, ObjectPicture):
            shown = session.instance_look
            layer.show_objects(picture.scene, boxes=shown.boxes, labels=shown.labels)
            return
        view = session.class_views.get(picture.label_set.name) or session.class_view
        layer.show_classes(picture.class_map, overlay_table(picture.label_set, look.palette, view))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        event.ignore()


def _said_at(picture: Picture | None, pixel: Pixel | None) -> str:
    if picture is None or pixel is None:
        return ""
    height, width = picture.ids.shape
    inside = 0 <= pixel.row < height and 0 <= pixel.column < width
    return picture.said(pixel.row, pixel.column) if inside else ""


def difference_table() -> np.ndarray:
    """``(256, 4)`` RGBA uint8: the accent where maps differ, a veil where they are the same, grey where one is void."""
    theme = current()
    table = np.zeros((256, 4), np.uint8)
    accent, stage = QColor(theme.accent), QColor(theme.stage)
    table[Comparison.DIFFERENT] = (accent.red(), accent.green(), accent.blue(), 255)
    table[Comparison.SAME] = (stage.red(), stage.green(), stage.blue(), SAME_ALPHA)
    table[Comparison.VOID] = (*VOID_GREY, 255)
    return table
