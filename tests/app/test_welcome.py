"""The welcome page: a place to drop, samples, recent photos, the state of the models, and the way into the tour."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QScrollArea
from pytestqt.qtbot import QtBot

from app import last_session
from app.detection_session import NO_MODEL
from app.last_session import LastSession
from app.preferences import Language, Workspace
from app.session import Session
from app.translation import Translations
from app.welcome import Welcome, models_text
from core.catalog import MODELS, Origin, WeightsState, all_rows
from tests.app.conftest import Shell, Starter

SHIPPED = [row.key for row in MODELS if row.origin is Origin.SHIPPED]
STARTERS = f"{len(SHIPPED)} starter models are ready; nothing needs to be downloaded."
ON_DEMAND = len(MODELS) - len(SHIPPED)


def told(**states: WeightsState) -> str:
    """What is told when the starters are ready, but for ``states``; a model that ``states`` names is one that was taken in."""
    session = Session()
    named = {key.replace("_", "-"): state for key, state in states.items()}
    session.set_rows(tuple(
        replace(row, weights=replace(row.weights, kept_sha256="0" * 64)) if row.key in named and row.origin is Origin.ON_DEMAND else row
        for row in all_rows()
    ))  # fmt: skip
    session.set_weights({**dict.fromkeys(SHIPPED, WeightsState.READY), **named})
    return models_text(session)


def test_until_the_files_were_looked_at_nothing_is_claimed() -> None:
    assert models_text(Session()) == f"Looking at the models… {ON_DEMAND} more can be downloaded, or brought as files."


def test_every_starter_counts_the_mask_rcnn_too() -> None:
    assert len(SHIPPED) == 3
    assert told() == f"{STARTERS} {ON_DEMAND} more can be downloaded, or brought as files."


def test_a_damaged_starter_says_what_to_do() -> None:
    assert told(fcn_street=WeightsState.DAMAGED).startswith("2 of 3 starter models are ready; reinstall Halfpixel to mend the others. ")


def test_what_was_taken_in_is_named_and_what_is_damaged_too() -> None:
    assert told(fcn_resnet50=WeightsState.READY, maskrcnn_resnet50_fpn=WeightsState.DAMAGED) == (
        f"{STARTERS} Ready too: FCN ResNet-50. Damaged: Mask R-CNN ResNet-50. {ON_DEMAND - 2} more can be downloaded, or brought as files."
    )


def test_of_many_models_some_are_named() -> None:
    every = {row.key.replace("-", "_"): WeightsState.READY for row in MODELS if row.origin is Origin.ON_DEMAND}
    text = told(**every)
    assert text.endswith(f" and {ON_DEMAND - 4} more.")
    assert text.count(", ") == 3


def test_the_models_are_one_click_away(shell: Shell) -> None:
    QTest.mouseClick(shell.window.pane.welcome.all_models, Qt.MouseButton.LeftButton)
    dialog = shell.window.models.dialog
    assert dialog is not None
    assert dialog.isVisible()
    dialog.close()


def test_the_tour_begins_from_here(shell: Shell) -> None:
    tour = shell.window.pane.welcome.tour
    assert tour.text() == "Begin the tour"
    with shell.qtbot.waitSignal(shell.session.document_changed):
        QTest.mouseClick(tour, Qt.MouseButton.LeftButton)
    assert shell.session.tour_stop == 0
    shell.until_idle()


def test_a_tour_that_was_left_goes_on_from_here(start: Starter, qtbot: QtBot, home: Path) -> None:
    last_session.save(LastSession(tour=3), home / "session.json")
    program = start()
    program.intents.choose_instance_model.emit(NO_MODEL)
    program.window.show()
    tour = program.window.pane.welcome.tour
    assert tour.text() == "Go on at stop 4"
    QTest.mouseClick(tour, Qt.MouseButton.LeftButton)
    assert program.session.tour_stop == 3
    qtbot.waitUntil(lambda: program.session.workspace is Workspace.INSIDE_FCN and program.session.activity is None, timeout=30_000)


def test_recent_photos_are_opened_with_a_click(shell: Shell, photo: Path, other_photo: Path) -> None:
    shell.session.set_recent((other_photo, photo))
    welcome = shell.window.pane.welcome
    assert [button.toolTip() for button in welcome.recent] == [str(other_photo), str(photo)]
    QApplication.processEvents()
    with shell.qtbot.waitSignal(shell.session.document_changed):
        QTest.mouseClick(welcome.recent[1], Qt.MouseButton.LeftButton)
    assert shell.session.document is not None
    assert shell.session.document.path == photo
    shell.until_idle()


def test_a_long_name_is_shortened_and_told_whole(shell: Shell) -> None:
    path = Path("/photos") / ("a very long name & more " * 9 + ".png")
    shell.session.set_recent((path,))
    (button,) = shell.window.pane.welcome.recent
    assert "…" in button.text()
    assert path.name in button.accessibleName()
    assert button.sizeHint().width() <= shell.window.pane.welcome.width() / 2


def is_whole(welcome: Welcome) -> bool:
    """Whether the invitation and its buttons have the room that they want."""
    parts = (welcome.drop.sign, welcome.drop.title, welcome.drop.open, welcome.drop.paste, *welcome.samples.values())
    return all(part.height() >= part.minimumSizeHint().height() for part in parts)


@pytest.mark.parametrize("language", [Language.ENGLISH, Language.KOREAN], ids=lambda language: language.value)
def test_a_low_window_scrolls_the_page_and_squeezes_nothing(language: Language, shell: Shell, translations: Translations) -> None:
    translations.speak(language)
    shell.session.set_recent(tuple(Path(f"/photos/{number}.jpg") for number in range(12)))
    welcome = shell.window.pane.welcome
    (area,) = welcome.findChildren(QScrollArea)
    shell.window.resize(shell.window.minimumSize())
    shell.qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() > 0 and is_whole(welcome))
    area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    assert welcome.rect().contains(welcome.all_models.mapTo(welcome, QPoint(0, welcome.all_models.height() - 1)))
    shell.window.resize(1280, 800)
    shell.qtbot.waitUntil(lambda: area.verticalScrollBar().maximum() == 0 and is_whole(welcome))


def test_the_samples_are_drawn_alike(shell: Shell) -> None:
    """A button that is a pixel too narrow would draw its picture smaller than its neighbours', and its name higher."""
    samples = shell.window.pane.welcome.samples.values()
    shell.qtbot.waitUntil(lambda: shell.window.pane.welcome.isVisible())
    frame = 10  # the theme's border and padding, of both sides
    assert all(button.width() >= button.iconSize().width() + frame for button in samples)
