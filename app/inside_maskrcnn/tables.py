"""A table over arrays: any number of rows, sorted by any column, each row something that can be chosen."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractTableModel, QItemSelectionModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QFontMetrics, QGuiApplication, QIcon, QKeyEvent, QPixmap
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.chosen import Chosen, ChosenKind
from app.theme import tabular
from app.widgets.colour_popup import swatch

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROW_HEIGHT = 22
PADDING = 12


@dataclass(frozen=True, slots=True, eq=False)
class Column:
    """``keys`` ``(n,)`` are what sorting compares; ``text(i)`` is what is shown of entry i, ``colour(i)`` a swatch before it.

    ``widest`` is a text as wide as the column needs to be. One that ``is_wide`` may lie beyond the table's edge, where it can be
    scrolled to; the tips of the row have it as well.
    """

    title: str
    tip: str
    keys: npt.NDArray[Any]
    text: Callable[[int], str]
    widest: str
    is_number: bool = True
    colour: Callable[[int], QColor] | None = None
    is_wide: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class TableRows:
    """The columns of n entries, and what each is: ``index`` ``(n,)`` numbers of ``kind`` in the run, or None where there is no choice."""

    columns: tuple[Column, ...]
    count: int
    kind: ChosenKind | None = None
    index: npt.NDArray[np.integer] | None = None

    def chosen_at(self, entry: int) -> Chosen | None:
        return None if self.kind is None or self.index is None else Chosen(self.kind, int(self.index[entry]))

    def entry_of(self, chosen: Chosen | None) -> int | None:
        if chosen is None or chosen.kind is not self.kind or self.index is None:
            return None
        found = np.flatnonzero(self.index == chosen.index)
        return int(found[0]) if len(found) else None


NOTHING = TableRows((), 0)


class RowsModel(QAbstractTableModel):
    """Shows TableRows; sorting reorders numbers, never the arrays."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows = NOTHING
        self._order: npt.NDArray[np.intp] = np.zeros(0, np.intp)
        self._place: npt.NDArray[np.intp] = np.zeros(0, np.intp)
        self._sorted: tuple[int, Qt.SortOrder] | None = None

    def set_rows(self, rows: TableRows, *, keep_order: bool) -> None:
        """``keep_order``: the same columns with new entries stay sorted as they are."""
        self.beginResetModel()
        self.rows = rows
        if not keep_order:
            self._sorted = None
        self._reorder()
        self.endResetModel()

    def entry(self, row: int) -> int:
        return int(self._order[row])

    def row_of(self, entry: int) -> int:
        return int(self._place[entry])

    def _reorder(self) -> None:
        self._order = np.arange(self.rows.count)
        if self._sorted is not None:
            column, direction = self._sorted
            keys = self.rows.columns[column].keys
            order = np.argsort(keys, kind="stable")
            self._order = order if direction is Qt.SortOrder.AscendingOrder else np.argsort(-_ranks(keys, order), kind="stable")
        self._place = np.empty_like(self._order)
        self._place[self._order] = np.arange(len(self._order))

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        if not 0 <= column < len(self.rows.columns):
            return
        self.layoutAboutToBeChanged.emit()
        old = self.persistentIndexList()
        entries = [self.entry(index.row()) for index in old]
        self._sorted = (column, order)
        self._reorder()
        self.changePersistentIndexList(old, [self.index(self.row_of(entry), it.column()) for entry, it in zip(entries, old, strict=True)])
        self.layoutChanged.emit()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else self.rows.count

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.rows.columns)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: N802
        if orientation is not Qt.Orientation.Horizontal or section >= len(self.rows.columns):
            return None
        column = self.rows.columns[section]
        if role == Role.DisplayRole:
            return column.title
        if role == Role.ToolTipRole:
            return column.tip
        return _alignment(column) if role == Role.TextAlignmentRole else None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        column, entry = self.rows.columns[index.column()], self.entry(index.row())
        if role == Role.DisplayRole:
            return column.text(entry)
        if role in (Role.ToolTipRole, Role.AccessibleDescriptionRole):
            told = (column, *(other for other in self.rows.columns if other.is_wide and other is not column))
            return "\n".join(f"{it.title}: {it.text(entry)}" for it in told)
        if role == Role.TextAlignmentRole:
            return _alignment(column)
        if role == Role.DecorationRole and column.colour is not None:
            return untinted_swatch(column.colour(entry))
        return None


