"""The lab in the window: it computes nothing before it is looked at, takes the docks' room and gives it back; and it speaks Korean."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from app.lab.lab import RoiLab
from app.preferences import Language, Workspace
from app.translation import Translations, catalog_of
from tests.app.conftest import Shell
from tests.app.lab.conftest import Bench
from tests.app.sentences import core_sentences, window_sentences


@pytest.fixture
def lab(shell: Shell) -> RoiLab:
    lab = RoiLab(shell.session, shell.workflow.worker, shell.workflow.host.on)
    shell.window.add_room(Workspace.LAB, lab)
    return lab


def pyramids(shell: Shell) -> int:
    return sum("pyramid" in model for _, model in shell.engine.runs)


def test_features_are_asked_for_when_the_lab_is_opened_and_not_before(shell: Shell, lab: RoiLab, photo: Path) -> None:
    shell.open_and_segment(photo)
    assert pyramids(shell) == 0
    shell.intents.choose_workspace.emit(Workspace.LAB)
    shell.qtbot.waitUntil(lambda: lab.desk.look is not None)
    assert pyramids(shell) == 1
    assert lab.isVisible()
    shell.intents.choose_workspace.emit(Workspace.EXPLORE)
    shell.intents.choose_workspace.emit(Workspace.LAB)
    assert lab.desk.look is not None
    assert pyramids(shell) == 1


def test_without_a_photo_the_lab_says_what_to_do(shell: Shell, lab: RoiLab) -> None:
    shell.intents.choose_workspace.emit(Workspace.LAB)
    assert lab.notice.text() == "Open a photo, or click a sample; then drag the box on it."
    assert lab.notice.isVisible()


def test_the_docks_make_room_and_come_back_as_they_were(shell: Shell, lab: RoiLab, photo: Path) -> None:
    shell.open_and_segment(photo)
    first = next(iter(shell.window.docks.values()))
    first.close()
    before = {key: dock.isVisible() for key, dock in shell.window.docks.items()}
    saved = shell.window.layout_text()[1]
    shell.window.switch.segments[list(Workspace).index(Workspace.LAB)].click()
    assert lab.isVisible()
    assert not any(dock.isVisible() for dock in shell.window.docks.values())
    assert shell.window.layout_text()[1] == saved  # closing the window here must not lose the docks
    shell.window.switch.segments[0].click()
    assert {key: dock.isVisible() for key, dock in shell.window.docks.items()} == before


def test_every_sentence_of_the_lab_has_a_korean_one() -> None:
    nothing: frozenset[str] = frozenset()
    everything = window_sentences(without=nothing) | core_sentences(without=nothing)
    found = everything - window_sentences() - core_sentences()
    assert ("app", "Arithmetic") in found
    assert sorted(found - catalog_of(Language.KOREAN).keys()) == []


def test_the_lab_changes_its_language_at_once(bench: Bench, qapp: QApplication) -> None:
    translations = Translations(qapp)
    translations.speak(Language.KOREAN)
    try:
        bench.qtbot.waitUntil(lambda: bench.lab.tabs.tabText(0) == "계산 과정")
        assert bench.lab.controls.aligned.text() == "정렬(aligned)"
        assert "RoIPool은(는)" in bench.lab.narration.text()
    finally:
        translations.speak(Language.ENGLISH)
