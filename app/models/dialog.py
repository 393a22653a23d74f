"""The models dialog: a list of every model, and a page about the one that is turned to. It stands beside the window."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QPushButton, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

from app.intents import Intents
from app.models.adding import AddingPage
from app.models.model_list import ModelList
from app.models.model_page import ModelPage
from app.models.page import Page
from app.models_session import NEW_MODEL
from app.session import Session
from app.translation import tr
from app.widgets.panel import name

SIZE = QSize(1000, 720)
LEAST = QSize(720, 460)
LIST_WIDTH = 360


class ModelsDialog(QDialog):
    """``open_at(key)`` shows it with a model's page, or with that of the chosen FCN."""

    def __init__(self, session: Session, intents: Intents, window: QWidget) -> None:
        super().__init__(window)
        self._session = session
        self._keys = {row.key for row in session.rows}
        self._is_adding = False
        self.list = ModelList(session)
        self.page = ModelPage(session, intents)
        self.adding = AddingPage(session, intents)
        self.add = QPushButton()
        self.pages = QStackedWidget()
        self.pages.addWidget(_scrolling(self.page))
        self.pages.addWidget(_scrolling(self.adding))
        self._lay_out()
        self.list.chosen.connect(self._turn_to)
        self.add.clicked.connect(self.open_adding)
        session.model_jobs_changed.connect(self._follow_adding)
        session.rows_changed.connect(self._follow_rows)
        self.retranslate()

    def _lay_out(self) -> None:
        for button in self.findChildren(QPushButton):
            button.setAutoDefault(False)  # Enter in a list is not a click on the next best button
        side = QWidget()
        side.setFixedWidth(LIST_WIDTH)
        column = QVBoxLayout(side)
        column.setContentsMargins(8, 6, 0, 12)
        column.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 12, 0)
        foot.addWidget(self.add)
        foot.addStretch(1)
        column.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        line = QFrame()
        line.setFrameShape(QFrame.Shape.VLine)
        line.setForegroundRole(QPalette.ColorRole.Mid)
        line.setFrameShadow(QFrame.Shadow.Plain)
        row.addWidget(side)
        row.addWidget(line)
        row.addWidget(self.pages, 1)
        self.setMinimumSize(LEAST)
        self.resize(SIZE)

    def open_at(self, key: str) -> None:
        """Show it; an empty key is that of the chosen FCN."""
        self._turn_to(key or self._session.model_key)
        self.show()
        self.raise_()
        self.list.tree.setFocus()

    def open_adding(self) -> None:
        self.pages.setCurrentIndex(1)
        self.list.turn_away()
        self.adding.weights.setFocus()

    def _turn_to(self, key: str) -> None:
        self.pages.setCurrentIndex(0)
        self.page.show_model(key)
        if self.list.current != key:
            self.list.turn_to(key)

    def _follow_adding(self) -> None:
        self._is_adding = self._is_adding or NEW_MODEL in self._session.model_jobs

    def _follow_rows(self) -> None:
        """Turn to the model that was just added, unless a person has turned elsewhere."""
        keys = {row.key for row in self._session.rows}
        new = keys - self._keys
        self._keys = keys
        if self._is_adding and new:
            self._is_adding = False
            self.adding.clear()
            if self.pages.currentIndex() == 1:
                self._turn_to(new.pop())

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "add"):
            self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(tr("Models"))
        self.add.setText(tr("Add your own…"))
        name(self.add, tr("Add your own…"), tr("Add a checkpoint that you have trained or brought."))


def _scrolling(page: Page) -> QScrollArea:
    area = QScrollArea()
    area.setWidget(page)
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    return area
