"""The meter in numbers: strides or classes in rows, shares in percent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.inside_fcn.location_chart import percent
from app.theme import tabular
from app.translation import tr
from core.evaluation.ceilings import CEILING_STRIDES, PAPER_CEILINGS, Ceilings, IouGap
from core.labels import LabelSet

ROW_HEIGHT, LEAST_COLUMN = 22, 56
TITLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
NUMBER = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight


@dataclass(frozen=True, slots=True)
class Column:
    title: str
    tip: str


Row = tuple[str, ...]


class LocationTable(QTableWidget):
    """The first column is a title, the others are numbers. ``whole``: as high as its rows, instead of scrolling."""

    def __init__(self, *, whole: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = whole
        self.setFont(tabular(self.font()))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        if whole:
            self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setMinimumHeight(4 * ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        self.horizontalHeader().setMinimumSectionSize(LEAST_COLUMN)

    def show_rows(self, columns: Sequence[Column], rows: Sequence[Row]) -> None:
        self.setColumnCount(len(columns))
        self.setRowCount(len(rows))
        for place, column in enumerate(columns):
            head = QTableWidgetItem(column.title)
            head.setToolTip(column.tip)
            head.setTextAlignment(NUMBER if place else TITLE)
            self.setHorizontalHeaderItem(place, head)
            mode = QHeaderView.ResizeMode.ResizeToContents if place else QHeaderView.ResizeMode.Stretch
            self.horizontalHeader().setSectionResizeMode(place, mode)
        for row, texts in enumerate(rows):
            for place, text in enumerate(texts):
                item = QTableWidgetItem(text)
                item.setTextAlignment(NUMBER if place else TITLE)
                item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{columns[place].title} {text}")
                self.setItem(row, place, item)
        if self._whole:
            self.setFixedHeight(self.horizontalHeader().sizeHint().height() + len(rows) * ROW_HEIGHT + 2)

    def text(self, row: int, column: int) -> str:
        """What a cell reads."""
        item = self.item(row, column)
        return "" if item is None else item.text()


def gap_columns(first: Column) -> tuple[Column, ...]:
    """A title and the parts of a gap."""
    return (
        first,
        Column(tr("Ceiling"), tr("Best possible IoU at this stride, in %: the ground truth taken down and back.")),
        Column(tr("Model"), tr("IoU of the model's read-out at this stride with all gains 1, in %; a dash where it has none.")),
        Column(tr("Location"), tr("100 − ceiling: lost to the grid, whatever the model knows.")),
        Column(tr("Recognition"), tr("Ceiling − model: lost beyond the grid; below 0 where the model's scores beat it.")),
    )


def gap_row(title: str, gap: IouGap) -> Row:
    return (title, *map(percent, (gap.ceiling, gap.model, gap.location, gap.recognition)))


def folder_columns() -> tuple[Column, ...]:
    strides = (
        Column(str(stride), tr("Best possible IoU at stride {stride}, in %.", stride=stride)) for stride in CEILING_STRIDES
    )
    return (Column(tr("Class"), ""), *strides)


def folder_rows(measured: Ceilings, labels: LabelSet) -> tuple[Row, ...]:
    """The mean, the paper's published means, and each class that occurs."""
    matrices = [measured.matrices[stride] for stride in CEILING_STRIDES]
    mean = (tr("Mean IoU"), *(percent(matrix.mean_iou()) for matrix in matrices))
    paper = (tr("Published on VOC"), *(percent(PAPER_CEILINGS[stride]) for stride in CEILING_STRIDES))
    ious = [matrix.iou() for matrix in matrices]
    occurring = [label for label in labels.listed if matrices[0].counts[label].any()]
    return (mean, paper, *((labels.names[label], *(percent(float(iou[label])) for iou in ious)) for label in occurring))
