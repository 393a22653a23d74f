"""The sweep: the pinned bin's value, a class score and the mask while the box glides over one stride. Scrub it, or let it play."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QToolButton, QVBoxLayout, QWidget

from app.colours import OPERATOR_COLOURS
from app.lab.choices import STEP_IMAGE, LabChoices
from app.lab.desk import Desk
from app.lab.looking import Look
from app.lab.pointing import Spot
from app.lab.sweep_plot import Curve, SweepPlot
from app.lab.sweeping import LabSweep, steps_per_stride
from app.lab.text_pane import swatch, table
from app.lab.words import number
from app.theme import tabular
from app.translation import mark, tr
from app.widgets.mirror import mirror
from app.widgets.panel import Panel, name
from app.widgets.scrolling_page import ScrollingPage
from app.widgets.segmented_switch import SegmentedSwitch
from core.maskrcnn.glide import HeadGlide
from core.roi.settings import Operator
from core.roi.sweep import SweepAxis, SweepSummary

FRAME_MS = 33
AXES = ((SweepAxis.X, mark("along x"), mark("Move the box to the right.")), (SweepAxis.Y, mark("along y"), mark("Move the box down.")))


class SweepPane(Panel):
    """The plot is in the operators' colours; what it shows stands in the table beside it too."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._sweep: LabSweep | None = None
        self._glide: HeadGlide | None = None
        self.axis = SegmentedSwitch([axis for axis, _, _ in AXES])
        self.play = QToolButton()
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.position = QLabel()
        self.summary = QLabel()
        self.plot, self.score_plot, self.mask_plot = (SweepPlot() for _ in range(3))
        self._timer = QTimer(self)
        self._timer.setInterval(FRAME_MS)
        self._timer.timeout.connect(self._advance)
        self._set_up()
        self._connect()
        self.finish()

    @property
    def _plots(self) -> tuple[SweepPlot, SweepPlot, SweepPlot]:
        return self.plot, self.score_plot, self.mask_plot

    def _set_up(self) -> None:
        self.position.setFont(tabular(self.position.font()))
        self.summary.setFont(tabular(self.summary.font()))
        self.summary.setWordWrap(True)
        for plot in self._plots:
            mirror(plot, self.summary)
        self.summary.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.play.setCheckable(True)
        self.slider.setRange(0, 0)
        row = QHBoxLayout()
        for part in (self.axis, self.play, self.slider, self.position):
            row.addWidget(part, 1 if part is self.slider else 0)
        left = QVBoxLayout()
        left.addLayout(row)
        plots = QHBoxLayout()
        plots.setSpacing(8)
        for plot in self._plots:
            plots.addWidget(plot, 1)
        left.addLayout(plots, 1)
        content = QWidget()
        columns = QHBoxLayout(content)
        columns.setContentsMargins(10, 6, 10, 6)
        columns.setSpacing(14)
        columns.addLayout(left, 3)
        columns.addWidget(self.summary, 2)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(ScrollingPage(content))

    def _connect(self) -> None:
        desk = self._desk
        self.axis.chosen.connect(desk.choose_axis)
        self.play.toggled.connect(self._set_playing)
        self.slider.valueChanged.connect(self._scrubbed)
        desk.choices_changed.connect(self._show_choices)
        desk.look_changed.connect(self._show_look)
        desk.sweep_changed.connect(self._show_sweep)
        desk.glide_changed.connect(self._show_glide)
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
        for plot in self._plots:
            if plot.marker.value() != choices.offset_image:
                plot.marker.setValue(choices.offset_image)

    def _show_look(self, look: Look | None) -> None:
        for plot in (self.score_plot, self.mask_plot):
            plot.setVisible(self._desk.reads_run)
        if look is not None:
            self.slider.blockSignals(True)
            self.slider.setMaximum(steps_per_stride(look))
            self.slider.blockSignals(False)

    def _show_sweep(self, sweep: LabSweep | None) -> None:
        self._sweep = sweep
        if sweep is None:
            self.play.setChecked(False)
        self._draw()

    def _show_glide(self, glide: HeadGlide | None) -> None:
        self._glide = glide
        self._draw_heads()
        self._write_summary()

    def _draw(self) -> None:
        sweep, spot = self._sweep, self._pinned(self._sweep)
        if sweep is None or spot is None:
            self.plot.clear_curves()
        else:
            self.plot.set_reach(0.0, float(sweep.offsets_image[-1]))
            self.plot.set_curves(sweep.offsets_image, [_curve_of(sweep, place, spot) for place in (0, 1)])
        self._write_summary()

    def _draw_heads(self) -> None:
        glide = self._glide
        if glide is None:
            self.score_plot.clear_curves()
            self.mask_plot.clear_curves()
            return
        offsets = np.arange(glide.plan.path.count + 1, dtype=np.float64)
        offsets *= STEP_IMAGE
        scores, places = glide.scores[:, :, glide.label].astype(np.float64), (0, 1)
        for plot, values, jumps in ((self.score_plot, scores, glide.score_jumps), (self.mask_plot, glide.iou, glide.mask_jumps)):
            plot.set_reach(0.0, float(offsets[-1]))
            plot.set_curves(offsets, [(glide.plan.operators[place].operator, values[place], jumps[place]) for place in places])
        self._dress()

    def _write_summary(self) -> None:
        sweep, spot = self._sweep, self._pinned(self._sweep)
        if sweep is None or spot is None:
            self.summary.setText(tr("The sweep is computed when the box rests."))
            return
        glide = self._glide if self._desk.reads_run else None
        self.summary.setText(summary_page(sweep, spot, glide, self._class_name()) + f"<p>{self._heads_words()}</p>")

    def _heads_words(self) -> str:
        """How far the heads have come, or how to have them."""
        glide = self._glide
        if not self._desk.reads_run:
            return tr("Over the maps of Mask R-CNN: class score and mask too.")
        if glide is None:
            return tr("The heads read the box when it rests.")
        return "" if glide.is_whole else tr("Heads: step {done} of {count}", done=glide.done, count=glide.plan.path.count)

    def _pinned(self, sweep: LabSweep | None) -> Spot | None:
        spot = self._desk.spot
        return None if sweep is None or spot is None or max(spot.row, spot.column) >= sweep.look.output_size else spot

    def _class_name(self) -> str:
        run = self._desk.run
        return "" if self._glide is None or run is None else run.label_names[self._glide.label]

    def _dress(self) -> None:
        across, what = tr("box moved by, photo px"), self._class_name()
        self.plot.dress(across, tr("value of the bin"))
        self.score_plot.dress(across, tr("score, {name}", name=what) if what else tr("class score"))
        self.mask_plot.dress(across, tr("mask IoU"))

    def retranslate(self) -> None:
        self.axis.set_texts([(tr(text), tr(tip)) for _, text, tip in AXES], tr("Sweep axis"))
        name(self.play, tr("Play"), tr("Glide the box over one stride in steps of 0.05 px."))
        self.play.setText("❚❚" if self.play.isChecked() else "▶")
        name(self.slider, tr("Sweep position"), tr("How far the box is moved, in steps of 0.05 px."))
        self._dress()
        self._draw()


