"""The numbers of the location-loss meter: those of the photo on screen, and those of a data set folder."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.inside_fcn.location_chart import LocationChart, StrideBar, percent
from app.inside_fcn.location_folder import FolderRun
from app.inside_fcn.location_requests import MeasuredTruth, ModelFigures
from app.inside_fcn.location_tables import Column, LocationTable, folder_columns, folder_rows, gap_columns, gap_row
from app.inside_fcn.room import sentence_of
from app.translation import mark, tr
from app.widgets.mirror import mirror
from app.widgets.panel import Panel, name
from core.evaluation.ceilings import CEILING_STRIDES, PAPER_CEILINGS, IouGap

PAPER_ROW = mark(
    "The FCN paper (appendix A) published {figures} at strides {strides}, measured on VOC. Another data set has other figures, of the "
    "same shape: the coarser the grid and the smaller its objects, the lower."
)
HOW_TO_FOLDER = mark(
    "Measure the ceilings over a whole data set: choose its folder, in VOC's layout (SegmentationClass), CamVid's (val/images, "
    "val/labels), with val.txt, images and class, or of label PNGs. No network runs."
)


class PhotoNumbers(Panel):
    """The gap of each stride, and of each class at one of them; or how to get there, with a button."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._measured: MeasuredTruth | None = None
        self._model: ModelFigures | None = None
        self._stride = CEILING_STRIDES[0]
        self.load, self.empty, self.note, self.heading = QPushButton(), QLabel(), QLabel(), QLabel()
        self.chart, self.strides, self.classes = LocationChart(), LocationTable(whole=True), LocationTable()
        mirror(self.chart, self.strides)
        self.pages = QStackedWidget()
        self.load.setProperty("primary", True)
        self._lay_out()
        self.finish()

    def _lay_out(self) -> None:
        for label in (self.empty, self.note):
            label.setWordWrap(True)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setForegroundRole(self.empty.palette().ColorRole.PlaceholderText)
        how = QVBoxLayout()
        how.addStretch(1)
        how.addWidget(self.empty)
        how.addSpacing(8)
        how.addWidget(self.load, 0, Qt.AlignmentFlag.AlignHCenter)
        how.addStretch(2)
        told = QVBoxLayout()
        told.setContentsMargins(0, 0, 0, 0)
        told.setSpacing(8)
        for part in (self.note, self.chart, self.strides, self.heading):
            told.addWidget(part)
        told.addWidget(self.classes, 1)
        for layout in (how, told):
            page = QWidget()
            page.setLayout(layout)
            self.pages.addWidget(page)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.pages)

    def show_empty(self, text: str, *, can_load: bool) -> None:
        """Nothing is measured: say what to do."""
        self._measured = self._model = None
        self.empty.setText(text)
        self.load.setVisible(can_load)
        self.pages.setCurrentIndex(0)

    def show_figures(self, measured: MeasuredTruth, model: ModelFigures | None, stride: int, note: str) -> None:
        """``note`` says why there is no model, or that of other classes; empty for nothing to say."""
        self._measured, self._model, self._stride = measured, model, stride
        self.note.setText(note)
        self.note.setVisible(bool(note))
        self.pages.setCurrentIndex(1)
        self._fill()

    def gap(self, stride: int, class_id: int | None = None) -> IouGap:
        """What the tables and the chart show. Only while something is measured."""
        assert self._measured is not None
        matrix = None if self._model is None else self._model.matrices.get(stride)
        return self._measured.loss.gap(stride, matrix, class_id)

    def _fill(self) -> None:
        if self._measured is None:
            return
        gaps = [self.gap(stride) for stride in CEILING_STRIDES]
        self.chart.set_bars(tuple(map(StrideBar, gaps)))
        mean = Column(tr("Mean at stride"), tr("Mean IoU over the classes of the ground truth."))
        self.strides.show_rows(gap_columns(mean), [gap_row(str(gap.stride), gap) for gap in gaps])
        names = self._measured.truth.label_set.names
        rows = [gap_row(names[label], self.gap(self._stride, label)) for label in self._measured.loss.classes]
        self.classes.show_rows(gap_columns(Column(tr("Class"), "")), rows)
        self.heading.setText(tr("Classes of the ground truth at stride {stride}", stride=self._stride))

    def retranslate(self) -> None:
        self.load.setText(tr("Load ground truth…"))
        self.chart.setAccessibleName(tr("IoU by stride"))
        self.chart.setAccessibleDescription(tr("The table below it holds the same numbers."))
        name(self.strides, tr("Mean IoU by stride"), tr("What each stride allows, and what the model reaches."))
        name(self.classes, tr("IoU by class"), tr("What each stride allows of each class."))
        self._fill()


