"""The photos of a report, the worst first: a row opens the photo with its ground truth in the comparison."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from app.evaluate.focus import EVERYTHING, Focus, PhotoRow, columns_of, fits, judged_by, rows_of, title_of, worst_and_best
from app.theme import tabular
from app.translation import tr
from app.widgets.panel import Panel, name
from core.evaluation.report import Report, SemanticReport

Index = QModelIndex | QPersistentModelIndex


class PhotosModel(QAbstractTableModel):
    """Sorts itself: thousands of rows by Python's own sort, where a proxy would ask for two values a comparison."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: list[PhotoRow] = []
        self._columns: tuple[str, ...] = ()
        self._counts = False
        self._sorted_by = 1, Qt.SortOrder.AscendingOrder

    @property
    def rows(self) -> Sequence[PhotoRow]:
        """From the top."""
        return self._rows

    def set_rows(self, rows: list[PhotoRow], columns: tuple[str, ...], *, counts: bool) -> None:
        """``counts``: all columns but the first are whole numbers."""
        self.beginResetModel()
        self._rows, self._columns, self._counts = rows, columns, counts
        self._sort()
        self.endResetModel()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self.layoutAboutToBeChanged.emit()
        self._sorted_by = column, order
        self._sort()
        self.layoutChanged.emit()

    def _sort(self) -> None:
        column, order = self._sorted_by
        backwards = order is Qt.SortOrder.DescendingOrder
        self._rows.sort(key=lambda row: row.name, reverse=backwards and not column)
        if column > 0:
            # A photo without a figure is neither the worst nor the best: it comes last in either order.
            last = -math.inf if backwards else math.inf
            figures = (row.figures[column - 1] for row in self._rows)
            keys = {id(row): last if math.isnan(value) else value for row, value in zip(self._rows, figures, strict=True)}
            self._rows.sort(key=lambda row: keys[id(row)], reverse=backwards)

    def rowCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index | None = None) -> int:  # noqa: N802
        return 0 if parent is not None and parent.isValid() else 1 + len(self._columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:  # noqa: N802
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return (tr("Photo"), *self._columns)[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft)
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        row, column = self._rows[index.row()], index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return row.name if column == 0 else self._written(column, row.figures[column - 1])
        if role == Qt.ItemDataRole.TextAlignmentRole and column:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Qt.ItemDataRole.ToolTipRole:
            return str(row.photo)
        return None

    def _written(self, column: int, value: float) -> str:
        if math.isnan(value):
            return "-"
        return str(int(value)) if self._counts and column > 1 else f"{value:.3f}"


class PhotosTable(QTableView):
    opened = Signal(object)
    """PhotoRow that was clicked, or on which Enter was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.photos = PhotosModel()
        self.setModel(self.photos)
        self.setSortingEnabled(True)
        self.sortByColumn(1, Qt.SortOrder.AscendingOrder)
        self.setFont(tabular(self.font()))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.clicked.connect(self._open)

    def set_report(self, report: Report, focus: Focus) -> None:
        """The photos that ``focus`` is about, sorted as they were; by its own figure, the worst first, when it is another one."""
        chosen = self.chosen()
        self.photos.set_rows(rows_of(report, focus), columns_of(report), counts=not isinstance(report, SemanticReport))
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        names = [row.name for row in self.photos.rows]
        if chosen is not None and chosen.name in names:
            self.selectRow(names.index(chosen.name))

    def chosen(self) -> PhotoRow | None:
        current = self.currentIndex()
        return self.row_at(current.row()) if current.isValid() else None

    def row_at(self, place: int) -> PhotoRow:
        """The row that stands at ``place`` from the top."""
        return self.photos.rows[place]

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: Index) -> None:
        self.opened.emit(self.row_at(index.row()))


class PhotosPane(Panel):
    """Lists what ``focus`` is about; the whole report at first."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: Report | None = None
        self.focus = EVERYTHING
        self.title, self.hint = QLabel(), QLabel()
        self.title.setWordWrap(True)
        self.hint.setWordWrap(True)
        self.hint.setForegroundRole(self.hint.palette().ColorRole.PlaceholderText)
        self.table = PhotosTable()
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 10, 6)
        for part in (self.title, self.table, self.hint):
            column.addWidget(part)
        self.finish()

    def set_report(self, report: Report) -> None:
        self._report = report
        if not fits(self.focus, report):
            self.focus = EVERYTHING
            self._sort_anew()
        self._show()

    def set_focus_on(self, focus: Focus) -> None:
        """List what one row of the tables is about, the worst first."""
        if focus != self.focus:
            self.focus = focus
            self._sort_anew()
            self._show()

    def worst_and_best(self) -> list[PhotoRow]:
        """A few photos of each end of the list, whichever way it is sorted."""
        return [] if self._report is None else worst_and_best(self.table.photos.rows, judged_by(self._report, self.focus))

    def _sort_anew(self) -> None:
        if self._report is not None:
            self.table.sortByColumn(1 + judged_by(self._report, self.focus), Qt.SortOrder.AscendingOrder)

    def _show(self) -> None:
        if self._report is not None:
            self.table.set_report(self._report, self.focus)
        of = title_of(self.focus)
        self.title.setText(tr("Photos by {figure}, the worst first", figure=of) if of else tr("Photos, the worst first"))

    def retranslate(self) -> None:
        name(self.table, tr("Photos"), tr("A click or Enter opens a photo beside its ground truth."))
        self.hint.setText(
            tr(
                "A click or Enter opens a photo beside its ground truth; on a row of figures, the photos that were worst and best by it. "
                "A photo's own figure is for sorting: those of the set count all pixels or objects together."
            )
        )
        self._show()
