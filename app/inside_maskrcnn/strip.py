"""The stage strip: one card a stage, in the order of the pipeline, with its count and its milliseconds."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QFontMetrics, QKeyEvent, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractButton, QButtonGroup, QHBoxLayout, QSizePolicy, QWidget

from app.inside_maskrcnn.stage_facts import STAGES, count_text, time_text
from app.preferences import StageKey
from app.theme import current, tabular
from app.translation import tr
from app.widgets.panel import Panel
from core.maskrcnn.results import DetectionRun

STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
ENDS = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
MARGIN = 9
SMALLER = 0.88
"""Size of the lines below the title, as a share of its own."""


class StageCard(QAbstractButton):
    """A stage: title, count, time. Left and right walk along the strip."""

    walked = Signal(int)
    """Steps to the right."""
    ended = Signal(int)
    """0 for the first card, -1 for the last."""

    def __init__(self, stage: StageKey, parent: QWidget) -> None:
        super().__init__(parent)
        self.stage = stage
        self.count = self.time = ""
        self.setCheckable(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_facts(self, title: str, count: str, time: str, tip: str) -> None:
        self.setText(title)
        self.count, self.time = count, time
        self.setToolTip(tip)
        self.setAccessibleName(", ".join(text for text in (title, count, time) if text))
        self.setAccessibleDescription(tip)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802
        small = QFontMetrics(self._small())
        widest = max(self.fontMetrics().horizontalAdvance(self.text()), small.horizontalAdvance(self.count))
        return QSize(widest + 2 * MARGIN + 6, self.fontMetrics().height() + 2 * small.height() + 12)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(72, self.sizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        key = Qt.Key(event.key())
        if key in STEPS:
            self.walked.emit(STEPS[key])
        elif key in ENDS:
            self.ended.emit(ENDS[key])
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        theme, painter = current(), QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        lit = self.isChecked() and self.isEnabled()
        area = QRectF(self.rect())
        if lit or self.underMouse():
            painter.fillRect(area, QColor(theme.raised))
        if lit:
            painter.fillRect(QRectF(0, area.height() - 3, area.width(), 3), QColor(theme.accent))
        self._write(painter, lit)
        self._draw_arrow(painter)
        if self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 1.5))
            painter.drawRoundedRect(area.adjusted(2, 2, -2, -2), 3, 3)

    def _write(self, painter: QPainter, lit: bool) -> None:
        theme, small = current(), self._small()
        ink = theme.text if self.isEnabled() else theme.edge
        lines = ((self.text(), self._title_font(lit), ink), (self.count, small, ink), (self.time, small, theme.muted))
        top = 5
        for text, font, colour in lines:
            metrics = QFontMetrics(font)
            painter.setFont(font)
            painter.setPen(QColor(colour))
            shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, self.width() - 2 * MARGIN)
            painter.drawText(MARGIN, top + metrics.ascent(), shown)
            top += metrics.height()

    def _draw_arrow(self, painter: QPainter) -> None:
        """The way to the next stage; the pasted masks are the end of it."""
        if self.stage is list(StageKey)[-1]:
            return
        x, y = self.width() - 5.0, self.height() / 2
        painter.setPen(QPen(QColor(current().edge), 1.4))
        painter.drawPolyline(QPolygonF([QPointF(x - 3, y - 5), QPointF(x + 2, y), QPointF(x - 3, y + 5)]))

    def _title_font(self, lit: bool) -> QFont:
        font = QFont(self.font())
        font.setWeight(QFont.Weight.DemiBold if lit else QFont.Weight.Normal)
        return font

    def _small(self) -> QFont:
        font = tabular(self.font())
        font.setPointSizeF(max(font.pointSizeF() * SMALLER, 7.0))
        return font


class StageStrip(Panel):
    """``chosen(stage)`` when a person chooses one; ``set_stage`` shows a choice without saying so."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run: DetectionRun | None = None
        self._group = QButtonGroup(self)
        self.cards = tuple(StageCard(stage, self) for stage in StageKey)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(0)
        for card in self.cards:
            self._group.addButton(card)
            row.addWidget(card)
            card.walked.connect(lambda steps, card=card: self._show(min(max(self.cards.index(card) + steps, 0), len(self.cards) - 1)))
            card.ended.connect(self._show)
        self._group.buttonClicked.connect(lambda card: self.chosen.emit(card.stage))
        self.finish()

    def _show(self, place: int) -> None:
        card = self.cards[place]
        card.setFocus(Qt.FocusReason.TabFocusReason)
        card.click()

    def set_run(self, run: DetectionRun | None) -> None:
        self._run = run
        self.retranslate()

    def set_stage(self, stage: StageKey) -> None:
        for card in self.cards:
            if card.stage is stage:
                card.setChecked(True)

    def retranslate(self) -> None:
        run = self._run
        self.setAccessibleName(tr("Stages of the network"))
        for card in self.cards:
            texts = STAGES[card.stage]
            count = "" if run is None else count_text(run, card.stage)
            time = "" if run is None else time_text(run, card.stage)
            card.set_facts(tr(texts.title), count, time, tr(texts.tip))
