"""A quantity: a slider to drag and a field to type into, one number."""

from __future__ import annotations

from PySide6.QtCore import QLocale, QSignalBlocker, Qt, Signal
from PySide6.QtWidgets import QDoubleSpinBox, QHBoxLayout, QLabel, QSlider, QWidget

from app.theme import tabular
from app.widgets.panel import name

FIELD_MARGIN = 38
"""Logical pixels of the field's padding and arrows."""


class Quantity(QWidget):
    """``changed(value)`` at each step of a drag and for each number typed; ``set_value`` shows one without saying so."""

    changed = Signal(float)

    def __init__(self, low: float, high: float, step: float, decimals: int = 0, parent: QWidget | None = None) -> None:
        """``step`` is that of the slider and of the field's arrows; the field takes ``decimals`` digits after the dot."""
        super().__init__(parent)
        self._low, self._step = low, step
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, round((high - low) / step))
        self.slider.setPageStep(max(self.slider.maximum() // 10, 1))
        self.field = QDoubleSpinBox()
        self.field.setDecimals(decimals)
        self.field.setRange(low, high)
        self.field.setSingleStep(step)
        self.field.setLocale(QLocale.c())  # numbers have a dot here, whatever the system writes
        self.field.setKeyboardTracking(False)  # "0.05" is meant, not the "0.0" on the way there
        self.field.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.field.setFont(tabular(self.field.font()))
        # All fields are as wide, whatever their digits, so that the sliders above one another are too.
        self.field.setFixedWidth(self.field.fontMetrics().horizontalAdvance("00.000") + FIELD_MARGIN)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.slider, 1)
        row.addWidget(self.field)
        self.slider.valueChanged.connect(lambda place: self._say(self._low + place * self._step))
        self.field.valueChanged.connect(self._say)

    @property
    def value(self) -> float:
        return self.field.value()

    def set_value(self, value: float) -> None:
        """Show ``value``; the range grows to hold it."""
        with QSignalBlocker(self.slider), QSignalBlocker(self.field):
            self.field.setMaximum(max(self.field.maximum(), value))
            self.slider.setMaximum(max(self.slider.maximum(), round((value - self._low) / self._step)))
            self.field.setValue(value)
            self.slider.setValue(round((value - self._low) / self._step))

    def set_texts(self, text: str, tip: str, label: QLabel) -> None:
        """What it is called, and the label beside it."""
        name(self.slider, text, tip)
        name(self.field, text, tip, label)

    def set_tip(self, tip: str) -> None:
        """Another tooltip: what it is, or why it cannot be used."""
        for control in (self.slider, self.field):
            control.setToolTip(tip)
            control.setAccessibleDescription(tip)

    def _say(self, value: float) -> None:
        value = round(value, self.field.decimals())
        self.set_value(value)
        self.changed.emit(value)
