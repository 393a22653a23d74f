"""Translation: the Korean catalog is complete, true to its sources' fields, and can be put on while the window is open."""

from __future__ import annotations

import re
import string

import pytest
from PySide6.QtCore import QCoreApplication, QLocale
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.preferences import Language
from app.translation import CORE, CatalogTranslator, Translations, catalog_of, spoken, tr, tr_core
from core.errors import ImageError
from tests.app.conftest import Shell
from tests.app.sentences import core_sentences, window_sentences

KOREAN = catalog_of(Language.KOREAN)


@pytest.mark.parametrize("sentences", [window_sentences, core_sentences])
def test_every_sentence_that_can_be_shown_has_a_korean_one(sentences: object) -> None:
    assert callable(sentences)
    found = sentences()
    assert len(found) > 40  # the collector itself works
    assert sorted(found - KOREAN.keys()) == []


def test_the_collector_finds_sentences_of_every_kind() -> None:
    found = window_sentences() | core_sentences()
    assert ("app", "Open a photo first.") in found  # mark()
    assert ("app", "Not segmented yet") in found  # tr()
    assert ("layers", "Class map") in found  # QT_TRANSLATE_NOOP()
    assert ("core", "There is no model '{key}'; choose one of {keys}.") in found  # raised with a literal
    assert any(text.startswith("{path} is empty") for _, text in found)  # raised with a constant
    assert ("core", "starter weights") in found  # a table's value


def fields_of(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name is not None}


def figures_in(text: str) -> list[str]:
    """The decimals of a sentence in ascending order: a card's figures must not grow old in one language only."""
    return sorted(re.findall(r"\d+\.\d+", text))


@pytest.mark.parametrize(("key", "translation"), KOREAN.items(), ids=lambda value: str(value[1])[:40] if isinstance(value, tuple) else "")
def test_a_translation_has_the_fields_of_its_source(key: tuple[str, str], translation: str) -> None:
    assert fields_of(translation) == fields_of(key[1])
    assert ("&" in key[1].replace("&&", "")) == ("&" in translation)
    assert figures_in(translation) == figures_in(key[1])


def test_a_sentence_without_translation_stays_english(qapp: QApplication) -> None:
    translator = CatalogTranslator({("app", "Run"): "실행"})
    qapp.installTranslator(translator)
    try:
        assert QCoreApplication.translate("app", "Run") == "실행"
        assert QCoreApplication.translate("app", "Walk") == "Walk"
        assert QCoreApplication.translate("core", "Run") == "Run"
    finally:
        qapp.removeTranslator(translator)


def test_fields_are_filled_in_after_translation(translations: Translations) -> None:
    translations.speak(Language.KOREAN)
    assert tr("Reading {name}…", name="{name}") == "{name} 읽는 중…"
    error = ImageError("{path} is empty (0 bytes); copy or download it again.", path="a.png")
    assert (CORE, error.template) in KOREAN
    assert tr_core(error.template, error.fields).startswith("a.png은(는) 빈 파일")


def test_the_system_language_is_korean_or_english() -> None:
    default = QLocale()
    assert spoken(Language.KOREAN) is Language.KOREAN
    assert spoken(Language.SYSTEM) in (Language.ENGLISH, Language.KOREAN)
    assert QLocale() == default


def test_the_open_window_changes_its_language(shell: Shell, translations: Translations, qtbot: QtBot) -> None:
    run = shell.window.actions_table["run"]
    translations.speak(Language.KOREAN)
    qtbot.waitUntil(lambda: run.text() == "실행(&R)")
    assert shell.window.docks["legend"].windowTitle() == "범례"
    assert shell.window.pane.welcome.drop.title.text() == "사진이나 폴더를 여기에 놓으세요"
    translations.speak(Language.ENGLISH)
    qtbot.waitUntil(lambda: run.text() == "&Run")
    assert shell.window.docks["legend"].windowTitle() == "Legend"


def test_a_message_on_screen_changes_its_language(shell: Shell, translations: Translations, qtbot: QtBot) -> None:
    shell.intents.run.emit()
    assert shell.sentences == ("There is no photo to run on; open one, or click a sample.",)
    translations.speak(Language.KOREAN)
    qtbot.waitUntil(lambda: shell.sentences == ("실행할 사진이 없습니다. 사진을 열거나 예제를 누르세요.",))
