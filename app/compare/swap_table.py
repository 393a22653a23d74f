"""The difference in numbers: a row for each pair of classes that two maps give the same pixels, the most pixels first."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableWidget, QTableWidgetItem, QWidget

from app.compare.requests import ComparedPair
from app.theme import tabular
from app.translation import tr
from app.widgets.panel import name

NUMBER = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight
TITLE = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
ROW_HEIGHT = 22


class SwapTable(QTableWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(0, 4, parent)
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
            stretch = QHeaderView.ResizeMode.Stretch if column < 2 else QHeaderView.ResizeMode.ResizeToContents
            header.setSectionResizeMode(column, stretch)

    def show_pair(self, pair: ComparedPair | None, titles: tuple[str, str]) -> None:
        """``titles`` are those of the two maps; None empties the table."""
        name(self, tr("Pixels by pair of classes"), tr("What each of the two says where they differ."))
        self.setHorizontalHeaderLabels([*titles, tr("Pixels"), tr("Share")])
        for column in range(4):
            head = self.horizontalHeaderItem(column)
            assert head is not None
            head.setTextAlignment(TITLE if column < 2 else NUMBER)
            head.setToolTip(head.text())  # a long one is cut
        swaps = () if pair is None else pair.difference.swaps()
        self.setRowCount(len(swaps))
        if pair is None:
            return
        names = pair.label_set.names
        for row, swap in enumerate(swaps):
            share = swap.pixels / pair.difference.compared
            texts = (names[swap.first], names[swap.second], f"{swap.pixels:,}", percent(share))
            for column, text in enumerate(texts):
                item = QTableWidgetItem(text)
                if column >= 2:
                    item.setTextAlignment(NUMBER)
                self.setItem(row, column, item)


def percent(share: float) -> str:
    """A share in percent with two decimals; what is there is never said to be nothing."""
    return "< 0.01 %" if 0 < share < 0.00005 else f"{share * 100:.2f} %"
