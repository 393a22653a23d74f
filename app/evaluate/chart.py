"""A table of figures as bars: one group for each column, one bar for each row, all from 0 to 1."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.colours import OPERATOR_COLOURS
from app.theme import Theme, current, tabular
from core.evaluation.tables import Table
from core.roi.settings import Operator

MARGIN, HEIGHT = 10.0, 190
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
GROUP_SHARE = 0.74
"""Of a column's width that its bars fill."""


class TableChart(QWidget):
    """Mirrored by the table beside it, which is what a screen reader reads."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: Table | None = None
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_table(self, table: Table | None) -> None:
        self._table = table
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(420, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        table = self._table
        if table is None:
            return
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        line = metrics.height() + 4
        left = MARGIN + metrics.horizontalAdvance("1.00") + 6
        field = QRectF(left, MARGIN + line, self.width() - left - MARGIN, self.height() - 2 * MARGIN - 2 * line)
        self._paint_axis(painter, field, theme)
        self._paint_legend(painter, QRectF(left, MARGIN, field.width(), line), theme)
        for place, column in enumerate(table.columns):
            width = field.width() / len(table.columns)
            area = QRectF(field.left() + place * width, field.top(), width, field.height())
            self._paint_group(painter, area, place, theme)
            painter.setPen(QColor(theme.text))
            below = QRectF(area.left(), field.bottom() + 3, width, line)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, metrics.elidedText(column, Qt.TextElideMode.ElideRight, width - 4))

    def _paint_axis(self, painter: QPainter, field: QRectF, theme: Theme) -> None:
        for tick in TICKS:
            y = field.bottom() - tick * field.height()
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawLine(round(field.left()), round(y), round(field.right()), round(y))
            painter.setPen(QColor(theme.muted))
            box = QRectF(0, y - 10, field.left() - 6, 20)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{tick:.2f}")

    def _paint_group(self, painter: QPainter, area: QRectF, column: int, theme: Theme) -> None:
        assert self._table is not None
        rows = self._table.rows
        width = area.width() * GROUP_SHARE / len(rows)
        left = area.left() + area.width() * (1 - GROUP_SHARE) / 2
        for place, (name, values) in enumerate(rows):
            value = values[column]
            if math.isnan(value):
                continue
            height = min(max(value, 0.0), 1.0) * area.height()
            bar = QRectF(left + place * width + 1, area.bottom() - height, width - 2, height)
            painter.fillRect(bar, bar_colour(name, theme))

    def _paint_legend(self, painter: QPainter, area: QRectF, theme: Theme) -> None:
        assert self._table is not None
        metrics, x = QFontMetricsF(self.font()), area.left()
        for name, _ in self._table.rows:
            painter.fillRect(QRectF(x, area.center().y() - 5, 10, 10), bar_colour(name, theme))
            painter.setPen(QColor(theme.text))
            width = metrics.horizontalAdvance(name)
            painter.drawText(QRectF(x + 15, area.top(), width + 4, area.height()), Qt.AlignmentFlag.AlignVCenter, name)
            x += 15 + width + 18


def bar_colour(row: str, theme: Theme) -> QColor:
    """The colour that a read-out or a pooling operator has everywhere; the accent for what has none."""
    streams = {f"FCN-{stride}s": colour for stride, colour in theme.streams.items()}
    streams |= {f"stride {stride}": colour for stride, colour in theme.streams.items()}
    operators = {operator.paper_name: OPERATOR_COLOURS[operator] for operator in Operator}
    return QColor((streams | operators).get(row, theme.accent))
