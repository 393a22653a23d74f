"""The classes of two networks on one photo: how many pixels they agree on, and how the others differ."""

from __future__ import annotations

import math
from enum import Enum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QSortFilterProxyModel, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView, QWidget

from app.inside_maskrcnn.counts import pixels_text, share_text
from app.theme import tabular
from app.translation import mark, tr
from core.evaluation.disagreement import Disagreement, Verdict

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
SORT_ROLE = Role.UserRole

VERDICT_NAMES = {
    Verdict.AGREE: mark("agree"),
    Verdict.ONLY_MAP: mark("only FCN"),
    Verdict.ONLY_OBJECT: mark("only Mask R-CNN"),
    Verdict.DIFFERENT: mark("different class"),
    Verdict.NOT_COMPARABLE: mark("not comparable"),
}
SHOWN = tuple(VERDICT_NAMES)
"""The verdicts with a colour and a column; background to both is neither."""

OVERLAP_COLUMN = len(SHOWN) + 1
ROW_HEIGHT = 26
WIDTHS = (62, 60, 74, 72, 82, 60)
"""Of the columns after the class; a number of pixels fits up to 12 megapixels."""


class Unit(Enum):
    SHARE = "share"
    PIXELS = "pixels"


class DisagreementModel(QAbstractTableModel):
    """A row for each class that either network found."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.found: Disagreement | None = None
        self.unit = Unit.SHARE

    def set_found(self, found: Disagreement | None) -> None:
        self.beginResetModel()
        self.found = found
        self.endResetModel()

    def set_unit(self, unit: Unit) -> None:
        self.unit = unit
        if self.rowCount():
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, OVERLAP_COLUMN))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() or self.found is None else len(self.found.names)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else OVERLAP_COLUMN + 1

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: N802
        if orientation is not Qt.Orientation.Horizontal or role not in (Role.DisplayRole, Role.ToolTipRole, Role.TextAlignmentRole):
            return None
        if role == Role.TextAlignmentRole:  # a head stands over its cells
            return Qt.AlignmentFlag.AlignVCenter | (Qt.AlignmentFlag.AlignRight if section else Qt.AlignmentFlag.AlignLeft)
        if role == Role.ToolTipRole:
            tip = tr("Agreed pixels over all that either network gave the class: the IoU of the two.")
            return tip if section == OVERLAP_COLUMN else None
        # In two lines, so that all columns fit beside the photo.
        return (tr("Class"), *("\n".join(tr(VERDICT_NAMES[verdict]).rsplit(" ", 1)) for verdict in SHOWN), tr("overlap"))[section]

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        found = self.found
        if found is None:
            return None
        row, column = index.row(), index.column()
        if role == Role.DisplayRole:
            return self._text(found, row, column)
        if role == SORT_ROLE:
            return self._value(found, row, column)
        if role == Role.FontRole and column:
            return tabular(QGuiApplication.font())
        if role == Role.TextAlignmentRole and column:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role in (Role.ToolTipRole, Role.AccessibleTextRole):
            return self._spoken(found, row, column)
        return None

    def _value(self, found: Disagreement, row: int, column: int) -> Any:
        if column == 0:
            return found.names[row]
        if column == OVERLAP_COLUMN:
            overlap = found.overlap(row)
            return -1.0 if math.isnan(overlap) else overlap
        return int(found.counts[row, SHOWN[column - 1]])

    def _text(self, found: Disagreement, row: int, column: int) -> str:
        value = self._value(found, row, column)
        if column == 0:
            return str(value)
        if column == OVERLAP_COLUMN:
            return "—" if value < 0 else f"{value:.2f}"
        if not value:
            return "—"
        return pixels_text(value) if self.unit is Unit.PIXELS else share_text(value, found.verdicts.size)

    def _spoken(self, found: Disagreement, row: int, column: int) -> str:
        if not 0 < column < OVERLAP_COLUMN:
            return self._text(found, row, column)
        count = int(found.counts[row, SHOWN[column - 1]])
        share = share_text(count, found.verdicts.size)
        said = tr(VERDICT_NAMES[SHOWN[column - 1]])
        return tr("{name}, {verdict}: {pixels} px, {share} of the photo", name=found.names[row], verdict=said,
                  pixels=pixels_text(count), share=share)  # fmt: skip


class DisagreementTable(QTableView):
    """Sorted by the column whose head is clicked; at first by what the two networks agree on."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model = DisagreementModel(self)
        self.sorted = QSortFilterProxyModel(self)
        self.sorted.setSourceModel(self.rows_model)
        self.sorted.setSortRole(SORT_ROLE)
        self.setModel(self.sorted)
        self.setSortingEnabled(True)
        self.sortByColumn(1, Qt.SortOrder.DescendingOrder)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setMinimumSectionSize(min(WIDTHS))
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column, width in enumerate(WIDTHS, start=1):
            header.resizeSection(column, width)
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header.setHighlightSections(False)
