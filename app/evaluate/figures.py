"""A report's tables: chosen by name, shown as figures with their bars."""

from __future__ import annotations

import math
from dataclasses import replace

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from app.evaluate.chart import TableChart, bars_of
from app.theme import tabular
from app.translation import tr, tr_core
from app.widgets.mirror import mirror
from app.widgets.panel import Panel, name
from core.evaluation.report import Report
from core.evaluation.tables import Table, class_tables, tables_of

MOST_GROUPS = 12


class FiguresTable(QTableWidget):
    opened = Signal(str)
    """Name of a row that was clicked, or on which Enter was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.setFont(tabular(self.font()))
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.cellClicked.connect(lambda row, _column: self.opened.emit(self.name_of(row)))

    def name_of(self, row: int) -> str:
        """Empty for a row that is not there."""
        item = self.item(row, 0)
        return "" if item is None else item.text()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentRow() >= 0:
            self.opened.emit(self.name_of(self.currentRow()))
        else:
            super().keyPressEvent(event)


class FiguresPane(Panel):
    """Which table is looked at stays when the figures change."""

    chosen = Signal(str)
    """Name of the row that is current now; empty where none is."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tables: tuple[Table, ...] = ()
        self.choice = QComboBox()
        self.chart = TableChart()
        self.table = FiguresTable()
        mirror(self.chart, self.table)
        self.table.currentCellChanged.connect(lambda row, *_others: self.chosen.emit(self.table.name_of(row)))
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 6, 6)
        for part in (self.choice, self.chart, self.table):
            column.addWidget(part)
        self.choice.currentIndexChanged.connect(self._show_another)
        self.finish()

    def set_report(self, report: Report) -> None:
        """Show its tables."""
        before = max(self.choice.currentIndex(), 0)
        self._tables = (*tables_of(report), *class_tables(report))
        self._fill(min(before, len(self._tables) - 1))

    def _fill(self, chosen: int) -> None:
        with QSignalBlocker(self.choice):
            self.choice.clear()
            self.choice.addItems([tr_core(table.template, table.fields) for table in self._tables])
            self.choice.setCurrentIndex(chosen)
        self._show()

    def retranslate(self) -> None:
        self._fill(self.choice.currentIndex())
        name(self.choice, tr("Table"), tr("Which figures are shown."))
        tip = tr("The figures of the whole set. A click or Enter opens the photos that are worst and best by a row.")
        name(self.table, tr("Figures"), tip)
        name(self.chart, tr("The figures as bars"), tr("The table below it holds the same numbers."))

    def _show_another(self) -> None:
        self.table.setCurrentCell(-1, -1)
        self._show()

    def _show(self) -> None:
        place = self.choice.currentIndex()
        if not 0 <= place < len(self._tables):
            return
        table = self._tables[place]
        table = replace(table, columns=tuple(map(tr_core, table.columns)))
        bars = bars_of(table)
        self.chart.set_bars(bars)
        self.chart.setVisible(len(bars.groups) <= MOST_GROUPS)  # of many classes, bars say less than the numbers
        self.table.setColumnCount(len(table.columns) + 1)
        self.table.setHorizontalHeaderLabels(["", *table.columns])
        for column in range(self.table.columnCount()):
            head = self.table.horizontalHeaderItem(column)
            assert head is not None
            head.setTextAlignment(Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft))
        self.table.setRowCount(len(table.rows))
        for row, (title, values) in enumerate(table.rows):
            self.table.setItem(row, 0, QTableWidgetItem(title))
            for column, value in enumerate(values, start=1):
                cell = QTableWidgetItem("-" if math.isnan(value) else f"{value:.4f}")
                cell.setTextAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
                self.table.setItem(row, column, cell)
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
