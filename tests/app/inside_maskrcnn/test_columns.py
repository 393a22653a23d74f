"""The columns of a stage: none is cut, and what lies beyond the edge can be scrolled to, by hand and by key."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.chosen import Chosen, ChosenKind
from app.inside_maskrcnn.tables import PADDING, Column, StageTable, TableRows, widths_of

BOX = "1234.5, 1234.5, 2345.6, 2345.6"


def column(title: str, widest: str, *, is_wide: bool = False) -> Column:
    return Column(title, "", np.arange(3), lambda _entry: widest, widest, is_wide=is_wide)


@pytest.fixture
def columns() -> tuple[Column, ...]:
    return (column("Fate", "suppressed"), column("Classes", "person 0.99, " * 3, is_wide=True), column("Box", BOX, is_wide=True))


@pytest.fixture
def table(qtbot: QtBot, columns: tuple[Column, ...]) -> StageTable:
    table = StageTable()
    qtbot.addWidget(table)
    table.resize(330, 200)
    table.set_rows(TableRows(columns, 3, ChosenKind.PROPOSAL, np.arange(3)))
    table.show()
    qtbot.waitExposed(table)
    return table


def test_every_column_is_as_wide_as_its_title_and_its_widest_text(qtbot: QtBot, columns: tuple[Column, ...]) -> None:
    del qtbot
    metrics = QFontMetrics(QFont())
    for width, it in zip(widths_of(columns, metrics), columns, strict=True):
        assert width >= metrics.horizontalAdvance(it.widest) + PADDING
        assert width > metrics.horizontalAdvance(it.title)


def test_a_column_beyond_the_edge_can_be_scrolled_to(table: StageTable) -> None:
    assert not any(table.isColumnHidden(place) for place in range(3))
    table.horizontalScrollBar().setValue(table.horizontalScrollBar().maximum())
    last = table.visualRect(table.rows_model.index(0, 2))
    assert table.viewport().rect().contains(last)
    assert last.width() >= QFontMetrics(table.font()).horizontalAdvance(BOX)


def test_the_arrow_keys_reach_it_and_choosing_does_not_jump_back(table: StageTable) -> None:
    table.chosen.connect(table.show_chosen)  # as the pane does, by way of the session
    table.setCurrentIndex(table.rows_model.index(0, 0))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(table, key)
    assert (table.currentIndex().row(), table.currentIndex().column()) == (1, 2)
    assert table.horizontalScrollBar().value() > 0
    table.show_chosen(Chosen(ChosenKind.PROPOSAL, 2))
    assert (table.currentIndex().row(), table.currentIndex().column()) == (2, 2)


def test_the_tips_of_a_row_have_what_may_lie_beyond_the_edge(table: StageTable) -> None:
    assert BOX in table.rows_model.index(0, 0).data(Qt.ItemDataRole.ToolTipRole)