def _ranks(keys: npt.NDArray[Any], order: npt.NDArray[np.intp]) -> npt.NDArray[np.intp]:
    """Places of the keys, equal ones sharing theirs: what can be negated, whatever the keys are."""
    ordered = keys[order]
    ranks = np.zeros(len(keys), np.intp)
    ranks[order] = np.concatenate([[0], np.cumsum(ordered[1:] != ordered[:-1])]) if len(keys) else ranks
    return ranks


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter


def widths_of(columns: tuple[Column, ...], metrics: QFontMetrics) -> list[int]:
    """Logical px of each column: room for its title with the sign of sorting, and for its widest text. Nothing is cut."""
    swatches = [0 if column.colour is None else 18 for column in columns]
    titles = [metrics.horizontalAdvance(it.title) + 8 + PADDING + sign for it, sign in zip(columns, swatches, strict=True)]
    texts = [metrics.horizontalAdvance(it.widest) + PADDING + sign for it, sign in zip(columns, swatches, strict=True)]
    return [max(pair) for pair in zip(titles, texts, strict=True)]


def untinted_swatch(colour: QColor) -> QIcon:
    """A swatch that keeps its colour in a selected row, which Qt would tint."""
    pixmap: QPixmap = swatch(colour, 12, ratio=QGuiApplication.primaryScreen().devicePixelRatio())
    picture = QIcon(pixmap)
    picture.addPixmap(pixmap, QIcon.Mode.Selected)
    return picture


class StageTable(QTableView):
    """``chosen(Chosen)`` when a person moves to a row; ``opened(Chosen)`` on a double click or Enter."""

    chosen = Signal(object)
    opened = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model = RowsModel(self)
        self.setModel(self.rows_model)
        self._titles: tuple[str, ...] = ()
        self._is_showing = False
        self.setFont(tabular(self.font()))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setIconSize(swatch(QColor(), 12).size())
        down, across = self.verticalHeader(), self.horizontalHeader()
        down.hide()
        down.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        down.setDefaultSectionSize(ROW_HEIGHT)
        across.setHighlightSections(False)
        across.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        across.setStretchLastSection(True)
        self.setSortingEnabled(True)
        across.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.selectionModel().currentRowChanged.connect(self._moved)
        self.doubleClicked.connect(lambda index: self._open(index.row()))

    @property
    def rows(self) -> TableRows:
        return self.rows_model.rows

    def set_rows(self, rows: TableRows) -> None:
        titles = tuple(column.title for column in rows.columns)
        same = titles == self._titles
        self._titles = titles
        self._is_showing = True
        self.rows_model.set_rows(rows, keep_order=same)
        if not same:
            self.horizontalHeader().setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
            self._fit()
        self._is_showing = False

    def _fit(self) -> None:
        for place, width in enumerate(widths_of(self.rows.columns, QFontMetrics(self.font()))):
            self.setColumnWidth(place, width)

    def show_chosen(self, chosen: Chosen | None) -> None:
        """Select the row of ``chosen`` without saying so; nothing where it has none."""
        entry = self.rows.entry_of(chosen)
        self._is_showing = True
        if entry is None:
            self.selectionModel().clear()
        else:
            # The current column stays, else a table that was scrolled to the right would jump back.
            index = self.rows_model.index(self.rows_model.row_of(entry), max(self.currentIndex().column(), 0))
            flags = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.selectionModel().setCurrentIndex(index, flags)
            self.scrollTo(index)
        self._is_showing = False

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        """Qt makes the first row current when the focus comes; coming by is no choice."""
        self._is_showing = True
        super().focusInEvent(event)
        self._is_showing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._open(self.currentIndex().row())
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Letters are the window's shortcuts."""

    def _moved(self, current: QModelIndex) -> None:
        if self._is_showing or not current.isValid():
            return
        chosen = self.rows.chosen_at(self.rows_model.entry(current.row()))
        if chosen is not None:
            self.chosen.emit(chosen)

    def _open(self, row: int) -> None:
        chosen = self.rows.chosen_at(self.rows_model.entry(row))
        if chosen is not None:
            self.opened.emit(chosen)
