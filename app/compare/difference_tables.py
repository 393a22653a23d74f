"""The difference in numbers: pixels by class, and by pair of classes that two maps give the same pixels; the most differing first."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from app.compare.requests import ComparedPair
from app.theme import tabular
from app.translation import tr
from app.widgets.panel import name

NUMBER = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
TITLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
ROW_HEIGHT = 22

Row = tuple[str, ...]


class CountTable(QTableWidget):
    """Four columns, the first ``titles`` of them names, the others numbers."""

    def __init__(self, titles: int, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
        self._titles = titles
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setTabKeyNavigation(False)
        self.setFont(tabular(self.font()))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        header = self.horizontalHeader()
        header.setHighlightSections(False)
        for column in range(4):
            stretch = QHeaderView.ResizeMode.Stretch if column < titles else QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(column, stretch)

    def fill(self, heads: Sequence[str], tips: Sequence[str], rows: Sequence[Row]) -> None:
        self.setHorizontalHeaderLabels(list(heads))
        for column, tip in enumerate(tips):
            head = self.horizontalHeaderItem(column)
            assert head is not None
            head.setTextAlignment(TITLE if column < self._titles else NUMBER)
            head.setToolTip(tip)
        self.setRowCount(len(rows))
        for row, texts in enumerate(rows):
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column >= self._titles:
                    item.setTextAlignment(NUMBER)
                self.setItem(row, column, item)


class DifferenceTables(QWidget):
    """Above what becomes of each class, below which classes are taken for which."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.classes, self.pairs = CountTable(1), CountTable(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.classes, 1)  # as high as its rows at most
        column.addWidget(self.pairs, 1)

    def show_pair(self, pair: ComparedPair | None, titles: tuple[str, str]) -> None:
        """``titles`` are those of the two maps; None empties the tables."""
        name(self.classes, tr("Pixels by class"), tr("How many pixels both call so, and how many only one of the two."))
        heads = (tr("Class"), tr("Both"), tr("Only 1st"), tr("Only 2nd"))
        only = (tr("Pixels that only {title} calls so.", title=title) for title in titles)
        self.classes.fill(heads, (tr("Class"), tr("Pixels that both call so."), *only), () if pair is None else _by_class(pair))
        self.classes.setMaximumHeight(self.classes.horizontalHeader().sizeHint().height() + (self.classes.rowCount() + 1) * ROW_HEIGHT)
        name(self.pairs, tr("Pixels by pair of classes"), tr("What each of the two says where they differ."))
        heads = (*titles, tr("Pixels"), tr("Share"))
        self.pairs.fill(heads, heads, () if pair is None else _by_pair(pair))  # a long title is cut, but told


def _by_class(pair: ComparedPair) -> list[Row]:
    """The classes that occur, those with the most differing pixels first, then by class ids."""
    counts = {label: pair.difference.of_class(label) for label in range(len(pair.label_set))}
    order = sorted((label for label in counts if any(counts[label])), key=lambda label: (-sum(counts[label][1:]), label))
    return [(pair.label_set.names[label], *(f"{pixels:,}" for pixels in counts[label])) for label in order]


def _by_pair(pair: ComparedPair) -> list[Row]:
    names, compared = pair.label_set.names, pair.difference.compared
    swaps = pair.difference.swaps()
    return [(names[swap.first], names[swap.second], f"{swap.pixels:,}", percent(swap.pixels / compared)) for swap in swaps]


def percent(share: float) -> str:
    """A share in percent with two decimals; what is there is never said to be nothing."""
    return "< 0.01 %" if 0 < share < 0.00005 else f"{share * 100:.2f} %"
