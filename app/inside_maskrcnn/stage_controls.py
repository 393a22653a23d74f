"""The bar over the photo: which level, how many boxes, and what the colours mean."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QSpinBox, QWidget

from app.colours import heat_table, image_of
from app.inside_maskrcnn.stage_colours import FATE_COLOURS, FATE_NAMES
from app.theme import current, tabular
from app.translation import tr
from app.widgets.panel import Panel, name
from app.widgets.segmented_switch import SegmentedSwitch
from core.maskrcnn.config import LEVEL_NAMES
from core.maskrcnn.results import Fate

FIRST_COUNT = 100
"""Boxes drawn at first; more hide each other, and the photo."""


class HeatKey(QWidget):
    """What the colours of a heat map mean: the lowest and the highest value beside them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ends = ("", "")
        self._ramp: QImage = image_of(heat_table()[None])
        self.setFont(tabular(self.font()))
        self.setFixedHeight(20)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set_ends(self, low: str, high: str, about: str) -> None:
        self._ends = (low, high)
        self.setToolTip(about)
        self.setAccessibleName(f"{about} {low} … {high}")
        self.setFixedWidth(sum(self.fontMetrics().horizontalAdvance(end) for end in self._ends) + 96 + 16)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        painter, (low, high) = QPainter(self), self._ends
        left = self.fontMetrics().horizontalAdvance(low) + 8
        painter.setPen(QColor(current().text))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, low)
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, high)
        bar = self.rect().adjusted(left, 4, 0, -4)
        bar.setWidth(96)
        painter.drawImage(bar, self._ramp)
        painter.setPen(QColor(current().edge))
        painter.drawRect(bar)


class StageControls(Panel):
    """``level_chosen(place)`` and ``count_chosen(boxes)`` when a person chooses."""

    level_chosen = Signal(object)
    count_chosen = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.levels = SegmentedSwitch(list(range(len(LEVEL_NAMES))))
        self.levels.set_value(0)
        self.level_label, self.count_label, self.all_label, self.key = QLabel(), QLabel(), QLabel(), QLabel()
        self.slider, self.field = QSlider(Qt.Orientation.Horizontal), QSpinBox()
        self.slider.setMinimumWidth(60)
        self.slider.setMaximumWidth(150)
        self.field.setFont(tabular(self.field.font()))
        self.field.setKeyboardTracking(False)
        self.heat = HeatKey()
        self.key.setTextFormat(Qt.TextFormat.RichText)
        self._fates: tuple[Fate, ...] = ()
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 10, 4)
        row.setSpacing(8)
        for widget in (self.level_label, self.levels, self.count_label, self.slider, self.field, self.all_label):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.heat)
        row.addWidget(self.key)
        self.setFixedHeight(38)
        self.levels.chosen.connect(self.level_chosen)
        self.slider.valueChanged.connect(self._slid)
        self.field.valueChanged.connect(self._typed)
        self.finish()

    def show_level(self, place: int) -> None:
        self.levels.set_value(place)
        self._show_only((self.level_label, self.levels))

    def show_count(self, count: int, of: int) -> None:
        """How many of all boxes are drawn, the best ones."""
        self._show_only((self.count_label, self.slider, self.field, self.all_label))
        with QSignalBlocker(self.slider), QSignalBlocker(self.field):
            for control in (self.slider, self.field):
                control.setRange(min(of, 1), of)
                control.setValue(count)
            self.slider.setPageStep(max(of // 10, 1))
        self.all_label.setText(tr("of {count}", count=f"{of:,}"))

    def show_nothing(self) -> None:
        self._show_only(())

    def set_heat(self, ends: tuple[str, str, str] | None) -> None:
        """``(lowest, highest, what is shown)``, or None for no heat map."""
        self.heat.setVisible(ends is not None)
        if ends is not None:
            self.heat.set_ends(*ends)

    def set_fates(self, fates: tuple[Fate, ...]) -> None:
        """Explain these colours; none for a stage that is coloured otherwise."""
        self._fates = fates
        self.key.setVisible(bool(fates))
        entries = (f"<span style='color:{FATE_COLOURS[fate]}'>■</span>&nbsp;{tr(FATE_NAMES[fate])}" for fate in fates)
        self.key.setText("&nbsp;&nbsp;".join(entries))
        self.key.setAccessibleName(tr("Colours") + ": " + ", ".join(tr(FATE_NAMES[fate]) for fate in fates))

    def retranslate(self) -> None:
        self.level_label.setText(tr("Level"))
        self.levels.set_texts([(level, tr("Draw level {level}.", level=level)) for level in LEVEL_NAMES], tr("Level"))
        name(self.slider, tr("Boxes drawn"), tr("How many of the best boxes are drawn; the table has all of them."), self.count_label)
        self.count_label.setText(tr("Best"))
        name(self.field, tr("Boxes drawn"), tr("How many of the best boxes are drawn; the table has all of them."))
        self.set_fates(self._fates)

    def _show_only(self, shown: tuple[QWidget, ...]) -> None:
        for widget in (self.level_label, self.levels, self.count_label, self.slider, self.field, self.all_label):
            widget.setVisible(widget in shown)

    def _slid(self, count: int) -> None:
        with QSignalBlocker(self.field):
            self.field.setValue(count)
        self.count_chosen.emit(count)

    def _typed(self, count: int) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(count)
        self.count_chosen.emit(count)
