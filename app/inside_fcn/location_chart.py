"""Bars of IoU by stride: what the model reaches, what its grid would allow, and what the grid alone has lost."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QColor, QFontMetricsF, QPainter, QPaintEvent, QPen, QPolygonF, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.theme import Theme, current, tabular
from app.translation import tr
from core.evaluation.ceilings import IouGap

BAR, ROW, AXIS_HEIGHT, SIDE = 18.0, 28.0, 22.0, 10.0
SIGN, LINE, LEGEND_GAP = 14.0, 20.0, 6.0
DIAMOND = 5.0
TICKS = (0, 25, 50, 75, 100)


@dataclass(frozen=True, slots=True)
class StrideBar:
    """``gap.model`` is NaN where there is no model; ``published`` is a ceiling that others measured, as a share, if any."""

    gap: IouGap
    published: float | None = None


class LocationChart(QWidget):
    """All strides share an axis from 0 to 100 %. Solid: the model. Pale: recognition, up to the ceiling. Hollow: location."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[StrideBar, ...] = ()
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def bars(self) -> tuple[StrideBar, ...]:
        return self._bars

    def set_bars(self, bars: tuple[StrideBar, ...]) -> None:
        self._bars = bars
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        lines = 1 + max((line for line, _, _, _ in self._placed_legend()), default=0)
        return QSize(380, math.ceil(AXIS_HEIGHT + max(len(self._bars), 1) * ROW + LEGEND_GAP + lines * LINE))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.updateGeometry()  # a narrower legend has more lines

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(300, self.sizeHint().height())

    # -- painting ------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        metrics = QFontMetricsF(self.font())
        names = metrics.horizontalAdvance("32") + 12
        left = SIDE + names
        field = QRectF(left, AXIS_HEIGHT, self.width() - SIDE - left - metrics.horizontalAdvance("100.0") - 10, len(self._bars) * ROW)
        self._paint_axis(painter, field, theme)
        for row, bar in enumerate(self._bars):
            area = QRectF(field.left(), field.top() + row * ROW + (ROW - BAR) / 2, field.width(), BAR)
            self._paint_bar(painter, area, bar, theme)
            self._paint_words(painter, area, bar, theme)
        self._paint_legend(painter, field.bottom() + LEGEND_GAP, theme)

    def _paint_axis(self, painter: QPainter, field: QRectF, theme: Theme) -> None:
        for percent in TICKS:
            x = field.left() + field.width() * percent / 100
            painter.setPen(QPen(QColor(theme.line), 1))
            painter.drawLine(QPointF(x, field.top() - 3), QPointF(x, field.bottom()))
            painter.setPen(QColor(theme.muted))
            text = f"{percent} %" if percent == TICKS[-1] else str(percent)
            painter.drawText(QRectF(x - 30, 0, 60, AXIS_HEIGHT - 4), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_bar(self, painter: QPainter, area: QRectF, bar: StrideBar, theme: Theme) -> None:
        gap = bar.gap
        if math.isnan(gap.ceiling):
            return
        ceiling = area.left() + area.width() * gap.ceiling
        reached = area.left() if math.isnan(gap.model) else area.left() + area.width() * gap.model
        pale, solid = _brushes(theme, gap.stride)
        if self._has_model and math.isnan(gap.model):
            pale = _no_model(theme)
        painter.setPen(QPen(QColor(theme.edge), 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area)
        painter.fillRect(QRectF(area.left(), area.top(), ceiling - area.left(), BAR), QColor(theme.window))
        painter.fillRect(QRectF(area.left(), area.top(), ceiling - area.left(), BAR), pale)
        painter.fillRect(QRectF(area.left(), area.top(), reached - area.left(), BAR), solid)
        painter.setPen(QPen(QColor(theme.text), 2))
        painter.drawLine(QPointF(ceiling, area.top() - 2), QPointF(ceiling, area.bottom() + 2))
        if bar.published is not None:
            _paint_diamond(painter, QPointF(area.left() + area.width() * bar.published, area.center().y()), theme)

    def _paint_words(self, painter: QPainter, area: QRectF, bar: StrideBar, theme: Theme) -> None:
        painter.setPen(QColor(theme.text))
        painter.drawText(QRectF(SIDE, area.top(), area.left() - SIDE - 8, BAR), _RIGHT, str(bar.gap.stride))
        right = self.width() - SIDE
        painter.drawText(QRectF(area.right() + 4, area.top(), right - area.right() - 4, BAR), _RIGHT, percent(bar.gap.ceiling))

    @property
    def _has_model(self) -> bool:
        return any(not math.isnan(bar.gap.model) for bar in self._bars)

    def _legend(self) -> Mapping[str, str]:
        """Signs in use -> what they mean."""
        found = {"pale": tr("ceiling"), "hollow": tr("location")}
        if self._has_model:
            found = {"solid": tr("model"), "pale": tr("recognition"), "tick": tr("ceiling"), "hollow": tr("location")}
            if any(math.isnan(bar.gap.model) for bar in self._bars):
                found["hatched"] = tr("no read-out")
        if any(bar.published is not None for bar in self._bars):
            found["diamond"] = tr("published on VOC")
        return found

    def _placed_legend(self) -> Iterator[tuple[int, float, str, str]]:
        """Line, x, sign and text of each entry: as many beside each other as fit."""
        metrics = QFontMetricsF(self.font())
        line, x = 0, SIDE
        for sign, text in self._legend().items():
            width = SIGN + 5 + metrics.horizontalAdvance(text)
            if x > SIDE and x + width > self.width() - SIDE:
                line, x = line + 1, SIDE
            yield line, x, sign, text
            x += width + 12

    def _paint_legend(self, painter: QPainter, top: float, theme: Theme) -> None:
        for line, x, sign, text in self._placed_legend():
            y = top + line * LINE
            _paint_sign(painter, QRectF(x, y + 2, SIGN, SIGN), sign, theme)
            painter.setPen(QColor(theme.muted))
            painter.drawText(QRectF(x + SIGN + 5, y, self.width(), SIGN + 4), Qt.AlignmentFlag.AlignVCenter, text)


_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


def percent(share: float) -> str:
    """A share in percent with one decimal and a real minus; a dash where there is none."""
    if math.isnan(share):
        return "—"
    text = f"{share * 100:.1f}"
    return "0.0" if text == "-0.0" else text.replace("-", "−")


def stride_colour(theme: Theme, stride: int) -> QColor:
    """The stream's colour; grey for a stride that no stream has."""
    return QColor(theme.streams.get(stride, theme.muted))


def _brushes(theme: Theme, stride: int) -> tuple[QBrush, QBrush]:
    """Pale and solid."""
    solid, pale = stride_colour(theme, stride), stride_colour(theme, stride)
    pale.setAlphaF(0.35)
    return QBrush(pale), QBrush(solid)


def _no_model(theme: Theme) -> QBrush:
    return QBrush(QColor(theme.edge), Qt.BrushStyle.BDiagPattern)


def _paint_sign(painter: QPainter, area: QRectF, sign: str, theme: Theme) -> None:
    ink = QColor(theme.muted)
    if sign == "diamond":
        _paint_diamond(painter, area.center(), theme)
    elif sign == "tick":
        painter.setPen(QPen(QColor(theme.text), 2))
        painter.drawLine(QPointF(area.center().x(), area.top()), QPointF(area.center().x(), area.bottom()))
    elif sign == "hollow":
        painter.setPen(QPen(QColor(theme.edge), 1, Qt.PenStyle.DotLine))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(area.adjusted(0.5, 0.5, -0.5, -0.5))
    elif sign == "hatched":
        painter.fillRect(area, _no_model(theme))
    else:
        ink.setAlphaF(1.0 if sign == "solid" else 0.35)
        painter.fillRect(area, ink)


def _paint_diamond(painter: QPainter, centre: QPointF, theme: Theme) -> None:
    corners = [QPointF(0, -DIAMOND), QPointF(DIAMOND, 0), QPointF(0, DIAMOND), QPointF(-DIAMOND, 0)]
    painter.setPen(QPen(QColor(theme.text), 1.5))
    painter.setBrush(QColor(theme.window))
    painter.drawPolygon(QPolygonF([centre + corner for corner in corners]))
    painter.setBrush(Qt.BrushStyle.NoBrush)
