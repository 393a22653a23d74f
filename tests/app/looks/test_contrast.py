"""Text against what it stands on, in every room, light and dark: WCAG 2.1's AA, measured on what is drawn."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QLabel, QMenu, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from app.preferences import ThemeChoice
from tests.app.conftest import Starter
from tests.app.looks.ink import Ink, contrast, inks_of
from tests.app.looks.rooms import begin

TEXT, LARGE_TEXT = 4.5, 3.0


def too_faint(ink: Ink) -> bool:
    return ink.contrast < (LARGE_TEXT if ink.is_large else TEXT)


def is_exempt(widget: QWidget, ink: Ink) -> bool:
    """WCAG asks nothing of what cannot be used; and a swatch's colour is what it means, told in words beside it."""
    place = ink.rect.intersected(widget.rect()).center()
    if isinstance(widget, QMenu):
        action = widget.actionAt(place)
        return action is not None and not action.isEnabled()
    under = widget.childAt(place)
    return not any(letter.isalnum() for letter in ink.text) or (under is not None and not under.isEnabled())


def faint_texts(widget: QWidget, inks: list[Ink]) -> list[str]:
    found = [ink for ink in inks if too_faint(ink) and not is_exempt(widget, ink)]
    return [f"{ink.text!r} {ink.contrast:.2f}: {ink.colour} on {ink.ground} at {ink.rect.getRect()}" for ink in found]


def test_contrast_is_what_wcag_publishes() -> None:
    assert contrast((0, 0, 0), (255, 255, 255)) == pytest.approx(21)
    assert contrast((118, 118, 118), (255, 255, 255)) == pytest.approx(4.54, abs=0.005)  # the lightest grey that passes


def test_the_judge_sees_faint_text_and_passes_over_hidden(qtbot: QtBot) -> None:
    page = QWidget()
    page.setStyleSheet("QWidget { background: #ffffff; } #faint { color: #8a8a8a; } #plain { color: #333333; }")
    column = QVBoxLayout(page)
    for name in ("plain", "faint"):
        label = QLabel(name)
        label.setObjectName(name)
        column.addWidget(label)
    QLabel("nowhere", page).hide()
    qtbot.addWidget(page)
    page.show()
    assert {ink.text for ink in inks_of(page)} == {"plain", "faint"}
    (told,) = faint_texts(page, inks_of(page))
    assert told.startswith("'faint' 3.45")


@pytest.mark.parametrize("theme", [ThemeChoice.LIGHT, ThemeChoice.DARK])
def test_all_text_can_be_read(theme: ThemeChoice, start: Starter, qtbot: QtBot, tmp_path: Path) -> None:
    tour = begin(start, qtbot, tmp_path)
    tour.program.intents.choose_theme.emit(theme)
    seen, faint = 0, []
    for name, widget in tour.scenes():
        inks = inks_of(widget)
        seen += len(inks)
        faint += [f"{name}: {told}" for told in faint_texts(widget, inks)]
    assert seen > 1000
    assert not faint, "\n".join(dict.fromkeys(faint))
