"""What is being done with a model, how far it is, and a way to stop it; nothing while nothing is."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QPushButton, QWidget

from app.models.page import Page
from app.models.words import job_text
from app.models_session import ModelJob
from app.theme import tabular
from app.translation import tr
from app.widgets.panel import name

PERMILLE = 1000


class ProgressRow(Page):
    """Text, bar and button. ``cancelled`` when a person wants it stopped."""

    cancelled = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: ModelJob | None = None
        self.text = QLabel()
        self.text.setFont(tabular(self.text.font()))
        self.text.setWordWrap(True)
        self.bar = QProgressBar()
        self.bar.setTextVisible(False)
        self.cancel = QPushButton()
        self.cancel.clicked.connect(self.cancelled)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(4)
        grid.setColumnStretch(0, 1)
        grid.addWidget(self.text, 0, 0)
        grid.addWidget(self.bar, 1, 0)
        grid.addWidget(self.cancel, 0, 1, 2, 1)
        self.finish()

    def show_job(self, job: ModelJob | None) -> None:
        self._job = job
        self.setVisible(job is not None)
        if job is None:
            return
        self.text.setText(job_text(job))
        # A bar without an end, which moves, where nobody knows how long it takes.
        self.bar.setRange(0, 0 if job.fraction is None else PERMILLE)
        self.bar.setValue(round((job.fraction or 0.0) * PERMILLE))

    def retranslate(self) -> None:
        self.cancel.setText(tr("Cancel"))
        name(self.cancel, tr("Cancel"), tr("Stop it; a download goes on from here when it is asked for again."))
        name(self.bar, tr("Progress of the model"), tr("How far the download or the import is."))
        self.show_job(self._job)
