"""What the colours of a heat map stand for: a bar from the lowest to the highest number."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.colours import Picture, heat_table, image_of, signed_shades
from app.theme import current, tabular

POSITIVE, NEGATIVE, NEUTRAL = QColor("#b2182b"), QColor("#2166ac"), QColor("#f2f2f2")
"""Above, below and at 0: the two ends of ColorBrewer's red to blue, told apart with every kind of colour vision."""
BAR = 12


def diverging(values: np.ndarray, limit: float) -> Picture:
    """``(h, w)`` as ``(h, w, 3)``: white at 0, full colour at ``limit`` on either side."""
    return signed_shades(values, limit, POSITIVE, NEGATIVE, NEUTRAL)


class ScaleBar(QWidget):
    """Its accessible description has the two numbers."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._low, self._high, self._is_diverging, self._unit = 0.0, 1.0, False, ""
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_scale(self, low: float, high: float, *, is_diverging: bool = False, unit: str = "") -> None:
        self._low, self._high, self._is_diverging, self._unit = low, high, is_diverging, unit
        self.setAccessibleDescription(f"{self._texts()[0]} … {self._texts()[2]}")
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(220, BAR + self.fontMetrics().height() + 6)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        painter = QPainter(self)
        ramp = np.linspace(-1, 1, 256)[None]
        colours = diverging(ramp, 1.0) if self._is_diverging else heat_table()[None]
        bar = QRect(0, 0, self.width(), BAR)
        painter.drawImage(bar, image_of(colours))
        painter.setPen(QColor(current().edge))
        painter.drawRect(bar.adjusted(0, 0, -1, -1))
        painter.setPen(QColor(current().text))
        # On one baseline: a unit that comes from another, taller font would move its number down.
        baseline = BAR + 2 + self.fontMetrics().ascent()
        for text, share in zip(self._texts(), (0.0, 0.5, 1.0), strict=True):
            painter.drawText(round((self.width() - self.fontMetrics().horizontalAdvance(text)) * share), baseline, text)

    def _texts(self) -> tuple[str, str, str]:
        middle = "0" if self._is_diverging else ""
        return number(self._low), middle, f"{number(self._high)} {self._unit}".rstrip()


def number(value: float) -> str:
    """Three digits that count, with a true minus sign."""
    text = f"{value:.0f}" if abs(value) >= 100 else f"{value:.2f}" if abs(value) >= 0.1 or value == 0 else f"{value:.2g}"
    return text.replace("-", "\N{MINUS SIGN}")
