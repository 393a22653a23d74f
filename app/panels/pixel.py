"""The pixel inspector: what is known about the pixel under the pointer."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QGridLayout, QLabel, QVBoxLayout, QWidget

from app.class_view import class_colours
from app.intents import Intents
from app.session import Pixel, Session
from app.theme import tabular
from app.translation import tr
from app.widgets.colour_popup import swatch
from app.widgets.mirror import mirror
from app.widgets.panel import Panel, name
from app.widgets.share_bar import ShareBar
from core.fcn.results import Segmentation
from core.geometry import HALF_PIXEL

TOP = 3
SOFTMAX = "<i>p</i><sub>k</sub> = exp <i>l</i><sub>k</sub> / Σ<sub>j</sub> exp <i>l</i><sub>j</sub>"


class PixelPanel(Panel):
    def __init__(self, session: Session, intents: Intents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        del intents
        self._session = session
        self._keys = [QLabel() for _ in range(5)]
        self.position, self.rgb, self.found, self.cell, self.instance = (self._value() for _ in range(5))
        self.colour_sign, self.class_sign, self.instance_sign = QLabel(), QLabel(), QLabel()
        self.names = [self._value() for _ in range(TOP)]
        self.bars = [ShareBar() for _ in range(TOP)]
        self.numbers = [self._value() for _ in range(TOP)]
        self.formula = QLabel(SOFTMAX)
        self.formula.setForegroundRole(self.formula.palette().ColorRole.PlaceholderText)
        self._lay_out()
        for signal in (session.hover_changed, session.segmentation_changed, session.document_changed, session.look_changed,
                       session.class_view_changed, session.instance_scene_changed, session.chosen_changed):  # fmt: skip
            signal.connect(self._show)
        self.finish()

    def _value(self) -> QLabel:
        label = QLabel()
        label.setFont(tabular(label.font()))
        label.setTextFormat(Qt.TextFormat.PlainText)
        return label

    def _lay_out(self) -> None:
        facts = QGridLayout()
        facts.setHorizontalSpacing(10)
        facts.setVerticalSpacing(3)
        facts.setColumnStretch(2, 1)
        signs = (None, self.colour_sign, self.class_sign, None, self.instance_sign)
        values = (self.position, self.rgb, self.found, self.cell, self.instance)
        for row, (key, sign, value) in enumerate(zip(self._keys, signs, values, strict=True)):
            key.setForegroundRole(key.palette().ColorRole.PlaceholderText)
            facts.addWidget(key, row, 0)
            facts.addWidget(value, row, 2)
            if sign is not None:
                sign.setFixedSize(16, 16)
                facts.addWidget(sign, row, 1)
        bars = QGridLayout()
        bars.setHorizontalSpacing(10)
        bars.setVerticalSpacing(2)
        bars.setColumnStretch(1, 1)
        bars.setColumnMinimumWidth(0, 104)
        for row, (title, bar, number) in enumerate(zip(self.names, self.bars, self.numbers, strict=True)):
            bars.addWidget(title, row, 0)
            bars.addWidget(bar, row, 1)
            mirror(bar, number)
            number.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            number.setMinimumWidth(number.fontMetrics().horizontalAdvance("0.0000"))
            bars.addWidget(number, row, 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 3, 12, 6)
        column.setSpacing(6)
        column.addLayout(facts)
        column.addLayout(bars)
        column.addWidget(self.formula)
        column.addStretch(1)

    def retranslate(self) -> None:
        for key, text in zip(self._keys, (tr("Pixel"), tr("Colour"), tr("Class"), tr("Cell"), tr("Object")), strict=True):
            key.setText(text)
        name(self.formula, tr("Formula of the probabilities"), tr("Softmax over this pixel's logits l, one for each class k."))
        self.cell.setToolTip(tr("The cell of the score map, at the read-out's stride, that this pixel lies in."))
        for bar in self.bars:
            name(bar, tr("Probability"), tr("Softmax probability of this pixel."))
        self._show()

    def _show(self) -> None:
        document, pixel = self._session.document, self._session.hover
        inside = document is not None and pixel is not None and pixel.column < document.width and pixel.row < document.height
        if not inside or document is None or pixel is None:
            self._show_nothing()
            return
        red, green, blue = (int(channel) for channel in document.rgb[pixel.row, pixel.column])
        self.position.setText(f"x {pixel.column}   y {pixel.row}")
        self.rgb.setText(f"R {red}   G {green}   B {blue}")
        self.colour_sign.setPixmap(swatch(QColor(red, green, blue), 16, ratio=self.devicePixelRatioF()))
        shown = self._session.segmentation
        if shown is None:
            self._show_no_class(tr("Not segmented yet"))
        else:
            self._show_class(shown, pixel)
        self._show_object(pixel)

    def _show_nothing(self) -> None:
        self.position.setText(tr("Point at the photo"))
        self.rgb.setText("—")
        self.colour_sign.clear()
        self._show_no_class("—")
        self.instance.setText("—")
        self.instance_sign.clear()

    def _show_no_class(self, text: str) -> None:
        self.found.setText(text)
        self.class_sign.clear()
        self.cell.setText("—")
        for title, bar, number in zip(self.names, self.bars, self.numbers, strict=True):
            title.setText("—")
            bar.set_share(0.0, QColor())
            number.setText("—")

    def _show_class(self, shown: Segmentation, pixel: Pixel) -> None:
        x, y = pixel.column + HALF_PIXEL, pixel.row + HALF_PIXEL
        probabilities = shown.probabilities_at(x, y)
        names = shown.label_set.names
        colours = class_colours(shown.label_set, self._session.look.palette, self._session.class_view)
        winner = int(shown.class_map[pixel.row, pixel.column])
        self.found.setText(names[winner])
        self.class_sign.setPixmap(swatch(QColor(*map(int, colours[winner])), 16, ratio=self.devicePixelRatioF()))
        column, row = shown.cell_at(x, y)
        self.cell.setText(tr("stride {stride}, column {column}, row {row}", stride=int(shown.read_out), column=column, row=row))
        best = np.argsort(-probabilities, kind="stable")[:TOP]
        for title, bar, number, class_id in zip(self.names, self.bars, self.numbers, best, strict=False):
            title.setText(names[class_id])
            bar.set_share(float(probabilities[class_id]), QColor(*map(int, colours[class_id])))
            number.setText(f"{probabilities[class_id]:.3f}")

    def _show_object(self, pixel: Pixel) -> None:
        scene = self._session.instance_scene
        if scene is None:
            self.instance.setText(tr("Not detected yet"))
            self.instance_sign.clear()
            return
        index = scene.at(pixel.column + HALF_PIXEL, pixel.row + HALF_PIXEL, self._session.chosen_detection)
        if index is None:
            self.instance.setText(tr("none"))
            self.instance_sign.clear()
            return
        self.instance.setText(tr("{name}, score {score}", name=scene.names[index], score=f"{scene.scores[index]:.2f}"))
        self.instance_sign.setPixmap(swatch(QColor(*map(int, scene.colours[index])), 16, ratio=self.devicePixelRatioF()))
