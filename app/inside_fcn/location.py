"""The location-loss meter: what the coarse grid alone costs, beside what the model loses on top of it."""

from __future__ import annotations

import math
from enum import Enum

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.class_view import overlay_table
from app.inside_fcn.location_chart import percent
from app.inside_fcn.location_folder import FolderRun
from app.inside_fcn.location_numbers import FolderNumbers, PhotoNumbers
from app.inside_fcn.location_requests import LOST_DARK, LOST_LIGHT, MeasuredTruth, ModelFigures, ModelRequest, TruthRequest
from app.inside_fcn.map_photo import MapPhoto
from app.inside_fcn.room import FcnRoom, sentence_of
from app.inside_fcn.truth_choice import ask_for_truth, truth_tip
from app.jobs import JobFailure
from app.session import Pixel
from app.theme import tabular
from app.translation import mark, tr
from app.widgets.mirror import mirror
from app.widgets.panel import Panel, name
from app.widgets.segmented_switch import SegmentedSwitch
from core.evaluation.ceilings import CEILING_STRIDES
from core.fcn.results import FcnScores
from core.labels import VOID
from core.truth import GroundTruth

TRUTH, MODEL = "fcn-location-truth", "fcn-location-model"
SAME_CELLS = 0.5
"""Pixels of the photo by which a cell may differ from the grid's without a word."""
STRIPES = {LOST_DARK: (20, 20, 20, 255), LOST_LIGHT: (255, 255, 255, 255)}
FORMULA = mark("1 − IoU = (1 − ceiling) + (ceiling − IoU)")
WORDS = mark(
    "The ground truth is put on a grid of cells of s × s pixels, each holding the shares of its classes, and read back bilinearly, as an "
    "FCN reads its scores: the IoU with what it was is the paper's best possible one, the ceiling. It splits what a model lacks into "
    "location, lost to the grid, and recognition, lost beyond it. IoU of a class = |T ∩ P| / (|T| + |P| − |T ∩ P|)."
)


class View(Enum):
    """Whose numbers are shown."""

    PHOTO = "photo"
    FOLDER = "folder"


