"""One model: what it is, whether it can run, its card, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from app.intents import Intents
from app.models.asking import ask_for_weights
from app.models.card_view import CardView
from app.models.facts import Facts
from app.models.page import Page, show_problem
from app.models.progress_row import ProgressRow
from app.models.words import problem_text, state_text, summary_text
from app.models_session import ImportModel
from app.session import Session
from app.translation import tr, tr_core
from app.widgets.chips import Chips
from app.widgets.panel import name
from core.badges import Badge
from core.catalog import ModelRow, Origin, Task, WeightsState

LEAST_CARD = 220
"""Logical pixels."""


class ModelPage(Page):
    """``show_model`` turns to another one."""

    def __init__(self, session: Session, intents: Intents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._intents = session, intents
        self.row: ModelRow = session.model
        self.title, self.state, self.summary, self.outcome, self.question = QLabel(), QLabel(), QLabel(), QLabel(), QLabel()
        self.badges, self.facts, self.card, self.job = Chips(), Facts(), CardView(), ProgressRow()
        self.use, self.fetch, self.bring, self.remove = QPushButton(), QPushButton(), QPushButton(), QPushButton()
        self.sure, self.keep = QPushButton(), QPushButton()
        self._asks = QWidget()
        self._lay_out()
        self._connect()
        self.finish()

    def _lay_out(self) -> None:
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.35)
        self.title.setFont(font)
        for label in (self.summary, self.outcome, self.question):
            label.setWordWrap(True)
        for label in (self.title, self.summary, self.outcome):
            label.setTextFormat(Qt.TextFormat.PlainText)
        self.outcome.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.fetch.setProperty("primary", True)
        self.state.setForegroundRole(self.state.palette().ColorRole.PlaceholderText)
        self.card.setMinimumHeight(LEAST_CARD)
        head = QHBoxLayout()
        head.addWidget(self.title)
        head.addWidget(self.state, 1, Qt.AlignmentFlag.AlignBottom)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.badges)
        column.addWidget(self.summary)
        column.addLayout(_in_a_row(self.use, self.fetch, self.bring, self.remove))
        asks = QVBoxLayout(self._asks)
        asks.setContentsMargins(0, 0, 0, 0)
        asks.addWidget(self.question)
        asks.addLayout(_in_a_row(self.sure, self.keep))
        self._asks.hide()
        for part in (self._asks, self.job, self.outcome, self.facts):
            column.addWidget(part)
        column.addWidget(self.card, 1)

    def _connect(self) -> None:
        session, intents = self._session, self._intents
        self.use.clicked.connect(self._choose)
        self.fetch.clicked.connect(lambda: intents.fetch_model.emit(self.row.key))
        self.bring.clicked.connect(self._bring)
        self.remove.clicked.connect(lambda: self._ask(True))
        self.keep.clicked.connect(lambda: self._ask(False))
        self.sure.clicked.connect(self._remove)
        self.job.cancelled.connect(lambda: intents.cancel_model.emit(self.row.key))
        for signal in (
            session.rows_changed, session.weights_changed, session.model_jobs_changed, session.model_outcomes_changed,
            session.model_changed, session.instance_model_changed,
        ):  # fmt: skip
            signal.connect(self._refresh)

    # -- what a person does --------------------------------------------------------------------------------------------

    def show_model(self, key: str) -> None:
        if key != self.row.key:
            self.row = self._session.row(key)
            self._ask(False)
        self.card.show_card(self.row.card_path)
        self._refresh()

    def _choose(self) -> None:
        is_semantic = self.row.task is Task.SEMANTIC
        (self._intents.choose_model if is_semantic else self._intents.choose_instance_model).emit(self.row.key)

    def _bring(self) -> None:
        path = ask_for_weights(self)
        if path is not None:
            self._intents.import_model.emit(ImportModel(path, self.row.key))

    def _ask(self, asks: bool) -> None:
        """What is fetched in minutes is not thrown away by one click."""
        self._asks.setVisible(asks)
        if asks:
            self.keep.setFocus()

    def _remove(self) -> None:
        self._ask(False)
        self._intents.remove_model.emit(self.row.key)

    # -- following the session -----------------------------------------------------------------------------------------

    def _refresh(self) -> None:
        session = self._session
        # Removed under this page: it stays until the list turns to another.
        self.row = next((row for row in session.rows if row.key == self.row.key), self.row)
        self.title.setText(tr_core(self.row.title))
        self.state.setText(state_text(session, self.row))
        self.summary.setText(summary_text(self.row))
        self.badges.set_chips([(tr_core(badge.text), badge is not Badge.STARTER) for badge in self.row.badges])
        self.question.setText(tr("Remove what is kept of {model}?", model=tr_core(self.row.title)))
        self.facts.show_row(self.row)
        job = session.model_jobs.get(self.row.key)
        self.job.show_job(job)
        self._show_outcome()
        self._show_buttons(is_busy=job is not None)

    def _show_outcome(self) -> None:
        outcome = self._session.model_outcomes.get(self.row.key)
        if outcome is None or self.row.key in self._session.model_jobs:
            show_problem(self.outcome, "", is_problem=False)
        elif outcome.problem is not None:
            show_problem(self.outcome, problem_text(outcome.problem), is_problem=True)
        else:
            show_problem(self.outcome, " ".join((tr("It is here and fits."), *map(tr_core, outcome.notes))), is_problem=False)

    def _show_buttons(self, *, is_busy: bool) -> None:
        session, row = self._session, self.row
        state = session.state_of(row)
        is_missing = state is WeightsState.MISSING
        on_demand, own = row.origin is Origin.ON_DEMAND, row.origin is Origin.OWN
        chosen = row.key in (session.model_key, session.instance_model_key)
        self.use.setVisible(state is WeightsState.READY)
        self.use.setEnabled(not chosen and not is_busy)
        has_published = state is WeightsState.READY and not row.weights.is_another_than_published
        self.fetch.setVisible(on_demand and row.weights.url is not None and not has_published)
        self.bring.setVisible(on_demand)
        self.remove.setVisible(own or (on_demand and row.weights.kept_sha256 is not None and not is_missing))
        for button in (self.fetch, self.bring, self.remove):
            button.setEnabled(not is_busy)
        name(self.use, tr("Use this model"), tr("It is the chosen one.") if chosen else tr("Choose it for the next run."))

    def retranslate(self) -> None:
        self.use.setText(tr("Use this model"))
        self.fetch.setText(tr("Download"))
        name(self.fetch, tr("Download"), tr("Fetch the file from its address, check it, and keep it."))
        self.bring.setText(tr("Choose file…"))
        name(self.bring, tr("Choose file…"), tr("Take a file that you have as the weights of this model; it is checked first."))
        self.remove.setText(tr("Remove…"))
        name(self.remove, tr("Remove…"), tr("Take away what was kept of this model; your own file stays where it is."))
        self.sure.setText(tr("Remove"))
        name(self.sure, tr("Remove"), tr("Take away what was kept of this model; your own file stays where it is."))
        self.keep.setText(tr("Keep it"))
        name(self.keep, tr("Keep it"), tr("Leave everything as it is."))
        self.card.repaint_text()
        self._refresh()


def _in_a_row(*buttons: QPushButton) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(8)
    for button in buttons:
        row.addWidget(button)
    row.addStretch(1)
    return row
