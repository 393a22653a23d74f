"""EvaluateRoom: a model on a data set, its figures as tables and bars, and the photos behind them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.evaluate.controls import Controls
from app.evaluate.desk import Desk
from app.evaluate.figures import FiguresPane
from app.evaluate.going import EngineOn
from app.evaluate.photos import PhotoRow, PhotosPane
from app.intents import Intents
from app.jobs import JobRunner
from app.session import Session
from app.translation import tr, tr_core
from app.widgets.panel import Panel
from core.catalog import Task
from core.errors import UserError
from core.evaluation.report import Report
from core.evaluation.tables import WRITERS, write_report
from core.image import ImageDocument


class EvaluateRoom(Panel):
    def __init__(
        self, session: Session, intents: Intents, worker: JobRunner, engine_on: EngineOn, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._intents = intents
        self._wanted: tuple[Path, Path | None] | None = None
        self.desk = Desk(worker, engine_on, self)
        intents.cancel.connect(self.desk.pause)
        self.controls, self.figures, self.photos = Controls(session), FiguresPane(), PhotosPane()
        self.empty = QLabel()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setForegroundRole(self.empty.palette().ColorRole.PlaceholderText)
        below = QSplitter(Qt.Orientation.Horizontal)
        below.addWidget(self.figures)
        below.addWidget(self.photos)
        below.setSizes([640, 480])
        below.setChildrenCollapsible(False)
        self.pages = QStackedWidget()
        self.pages.addWidget(self.empty)
        self.pages.addWidget(below)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.controls)
        column.addWidget(self.pages, 1)
        self._connect()
        self.finish()

    def _connect(self) -> None:
        desk, controls = self.desk, self.controls
        controls.begun.connect(desk.begin)
        controls.paused.connect(desk.pause)
        controls.gone_on.connect(desk.go_on)
        controls.exported.connect(self._export)
        desk.phase_changed.connect(controls.set_phase)
        desk.turned.connect(controls.set_turn)
        desk.notice_changed.connect(controls.set_notice)
        desk.report_changed.connect(self._show)
        self.photos.table.opened.connect(self._open_photo)
        self._session.document_changed.connect(self._photo_opened)

    def retranslate(self) -> None:
        self.empty.setText(
            tr(
                "Choose a model and a folder of photos with ground truth, then Measure.\n"
                "The figures are those of the whole set; the photos are listed with the worst first."
            )
        )
        controls = self.controls
        controls.set_notice(self.desk.notice)

    def _show(self, report: Report) -> None:
        self.figures.set_report(report)
        self.photos.table.set_report(report)
        self.controls.set_exportable()
        self.pages.setCurrentIndex(1)

    # -- one photo -----------------------------------------------------------------------------------------------------

    def _open_photo(self, row: PhotoRow) -> None:
        """Show it as the measured model sees it, beside its ground truth."""
        report = self.desk.report
        assert report is not None
        key = report.about.model_key
        choose = self._intents.choose_model if self._session.row(key).task is Task.SEMANTIC else self._intents.choose_instance_model
        choose.emit(key)
        self._wanted = (row.photo, self.desk.truths.get(row.name))
        self._intents.open_paths.emit((row.photo,))

    def _photo_opened(self, document: ImageDocument) -> None:
        if self._wanted is None or document.path != self._wanted[0]:
            return
        truth, self._wanted = self._wanted[1], None
        self._intents.compare.emit()
        if truth is not None:
            self._intents.load_truth.emit(truth)

    # -- export --------------------------------------------------------------------------------------------------------

    def _export(self) -> None:
        report = self.desk.report
        if report is None:
            return
        filters = {f"{ending[1:].upper()} (*{ending})": ending for ending in WRITERS}
        suggested = f"{report.about.model_key}.md"
        path, chosen = QFileDialog.getSaveFileName(self, tr("Export the figures"), suggested, ";;".join(filters))
        if path:
            target = Path(path)
            self.write(target if target.suffix.lower() in WRITERS else target.with_name(target.name + filters.get(chosen, ".md")))

    def write(self, path: Path) -> None:
        """Write the figures there; says in place where they are, or why not."""
        assert self.desk.report is not None
        try:
            write_report(self.desk.report, path)
        except UserError as error:
            self.controls.set_notice(tr_core(error.template, error.fields))
            return
        self.controls.set_notice(tr("Written: {files}", files=path))
