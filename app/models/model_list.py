"""Every model as a line: its name, its state and its size, under what it answers."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QSignalBlocker, Qt, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QHeaderView, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.models.page import Page
from app.models.words import TASKS, job_text, size_text, state_text
from app.session import Session
from app.theme import current, tabular
from app.translation import tr, tr_core
from app.widgets.panel import name
from core.catalog import ModelRow, WeightsState

KEY = Qt.ItemDataRole.UserRole
TITLE, STATE, SIZE = range(3)


class ModelList(Page):
    """``chosen(key)`` when a person turns to a model."""

    chosen = Signal(str)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.tree = QTreeWidget()
        self.tree.setColumnCount(3)
        self.tree.setRootIsDecorated(False)
        self.tree.setItemsExpandable(False)
        self.tree.setIndentation(10)
        self.tree.setUniformRowHeights(True)
        self.tree.setFrameShape(QTreeWidget.Shape.NoFrame)
        header = self.tree.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setSectionResizeMode(TITLE, QHeaderView.ResizeMode.Stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tree)
        self.tree.currentItemChanged.connect(self._turned)
        for signal in (session.rows_changed, session.weights_changed, session.model_jobs_changed,
                       session.model_changed, session.instance_model_changed):  # fmt: skip
            signal.connect(self._fill)
        self.finish()

    @property
    def current(self) -> str:
        """The key of the model that is turned to, or empty."""
        item = self.tree.currentItem()
        return "" if item is None else item.data(TITLE, KEY) or ""

    def turn_to(self, key: str) -> None:
        for item in self._items():
            if item.data(TITLE, KEY) == key:
                self.tree.setCurrentItem(item)

    def turn_away(self) -> None:
        """No model: something else is looked at."""
        with QSignalBlocker(self.tree):
            self.tree.clearSelection()
            self.tree.setCurrentIndex(QModelIndex())

    def _turned(self, item: QTreeWidgetItem | None) -> None:
        key = None if item is None else item.data(TITLE, KEY)
        if key:
            self.chosen.emit(key)

    def _items(self) -> list[QTreeWidgetItem]:
        sections = (self.tree.topLevelItem(place) for place in range(self.tree.topLevelItemCount()))
        items = [section.child(place) for section in sections if section is not None for place in range(section.childCount())]
        return [item for item in items if item is not None]

    def _fill(self) -> None:
        keys = [row.key for task in TASKS for row in self._session.rows if row.task is task]
        if [item.data(TITLE, KEY) for item in self._items()] != keys:
            self._rebuild()
        for item in self._items():
            self._show(item, self._session.row(item.data(TITLE, KEY)))

    def _rebuild(self) -> None:
        turned_to = self.current
        with QSignalBlocker(self.tree):
            self.tree.clear()
            for task, title in TASKS.items():
                section = QTreeWidgetItem([tr(title), "", ""])
                font = self.font()
                font.setBold(True)
                section.setFont(TITLE, font)
                section.setFlags(Qt.ItemFlag.ItemIsEnabled)
                for row in self._session.rows:
                    if row.task is task:
                        item = QTreeWidgetItem(section)
                        item.setData(TITLE, KEY, row.key)
                self.tree.addTopLevelItem(section)
                section.setFirstColumnSpanned(True)
            self.tree.expandAll()
            self.turn_to(turned_to)
        if turned_to and self.current != turned_to:
            self.turn_to(self._session.model_key)  # it was removed

    def _show(self, item: QTreeWidgetItem, row: ModelRow) -> None:
        session = self._session
        title = tr_core(row.title)
        item.setText(TITLE, title)
        item.setText(STATE, self._state(row))
        item.setText(SIZE, size_text(row.weights.size_bytes))
        item.setTextAlignment(SIZE, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        item.setFont(SIZE, tabular(self.font()))
        item.setToolTip(TITLE, title)
        theme = current()
        inks = {WeightsState.DAMAGED: theme.problem, WeightsState.READY: theme.text}
        for column in (TITLE, STATE, SIZE):
            item.setForeground(column, QColor(inks.get(session.state_of(row) or WeightsState.MISSING, theme.muted)))

    def _state(self, row: ModelRow) -> str:
        job = self._session.model_jobs.get(row.key)
        if job is None:
            return state_text(self._session, row)
        return f"{job.fraction * 100:.0f} %" if job.stage == "download" and job.fraction is not None else job_text(job)

    def retranslate(self) -> None:
        self.tree.setHeaderLabels([tr("Model"), tr("State"), tr("Size")])
        self.tree.headerItem().setTextAlignment(SIZE, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        name(self.tree, tr("Models"), tr("Choose a model to read about it."))
        for place, title in enumerate(TASKS.values()):
            section = self.tree.topLevelItem(place)
            if section is not None:
                section.setText(TITLE, tr(title))
        self._fill()