class FolderNumbers(Panel):
    """A button that measures a folder, how far that is, and the figures so far beside the paper's."""

    def __init__(self, run: FolderRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.run = run
        self.measure, self.stop = QPushButton(), QPushButton()
        self.progress, self.state, self.words = QProgressBar(), QLabel(), QLabel()
        self.chart, self.classes = LocationChart(), LocationTable()
        mirror(self.chart, self.classes)
        self.progress.setTextVisible(False)
        for label in (self.state, self.words):
            label.setWordWrap(True)
        self._lay_out()
        self.measure.clicked.connect(self._ask_for_folder)
        self.stop.clicked.connect(run.cancel)
        run.changed.connect(self._show)
        self.finish()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.measure)
        row.addWidget(self.stop)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(row)
        for part in (self.state, self.progress, self.chart):
            column.addWidget(part)
        column.addWidget(self.classes, 1)
        column.addWidget(self.words)
        column.addStretch(0)

    def _ask_for_folder(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Measure a folder"))
        if folder:
            self.run.start(Path(folder))

    def _show(self) -> None:
        run, measured = self.run, self.run.measured
        has_figures = measured is not None and run.done > 0
        self.stop.setVisible(run.is_running)
        self.progress.setVisible(run.is_running)
        self.progress.setRange(0, run.total)  # 0 to 0: nobody knows yet
        self.progress.setValue(run.done)
        self.state.setText(self._state())
        for part in (self.chart, self.classes):
            part.setVisible(has_figures)
        if measured is not None and run.maps is not None and has_figures:
            means = {stride: matrix.mean_iou() for stride, matrix in measured.matrices.items()}
            gaps = [IouGap(stride, means[stride], float("nan")) for stride in CEILING_STRIDES]
            self.chart.set_bars(tuple(StrideBar(gap, PAPER_CEILINGS[gap.stride]) for gap in gaps))
            self.classes.show_rows(folder_columns(), folder_rows(measured, run.maps.label_set))

    def _state(self) -> str:
        run = self.run
        if run.maps is None:
            if run.error is not None:
                return sentence_of(run.error)
            return tr("Looking for label maps…") if run.is_running else tr(HOW_TO_FOLDER)
        where = ", ".join(filter(None, (run.maps.root.name, run.maps.split)))
        if run.is_running:
            counted = tr("{where}: {done} of {total} label maps", where=where, done=run.done, total=run.total)
            left = run.seconds_left
            return counted if left is None else f"{counted}; {time_left(left)}"
        if run.done < run.total:
            stopped = tr("{where}: stopped after {done} of {total} label maps.", where=where, done=run.done, total=run.total)
            return stopped if run.error is None else f"{stopped} {sentence_of(run.error)}"
        return tr("{where}: {total} label maps.", where=where, total=run.total)

    def retranslate(self) -> None:
        self.measure.setText(tr("Measure a folder…"))
        name(self.measure, self.measure.text(), tr("Best possible IoU over all label maps of a data set."))
        self.stop.setText(tr("Cancel"))
        name(self.stop, self.stop.text(), tr("Stop after this label map; what is measured stays."))
        self.progress.setAccessibleName(tr("Label maps measured"))
        self.chart.setAccessibleName(tr("IoU by stride"))
        self.chart.setAccessibleDescription(tr("The table below it holds the same numbers."))
        name(self.classes, tr("IoU by class"), tr("What each stride allows of each class."))
        figures = " / ".join(percent(PAPER_CEILINGS[stride]) for stride in CEILING_STRIDES)
        self.words.setText(tr(PAPER_ROW, figures=figures, strides=" / ".join(map(str, CEILING_STRIDES))))
        self._show()


def time_left(seconds: float) -> str:
    """Rounded up, as nobody minds being early."""
    if seconds < 90:
        return tr("about {count} s left", count=int(seconds) + 1)
    return tr("about {count} min left", count=int(seconds / 60) + 1)
