"""The widths of a stage's columns: what must be read is never cut, the rest shares what is left or goes."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QFont, QFontMetrics
from pytestqt.qtbot import QtBot

from app.inside_maskrcnn.tables import PADDING, Column, widths_of


def column(title: str, widest: str, *, gives_way: bool = False) -> Column:
    return Column(title, "", np.zeros(1), lambda _entry: widest, widest, gives_way=gives_way)


@pytest.fixture
def metrics(qtbot: QtBot) -> QFontMetrics:
    del qtbot
    return QFontMetrics(QFont())


def test_where_there_is_room_every_column_is_as_wide_as_its_widest_text(metrics: QFontMetrics) -> None:
    columns = (column("#", "9999"), column("Box", "9999.9, 9999.9", gives_way=True))
    wanted = [metrics.horizontalAdvance(it.widest) + PADDING for it in columns]
    assert widths_of(columns, metrics, 1000) == wanted


def test_what_gives_way_takes_what_is_left_the_first_before_the_next(metrics: QFontMetrics) -> None:
    columns = (
        column("Fate", "suppressed"),
        column("Classes", "person 0.99, " * 9, gives_way=True),
        column("Box", "9999.9", gives_way=True),
    )
    room = 300
    first, second, third = widths_of(columns, metrics, room)
    assert first == metrics.horizontalAdvance("suppressed") + PADDING
    assert second == room - first
    assert third == 0


def test_what_must_be_read_is_never_cut(metrics: QFontMetrics) -> None:
    columns = (column("Fate", "suppressed"), column("Box", "9999.9", gives_way=True))
    assert widths_of(columns, metrics, 10) == [metrics.horizontalAdvance("suppressed") + PADDING, 0]
