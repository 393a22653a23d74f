"""A report's tables: chosen by name, shown as figures with their bars."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QComboBox, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from app.evaluate.chart import TableChart
from app.theme import tabular
from app.translation import tr
from app.widgets.mirror import mirror
from app.widgets.panel import Panel, name
from core.evaluation.report import Report
from core.evaluation.tables import Table, class_tables, tables_of


class FiguresPane(Panel):
    """Which table is looked at stays when the figures change."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._tables: tuple[Table, ...] = ()
        self.choice = QComboBox()
        self.chart = TableChart()
        self.table = QTableWidget()
        mirror(self.chart, self.table)
        self.table.setFont(tabular(self.table.font()))
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 6, 6)
        for part in (self.choice, self.chart, self.table):
            column.addWidget(part)
        self.choice.currentIndexChanged.connect(self._show)
        self.finish()

    def set_report(self, report: Report) -> None:
        """Show its tables."""
        before = max(self.choice.currentIndex(), 0)
        self._tables = (*tables_of(report), *class_tables(report))
        self.choice.blockSignals(True)
        self.choice.clear()
        self.choice.addItems([table.title for table in self._tables])
        self.choice.setCurrentIndex(min(before, len(self._tables) - 1))
        self.choice.blockSignals(False)
        self._show()

    def retranslate(self) -> None:
        name(self.choice, tr("Table"), tr("Which figures are shown."))
        name(self.table, tr("Figures"), tr("The figures of the whole set."))
        name(self.chart, tr("The figures as bars"), tr("The table below it holds the same numbers."))

    def _show(self) -> None:
        place = self.choice.currentIndex()
        if not 0 <= place < len(self._tables):
            return
        table = self._tables[place]
        self.chart.set_table(table)
        self.chart.setVisible(len(table.rows) <= len(table.columns) + 3)  # of many classes, bars say less than the numbers
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
