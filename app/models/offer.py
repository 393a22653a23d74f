"""What stands where a missing model was asked for: what it would bring, and three ways on."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from app.intents import Intents
from app.models.asking import ask_for_weights
from app.models.page import show_problem
from app.models.progress_row import ProgressRow
from app.models.words import offer_text, problem_text
from app.models_session import NOT_OFFERED, ImportModel
from app.session import Session
from app.theme import icon
from app.translation import tr, tr_core
from app.widgets.panel import Panel, name
from core.badges import Badge
from core.catalog import Task


class OfferCard(Panel):
    """Hidden while every model that was asked for is there. Meanwhile nothing changes: what was chosen stays chosen."""

    def __init__(self, session: Session, intents: Intents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._intents = session, intents
        self.words, self.outcome, self.job = QLabel(), QLabel(), ProgressRow()
        self.fetch, self.bring, self.decline, self.about = QPushButton(), QPushButton(), QPushButton(), QToolButton()
        self._lay_out()
        self.fetch.clicked.connect(lambda: intents.fetch_model.emit(session.offer))
        self.bring.clicked.connect(self._bring)
        self.decline.clicked.connect(intents.dismiss_offer)
        self.about.clicked.connect(lambda: intents.show_models.emit(session.offer))
        self.job.cancelled.connect(lambda: intents.cancel_model.emit(session.offer))
        for signal in (session.offer_changed, session.model_jobs_changed, session.model_outcomes_changed, session.rows_changed):
            signal.connect(self._refresh)
        self.finish()

    def _lay_out(self) -> None:
        self.words.setWordWrap(True)
        self.outcome.setWordWrap(True)
        self.fetch.setProperty("primary", True)
        self.about.setIcon(icon("note"))
        self.about.setAutoRaise(True)
        buttons = QHBoxLayout()
        buttons.setSpacing(6)
        for button in (self.fetch, self.bring, self.decline):
            button.setStyleSheet("QPushButton { padding: 4px 8px; }")
            buttons.addWidget(button)
        buttons.addStretch(1)
        head = QHBoxLayout()
        head.addWidget(self.words, 1)
        head.addWidget(self.about, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 4, 0, 4)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(buttons)
        column.addWidget(self.job)
        column.addWidget(self.outcome)

    def _bring(self) -> None:
        key, path = self._session.offer, ask_for_weights(self)
        if path is not None:
            self._intents.import_model.emit(ImportModel(path, key))

    def _refresh(self) -> None:
        key = self._session.offer
        self.setVisible(key != NOT_OFFERED)
        if key == NOT_OFFERED:
            return
        row, job, outcome = self._session.row(key), self._session.model_jobs.get(key), self._session.model_outcomes.get(key)
        missing = tr("{model} is not here yet.", model=tr_core(row.title))
        self.words.setText(f"{missing} {offer_text(row)}")
        self.words.setAccessibleName(self.words.text())
        self.fetch.setVisible(job is None and row.weights.url is not None)
        self.bring.setVisible(job is None)
        self.decline.setVisible(job is None)
        self._name_decline()
        self.job.show_job(job)
        problem = outcome.problem if outcome is not None and job is None else None
        show_problem(self.outcome, "" if problem is None else problem_text(problem), is_problem=True)

    def _name_decline(self) -> None:
        session = self._session
        is_instance = session.offer != NOT_OFFERED and session.row(session.offer).task is Task.INSTANCE
        key = session.instance_model_key if is_instance else session.model_key
        is_starter = any(other.key == key and Badge.STARTER in other.badges for other in session.rows)
        text = tr("Use starter") if is_starter else tr("Keep what is chosen")
        self.decline.setText(text)
        name(self.decline, text, tr("Go on with {model}.", model=tr_core(session.title_of(key)) if key else tr("None")))

    def retranslate(self) -> None:
        self.fetch.setText(tr("Download"))
        name(self.fetch, tr("Download"), tr("Fetch the file from its address, check it, and keep it."))
        self.bring.setText(tr("Choose file…"))
        name(self.bring, tr("Choose file…"), tr("Take a file that you have as the weights of this model; it is checked first."))
        name(self.about, tr("About this model"), tr("Its page in Models: licence, figures, card."))
        self._name_decline()
        self._refresh()
