"""The photos of a report, the worst first: a row opens the photo with its ground truth in the comparison."""

from __future__ import annotations

import math
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QLabel, QTableView, QVBoxLayout, QWidget

from app.theme import tabular
from app.translation import tr
from app.widgets.panel import Panel, name
from core.evaluation.report import Report, SemanticReport

Index = QModelIndex | QPersistentModelIndex
NUMBER = Qt.ItemDataRole.UserRole


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A photo and its figures, in the order of :func:`columns_of`."""

    name: str
    photo: Path
    figures: tuple[float, ...]


def columns_of(report: Report) -> tuple[str, ...]:
    if isinstance(report, SemanticReport):
        return tuple(tr("IoU {read_out}s", read_out=key) for key in _finest_first(report))
    return tr("Quality"), tr("Hit"), tr("Missed"), tr("False")


def _finest_first(report: SemanticReport) -> list[int]:
    return sorted(report.read_outs)


def rows_of(report: Report) -> list[PhotoRow]:
    """Each photo's mean IoU at every read-out, the finest first; or the quality of its objects, those hit, missed and false."""
    if isinstance(report, SemanticReport):
        keys = _finest_first(report)
        return [PhotoRow(it.name, it.photo, tuple(it.iou(key) for key in keys)) for it in report.photos]
    found = [(it, it.of(report.pooler)) for it in report.photos]
    return [PhotoRow(it.name, it.photo, (of.quality, float(of.hit), float(of.missed), float(of.false))) for it, of in found]


class PhotosModel(QAbstractTableModel):
    def __init__(self) -> None:
        super().__init__()
        self._rows: list[PhotoRow] = []
        self._columns: tuple[str, ...] = ()
        self._counts = False

    def set_report(self, report: Report) -> None:
        self.beginResetModel()
        self._rows, self._columns = rows_of(report), columns_of(report)
        self._counts = not isinstance(report, SemanticReport)
        self.endResetModel()

    def row(self, place: int) -> PhotoRow:
        return self._rows[place]

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
        if role == NUMBER:
            return row.name if column == 0 else _sortable(row.figures[column - 1])
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


def _sortable(value: float) -> float:
    """A photo without a figure is neither the worst nor the best: it comes last."""
    return 2.0 if math.isnan(value) else value


class PhotosTable(QTableView):
    opened = Signal(object)
    """PhotoRow that was double-clicked, or on which Enter was pressed."""

    def __init__(self) -> None:
        super().__init__()
        self.photos = PhotosModel()
        self._sorted = QSortFilterProxyModel(self)
        self._sorted.setSourceModel(self.photos)
        self._sorted.setSortRole(NUMBER)
        self.setModel(self._sorted)
        self.setFont(tabular(self.font()))
        self.setSortingEnabled(True)
        self.sortByColumn(1, Qt.SortOrder.AscendingOrder)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setShowGrid(False)
        self.verticalHeader().hide()
        self.doubleClicked.connect(self._open)

    def set_report(self, report: Report) -> None:
        chosen = self.chosen()
        self.photos.set_report(report)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        names = [self.row_at(place).name for place in range(self._sorted.rowCount())]
        if chosen is not None and chosen.name in names:
            self.selectRow(names.index(chosen.name))

    def chosen(self) -> PhotoRow | None:
        current = self.currentIndex()
        return self.row_at(current.row()) if current.isValid() else None

    def row_at(self, place: int) -> PhotoRow:
        """The row that stands at ``place`` from the top."""
        return self.photos.row(self._sorted.mapToSource(self._sorted.index(place, 0)).row())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex())
        else:
            super().keyPressEvent(event)

    def _open(self, index: Index) -> None:
        self.opened.emit(self.row_at(index.row()))


class PhotosPane(Panel):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.hint = QLabel(), QLabel()
        self.hint.setWordWrap(True)
        self.hint.setForegroundRole(self.hint.palette().ColorRole.PlaceholderText)
        self.table = PhotosTable()
        column = QVBoxLayout(self)
        column.setContentsMargins(6, 6, 10, 6)
        for part in (self.title, self.table, self.hint):
            column.addWidget(part)
        self.finish()

    def retranslate(self) -> None:
        self.title.setText(tr("Photos, the worst first"))
        name(self.table, tr("Photos"), tr("Enter opens a photo beside its ground truth."))
        self.hint.setText(
            tr(
                "A double click or Enter opens a photo beside its ground truth. "
                "A photo's own figure is for sorting: those of the set count all pixels or objects together."
            )
        )
