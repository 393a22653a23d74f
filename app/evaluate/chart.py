"""A table of figures as bars from 0 to 1: what has a colour of its own, read-outs or operators, is a bar in every group."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.colours import OPERATOR_COLOURS
from app.theme import Theme, current, tabular
from core.evaluation.tables import Table
from core.fcn.config import STREAM_STRIDES
from core.roi.settings import Operator

MARGIN, HEIGHT = 10.0, 190
TICKS = (0.0, 0.25, 0.5, 0.75, 1.0)
GROUP_SHARE = 0.74
"""Of a column's width that its bars fill."""


@dataclass(frozen=True, slots=True)
class Bars:
    """``values[g][s]`` is the bar of series ``s`` in group ``g``, NaN for none."""

    groups: tuple[str, ...]
    series: tuple[str, ...]
    values: tuple[tuple[float, ...], ...]


def bars_of(table: Table) -> Bars:
    """A group for each row where the columns are read-outs or operators; else a group for each column, whose bars are the rows."""
    names, values = tuple(name for name, _ in table.rows), tuple(values for _, values in table.rows)
    if meaning_of(table.columns[0]) is not None:
        return Bars(names, table.columns, values)
    return Bars(table.columns, names, tuple(zip(*values, strict=True)))


class TableChart(QWidget):
    """Mirrored by the table beside it, which is what a screen reader reads."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: Bars | None = None
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_bars(self, bars: Bars | None) -> None:
        self._bars = bars
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(420, HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        bars = self._bars
        if bars is None:
            return
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        line = metrics.height() + 4
        left = MARGIN + metrics.horizontalAdvance("1.00") + 6
        field = QRectF(left, MARGIN + line, self.width() - left - MARGIN, self.height() - 2 * MARGIN - 2 * line)
        self._paint_axis(painter, field, theme)
        self._paint_legend(painter, bars.series, QRectF(left, MARGIN, field.width(), line), theme)
        for place, group in enumerate(bars.groups):
            width = field.width() / len(bars.groups)
            area = QRectF(field.left() + place * width, field.top(), width, field.height())
            self._paint_group(painter, bars, place, area, theme)
            painter.setPen(QColor(theme.text))
            below = QRectF(area.left(), field.bottom() + 3, width, line)
            painter.drawText(below, Qt.AlignmentFlag.AlignCenter, metrics.elidedText(group, Qt.TextElideMode.ElideRight, width - 4))

    def _paint_axis(self, painter: QPainter, field: QRectF, theme: Theme) -> None:
        for tick in TICKS:
            y = field.bottom() - tick * field.height()
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawLine(round(field.left()), round(y), round(field.right()), round(y))
            painter.setPen(QColor(theme.muted))
            box = QRectF(0, y - 10, field.left() - 6, 20)
            painter.drawText(box, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, f"{tick:.2f}")

    def _paint_group(self, painter: QPainter, bars: Bars, group: int, area: QRectF, theme: Theme) -> None:
        width = area.width() * GROUP_SHARE / len(bars.series)
        left = area.left() + area.width() * (1 - GROUP_SHARE) / 2
        for place, (name, value) in enumerate(zip(bars.series, bars.values[group], strict=True)):
            if math.isnan(value):
                continue
            height = min(max(value, 0.0), 1.0) * area.height()
            bar = QRectF(left + place * width + 1, area.bottom() - height, width - 2, height)
            painter.fillRect(bar, bar_colour(name, theme))

    def _paint_legend(self, painter: QPainter, series: Sequence[str], area: QRectF, theme: Theme) -> None:
        metrics, x = QFontMetricsF(self.font()), area.left()
        for name in series:
            painter.fillRect(QRectF(x, area.center().y() - 5, 10, 10), bar_colour(name, theme))
            painter.setPen(QColor(theme.text))
            width = metrics.horizontalAdvance(name)
            painter.drawText(QRectF(x + 15, area.top(), width + 4, area.height()), Qt.AlignmentFlag.AlignVCenter, name)
            x += 15 + width + 18


def meaning_of(name: str) -> int | Operator | None:
    """The stride of a read-out or ceiling, or the pooling operator, that a row or column is called after."""
    strides = {words.format(stride): stride for stride in STREAM_STRIDES for words in ("FCN-{}s", "stride {}")}
    return (strides | {operator.paper_name: operator for operator in Operator}).get(name)


def bar_colour(name: str, theme: Theme) -> QColor:
    """The colour that a read-out or a pooling operator has everywhere; the accent for what has none."""
    meaning = meaning_of(name)
    if isinstance(meaning, Operator):
        return QColor(OPERATOR_COLOURS[meaning])
    return QColor(theme.accent if meaning is None else theme.streams[meaning])
