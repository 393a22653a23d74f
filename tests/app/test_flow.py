"""Rows of controls that wrap: nothing is squeezed below its size, what stays together stays together."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QPushButton, QSizePolicy, QWidget
from pytestqt.qtbot import QtBot

from app.widgets.flow import GAP, LINE_GAP, FlowLayout, group

WIDE, HIGH = 100, 20


def block() -> QPushButton:
    button = QPushButton()
    button.setFixedSize(WIDE, HIGH)
    return button


def page(qtbot: QtBot, width: int, *parts: QWidget | None) -> QWidget:
    held = QWidget()
    layout = FlowLayout(*parts)
    layout.setContentsMargins(0, 0, 0, 0)
    held.setLayout(layout)
    held.resize(width, 10 * HIGH)
    qtbot.addWidget(held)
    held.show()
    return held


def test_what_does_not_fit_goes_on_in_the_next_line(qtbot: QtBot) -> None:
    blocks = [block() for _ in range(3)]
    held = page(qtbot, 2 * WIDE + GAP, *blocks)
    assert [(it.x(), it.y()) for it in blocks] == [(0, 0), (WIDE + GAP, 0), (0, HIGH + LINE_GAP)]
    layout = held.layout()
    assert layout is not None
    assert layout.heightForWidth(2 * WIDE + GAP) == 2 * HIGH + LINE_GAP
    assert layout.heightForWidth(3 * WIDE + 2 * GAP) == HIGH


def test_a_group_is_never_parted(qtbot: QtBot) -> None:
    first, label, named = block(), QLabel("name"), block()
    held = page(qtbot, 2 * WIDE, first, group(label, named))
    assert label.mapTo(held, label.rect().center()).y() > HIGH
    assert named.size().width() == WIDE


def test_a_stretch_puts_what_follows_at_the_end(qtbot: QtBot) -> None:
    first, last = block(), block()
    held = page(qtbot, 500, first, None, last)
    assert last.x() == held.width() - WIDE


def test_what_can_grow_takes_the_rest_of_its_line_and_the_hidden_takes_nothing(qtbot: QtBot) -> None:
    first, hidden, growing = block(), block(), QPushButton()
    growing.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
    hidden.hide()
    held = page(qtbot, 500, first, hidden, growing)
    assert growing.x() == WIDE + GAP
    assert growing.width() == held.width() - WIDE - GAP
