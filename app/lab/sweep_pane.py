"""The sweep: the pinned bin's value while the box glides over one stride. Scrub it, or let it play."""

from __future__ import annotations

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from app.colours import OPERATOR_COLOURS, colour_of
from app.lab.choices import STEP_IMAGE, LabChoices
from app.lab.desk import Desk
from app.lab.looking import Look
from app.lab.pointing import Spot
from app.lab.sweeping import LabSweep, steps_per_stride
from app.lab.text_pane import swatch, table
from app.lab.words import number
from app.theme import current, tabular
from app.translation import mark, tr
from app.widgets.panel import Panel, name
from app.widgets.segmented_switch import SegmentedSwitch
from core.roi.sweep import SweepAxis

FRAME_MS = 33
AXES = ((SweepAxis.X, mark("along x"), mark("Move the box to the right.")), (SweepAxis.Y, mark("along y"), mark("Move the box down.")))


class SweepPane(Panel):
    """The plot is in the operators' colours; what it shows stands in the table beside it too."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sweep: LabSweep | None = None
        self.axis = SegmentedSwitch([axis for axis, _, _ in AXES])
        self.play = QToolButton()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.position = QLabel()
        self.summary = QLabel()
        self.plot = pg.PlotWidget()
        self.curves = (self.plot.plot(), self.plot.plot())
        self.marker = pg.InfiniteLine(0.0, angle=90, movable=False)
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._advance)
        self._set_up()
        self._connect()
        self.finish()

    def _set_up(self) -> None:
        self.position.setFont(tabular(self.position.font()))
        self.summary.setFont(tabular(self.summary.font()))
        self.summary.setWordWrap(True)
        self.summary.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.play.setCheckable(True)
        self.slider.setRange(0, 0)
        self.plot.addItem(self.marker)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.hideButtons()
        self.plot.setMenuEnabled(False)
        self.plot.setMinimumHeight(110)
        row = QHBoxLayout()
        for part in (self.axis, self.play, self.slider, self.position):
            row.addWidget(part, 1 if part is self.slider else 0)
        left = QVBoxLayout()
        left.addLayout(row)
        left.addWidget(self.plot, 1)
        columns = QHBoxLayout(self)
        columns.setContentsMargins(10, 6, 10, 6)
        columns.setSpacing(14)
        columns.addLayout(left, 3)
        columns.addWidget(self.summary, 2)

    def _connect(self) -> None:
        desk = self._desk
        self.axis.chosen.connect(desk.choose_axis)
        self.play.toggled.connect(self._set_playing)
        self.slider.valueChanged.connect(self._scrubbed)
        desk.choices_changed.connect(self._show_choices)
        desk.look_changed.connect(self._show_look)
        desk.sweep_changed.connect(self._show_sweep)
        desk.spot_changed.connect(lambda _spot: self._draw())

    # -- playing -------------------------------------------------------------------------------------------------------

    def _set_playing(self, playing: bool) -> None:
        self.play.setText("❚❚" if playing else "▶")
        if playing:
            if self.slider.value() == self.slider.maximum():
                self.slider.setValue(0)
            self._timer.start()
        else:
            self._timer.stop()

    def _advance(self) -> None:
        if self.slider.value() >= self.slider.maximum():
            self.play.setChecked(False)
        else:
            self.slider.setValue(self.slider.value() + 1)

    def _scrubbed(self, step: int) -> None:
        self._desk.scrub(round(step * STEP_IMAGE, 6))

    # -- the desk's state ----------------------------------------------------------------------------------------------

    def _show_choices(self, choices: LabChoices) -> None:
        self.axis.set_value(choices.axis)
        self.slider.blockSignals(True)
        self.slider.setValue(round(choices.offset_image / STEP_IMAGE))
        self.slider.blockSignals(False)
        if choices.offset_image == 0.0 and self.slider.value() == 0 and self.play.isChecked() and self._sweep is None:
            self.play.setChecked(False)
        self.position.setText(f"+ {choices.offset_image:.2f} px")
        self.marker.setValue(choices.offset_image)

    def _show_look(self, look: Look | None) -> None:
        if look is not None:
            self.slider.blockSignals(True)
            self.slider.setMaximum(steps_per_stride(look))
            self.slider.blockSignals(False)

    def _show_sweep(self, sweep: LabSweep | None) -> None:
        self._sweep = sweep
        if sweep is None:
            self.play.setChecked(False)
        self._draw()

    def _draw(self) -> None:
        sweep, spot = self._sweep, self._desk.spot
        if sweep is None or spot is None or max(spot.row, spot.column) >= sweep.look.output_size:
            for curve in self.curves:
                curve.setData([], [])
            self.summary.setText(tr("The sweep is computed when the box rests."))
            return
        for place, curve in enumerate(self.curves):
            operator = sweep.sweeps[place].settings.operator
            x, y = self._points(sweep, place, spot)
            curve.setData(x, y)
            curve.setPen(pg.mkPen(colour_of(operator), width=2))
        self.summary.setText(summary_page(sweep, spot))

    def _points(self, sweep: LabSweep, place: int, spot: Spot) -> tuple[np.ndarray, np.ndarray]:
        """A step is drawn upright where the value jumps; joined by a slope it would look like a glide."""
        x, y = sweep.offsets_image, sweep.values(place, spot.row, spot.column)
        jumps = np.abs(np.diff(y)) > sweep.sweeps[place].limits[0]
        insert = np.nonzero(jumps)[0] + 1
        return np.insert(x, insert, x[insert]), np.insert(y, insert, y[insert - 1])

    def _dress(self) -> None:
        theme = current()
        self.plot.setBackground(theme.stage)
        for side in ("left", "bottom"):
            axis = self.plot.getAxis(side)
            axis.setPen(pg.mkPen(theme.edge))
            axis.setTextPen(pg.mkPen(theme.muted))
        self.marker.setPen(pg.mkPen(theme.accent, width=1.5))
        item = self.plot.getPlotItem()
        item.setLabel("bottom", tr("box moved by, photo px"), color=theme.muted)
        item.setLabel("left", tr("value of the bin"), color=theme.muted)

    def retranslate(self) -> None:
        self.axis.set_texts([(tr(text), tr(tip)) for _, text, tip in AXES], tr("Sweep axis"))
        name(self.play, tr("Play"), tr("Glide the box over one stride in steps of 0.05 px."))
        self.play.setText("❚❚" if self.play.isChecked() else "▶")
        name(self.slider, tr("Sweep position"), tr("How far the box is moved, in steps of 0.05 px."))
        self.plot.setAccessibleName(tr("Value of the bin along the sweep"))
        self._dress()
        self._draw()


def summary_page(sweep: LabSweep, spot: Spot) -> str:
    """Jumps, largest jump and slope of the bin, a row per operator."""
    rows = []
    for swept in sweep.sweeps:
        found = swept.summary(channel=0, row=spot.row, column=spot.column)
        operator = swept.settings.operator
        rows.append([
            f"{swatch(OPERATOR_COLOURS[operator])} {operator.paper_name}", str(found.jumps), number(found.largest_jump),
            number(found.slope / sweep.input_to_image),
        ])  # fmt: skip
    count = len(sweep.offsets_image) - 1
    where = tr("Bin row {row}, column {column} over one stride, {count} steps", row=spot.row, column=spot.column, count=count)
    found_in = table(rows, ["", tr("jumps"), tr("largest jump"), tr("slope per px")])
    for cell in ("<td", "<th"):
        found_in = found_in.replace(cell, f"{cell} style='padding-right:10px'")
    return f"<p>{where}</p>{found_in}"
