"""The numbers behind the waterfall: a row for each class, a column for each term, their sum and the probability."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.inside_fcn.waterfall_chart import ClassBars, signed
from app.theme import current, tabular
from app.translation import tr
from app.widgets.colour_popup import swatch
from core.fcn.config import STREAM_STRIDES

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROW_HEIGHT = 22
NUMBERS = 2 + len(STREAM_STRIDES) + 1
"""Bias, streams, logit, probability."""


class WaterfallModel(QAbstractTableModel):
    """Every class, from the highest logit down."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[ClassBars, ...] = ()

    def set_rows(self, rows: tuple[ClassBars, ...]) -> None:
        if len(rows) != len(self._rows):
            self.beginResetModel()
            self._rows = rows
            self.endResetModel()
        elif rows:
            self._rows = rows
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, NUMBERS))

    def retranslate(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, NUMBERS)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else 1 + NUMBERS

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: N802
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Role.TextAlignmentRole:
            return _alignment(section)
        if role == Role.DisplayRole:
            return (tr("Class"), "b", *(f"s{stride}" for stride in STREAM_STRIDES), "Σ", "p")[section]
        if role == Role.ToolTipRole:
            streams = (tr("What the stream of stride {stride} adds, without its bias.", stride=stride) for stride in STREAM_STRIDES)
            return (
                tr("Class, the one with the highest logit first."),
                tr("Biases of the score convolutions, each times its gain."),
                *streams,
                tr("Sum of the terms: the logit."),
                tr("Softmax probability."),
            )[section]
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        row, column = self._rows[index.row()], index.column()
        if role == Role.DisplayRole:
            return _texts(row)[column]
        if role == Role.TextAlignmentRole:
            return _alignment(column)
        if role == Role.FontRole:
            return tabular(QGuiApplication.font())
        if role == Role.DecorationRole and column == 0:
            return swatch(row.colour, 14, ratio=QGuiApplication.primaryScreen().devicePixelRatio())
        if role == Role.ForegroundRole and 1 <= column <= 4 and row.terms[column - 1] == 0:
            return QColor(current().muted)
        if role == Role.AccessibleTextRole:
            return f"{self.headerData(column, Qt.Orientation.Horizontal)} {_texts(row)[column]}"
        return None


class WaterfallTable(QTableView):
    def __init__(self, model: WaterfallModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setMinimumHeight(4 * ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(20)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        width = self.fontMetrics().horizontalAdvance("−00.00") + 7
        for column in range(1, 1 + NUMBERS):
            header.resizeSection(column, width)


def _alignment(column: int) -> Qt.AlignmentFlag:
    return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if column else Qt.AlignmentFlag.AlignLeft)


def _texts(row: ClassBars) -> tuple[str, ...]:
    return row.name, *(signed(term) for term in row.terms), signed(row.logit), f"{row.probability:.3f}"
