"""A diagram's nodes as a table: the same words for those who read rather than look, and for a screen reader."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.diagram.model import Diagram, Node, time_text
from app.theme import tabular
from app.translation import tr

STEP, TIME, CONTENT, PART = range(4)
ROW_HEIGHT = 24
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter


class DiagramTable(QTableWidget):
    """One row for each node, in the diagram's order. Enter or a double click chooses."""

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
        nodes = diagram.nodes if diagram is not None else ()
        row = self.currentRow()
        self._keys = tuple(node.key for node in nodes)
        self.setRowCount(len(nodes))
        for place, node in enumerate(nodes):
            self._write(place, node, diagram.part_of(node.key) if diagram is not None else "")
        if nodes:
            self.setCurrentCell(min(max(row, 0), len(nodes) - 1), STEP)

    def retranslate(self) -> None:
        self.setHorizontalHeaderLabels([tr("Step"), tr("Time"), tr("What it holds"), tr("Part")])
        self.setAccessibleName(tr("Steps of the network"))

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and 0 <= self.currentRow() < len(self._keys):
            self.node_chosen.emit(self._keys[self.currentRow()])
        else:
            super().keyPressEvent(event)

    def _write(self, place: int, node: Node, part: str) -> None:
        time = "" if node.milliseconds is None else time_text(node.milliseconds)
        for column, text in ((STEP, node.title), (TIME, time), (CONTENT, " · ".join(node.lines)), (PART, part)):
            item = QTableWidgetItem(text)
            if column == TIME:
                item.setTextAlignment(RIGHT)
            self.setItem(place, column, item)
