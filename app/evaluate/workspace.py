"""EvaluateRoom: a model on a data set, its figures as tables and bars, and the photos behind them."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QLabel, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.compare.source import OBJECTS, TRUTH, Source, SourceKind
from app.evaluate.controls import Controls
from app.evaluate.desk import Desk
from app.evaluate.figures import FiguresPane
from app.evaluate.focus import EVERYTHING, PhotoRow, focus_of
from app.evaluate.going import Ask, EngineOn
from app.evaluate.keeping import Keeping, LeftEvaluation
from app.evaluate.photos import PhotosPane
from app.intents import Intents
from app.jobs import JobRunner
from app.session import Session
from app.translation import tr, tr_core
from app.widgets.panel import Panel
from core.errors import UserError
from core.evaluation.photos import ClassMapSource
from core.evaluation.report import Report, SemanticReport
from core.evaluation.tables import WRITERS, write_report
from core.fcn.config import UNIT_GAINS
from core.image import ImageDocument


class EvaluateRoom(Panel):
    def __init__(
        self, session: Session, intents: Intents, worker: JobRunner, engine_on: EngineOn, keeping: Keeping, parent: QWidget | None = None
    ) -> None:
        """``keeping`` has what an earlier start of the program left."""
        super().__init__(parent)
        self._session = session
        self._intents = intents
        self._opened: dict[Path, ClassMapSource] = {}
        self._is_fresh = False
        self.desk = Desk(worker, engine_on, keeping, self)
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
        self._return_to(*keeping.left())

    def _return_to(self, left: LeftEvaluation | None, error: UserError | None) -> None:
        if error is not None:
            self.desk.say(error)
        row = next((row for row in self._session.rows if left is not None and row.key == left.model_key), None)
        if left is None or row is None:
            return
        self.controls.set_request(left.model_key, left.request)
        self.desk.take_up(Ask(row, left.request, self._session.device), left.done, left.total)

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
        self.photos.table.opened.connect(lambda row: self._open([row]))
        self.figures.chosen.connect(self._focus)
        self.figures.table.opened.connect(self._open_row)
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
        self.photos.set_report(report)
        self.controls.set_exportable()
        self.pages.setCurrentIndex(1)

    # -- one photo -----------------------------------------------------------------------------------------------------

    def _focus(self, row: str) -> None:
        """List the photos by a row of the tables."""
        report = self.desk.report
        if report is not None:
            self.photos.set_focus_on(focus_of(report, row) if row else EVERYTHING)

    def _open_row(self, row: str) -> None:
        """Open the photos that are worst and best by a row of the tables, as a series that the arrows lead through."""
        self._focus(row)
        rows = self.photos.worst_and_best()
        if rows:
            self._open(rows)

    def _open(self, rows: Sequence[PhotoRow]) -> None:
        """Show photos as the measured model sees them, each beside its ground truth."""
        report, intents = self.desk.report, self._intents
        assert report is not None
        if isinstance(report, SemanticReport):
            intents.choose_model.emit(report.about.model_key)
            intents.set_gains.emit(UNIT_GAINS)
        else:
            from core.evaluation.instance_run import poolers_called  # torch, which is there since the measuring

            intents.choose_instance_model.emit(report.about.model_key)
            intents.choose_poolers.emit(poolers_called(self.photos.focus.pooler or report.pooler))
        self._opened = {row.photo: self.desk.truths[row.name] for row in rows}
        self._is_fresh = True
        intents.open_paths.emit(tuple(self._opened))

    def _photo_opened(self, document: ImageDocument) -> None:
        truth = None if document.path is None else self._opened.get(document.path)
        if truth is None:
            self._opened = {}
            return
        if self._is_fresh:
            self._is_fresh = False
            assert self.desk.report is not None
            self._intents.compare_with.emit(compared(self.desk.report))
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


def compared(report: Report) -> tuple[Source, ...]:
    """What a photo of the report is looked at with: every read-out that was measured, or the objects, and the ground truth."""
    if isinstance(report, SemanticReport):
        return (*(Source(SourceKind.READ_OUT, str(key)) for key in report.read_outs), TRUTH)
    return OBJECTS, TRUTH
