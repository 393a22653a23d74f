"""Which streams the FCN adds up: one check box for each, so that a picture can be seen with a stream and without it."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QColor, QIcon
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QWidget

from app.intents import Intents
from app.session import Session
from app.theme import current
from app.translation import mark, tr
from app.widgets.colour_popup import swatch
from app.widgets.panel import Panel, name
from core.fcn.config import STREAM_STRIDES

SIGN = 12
FORMULA = "FCN-32s = ×32(<i>s</i><sub>32</sub>) &nbsp; FCN-16s = ×16(×2(<i>s</i><sub>32</sub>) + <i>s</i><sub>16</sub>) &nbsp; " + (
    "FCN-8s = ×8(×2(×2(<i>s</i><sub>32</sub>) + <i>s</i><sub>16</sub>) + <i>s</i><sub>8</sub>)"
)
WORDS = mark(
    "At stride 32 there is one score for every 32 × 32 pixels of the input; what lies between is only interpolated, so edges are round "
    "and thin parts are gone. Scores at stride 16 and 8 come from earlier layers that still know where things are: added before the "
    "last upsampling, they put the edges back."
)


class StreamSwitches(Panel):
    """A stream is on while its gain is not 0. Switched on again it has the gain that it was trained with, 1."""

    def __init__(self, session: Session, intents: Intents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._intents = session, intents
        self.boxes = {stride: self._box(stride) for stride in STREAM_STRIDES}
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 0, 10, 8)
        row.setSpacing(12)
        for box in self.boxes.values():
            row.addWidget(box)
        session.gains_changed.connect(self._show)
        session.segmentation_changed.connect(self._show)
        self.finish()

    def _box(self, stride: int) -> QCheckBox:
        box = QCheckBox()
        box.clicked.connect(lambda on: self._intents.set_gains.emit(replace(self._session.gains, **{f"score{stride}": float(on)})))
        return box

    def _show(self) -> None:
        shown = self._session.segmentation
        streams = STREAM_STRIDES if shown is None else shown.scores.streams
        for stride, box in self.boxes.items():
            there = stride in streams
            box.setEnabled(there)
            tip = tr("Add up the scores at stride {stride}; switched off, their gain is 0.", stride=stride)
            name(
                box,
                tr("Stream {stride}", stride=stride),
                tip if there else tr("This network has no scores at stride {stride}.", stride=stride),
            )
            with QSignalBlocker(box):
                box.setChecked(there and self._session.gains.of(stride) != 0)

    def retranslate(self) -> None:
        theme = current()
        for stride, box in self.boxes.items():
            box.setText(tr("Stream {stride}", stride=stride))
            box.setIcon(QIcon(swatch(QColor(theme.streams[stride]), SIGN, ratio=self.devicePixelRatioF())))
        self._show()
