"""Messages: one sentence a topic, in place, with its details in the log; nothing that fails is lost."""

from __future__ import annotations

import logging
import sys
import threading
from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QToolButton
from pytestqt.qtbot import QtBot

from app.message_strip import MessageStrip
from app.messages import LOG, Message, Messages, Remedy, Sentence, Tone
from core.errors import ImageError


@pytest.fixture
def messages(qtbot: QtBot) -> Messages:
    del qtbot
    return Messages("halfpixel.log")


@pytest.fixture
def strip(messages: Messages, qtbot: QtBot) -> MessageStrip:
    strip = MessageStrip(messages)
    qtbot.addWidget(strip)
    return strip


def texts(strip: MessageStrip) -> list[str]:
    return [row.sentence.text() for row in strip.rows]


def broken(name: str) -> ImageError:
    return ImageError("{path} is empty (0 bytes); copy or download it again.", path=name, details="read 0 bytes")


def test_the_newest_is_on_top_and_a_topic_has_one_message(messages: Messages, strip: MessageStrip) -> None:
    messages.show_error("open", broken("a.png"))
    messages.show_note("notes", Sentence("Greyscale: the three channels are equal.", from_core=True))
    messages.show_error("open", broken("b.png"))
    expected = ["b.png is empty (0 bytes); copy or download it again.", "Greyscale: the three channels are equal."]
    assert texts(strip) == expected


def test_the_strip_is_there_only_while_it_has_something_to_say(messages: Messages, strip: MessageStrip) -> None:
    assert strip.isHidden()
    messages.show_error("open", broken("a.png"))
    assert not strip.isHidden()
    messages.clear("open", "never shown")
    assert strip.isHidden()


def test_a_row_can_be_closed(messages: Messages, strip: MessageStrip) -> None:
    messages.show_error("open", broken("a.png"))
    close = strip.findChild(QToolButton, "close")
    assert isinstance(close, QToolButton)
    close.click()
    assert messages.current == ()
    assert texts(strip) == []


def test_details_are_shown_on_request_and_logged(messages: Messages, strip: MessageStrip, caplog: pytest.LogCaptureFixture) -> None:
    LOG.propagate = True
    with caplog.at_level(logging.INFO, logger=LOG.name):
        messages.show_error("open", broken("a.png"))
    row = strip.rows[0]
    assert row.details.isHidden()
    details = strip.findChild(QToolButton, "details")
    assert isinstance(details, QToolButton)
    details.click()
    assert not row.details.isHidden()
    assert row.details.text() == "read 0 bytes"
    assert "read 0 bytes" in caplog.text


def test_a_message_without_details_offers_none(messages: Messages, strip: MessageStrip) -> None:
    messages.show_note("notes", Sentence("Hide every class."))
    assert strip.findChild(QToolButton, "details") is None


@pytest.mark.fails_inside
def test_a_bug_is_one_sentence_and_its_traceback_is_details(messages: Messages, strip: MessageStrip) -> None:
    try:
        raise ZeroDivisionError("1 / 0")
    except ZeroDivisionError as error:
        messages.show_error("run", error)
    assert texts(strip) == [
        "Something inside Halfpixel failed (ZeroDivisionError); what you see is unchanged. The details are in the log, halfpixel.log."
    ]
    assert "ZeroDivisionError: 1 / 0" in messages.current[0].details
    assert "Traceback" in messages.current[0].details


def test_a_sentence_with_braces_in_its_fields_is_shown_as_it_is(messages: Messages, strip: MessageStrip) -> None:
    messages.show_error("open", broken("{0}{x}.png"))
    assert texts(strip) == ["{0}{x}.png is empty (0 bytes); copy or download it again."]


def test_markup_in_a_file_name_is_text(messages: Messages, strip: MessageStrip) -> None:
    messages.show_error("open", broken("<b>bold</b>.png"))
    assert strip.rows[0].sentence.text().startswith("<b>bold</b>.png")


def test_problems_and_notes_differ_in_more_than_colour(messages: Messages, strip: MessageStrip) -> None:
    messages.show_error("open", broken("a.png"))
    messages.show_note("notes", Sentence("Hide every class."))
    names = [row.sentence.accessibleName() for row in strip.rows]
    assert names[0].startswith("Note: ")
    assert names[1].startswith("Problem: ")
    assert [row.message.tone for row in strip.rows] == [Tone.NOTE, Tone.PROBLEM]


def test_a_new_problem_is_announced(messages: Messages, qtbot: QtBot) -> None:
    with qtbot.waitSignal(messages.problem_shown) as shown:
        messages.show_error("open", broken("a.png"), Remedy("Open reduced", lambda: None))
    message = shown.args[0]
    assert isinstance(message, Message)
    assert message.remedy is not None


@pytest.fixture
def catching(messages: Messages, monkeypatch: pytest.MonkeyPatch) -> Iterator[Messages]:
    """Listens in the place of the tests' judges, who would fail the test."""
    monkeypatch.setattr(sys, "excepthook", lambda *_: None)
    monkeypatch.setattr(threading, "excepthook", lambda _: None)
    messages.catch_everything()
    yield messages
    messages.let_go()


@pytest.mark.fails_inside
def test_what_nobody_caught_is_shown(catching: Messages, qtbot: QtBot) -> None:
    try:
        raise RuntimeError("lost")
    except RuntimeError as error:
        sys.excepthook(RuntimeError, error, error.__traceback__)
    qtbot.waitUntil(lambda: bool(catching.current))
    assert catching.current[0].topic == "program"
    assert "RuntimeError: lost" in catching.current[0].details


@pytest.mark.fails_inside
def test_what_nobody_caught_on_another_thread_is_shown_on_this_one(catching: Messages, qtbot: QtBot) -> None:
    def fail() -> None:
        raise RuntimeError("lost on a thread")

    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: bool(catching.current))
    assert "lost on a thread" in catching.current[0].details


@pytest.mark.fails_inside
def test_who_listened_before_hears_it_too_and_listens_again_afterwards(messages: Messages, monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[object] = []
    monkeypatch.setattr(sys, "excepthook", lambda *raised: heard.append(raised))
    before, lost = (sys.excepthook, threading.excepthook), (RuntimeError, RuntimeError("lost"), None)
    messages.catch_everything()
    sys.excepthook(*lost)
    messages.let_go()
    assert heard == [lost]
    assert (sys.excepthook, threading.excepthook) == before
