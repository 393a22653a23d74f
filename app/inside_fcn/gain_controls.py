"""Gains of the three streams: sliders, typed fields, and the three networks of the paper as settings of them."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QDoubleSpinBox, QGridLayout, QHBoxLayout, QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from app.theme import current, tabular
from app.translation import tr
from app.widgets.colour_popup import swatch
from app.widgets.panel import Panel, name
from core.fcn.config import STREAM_STRIDES, Gains, ReadOut, formula

MOST = 2.0
STEPS = 100
"""Of the slider, for a gain of 1."""
PRESETS = {
    ReadOut.STRIDE_32: Gains(1.0, 0.0, 0.0),
    ReadOut.STRIDE_16: Gains(1.0, 1.0, 0.0),
    ReadOut.STRIDE_8: Gains(1.0, 1.0, 1.0),
}


def effective_gains(gains: Gains, read_out: ReadOut, streams: tuple[int, ...] = STREAM_STRIDES) -> Gains:
    """The gains as the read-out uses them: a stream that it does not add up, or that the network lacks, has gain 0."""
    unread = {f"score{stride}": 0.0 for stride in STREAM_STRIDES if stride < read_out or stride not in streams}
    return replace(gains, **unread)


class GainControls(Panel):
    """``changed(Gains)`` when a person wants others."""

    changed = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._gains = PRESETS[ReadOut.STRIDE_8]
        self._streams: tuple[int, ...] = STREAM_STRIDES
        self.signs = {stride: QLabel() for stride in STREAM_STRIDES}
        self.titles = {stride: QLabel() for stride in STREAM_STRIDES}
        self.sliders = {stride: self._slider(stride) for stride in STREAM_STRIDES}
        self.fields = {stride: self._field(stride) for stride in STREAM_STRIDES}
        self.presets = {read_out: self._preset(gains) for read_out, gains in PRESETS.items()}
        self.formula = QLabel()
        self.formula.setFont(tabular(self.formula.font()))
        self.formula.setWordWrap(True)
        self._lay_out()
        self.finish()

    def _slider(self, stride: int) -> QSlider:
        slider = QSlider(Qt.Orientation.Horizontal)
        slider.setRange(0, round(MOST * STEPS))
        slider.setPageStep(25)
        slider.valueChanged.connect(lambda value: self._ask(stride, value / STEPS))
        return slider

    def _field(self, stride: int) -> QDoubleSpinBox:
        field = QDoubleSpinBox()
        field.setRange(0.0, MOST)
        field.setDecimals(2)
        field.setSingleStep(0.1)
        field.setAlignment(Qt.AlignmentFlag.AlignRight)
        field.setFont(tabular(field.font()))
        field.setKeyboardTracking(False)
        field.valueChanged.connect(lambda value: self._ask(stride, value))
        return field

    def _preset(self, gains: Gains) -> QToolButton:
        button = QToolButton()
        button.setCheckable(True)
        button.clicked.connect(lambda: self._choose(gains))
        return button

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(6)
        for button in self.presets.values():
            row.addWidget(button, 1)
        grid = QGridLayout()
        grid.setHorizontalSpacing(8)
        grid.setVerticalSpacing(2)
        grid.setColumnStretch(2, 1)
        for place, stride in enumerate(STREAM_STRIDES):
            parts: tuple[QWidget, ...] = (self.signs[stride], self.titles[stride], self.sliders[stride], self.fields[stride])
            for column, part in enumerate(parts):
                grid.addWidget(part, place, column)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(0, 0, 0, 0)
        column_layout.setSpacing(6)
        column_layout.addLayout(row)
        column_layout.addLayout(grid)
        column_layout.addWidget(self.formula)

    def set_gains(self, gains: Gains, read_out: ReadOut, streams: tuple[int, ...] = STREAM_STRIDES) -> None:
        """Show what is read out, without asking for it. ``streams`` are those of the network, the others have no gain."""
        read_out = read_out if read_out in streams else ReadOut(streams[-1])
        self._gains, self._streams = effective_gains(gains, read_out, streams), streams
        for stride in STREAM_STRIDES:
            slider, field = self.sliders[stride], self.fields[stride]
            for part in (slider, field, self.titles[stride]):
                part.setEnabled(stride in streams)
            with QSignalBlocker(slider), QSignalBlocker(field):
                slider.setValue(round(self._gains.of(stride) * STEPS))
                field.setValue(self._gains.of(stride))
        for preset, button in self.presets.items():
            button.setEnabled(preset in streams)
        self._check_preset()
        self.formula.setText(f"l = {formula(read_out, self._gains, streams)}")

    def _ask(self, stride: int, gain: float) -> None:
        self._choose(replace(self._gains, **{f"score{stride}": gain}))

    def _choose(self, gains: Gains) -> None:
        self.changed.emit(gains)
        self._check_preset()  # a click unchecks the one that holds already

    def _check_preset(self) -> None:
        for preset, button in self.presets.items():
            same = effective_gains(PRESETS[preset], preset, self._streams) == self._gains
            button.setChecked(same and preset in self._streams)

    def retranslate(self) -> None:
        theme = current()
        for stride in STREAM_STRIDES:
            self.signs[stride].setPixmap(swatch(QColor(theme.streams[stride]), 14, ratio=self.devicePixelRatioF()))
            text = tr("Gain of stream {stride}", stride=stride)
            tip = tr("Factor of the score map at stride {stride} before it is added; 1 as trained, 0 switches it off.", stride=stride)
            name(self.sliders[stride], text, tip)
            name(self.fields[stride], text, tip)
            self.titles[stride].setText(tr("Stream {stride}", stride=stride))
            self.titles[stride].setBuddy(self.fields[stride])
        for preset, button in self.presets.items():
            button.setText(f"FCN-{int(preset)}s")
            gains = ", ".join(f"{PRESETS[preset].of(stride):g}" for stride in STREAM_STRIDES)
            name(button, f"FCN-{int(preset)}s", tr("Gains {gains} of the streams 32, 16 and 8, read out at stride 8.", gains=gains))
        name(self.formula, tr("Formula of the read-out"), tr("s: score map at a stride; up: bilinear upsampling by a factor."))

