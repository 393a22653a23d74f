"""One pixel's logits taken apart: which pixel, the waterfall of its top classes, the terms of all of them, and whether they add up."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

from app.inside_fcn.waterfall_chart import ClassBars, WaterfallChart, signed
from app.inside_fcn.waterfall_table import WaterfallModel, WaterfallTable
from app.session import Pixel
from app.theme import tabular
from app.translation import tr
from app.widgets.mirror import mirror
from app.widgets.panel import Panel, name
from core.fcn.attribution import Attribution, attribute
from core.fcn.results import FcnScores, Segmentation
from core.geometry import HALF_PIXEL

TOP = 5


class PixelTerms(Panel):
    """``chosen(Pixel)`` when a person types one, ``chosen(None)`` to follow the pointer again."""

    chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.terms: Attribution | None = None
        self.pixel: Pixel | None = None
        self._found: Segmentation | None = None
        self._scores: FcnScores | None = None
        self._colours: npt.NDArray[np.uint8] = np.zeros((256, 4), np.uint8)
        self._notice = ""
        self.column, self.row, self.unpin = QSpinBox(), QSpinBox(), QPushButton()
        self.facts, self.check = QLabel(), QLabel()
        self.chart, self.model = WaterfallChart(), WaterfallModel(self)
        self.table = WaterfallTable(self.model)
        mirror(self.chart, self.table)
        self._labels = (QLabel(), QLabel())
        self._lay_out()
        self.unpin.clicked.connect(lambda: self.chosen.emit(None))
        for field in (self.column, self.row):
            field.valueChanged.connect(lambda: self.chosen.emit(Pixel(self.column.value(), self.row.value())))
        self.set_pinned(False)
        self.finish()

    def _lay_out(self) -> None:
        line = QHBoxLayout()
        line.setSpacing(6)
        for label, field in zip(self._labels, (self.column, self.row), strict=True):
            field.setFont(tabular(field.font()))
            field.setKeyboardTracking(False)
            line.addWidget(label)
            line.addWidget(field)
        line.addWidget(self.unpin)
        line.addStretch(1)
        self.check.setForegroundRole(self.check.palette().ColorRole.PlaceholderText)
        for label in (self.facts, self.check):
            label.setWordWrap(True)
            label.setFont(tabular(label.font()))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        told = QVBoxLayout()
        told.setSpacing(2)
        told.addWidget(self.facts)
        told.addWidget(self.check)  # above the bars: that they add up is seen without scrolling
        column.addLayout(line)
        column.addLayout(told)
        column.addWidget(self.chart)
        column.addWidget(self.table, 1)

    def set_pinned(self, pinned: bool) -> None:
        self.unpin.setEnabled(pinned)

    def set_size(self, width: int, height: int) -> None:
        """Of the photo: which pixels can be typed."""
        for field, most in ((self.column, width - 1), (self.row, height - 1)):
            with QSignalBlocker(field):
                field.setRange(0, most)

    def set_colours(self, table: npt.NDArray[np.uint8]) -> None:
        """Colours of the classes from the next pixel on: ``(256, 4)`` uint8, whose first three columns are RGB."""
        self._colours = table

    def show_pixel(self, found: Segmentation | None, pixel: Pixel | None, notice: str = "") -> None:
        """Take the pixel's logits apart; without a result ``notice`` says why there are none."""
        self._found, self.pixel, self._notice = found, pixel, notice
        for part in (self.column, self.row):
            part.setEnabled(pixel is not None)
        if pixel is not None:
            for field, value in ((self.column, pixel.column), (self.row, pixel.row)):
                with QSignalBlocker(field):
                    field.setValue(value)
        self.terms = None if found is None or pixel is None else attribute(found, pixel.column + HALF_PIXEL, pixel.row + HALF_PIXEL)
        if found is not None and found.scores is not self._scores:
            self._scores = found.scores
            self.chart.start_over()
        self._show_bars()
        self._show_facts()

    def _show_bars(self) -> None:
        terms, found = self.terms, self._found
        if terms is None or found is None:
            self.chart.set_bars((), self._notice)
            self.model.set_rows(())
            return
        rows = _bars(terms, found.label_set.names, self._colours)
        self.chart.set_bars(rows[:TOP])
        self.model.set_rows(rows)

    def _show_facts(self) -> None:
        terms, pixel, found = self.terms, self.pixel, self._found
        if terms is None or pixel is None or found is None:
            self.facts.clear()
            self.check.clear()
            return
        names, logits, (first, second) = found.label_set.names, terms.logits, terms.ranking[:2]
        ahead, bits = signed(float(logits[first] - logits[second])), f"{terms.entropy:.2f}"
        said = {"first": names[first], "second": names[second], "margin": ahead, "bits": bits}
        self.facts.setText(tr("{first} leads {second} by {margin}; entropy {bits} bits", **said))
        read = found.logits_at(pixel.column + HALF_PIXEL, pixel.row + HALF_PIXEL)
        off = f"{float(np.abs(logits - read).max()):.1e}"
        self.check.setText(tr("Σ and the logits read out differ by {off} at most, over {count} classes.", off=off, count=len(names)))

    def retranslate(self) -> None:
        name(self.column, tr("Pixel x"), tr("Column of the pixel, from 0; typing one pins it."), self._labels[0])
        name(self.row, tr("y"), tr("Row of the pixel, from 0; typing one pins it."), self._labels[1])
        self.unpin.setText(tr("Unpin"))
        name(self.unpin, tr("Unpin"), tr("Follow the pointer again; a click on the photo pins a pixel."))
        self.chart.setAccessibleName(tr("Waterfall of the top classes"))
        self.chart.setAccessibleDescription(tr("The table below has the same numbers."))
        name(self.table, tr("Terms of every class"), tr("What bias and streams add to the logit of each class."))
        self.model.retranslate()
        self._show_facts()
        self.chart.update()


def _bars(terms: Attribution, names: tuple[str, ...], colours: npt.NDArray[np.uint8]) -> tuple[ClassBars, ...]:
    """Every class, from the highest logit down."""
    logits, shares = terms.logits.tolist(), terms.probabilities.tolist()
    columns = np.concatenate([terms.bias[None], terms.streams]).T.tolist()
    return tuple(
        ClassBars(names[k], QColor(*colours[k, :3].tolist()), tuple(columns[k]), logits[k], shares[k]) for k in terms.ranking.tolist()
    )
