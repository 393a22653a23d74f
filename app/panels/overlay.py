"""The overlay panel: which read-out is shown, and how it lies on the photo."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSlider, QSpinBox, QWidget

from app.intents import Intents
from app.preferences import OverlayLook
from app.read_outs import streams_of, why_not
from app.session import Session
from app.theme import tabular
from app.translation import mark, tr, tr_core
from app.widgets.panel import Panel, name
from app.widgets.segmented_switch import SegmentedSwitch
from core.fcn.config import ReadOut, formula
from core.palettes import PALETTES

READ_OUT_TIPS: dict[ReadOut, str] = {
    ReadOut.STRIDE_32: mark("FCN-32s: the scores at stride 32 alone (key 1)."),
    ReadOut.STRIDE_16: mark("FCN-16s: stride 32 fused with stride 16 (key 2)."),
    ReadOut.STRIDE_8: mark("FCN-8s: strides 32, 16 and 8 fused (key 3)."),
}


class OverlayPanel(Panel):
    def __init__(self, session: Session, intents: Intents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.read_out = SegmentedSwitch(list(READ_OUT_TIPS), stripes=True)
        self.formula = QLabel()
        self.formula.setWordWrap(True)
        self.formula.setForegroundRole(self.formula.palette().ColorRole.PlaceholderText)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.opacity.setRange(0, 100)
        self.opacity.setPageStep(10)
        self.percent = QSpinBox()
        self.percent.setRange(0, 100)
        self.percent.setSuffix(" %")
        self.percent.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.percent.setFont(tabular(self.percent.font()))
        self.style_switch = SegmentedSwitch([False, True])
        self.palette_switch = SegmentedSwitch(list(PALETTES))
        self._labels = {key: QLabel() for key in ("read-out", "opacity", "style", "palette")}
        self._lay_out()
        self._connect(intents)
        self.finish()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(12, 3, 12, 8)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(5)
        grid.setColumnStretch(1, 1)
        opacity = QHBoxLayout()
        opacity.setSpacing(8)
        opacity.addWidget(self.opacity, 1)
        opacity.addWidget(self.percent)
        grid.addWidget(self._labels["read-out"], 0, 0)
        grid.addWidget(self.read_out, 0, 1)
        grid.addWidget(self.formula, 1, 1)
        grid.addWidget(self._labels["opacity"], 2, 0)
        grid.addLayout(opacity, 2, 1)
        grid.addWidget(self._labels["style"], 3, 0)
        grid.addWidget(self.style_switch, 3, 1)
        grid.addWidget(self._labels["palette"], 4, 0)
        grid.addWidget(self.palette_switch, 4, 1)
        grid.setRowStretch(5, 1)

    def _connect(self, intents: Intents) -> None:
        self.read_out.chosen.connect(intents.choose_read_out)
        self.opacity.valueChanged.connect(lambda percent: intents.set_opacity.emit(percent / 100))
        self.percent.valueChanged.connect(lambda percent: intents.set_opacity.emit(percent / 100))
        self.style_switch.chosen.connect(intents.set_outlined.emit)
        self.palette_switch.chosen.connect(intents.choose_palette.emit)
        self._session.read_out_changed.connect(self._show_read_out)
        for signal in (self._session.gains_changed, self._session.segmentation_changed):
            signal.connect(lambda: self._show_read_out(self._session.read_out))
        self._session.look_changed.connect(self._show_look)

    def retranslate(self) -> None:
        self._labels["read-out"].setText(tr("Read-out"))
        self._labels["style"].setText(tr("Style"))
        self._labels["palette"].setText(tr("Palette"))
        name(self.opacity, tr("Opacity"), tr("How much of the overlay is seen; [ and ] change it by 10 %."))
        name(self.percent, tr("Opacity"), tr("Opacity in percent."), self._labels["opacity"])
        filled = (tr("Fill"), tr("Fill each class with its colour."))
        outlined = (tr("Outline"), tr("Draw the borders of the classes (key O)."))
        self.style_switch.set_texts([filled, outlined], tr("Style"))
        palettes = [(tr_core(palette.title), palette.source) for palette in PALETTES.values()]
        self.palette_switch.set_texts(palettes, tr("Palette"))
        self._show_read_out(self._session.read_out)
        self._show_look(self._session.look)

    def _show_read_out(self, read_out: ReadOut) -> None:
        reasons = {stride: why_not(self._session, stride) for stride in READ_OUT_TIPS}
        texts = [(f"{int(stride)}s", tr(reasons[stride] or tip)) for stride, tip in READ_OUT_TIPS.items()]
        self.read_out.set_texts(texts, tr("Read-out"))
        self.read_out.set_available([stride for stride, reason in reasons.items() if not reason])
        self.read_out.set_value(read_out)
        streams = streams_of(self._session)
        known = read_out if read_out in streams else ReadOut(streams[-1])
        self.formula.setText(formula(known, self._session.gains, streams))
        name(self.formula, tr("Formula of the read-out"), tr("s: score map at a stride; up: bilinear upsampling by a factor."))

    def _show_look(self, look: OverlayLook) -> None:
        percent = round(look.opacity * 100)
        with QSignalBlocker(self.opacity), QSignalBlocker(self.percent):
            self.opacity.setValue(percent)
            self.percent.setValue(percent)
        self.style_switch.set_value(look.outlined)
        self.palette_switch.set_value(look.palette)
