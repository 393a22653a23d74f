"""What the colours of a map mean, and what share of the photo each has."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QLinearGradient, QPainter, QPixmap
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QWidget

from app.theme import current, tabular

SIGN = QSize(16, 14)
GAP = 14


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """``colours`` are none (not painted), one, or the two ends of a range; None where there is nothing to paint."""

    text: str
    share: float
    colours: tuple[str, ...] | None = ()


class MapLegend(QWidget):
    """Entries side by side in columns. Its accessible description reads like the legend."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[LegendEntry, ...] = ()
        self._labels: list[tuple[QLabel, QLabel, QLabel]] = []
        self._placed = (0, 0)
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(6)
        self._grid.setVerticalSpacing(2)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)

    @property
    def entries(self) -> tuple[LegendEntry, ...]:
        return self._entries

    def set_entries(self, entries: tuple[LegendEntry, ...], columns: int) -> None:
        while len(self._labels) < len(entries):
            self._labels.append(_labels())
        self._place(columns)
        for labels, entry in zip(self._labels, entries, strict=False):
            sign, title, share = labels
            sign.setPixmap(QPixmap() if entry.colours is None else _sign(entry.colours, self.devicePixelRatioF()))
            title.setText(entry.text)
            share.setText(percent(entry.share))
        for place, labels in enumerate(self._labels):
            for label in labels:
                label.setVisible(place < len(entries))
        self._entries = entries
        self.setAccessibleDescription("; ".join(f"{entry.text}: {percent(entry.share)}" for entry in entries))

    def _place(self, columns: int) -> None:
        if (columns, len(self._labels)) == self._placed:
            return
        self._placed = (columns, len(self._labels))
        for place in range(self._grid.columnCount()):
            self._grid.setColumnMinimumWidth(place, 0)
            self._grid.setColumnStretch(place, 0)
        for place, labels in enumerate(self._labels):
            row, column = divmod(place, columns)
            for part, label in enumerate(labels):
                self._grid.addWidget(label, row, 4 * column + part)
            self._grid.setColumnMinimumWidth(4 * column + 3, GAP)
        self._grid.setColumnStretch(4 * columns, 1)  # what is left over is at the end


def _labels() -> tuple[QLabel, QLabel, QLabel]:
    """Sign, text and share of one entry."""
    sign, title, share = QLabel(), QLabel(), QLabel()
    sign.setFixedSize(SIGN)
    for label in (title, share):
        label.setTextFormat(Qt.TextFormat.PlainText)
    share.setFont(tabular(share.font()))
    share.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
    share.setMinimumWidth(share.fontMetrics().horizontalAdvance("100.0 %"))
    return sign, title, share


def percent(share: float) -> str:
    """A share in percent with one decimal; what is there is never said to be nothing."""
    return "< 0.1 %" if 0 < share < 0.0005 else f"{share * 100:.1f} %"


def _sign(colours: tuple[str, ...], ratio: float) -> QPixmap:
    pixmap = QPixmap(SIGN * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(current().edge))
    if len(colours) == 1:
        painter.setBrush(QColor(colours[0]))
    elif colours:
        gradient = QLinearGradient(0, 0, SIGN.width(), 0)
        gradient.setColorAt(0, QColor(colours[0]))
        gradient.setColorAt(1, QColor(colours[1]))
        painter.setBrush(gradient)
    painter.drawRoundedRect(1, 1, SIGN.width() - 2, SIGN.height() - 2, 3, 3)
    painter.end()
    return pixmap
