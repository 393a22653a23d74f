"""The palette runs what is chosen and says why it cannot; the sheet lists every key there is."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QTreeWidgetItem

from app.actions import ACTIONS
from app.commands.cheat_sheet import GESTURES
from app.commands.naming import keys_of, plain
from app.commands.palette import CommandPalette
from app.preferences import Language, Workspace
from app.translation import Translations
from tests.app.conftest import Shell


def opened(shell: Shell) -> CommandPalette:
    shell.window.actions_table["commands"].trigger()
    palette = shell.window.palette_of_commands
    assert palette.isVisible()
    return palette


def names(palette: CommandPalette) -> list[str]:
    items = [palette.list.topLevelItem(row) for row in range(palette.list.topLevelItemCount())]
    return [item.text(0) for item in items if item is not None]


MENU_TEXTS = [("&Open…", "Open…"), ("열기(&O)…", "열기…"), ("Save && quit", "Save & quit"), ("실행(&R)", "실행")]


@pytest.mark.parametrize(("text", "wanted"), MENU_TEXTS)
def test_a_menu_text_loses_its_mnemonic(text: str, wanted: str) -> None:
    assert plain(text) == wanted


def test_it_opens_with_every_command(shell: Shell) -> None:
    assert len(names(opened(shell))) == len(ACTIONS)


def test_letters_and_enter_run_the_command(shell: Shell) -> None:
    palette = opened(shell)
    QTest.keyClicks(palette.field, "roi lab")
    assert names(palette)[0] == "RoI lab"
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert shell.session.workspace is Workspace.LAB
    assert not palette.isVisible()


def test_arrows_choose_while_the_field_keeps_the_keyboard(shell: Shell) -> None:
    palette = opened(shell)
    QTest.keyClicks(palette.field, "outline")
    first, second = names(palette)[:2]
    assert first != second
    before = shell.session.look.outlined, shell.session.instance_look.outlined
    QTest.keyClick(palette.field, Qt.Key.Key_Down)
    item = palette.list.currentItem()
    assert item is not None
    assert item.text(0) == second
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert (shell.session.look.outlined, shell.session.instance_look.outlined) != before


def test_a_command_that_cannot_be_used_says_why_and_does_nothing(shell: Shell) -> None:
    palette = opened(shell)
    QTest.keyClicks(palette.field, "run")
    assert palette.reason.text().endswith("Open a photo first.")
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()
    assert shell.engine.runs == []


def test_nothing_fits_is_said(shell: Shell) -> None:
    palette = opened(shell)
    QTest.keyClicks(palette.field, "zzzz")
    assert names(palette) == []
    assert palette.reason.text() == "No command fits; try fewer letters."
    QTest.keyClick(palette.field, Qt.Key.Key_Return)
    assert palette.isVisible()


def test_escape_closes_it(shell: Shell) -> None:
    palette = opened(shell)
    QTest.keyClick(palette.field, Qt.Key.Key_Escape)
    assert not palette.isVisible()


def test_korean_finds_korean_and_english_names(shell: Shell, translations: Translations) -> None:
    translations.speak(Language.KOREAN)
    palette = opened(shell)
    for typed in ("실행", "run"):
        palette.field.setText(typed)
        assert names(palette)[0] == "실행"


def rows(item: QTreeWidgetItem) -> list[tuple[str, str]]:
    return [(item.child(row).text(0), item.child(row).text(1)) for row in range(item.childCount())]


def listed(shell: Shell) -> list[tuple[str, str]]:
    table = shell.window.cheat_sheet.table
    sections = [table.topLevelItem(row) for row in range(table.topLevelItemCount())]
    return [row for section in sections if section is not None and not section.isHidden() for row in rows(section)]


def test_a_question_mark_shows_every_key(shell: Shell, photo: Path) -> None:
    shell.open(photo)
    QTest.keyClick(shell.window.pane.canvas, Qt.Key.Key_Question)
    assert shell.window.cheat_sheet.isVisible()
    actions = shell.window.actions_table
    wanted = {(plain(row.text), keys_of(actions[row.key])) for row in ACTIONS if row.shortcuts}
    assert wanted <= set(listed(shell))
    assert len(listed(shell)) == len(wanted) + len(GESTURES)


def test_the_sheet_narrows_to_what_is_typed(shell: Shell) -> None:
    shell.window.actions_table["keys"].trigger()
    sheet = shell.window.cheat_sheet
    sheet.field.setText("ctrl+k")
    shown = [
        section.child(row).text(0)
        for index in range(sheet.table.topLevelItemCount())
        if (section := sheet.table.topLevelItem(index)) is not None and not section.isHidden()
        for row in range(section.childCount())
        if not section.child(row).isHidden()
    ]
    assert shown == ["Commands…"]


def test_an_open_sheet_follows_the_language(shell: Shell, translations: Translations) -> None:
    shell.window.actions_table["keys"].trigger()
    translations.speak(Language.KOREAN)
    shell.qtbot.waitUntil(lambda: ("열기…", "Ctrl+O") in listed(shell))
    assert shell.window.cheat_sheet.windowTitle() == "키와 동작"
    translations.speak(Language.ENGLISH)
    shell.qtbot.waitUntil(lambda: ("Open…", "Ctrl+O") in listed(shell))
