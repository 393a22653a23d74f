"""The waterfall: how the logits of the top classes add up, bar after bar, each beginning where the one before it ended."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.theme import Theme, current, tabular
from core.fcn.config import STREAM_STRIDES

LANE, LANE_GAP, BLOCK_GAP = 9.0, 2.0, 11.0
AXIS_HEIGHT, SIDE = 22.0, 10.0
LANES = 1 + len(STREAM_STRIDES)
BLOCK = LANES * (LANE + LANE_GAP) - LANE_GAP
STEPS = (1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0)
MOST_TICKS = 7


@dataclass(frozen=True, slots=True)
class ClassBars:
    """One class at one pixel: its ``terms`` are the bias and the streams 32, 16, 8, whose sum is the ``logit``."""

    name: str
    colour: QColor
    terms: tuple[float, ...]
    logit: float
    probability: float

    @property
    def ends(self) -> tuple[float, ...]:
        """Where the bars begin and end: 0, then the sum so far after each term."""
        ends = [0.0]
        for term in self.terms:
            ends.append(ends[-1] + term)
        return tuple(ends)


class WaterfallChart(QWidget):
    """All classes share one axis, in logits. The axis only grows while the same result is looked at, so that bars compare by eye."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bars: tuple[ClassBars, ...] = ()
        self._notice = ""
        self._low, self._high = 0.0, 1.0
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    @property
    def bars(self) -> tuple[ClassBars, ...]:
        return self._bars

    @property
    def notice(self) -> str:
        """What is said while there are no bars."""
        return self._notice

    @property
    def reach(self) -> tuple[float, float]:
        """The lowest and the highest logit that the axis shows."""
        return self._low, self._high

    def set_bars(self, bars: tuple[ClassBars, ...], notice: str = "") -> None:
        """Show the classes from the top; where there are none, ``notice`` says why."""
        if len(bars) != len(self._bars):
            self.updateGeometry()
        self._bars, self._notice = bars, notice
        ends = [end for row in bars for end in row.ends]
        step = tick_step(max(ends, default=0.0) - min(ends, default=0.0))
        self._low = min(self._low, math.floor(min(ends, default=0.0) / step) * step)
        self._high = max(self._high, math.ceil(max(ends, default=0.0) / step) * step)
        self.update()

    def start_over(self) -> None:
        """Fit the axis to the next bars alone."""
        self._low, self._high = 0.0, 1.0

    def sizeHint(self) -> QSize:  # noqa: N802
        rows = max(len(self._bars), 3)
        return QSize(380, math.ceil(AXIS_HEIGHT + rows * (BLOCK + BLOCK_GAP)))

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(300, self.sizeHint().height())

    # -- painting ------------------------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        theme, painter = current(), QPainter(self)
        if not self._bars:
            painter.setPen(QColor(theme.muted))
            painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._notice)
            return
        metrics = QFontMetricsF(self.font())
        field = self._field(metrics)
        self._paint_axis(painter, field, theme)
        for row, bars in enumerate(self._bars):
            top = AXIS_HEIGHT + row * (BLOCK + BLOCK_GAP)
            self._paint_class(painter, QRectF(field.left(), top, field.width(), BLOCK), bars, theme)
            self._paint_words(painter, QRectF(SIDE, top, self.width() - 2 * SIDE, BLOCK), field, bars, theme)

    def _field(self, metrics: QFontMetricsF) -> QRectF:
        """Where bars may be: between the names and the numbers."""
        words = (text for row in self._bars for text in (row.name, written_share(row)))
        names = min(max(map(metrics.horizontalAdvance, words)) + 24, self.width() * 0.32)
        numbers = metrics.horizontalAdvance("−00.00") + 6
        left = SIDE + names
        return QRectF(left, AXIS_HEIGHT, max(self.width() - SIDE - numbers - left, 20.0), self.height() - AXIS_HEIGHT)

    def _x(self, field: QRectF, value: float) -> float:
        return field.left() + (value - self._low) / (self._high - self._low) * field.width()

    def _paint_axis(self, painter: QPainter, field: QRectF, theme: Theme) -> None:
        step = tick_step(self._high - self._low)
        for index in range(math.ceil(self._low / step), math.floor(self._high / step) + 1):
            x = self._x(field, index * step)
            painter.setPen(QPen(QColor(theme.edge if index == 0 else theme.line), 1))
            painter.drawLine(QPointF(x, AXIS_HEIGHT - 4), QPointF(x, field.bottom()))
            painter.setPen(QColor(theme.muted))
            text = f"{index * step:g}".replace("-", "−")
            painter.drawText(QRectF(x - 30, 0, 60, AXIS_HEIGHT - 5), Qt.AlignmentFlag.AlignCenter, text)

    def _paint_class(self, painter: QPainter, block: QRectF, bars: ClassBars, theme: Theme) -> None:
        colours = (theme.muted, *(theme.streams[stride] for stride in STREAM_STRIDES))
        ends = [self._x(block, end) for end in bars.ends]
        for lane, colour in enumerate(colours):
            top = block.top() + lane * (LANE + LANE_GAP)
            left, right = sorted(ends[lane : lane + 2])
            bar = QRectF(left, top, max(right - left, 1.0), LANE)
            painter.fillRect(bar, QColor(colour))
            if lane + 1 < LANES:  # the next bar begins here
                painter.setPen(QPen(QColor(theme.muted), 1))
                painter.drawLine(QPointF(ends[lane + 1], top + LANE), QPointF(ends[lane + 1], top + LANE + LANE_GAP))
        painter.setPen(QPen(QColor(theme.text), 2))
        painter.drawLine(QPointF(ends[-1], block.top() - 2), QPointF(ends[-1], block.bottom() + 2))

    def _paint_words(self, painter: QPainter, block: QRectF, field: QRectF, bars: ClassBars, theme: Theme) -> None:
        line = block.height() / 2
        sign = QRectF(block.left(), block.top() + (line - 12) / 2, 12, 12)
        painter.setPen(QColor(theme.edge))
        painter.setBrush(bars.colour)
        painter.drawRoundedRect(sign, 3, 3)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QColor(theme.text))
        room = field.left() - sign.right() - 12
        title = QFontMetricsF(self.font()).elidedText(bars.name, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QRectF(sign.right() + 6, block.top(), room, line), Qt.AlignmentFlag.AlignVCenter, title)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(QRectF(block.left(), block.top(), block.width(), line), right, signed(bars.logit))
        painter.setPen(QColor(theme.muted))
        below = QRectF(sign.right() + 6, block.top() + line, room, line)
        painter.drawText(below, Qt.AlignmentFlag.AlignVCenter, written_share(bars))


def written_share(bars: ClassBars) -> str:
    return f"p {bars.probability:.3f}"


def signed(value: float, decimals: int = 2) -> str:
    """A number with a real minus, and none before a zero."""
    text = f"{value:.{decimals}f}"
    return text.lstrip("-") if float(text) == 0 else text.replace("-", "−")


def tick_step(reach: float) -> float:
    """The distance of ticks, of which at most MOST_TICKS fit in ``reach``."""
    return next((step for step in STEPS if reach / step < MOST_TICKS), STEPS[-1])
