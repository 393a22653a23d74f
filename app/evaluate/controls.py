"""What is to be measured on what, and the buttons that begin, pause and export it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFileDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QProgressBar,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from app.evaluate.desk import Phase
from app.evaluate.going import Ask, Turn
from app.session import Session
from app.translation import tr, tr_core
from app.widgets.panel import Panel, name
from core.catalog import ModelRow, Task, WeightsState
from core.evaluation.photos import NAMEABLE, USUAL_SPLIT, Layout
from core.evaluation.request import POOLERS, EvaluationRequest

MAX_LIMIT = 1_000_000
MINUTE = 60


class Controls(Panel):
    begun = Signal(object)
    """Ask."""
    paused = Signal()
    gone_on = Signal()
    exported = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._phase = Phase.IDLE
        self._turn: Turn | None = None
        self._has_report = False
        self._wanted: str | None = None
        self.model, self.layout_choice = QComboBox(), QComboBox()
        self.folder, self.split = QLineEdit(), QLineEdit()
        self.limit = QSpinBox()
        self.limit.setRange(0, MAX_LIMIT)
        self.tables = QCheckBox()
        self.browse, self.start, self.pause, self.export = QPushButton(), QPushButton(), QPushButton(), QPushButton()
        self.start.setProperty("primary", True)
        self.progress = QProgressBar()
        self.progress.setTextVisible(False)
        self.state, self.notice = QLabel(), QLabel()
        self.notice.setWordWrap(True)
        self._labels = {key: QLabel() for key in ("model", "folder", "layout", "split", "limit")}
        self._lay_out()
        self._connect()
        self.finish()

    def _lay_out(self) -> None:
        self.layout_choice.addItems([layout.value for layout in NAMEABLE])
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(6)
        grid.setColumnStretch(1, 2)
        grid.setColumnStretch(4, 1)
        grid.addWidget(self._labels["model"], 0, 0)
        grid.addWidget(self.model, 0, 1, 1, 2)
        grid.addWidget(self._labels["folder"], 1, 0)
        grid.addWidget(self.folder, 1, 1)
        grid.addWidget(self.browse, 1, 2)
        for row, (key, field) in enumerate((("layout", self.layout_choice), ("split", self.split))):
            grid.addWidget(self._labels[key], row, 3)
            grid.addWidget(field, row, 4)
        limit = QHBoxLayout()  # not two columns: the wide choice below would drive the words away from their field
        limit.setSpacing(10)
        limit.addWidget(self._labels["limit"])
        limit.addWidget(self.limit, 1)
        grid.addLayout(limit, 0, 5)
        grid.addWidget(self.tables, 1, 5)
        buttons = QHBoxLayout()
        for button in (self.start, self.pause):
            buttons.addWidget(button)
        buttons.addWidget(self.progress, 1)
        buttons.addWidget(self.state)
        buttons.addWidget(self.export)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 10, 12, 6)
        column.setSpacing(8)
        column.addLayout(grid)
        column.addLayout(buttons)
        column.addWidget(self.notice)

    def _connect(self) -> None:
        session = self._session
        session.weights_changed.connect(self._fill_models)
        session.rows_changed.connect(self._fill_models)
        self.browse.clicked.connect(self._browse)
        self.folder.textChanged.connect(self._refresh)
        self.folder.returnPressed.connect(self.start.click)
        self.model.currentIndexChanged.connect(self._refresh)
        self.start.clicked.connect(self._begin)
        self.pause.clicked.connect(lambda: self.gone_on.emit() if self._phase is Phase.PAUSED else self.paused.emit())
        self.export.clicked.connect(self.exported)

    @property
    def row(self) -> ModelRow | None:
        """The chosen model, None where none is ready."""
        key = self.model.currentData()
        return None if key is None else self._session.row(key)

    def set_request(self, key: str, request: EvaluationRequest) -> None:
        """Show what is measured; the model is chosen as soon as its weights are known to be here."""
        self._wanted = key
        self.folder.setText(str(request.data))
        self.layout_choice.setCurrentIndex(NAMEABLE.index(request.layout) if request.layout in NAMEABLE else 0)
        self.split.setText(request.split or "")
        self.limit.setValue(request.limit or 0)
        self.tables.setChecked(request.ceilings or len(request.poolers) > 1)
        self._fill_models()

    def set_phase(self, phase: Phase) -> None:
        self._phase = phase
        if phase is Phase.GOING and self._turn is not None and self._turn.is_last:
            self._turn = None
        self._refresh()

    def set_turn(self, turn: Turn) -> None:
        self._turn = turn
        self._refresh()

    def set_notice(self, notice: str) -> None:
        self.notice.setText(notice)
        self.notice.setVisible(bool(notice))

    def set_exportable(self) -> None:
        """There are figures."""
        self._has_report = True
        self._refresh()

    def retranslate(self) -> None:
        name(self.model, tr("Model"), tr("The model to be measured; only those whose weights are here."), self._labels["model"])
        name(self.folder, tr("Data"), tr("The folder of a data set with ground truth."), self._labels["folder"])
        self.folder.setPlaceholderText(tr("A folder in VOC's, CamVid's or COCO's layout, or images beside labels"))
        for place, layout in enumerate(NAMEABLE):
            self.layout_choice.setItemText(place, tr_core(layout.title))
        tip = tr("How the files lie; {entry} finds out by itself.", entry=tr_core(Layout.AUTO.title))
        name(self.layout_choice, tr("Layout"), tip, self._labels["layout"])
        name(self.split, tr("Split"), tr("A part of the data such as val or test; empty for the usual one."), self._labels["split"])
        self.split.setPlaceholderText(tr("{split}, or all where there is no split", split=USUAL_SPLIT))
        name(self.limit, tr("At most"), tr("Measure so many photos, evenly spread over the data; 0 for all."), self._labels["limit"])
        self.limit.setSpecialValueText(tr("all photos"))
        self.tables.setText(tr("Ceilings, or every pooling operator"))
        tip = tr("Measure the papers' tables too: what each stride allows, or RoIPool, RoIWarp and crop-and-resize on the same weights.")
        name(self.tables, self.tables.text(), tip)
        for button, text, tip in (
            (self.browse, tr("Browse…"), tr("Choose the folder.")),
            (self.start, tr("Measure"), tr("Measure the model on every photo, from the first one on.")),
            (self.export, tr("Export…"), tr("Write the figures as CSV, JSON or Markdown.")),
        ):
            button.setText(text)
            name(button, text, tip)
        self.progress.setAccessibleName(tr("Progress"))
        self._fill_models()

    def _fill_models(self) -> None:
        session, before = self._session, self.model.currentData()
        self.model.blockSignals(True)
        self.model.clear()
        for row in session.rows:
            if session.weights.get(row.key) is WeightsState.READY:
                self.model.addItem(tr_core(row.title), row.key)
        places = [self.model.findData(key) for key in (self._wanted, before, session.model_key)]
        self.model.setCurrentIndex(next((place for place in places if place >= 0), 0))
        if places[0] >= 0:
            self._wanted = None
        self.model.blockSignals(False)
        self._refresh()

    def _browse(self) -> None:
        folder = QFileDialog.getExistingDirectory(self, tr("Choose the folder of a data set"), self.folder.text())
        if folder:
            self.folder.setText(folder)

    def _begin(self) -> None:
        row = self.row
        if row is None:
            return
        poolers = POOLERS if self.tables.isChecked() and row.task is Task.INSTANCE else POOLERS[:1]
        request = EvaluationRequest(
            Path(self.folder.text().strip()).expanduser(),
            NAMEABLE[self.layout_choice.currentIndex()],
            self.split.text().strip() or None,
            self.limit.value() or None,
            poolers=poolers,
            ceilings=self.tables.isChecked() and row.task is Task.SEMANTIC,
        )
        self._turn = None
        self.begun.emit(Ask(row, request, self._session.device))

    def _refresh(self) -> None:
        turn, phase = self._turn, self._phase
        self.start.setEnabled(bool(self.folder.text().strip()) and self.row is not None and phase is not Phase.GOING)
        self.pause.setEnabled(phase in (Phase.GOING, Phase.PAUSED))
        text = tr("Continue") if phase is Phase.PAUSED else tr("Pause")
        self.pause.setText(text)
        tip = tr("Go on with the next photo.") if phase is Phase.PAUSED else tr("Stop after this photo; the figures so far stay.")
        name(self.pause, text, tip)
        self.export.setEnabled(self._has_report)
        self.progress.setRange(0, 0 if turn is None and phase is Phase.GOING else max(turn.total if turn else 1, 1))
        self.progress.setValue(turn.done if turn else 0)
        self.state.setText(self._written())

    def _written(self) -> str:
        turn, phase = self._turn, self._phase
        if turn is None:
            return tr("Opening the data…") if phase is Phase.GOING else ""
        counted = tr("{done} of {total} photos", done=turn.done, total=turn.total)
        if turn.first == turn.done:
            return tr("{counted} were measured earlier", counted=counted)
        left = turn.seconds_left
        if phase is Phase.GOING and left is not None:
            return tr("{counted}, {time} left", counted=counted, time=in_words(left))
        return counted


def in_words(seconds: float) -> str:
    """A stretch of time, as coarse as it is certain."""
    whole = round(seconds)
    if whole < MINUTE:
        return tr("{seconds} s", seconds=whole)
    return tr("{minutes} min", minutes=round(whole / MINUTE))
