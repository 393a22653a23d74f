"""A switch of a few exclusive choices, side by side."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from app.theme import Theme, current

RADIUS = 5.0
STRIPE = 3


class Segment(QAbstractButton):
    """One choice. ``stripe`` says which of the theme's stream colours marks it, None for none."""

    def __init__(self, value: Any, stripe: int | None, parent: QWidget) -> None:
        super().__init__(parent)
        self.value = value
        self._stripe = stripe
        self.ends = (False, False)
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:  # noqa: N802
        metrics = self.fontMetrics()
        return QSize(metrics.horizontalAdvance(self.text()) + 20, metrics.height() + 12)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return self.sizeHint()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        theme = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shape = self._shape()
        painter.fillPath(shape, QColor(self._ground(theme)))
        painter.setPen(QPen(QColor(theme.accent if self.isChecked() and self.isEnabled() else theme.line), 1))
        painter.drawPath(shape)
        if self._stripe is not None:
            stripe = QRectF(8, self.height() - STRIPE - 3, self.width() - 16, STRIPE)
            if self.isChecked():
                painter.fillRect(stripe.adjusted(-1, -1, 1, 1), QColor(theme.on_accent))
            painter.fillRect(stripe, QColor(theme.streams[self._stripe]))
        painter.setPen(QColor(self._ink(theme)))
        area = self.rect().adjusted(0, 0, 0, -STRIPE if self._stripe is not None else 0)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter, self.text())
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.on_accent if self.isChecked() else theme.accent), 1.5))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(3, 3, -3, -3), RADIUS - 2, RADIUS - 2)

    def _ground(self, theme: Theme) -> str:
        if self.isChecked():
            return theme.accent if self.isEnabled() else theme.line
        return theme.raised if self.underMouse() and self.isEnabled() else theme.field

    def _ink(self, theme: Theme) -> str:
        if not self.isEnabled():
            return theme.edge
        return theme.on_accent if self.isChecked() else theme.text

    def _shape(self) -> QPainterPath:
        """The outline, round only at the ends of the switch."""
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        path = QPainterPath()
        path.setFillRule(Qt.FillRule.WindingFill)
        path.addRoundedRect(area, RADIUS, RADIUS)
        for at_end, side in zip(self.ends, (area.left(), area.center().x()), strict=True):
            if not at_end:
                path.addRect(QRectF(side, area.top(), area.width() / 2, area.height()))
        return path.simplified()


class SegmentedSwitch(QWidget):
    """``chosen(value)`` when a person chooses; ``set_value`` shows a choice without saying so."""

    chosen = Signal(object)

    def __init__(self, values: Sequence[Any], *, stripes: bool = False, parent: QWidget | None = None) -> None:
        """``stripes``: values are strides, each marked with the colour of its stream."""
        super().__init__(parent)
        self._group = QButtonGroup(self)
        self.segments = tuple(Segment(value, int(value) if stripes else None, self) for value in values)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        for segment in self.segments:
            segment.ends = (segment is self.segments[0], segment is self.segments[-1])
            self._group.addButton(segment)
            row.addWidget(segment)
        self._group.buttonClicked.connect(lambda segment: self.chosen.emit(segment.value))

    def set_texts(self, texts: Sequence[tuple[str, str]], label: str) -> None:
        """``(text, tooltip)`` of each choice; ``label`` is what the switch is called."""
        self.setAccessibleName(label)
        for segment, (text, tip) in zip(self.segments, texts, strict=True):
            segment.setText(text)
            segment.setToolTip(tip)
            segment.setAccessibleName(f"{label}: {text}")
            segment.updateGeometry()

    def set_available(self, values: Container[Any]) -> None:
        """Only these can be chosen; the tooltips of the others are the place to say why not."""
        for segment in self.segments:
            segment.setEnabled(segment.value in values)

    def set_value(self, value: Any) -> None:
        for segment in self.segments:
            if segment.value == value:
                segment.setChecked(True)