def _curve_of(sweep: LabSweep, place: int, spot: Spot) -> Curve:
    values, swept = sweep.values(place, spot.row, spot.column), sweep.sweeps[place]
    return swept.settings.operator, values, np.abs(np.diff(values)) > float(swept.limits[0])


def summary_page(sweep: LabSweep, spot: Spot, glide: HeadGlide | None = None, class_name: str = "") -> str:
    """Jumps, largest jump and slope of the bin, of the class score and of the mask, a row per operator."""
    pixel = sweep.input_to_image
    found = [(swept.settings.operator, swept.summary(channel=0, row=spot.row, column=spot.column)) for swept in sweep.sweeps]
    rows = _summary_rows(tr("value"), found, pixel)
    if glide is not None:
        operators = [settings.operator for settings in glide.plan.operators]
        scores = [(operator, glide.score_summary(place)) for place, operator in enumerate(operators)]
        masks = [(operator, glide.mask_summary(place)) for place, operator in enumerate(operators)]
        rows += _summary_rows(tr("score, {name}", name=class_name), scores, pixel) + _summary_rows(tr("mask IoU"), masks, pixel)
    count = len(sweep.offsets_image) - 1
    where = tr("Bin row {row}, column {column} over one stride, {count} steps", row=spot.row, column=spot.column, count=count)
    page = table(rows, ["", "", tr("jumps"), tr("largest jump"), tr("slope per px")])
    for cell in ("<td", "<th"):
        page = page.replace(cell, f"{cell} style='padding-right:10px'")
    return f"<p>{where}</p>{page}"


def _summary_rows(title: str, found: list[tuple[Operator, SweepSummary]], input_to_image: float) -> list[list[str]]:
    rows = []
    for operator, summary in found:
        named = f"{swatch(OPERATOR_COLOURS[operator])} {operator.paper_name}"
        rows.append([title, named, str(summary.jumps), number(summary.largest_jump), number(summary.slope / input_to_image)])
        title = ""
    return rows
