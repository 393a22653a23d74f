"""What a screen reader gets to know, in every room: each control's name and purpose, and the numbers of each picture."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QGraphicsView, QLabel, QWidget
from pytestqt.qtbot import QtBot

from app.tour.bar import TourBar
from app.welcome import DropArea, Welcome
from app.widgets.elided_label import ElidedLabel
from app.widgets.mirror import mirror, mirror_of
from tests.app.conftest import Starter
from tests.app.looks.rooms import begin
from tests.app.test_main_window import controls, describe

GROUNDS = (Welcome, DropArea, TourBar)
"""These paint the ground that their controls stand on, and nothing else."""


def draws(widget: QWidget) -> bool:
    """Whether a class of ours paints what this widget shows. Controls speak for themselves, and tables through their items."""
    if isinstance(widget, (*GROUNDS, QAbstractButton, QAbstractItemView, ElidedLabel)):
        return False
    ours = any("paintEvent" in kind.__dict__ and kind.__module__.startswith("app.") for kind in type(widget).__mro__)
    return ours or isinstance(widget, QGraphicsView)


def said_by(told: QWidget | None, window: QWidget) -> str:
    """What a mirror is called, or says itself; nothing of one that is not in the same window."""
    if told is None or told.window() is not window.window():
        return ""
    return told.accessibleName() or (told.text() if isinstance(told, QLabel) else "")


def mute_pictures(window: QWidget) -> list[str]:
    """Pictures without a name, and those that neither tell their numbers nor have a table or text that does."""
    pictures = [child for child in window.findChildren(QWidget) if child.isVisibleTo(window) and draws(child)]
    nameless = [f"no name: {describe(picture)}" for picture in pictures if not picture.accessibleName()]
    mute = [
        f"no numbers: {describe(picture)} {picture.accessibleDescription()!r}"
        for picture in pictures
        if not any(letter.isdigit() for letter in picture.accessibleName() + picture.accessibleDescription())
        and not said_by(mirror_of(picture), window)
    ]
    return nameless + mute


def mute_controls(window: QWidget) -> list[str]:
    shown = [control for control in controls(window) if control.isVisibleTo(window)]
    nameless = [f"no name: {describe(it)}" for it in shown if not it.accessibleName() and not getattr(it, "text", str)()]
    silent = [f"no purpose: {describe(it)}" for it in shown if not it.toolTip() and not it.accessibleDescription()]
    return nameless + silent


def test_the_judge_sees_a_mute_picture(qtbot: QtBot) -> None:
    page = QWidget()
    picture, words = QGraphicsView(page), QLabel("3 px", page)
    qtbot.addWidget(page)
    assert [told.split(":")[0] for told in mute_pictures(page)] == ["no name", "no numbers"]
    picture.setAccessibleName("A line")
    mirror(picture, words)
    assert mute_pictures(page) == []
    words.setText("")
    assert [told.split(":")[0] for told in mute_pictures(page)] == ["no numbers"]
    picture.setAccessibleDescription("3 px")
    assert mute_pictures(page) == []


def test_every_control_is_named_and_every_picture_told_in_words(start: Starter, qtbot: QtBot, tmp_path: Path) -> None:
    tour = begin(start, qtbot, tmp_path)
    pictures: set[str] = set()
    mute = []
    for name, widget in tour.scenes():
        pictures |= {type(child).__name__ for child in widget.findChildren(QWidget) if child.isVisibleTo(widget) and draws(child)}
        mute += [f"{name}: {told}" for told in (*mute_controls(widget), *mute_pictures(widget))]
    assert len(pictures) >= 18, sorted(pictures)
    assert not mute, "\n".join(dict.fromkeys(mute))
