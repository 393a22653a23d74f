"""Adding a model of one's own: its weight file and, where the file does not name its classes, a text file that does."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from app.intents import Intents
from app.models.asking import ask_for_labels, ask_for_weights
from app.models.page import Page, show_problem
from app.models.progress_row import ProgressRow
from app.models.words import problem_text
from app.models_session import NEW_MODEL, ImportModel
from app.session import Session
from app.translation import tr
from app.widgets.panel import name


class AddingPage(Page):
    """A form. What it adds becomes a row of the list; what cannot be added is told below it, and the form stays."""

    def __init__(self, session: Session, intents: Intents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._intents = session, intents
        self.title, self.words, self.outcome = QLabel(), QLabel(), QLabel()
        self.weights, self.labels, self.untrained = QLineEdit(), QLineEdit(), QCheckBox()
        self.choose_weights, self.choose_labels, self.add = QPushButton(), QPushButton(), QPushButton()
        self._captions = QLabel(), QLabel()
        self.job = ProgressRow()
        self._lay_out()
        self.choose_weights.clicked.connect(lambda: self._ask(ask_for_weights, self.weights))
        self.choose_labels.clicked.connect(lambda: self._ask(ask_for_labels, self.labels))
        self.add.clicked.connect(self._add)
        for field in (self.weights, self.labels):
            field.textChanged.connect(self._refresh)
            field.returnPressed.connect(self._add)
        self.job.cancelled.connect(lambda: intents.cancel_model.emit(NEW_MODEL))
        session.model_jobs_changed.connect(self._refresh)
        session.model_outcomes_changed.connect(self._refresh)
        self.finish()

    def _lay_out(self) -> None:
        font = self.title.font()
        font.setPointSizeF(font.pointSizeF() * 1.35)
        self.title.setFont(font)
        self.words.setWordWrap(True)
        self.outcome.setWordWrap(True)
        self.outcome.setTextFormat(Qt.TextFormat.PlainText)
        self.add.setProperty("primary", True)
        grid = QGridLayout()
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        for line, parts in enumerate(((self.weights, self.choose_weights), (self.labels, self.choose_labels))):
            grid.addWidget(self._captions[line], line, 0)
            grid.addWidget(parts[0], line, 1)
            grid.addWidget(parts[1], line, 2)
        grid.addWidget(self.untrained, 2, 1)
        foot = QHBoxLayout()
        foot.addWidget(self.add)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addWidget(self.title)
        column.addWidget(self.words)
        column.addLayout(grid)
        column.addLayout(foot)
        column.addWidget(self.job)
        column.addWidget(self.outcome)
        column.addStretch(1)

    def clear(self) -> None:
        """An empty form for the next one."""
        self.weights.clear()
        self.labels.clear()
        self.untrained.setChecked(False)

    def _ask(self, ask: Callable[[QWidget], Path | None], field: QLineEdit) -> None:
        path = ask(self)
        if path is not None:
            field.setText(str(path))

    def _add(self) -> None:
        if self.add.isEnabled():
            labels = self.labels.text().strip()
            weights = Path(self.weights.text().strip())
            request = ImportModel(weights, NEW_MODEL, Path(labels) if labels else None, self.untrained.isChecked())
            self._intents.import_model.emit(request)

    def _refresh(self) -> None:
        job = self._session.model_jobs.get(NEW_MODEL)
        outcome = self._session.model_outcomes.get(NEW_MODEL)
        self.job.show_job(job)
        problem = outcome.problem if outcome is not None and job is None else None
        show_problem(self.outcome, "" if problem is None else problem_text(problem), is_problem=True)
        reason = "" if self.weights.text().strip() else tr("Choose a weight file first.")
        self.add.setEnabled(not reason and job is None)
        name(self.add, tr("Add"), reason or tr("Check the file and keep a copy of its weights."))

    def retranslate(self) -> None:
        self.title.setText(tr("Add a model of your own"))
        self.words.setText(
            tr(
                "A checkpoint written by 'halfpixel train', or a state dict of the paper's FCN, of torchvision's FCN or Mask R-CNN on "
                "ResNet: .safetensors, .pth or .pt. The network is recognised by its tensors, no code in the file is run, and a copy is "
                "kept as safetensors."
            )
        )
        caption = tr("Weight file")
        name(self.weights, caption, tr("The file that training wrote."), self._captions[0])
        self.choose_weights.setText(tr("Choose…"))
        name(self.choose_weights, tr("Choose a weight file"), tr("The file that training wrote."))
        caption = tr("Names of the classes")
        tip = tr("A text file with one name a line, that of class 0 first; needed only where the weight file does not name them.")
        name(self.labels, caption, tip, self._captions[1])
        self.labels.setPlaceholderText(tr("optional: a text file, one name a line"))
        self.choose_labels.setText(tr("Choose…"))
        name(self.choose_labels, tr("Choose the names of the classes"), tip)
        self.untrained.setText(tr("Its weights are random"))
        name(self.untrained, tr("Its weights are random"), tr("Every result of an untrained model carries a badge that says so."))
        self.add.setText(tr("Add"))
        self._refresh()