class LocationPane(Panel):
    """Follows the session while it can be seen. The grid's part needs the ground truth alone; the model's joins it when it is there."""

    def __init__(self, room: FcnRoom, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room, self._session = room, room.session
        self.stride, self.view = CEILING_STRIDES[0], View.PHOTO
        self.measured: MeasuredTruth | None = None
        self.model: ModelFigures | None = None
        self._asked: dict[str, object] = {}
        self.folder = FolderRun(room.worker, self)
        self.photo, self.stride_choice = MapPhoto(room), SegmentedSwitch(list(CEILING_STRIDES))
        self.marks, self.load, self.forget = QCheckBox(), QPushButton(), QPushButton()
        self.pointed, self.lost, self.notice, self.words = QLabel(), QLabel(), QLabel(), QLabel()
        self.view_choice, self.numbers, self.folder_numbers = SegmentedSwitch(list(View)), PhotoNumbers(), FolderNumbers(self.folder)
        self.pages, self._stride_label = QStackedWidget(), QLabel()
        mirror(self.photo, self.numbers.strides)
        self.marks.setChecked(True)
        self._lay_out()
        self._connect()
        self.finish()

    # -- layout --------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for label in (self.notice, self.words):
            label.setWordWrap(True)
        for label in (self.pointed, self.lost):
            label.setFont(tabular(label.font()))
        self.notice.hide()
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._photo_side())
        split.addWidget(self._number_side())
        split.setSizes([840, 460])
        split.setStretchFactor(0, 1)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)

    def _photo_side(self) -> QWidget:
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 6, 10, 6)
        bar.setSpacing(8)
        for control in (self._stride_label, self.stride_choice, self.marks):
            bar.addWidget(control)
        bar.addStretch(1)
        for button in (self.load, self.forget):
            bar.addWidget(button)
        below = QVBoxLayout()
        below.setContentsMargins(10, 6, 10, 8)
        below.setSpacing(4)
        for line in (self.notice, self.lost, self.pointed, self.words):
            below.addWidget(line)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.photo, 1)
        column.addLayout(below)
        return side

    def _number_side(self) -> QWidget:
        for page in (self.numbers, self.folder_numbers):
            self.pages.addWidget(page)
        side = QWidget()
        side.setMinimumWidth(420)
        column = QVBoxLayout(side)
        column.setContentsMargins(10, 6, 10, 8)
        column.setSpacing(10)
        column.addWidget(self.view_choice)
        column.addWidget(self.pages, 1)
        return side

    def _connect(self) -> None:
        room, session = self._room, self._session
        for signal in (session.document_changed, session.segmentation_changed, session.truth_changed):
            signal.connect(self._catch_up)
        session.document_changed.connect(lambda: self._say(""))
        for signal in (session.look_changed, session.class_view_changed):
            signal.connect(self._show_map)
        session.hover_changed.connect(self._show_pixel)
        room.worker.failed.connect(self._failed)
        self.stride_choice.chosen.connect(self.choose_stride)
        self.view_choice.chosen.connect(self.choose_view)
        self.marks.toggled.connect(self._show_map)
        self.forget.clicked.connect(lambda: room.intents.load_truth.emit(None))
        for button in (self.load, self.numbers.load):
            button.clicked.connect(lambda: ask_for_truth(room, self))

    # -- what a person does --------------------------------------------------------------------------------------------

    def choose_stride(self, stride: int) -> None:
        """The grid that the photo and the table of classes are about."""
        self.stride = stride
        self.stride_choice.set_value(stride)
        self._show()

    def choose_view(self, view: View) -> None:
        self.view = view
        self.view_choice.set_value(view)
        self.pages.setCurrentWidget(self.numbers if view is View.PHOTO else self.folder_numbers)

    # -- following the session -----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._catch_up()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        """A folder goes on being measured: that was asked for, and may take minutes."""
        super().hideEvent(event)
        self._stop()

    def _stop(self) -> None:
        for channel in (TRUTH, MODEL):
            self._room.worker.cancel(channel)
        self._asked = {}

    @property
    def _scores(self) -> FcnScores | None:
        """What the model says of this photo in the classes of the ground truth."""
        truth, found = self._session.truth, self._session.segmentation
        return None if truth is None or found is None or found.label_set != truth.label_set else found.scores

    def _catch_up(self) -> None:
        if not self.isVisible():
            return
        truth, scores = self._session.truth, self._scores
        if truth is None:
            self._stop()
            self.measured = self.model = None
        elif self.measured is None or self.measured.truth is not truth:
            self.measured = self.model = None
            self._ask(TRUTH, truth)
        if self.model is not None and (self.model.scores is not scores or self.model.truth is not truth):
            self.model = None
        if truth is not None and scores is not None and self.model is None:
            self._ask(MODEL, truth, scores)
        self._show()

    def _ask(self, channel: str, truth: GroundTruth, scores: FcnScores | None = None) -> None:
        """Once for the same question."""
        if self._asked.get(channel) == (truth, scores):
            return
        self._asked[channel] = (truth, scores)
        worker, session = self._room.worker, self._session
        if scores is None:
            worker.submit(channel, TruthRequest(truth), self._take_truth)
        else:
            worker.submit(channel, ModelRequest(self._room.engine_on, session.device, truth, scores), self._take_model)

    def _take_truth(self, measured: MeasuredTruth) -> None:
        if measured.truth is self._session.truth:
            self.measured = measured
            self._say("")
            self._show()

    def _take_model(self, model: ModelFigures) -> None:
        if model.scores is self._scores and model.truth is self._session.truth:
            self.model = model
            self._show()

    def _failed(self, failure: JobFailure) -> None:
        if failure.channel in (TRUTH, MODEL):
            self._say(sentence_of(failure.error))

    def _say(self, text: str) -> None:
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    # -- what is shown -------------------------------------------------------------------------------------------------

    def _show(self) -> None:
        has_photo, truth = self._session.document is not None, self._session.truth
        self.forget.setVisible(truth is not None)
        self.load.setEnabled(has_photo)
        self.load.setVisible(truth is not None)  # without one, the empty page has a button of its own
        if self.measured is None:
            self.numbers.show_empty(self._what_to_do(), can_load=has_photo and truth is None)
        else:
            self.numbers.show_figures(self.measured, self.model, self.stride, self._about_model(self.measured.truth))
        for line in (self.lost, self.pointed):
            line.setVisible(self.measured is not None)
        self._show_lost()
        self._show_map()
        self._show_pixel()

    def _what_to_do(self) -> str:
        if self._session.document is None:
            return tr("Open a photo, or click a sample.")
        if self._session.truth is not None:
            return tr("Taking the ground truth down and back…")
        return " ".join((tr("No ground truth yet: load the label PNG of this photo."), truth_tip()))

    def _about_model(self, truth: GroundTruth) -> str:
        found = self._session.segmentation
        if found is None:
            return tr("No model has run on this photo: only the grid's part is known.")
        if found.label_set != truth.label_set:
            return tr(
                "The ground truth has the classes of {truth}, the model those of {model}: only the grid's part can be told.",
                truth=truth.label_set.name, model=found.label_set.name,
            )  # fmt: skip
        return _about_cells(found.scores)

    def _show_lost(self) -> None:
        for control in (self.stride_choice, self.marks):
            control.setEnabled(self.measured is not None)
        if self.measured is None:
            self.lost.setText("")
            return
        share = self.measured.loss.strides[self.stride].lost_share
        text = tr("Lost at stride {stride}: {share} % of the pixels that have a class (striped)", stride=self.stride, share=percent(share))
        self.lost.setText(tr("All of the ground truth is void: nothing is measured.") if math.isnan(share) else text)

    def _show_map(self) -> None:
        if not self.isVisible():
            return
        measured = self.measured
        if measured is None:
            self.photo.clear_map()
            return
        self.photo.map_layer.set_opacity(self._session.look.opacity)
        codes = measured.marked[self.stride] if self.marks.isChecked() else measured.loss.strides[self.stride].coarse
        self.photo.show_map(codes, self._table(measured.truth))

    def _table(self, truth: GroundTruth) -> npt.NDArray[np.uint8]:
        session = self._session
        view = session.class_views.get(truth.label_set.name) or session.class_view
        table = overlay_table(truth.label_set, session.look.palette, view)
        for code, colour in STRIPES.items():
            table[code] = colour
        return table

    def _show_pixel(self) -> None:
        pixel, measured = self._session.hover, self.measured
        if not self.isVisible():
            return
        if measured is None or pixel is None or not _inside(pixel, measured.truth.class_map):
            self.pointed.setText("" if measured is None else tr("Point at the photo"))
            return
        names, loss = measured.truth.label_set.names, measured.loss.strides[self.stride]
        before, after = (int(ids[pixel.row, pixel.column]) for ids in (measured.truth.class_map, loss.coarse))
        place = f"x {pixel.column}   y {pixel.row}   "
        if before == VOID:
            self.pointed.setText(place + tr("void: not measured"))
        elif before == after:
            self.pointed.setText(place + tr("{name}, kept at stride {stride}", name=names[before], stride=self.stride))
        else:
            said = tr("{name}, lost at stride {stride}: comes back as {after}", name=names[before], stride=self.stride, after=names[after])
            self.pointed.setText(place + said)

    def retranslate(self) -> None:
        self._stride_label.setText(tr("Stride"))
        strides = [(str(stride), tr("Cells of {stride} × {stride} pixels.", stride=stride)) for stride in CEILING_STRIDES]
        self.stride_choice.set_texts(strides, tr("Stride"))
        self.stride_choice.set_value(self.stride)
        self.marks.setText(tr("Mark lost pixels"))
        name(self.marks, self.marks.text(), tr("Stripes where the ground truth comes back as another class."))
        self.load.setText(tr("Load ground truth…"))
        name(self.load, self.load.text(), truth_tip())
        name(self.numbers.load, self.load.text(), truth_tip())
        self.forget.setText(tr("Remove"))
        name(self.forget, self.forget.text(), tr("Take the ground truth away."))
        views = [(tr("This photo"), tr("Ground truth and model on the photo.")), (tr("A folder"), tr("Ground truth of a whole data set."))]
        self.view_choice.set_texts(views, tr("Numbers of"))
        self.choose_view(self.view)
        self.photo.setAccessibleName(tr("Photo with the ground truth after the way down and back"))
        self.words.setText(f"{tr(FORMULA)}\u2003{tr(WORDS)}")
        self._show()


def _about_cells(scores: FcnScores) -> str:
    """That the network's cells are not the grid's, where it reads the photo in another size; empty where they are the same."""
    stride, scale = scores.streams[0], scores.to_image.x.scale
    said = {"factor": f"{1 / scale:.2f}", "stride": stride, "cell": f"{stride * scale:.1f}"}
    if abs(stride * scale - stride) < SAME_CELLS:
        return ""
    if scale < 1:
        return tr(
            "The model reads this photo × {factor}: a cell of its stride {stride} is {cell} px of the photo, finer than the grid's, so "
            "that it can beat the ceiling.", **said,
        )  # fmt: skip
    return tr(
        "The model reads this photo × {factor}: a cell of its stride {stride} is {cell} px of the photo, coarser than the grid's, so that "
        "it loses more to location than the grid does.", **said,
    )  # fmt: skip


def _inside(pixel: Pixel, class_map: npt.NDArray[np.uint8]) -> bool:
    height, width = class_map.shape
    return bool(0 <= pixel.row < height and 0 <= pixel.column < width)
