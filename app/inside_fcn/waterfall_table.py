"""The numbers behind the waterfall: a row for each class, a column for each term, their sum and the probability."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from app.inside_fcn.waterfall_chart import ClassBars, signed
from app.theme import current, tabular
from app.translation import tr
from core.fcn.config import STREAM_STRIDES

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
ROW_HEIGHT, SIGN = 22, 12
TITLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
NUMBER = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
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

    def bars(self, row: int) -> ClassBars:
        return self._rows[row]

    def text(self, row: int, column: int) -> str:
        """What a cell reads."""
        bars = self._rows[row]
        if column == 0:
            return bars.name
        if column == NUMBERS:
            return f"{bars.probability:.3f}"
        return signed(bars.logit if column == NUMBERS - 1 else bars.terms[column - 1])

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        row, column = index.row(), index.column()
        if role == Role.DisplayRole:
            return self.text(row, column)
        if role == Role.TextAlignmentRole:
            return _alignment(column)
        if role == Role.AccessibleTextRole:
            return f"{self.headerData(column, Qt.Orientation.Horizontal)} {self.text(row, column)}"
        return None


class NumberDelegate(QStyledItemDelegate):
    """Paints text and swatch itself: through the style sheet these numbers, which follow the pointer, would take longer than a frame."""

    def __init__(self, model: WaterfallModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model = model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        rect, column, row = option.rect, index.column(), index.row()
        selected, theme = bool(option.state & QStyle.StateFlag.State_Selected), current()
        if selected:
            painter.fillRect(rect, QColor(theme.accent))
        ink = theme.on_accent if selected else theme.text
        if column == 0:
            sign = QRect(rect.left() + 4, rect.center().y() - SIGN // 2, SIGN, SIGN)
            painter.setPen(QColor(theme.edge))
            painter.setBrush(self._model.bars(row).colour)
            painter.drawRect(sign)
            painter.setPen(QColor(ink))
            room = rect.adjusted(SIGN + 10, 0, -2, 0)
            title = option.fontMetrics.elidedText(self._model.text(row, 0), Qt.TextElideMode.ElideRight, room.width())
            painter.drawText(room, _alignment(0), title)
            return
        said_nothing = 1 <= column < NUMBERS - 1 and self._model.bars(row).terms[column - 1] == 0
        painter.setPen(QColor(theme.muted if said_nothing and not selected else ink))
        painter.drawText(rect.adjusted(0, 0, -3, 0), _alignment(column), self._model.text(row, column))


class WaterfallTable(QTableView):
    def __init__(self, model: WaterfallModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(NumberDelegate(model, self))
        self.setFont(tabular(self.font()))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setMinimumHeight(5 * ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        header.setMinimumSectionSize(20)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        width = self.fontMetrics().horizontalAdvance("−00.00") + 7
        for column in range(1, 1 + NUMBERS):
            header.resizeSection(column, width)

    def sizeHint(self) -> QSize:  # noqa: N802
        """It takes the room that there is, and asks for none: its rows scroll, so that the column around it need not."""
        return QSize(super().sizeHint().width(), self.minimumHeight())


def _alignment(column: int) -> Qt.AlignmentFlag:
    return NUMBER if column else TITLE
