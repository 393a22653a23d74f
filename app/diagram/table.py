"""A diagram's nodes, and the arrows that can be chosen, as a table: the same words for those who read, and for a screen reader."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.diagram.model import Diagram, time_text
from app.theme import tabular
from app.translation import tr

STEP, TIME = range(2)
"""Columns; then come content and part."""
ROW_HEIGHT = 24
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class DiagramTable(QTableWidget):
    """One row for each node, then for each arrow that can be chosen. Enter or a double click chooses."""

    node_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self._keys: tuple[str, ...] = ()
        self.setFont(tabular(self.font()))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setTabKeyNavigation(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setStretchLastSection(True)
        self.setStyleSheet("QTableView::item, QHeaderView::section { padding: 0 14px 0 8px; }")
        self.cellDoubleClicked.connect(lambda row, _: self.node_chosen.emit(self._keys[row]))

    def set_diagram(self, diagram: Diagram | None) -> None:
        rows = {} if diagram is None else _rows(diagram)
        row = self.currentRow()
        self._keys = tuple(rows)
        self.setRowCount(len(rows))
        for place, texts in enumerate(rows.values()):
            self._write(place, texts)
        if rows:
            self.setCurrentCell(min(max(row, 0), len(self._keys) - 1), STEP)

    def retranslate(self) -> None:
        self.setHorizontalHeaderLabels([tr("Step"), tr("Time"), tr("What it holds"), tr("Part")])
        self.setAccessibleName(tr("Steps of the network"))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self.currentRow() < len(self._keys):
            self.node_chosen.emit(self._keys[self.currentRow()])
        else:
            super().keyPressEvent(event)

    def _write(self, place: int, texts: tuple[str, ...]) -> None:
        for column, text in enumerate(texts):
            item = QTableWidgetItem(text)
            if column == TIME:
                item.setTextAlignment(RIGHT)
            self.setItem(place, column, item)


def _rows(diagram: Diagram) -> dict[str, tuple[str, ...]]:
    """Key -> step, time, content and part."""
    rows: dict[str, tuple[str, ...]] = {}
    for node in diagram.nodes:
        time = "" if node.milliseconds is None else time_text(node.milliseconds)
        rows[node.key] = (node.title, time, " · ".join(node.lines), diagram.part_of(node.key))
    for step in diagram.steps:
        title, content = diagram.words(step.key)
        rows[step.key] = (title, "", content, "")
    return rows
