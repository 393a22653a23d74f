"""What is open is on disk while the window is used: the newest of it, off the GUI thread, and not again while nothing changes."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import last_session
from app import settings as settings_file
from app.application import Application
from app.canvas.view_frame import ImagePoint
from app.chosen import Chosen, ChosenKind
from app.keeping import INTERVAL_MS, Keeper
from app.last_session import LastSession
from app.preferences import Workspace
from app.settings import Settings
from core.maskrcnn.results import Thresholds
from tests.app.conftest import Starter, write_photo
from tests.fakes import tiny_model


class Desk:
    """A state that changes, and its keeper."""

    def __init__(self, folder: Path, parent: QObject) -> None:
        self.settings_path, self.session_path = folder / "settings.json", folder / "session.json"
        self.last = LastSession()
        self.keeper = Keeper(lambda: (Settings(), self.last), self.settings_path, self.session_path, parent)

    @property
    def kept(self) -> LastSession:
        last, damage = last_session.load(self.session_path)
        assert damage is None
        return last


@pytest.fixture
def desk(qapp: QApplication, tmp_path: Path) -> Iterator[Desk]:
    desk = Desk(tmp_path, qapp)
    yield desk
    desk.keeper.close()


def test_a_change_is_written_while_the_window_is_used(desk: Desk, qtbot: QtBot) -> None:
    desk.keeper.begin()
    desk.last = LastSession(tour=3)
    desk.keeper.look()
    qtbot.waitUntil(lambda: desk.kept == LastSession(tour=3))
    assert settings_file.load(desk.settings_path) == (Settings(), None)


def test_it_looks_by_itself(desk: Desk, qtbot: QtBot) -> None:
    assert INTERVAL_MS <= 10_000
    desk.keeper._timer.setInterval(10)
    desk.keeper.begin()
    desk.last = LastSession(tour=5)
    qtbot.waitUntil(lambda: desk.kept == LastSession(tour=5))


def test_what_has_not_changed_is_not_written_again(desk: Desk) -> None:
    desk.keeper.begin()
    desk.keeper.look()
    desk.keeper.close()
    assert not desk.session_path.exists()


def test_what_is_written_on_closing_is_the_last_word(desk: Desk) -> None:
    desk.keeper.begin()
    desk.last = LastSession(tour=1)
    desk.keeper._lock.acquire()  # the writer is held up in the middle of an older state
    desk.keeper.look()
    desk.last = LastSession(tour=2)
    threading.Timer(0.05, desk.keeper._lock.release).start()
    desk.keeper.keep_now()
    desk.keeper.close()
    assert desk.kept == LastSession(tour=2)


@pytest.mark.bad_input("program: home that is a file")
def test_where_nothing_can_be_written_it_goes_on(qapp: QApplication, tmp_path: Path) -> None:
    (tmp_path / "home").write_text("a file where the folder should be")
    desk = Desk(tmp_path / "home", qapp)
    desk.keeper.begin()
    desk.last = LastSession(tour=1)
    desk.keeper.look()
    desk.keeper.keep_now()
    desk.keeper.close()
    assert (tmp_path / "home").read_text() == "a file where the folder should be"


CHOSEN = Chosen(ChosenKind.PROPOSAL, 2)


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return write_photo(tmp_path / "picture.png", size=(200, 120))


def opened(start: Starter, qtbot: QtBot, photo: Path) -> Application:
    """A program with a zoomed photo, a proposal of it chosen, in the workspace of Mask R-CNN."""
    tiny_model()
    program = start(inputs=[photo])
    program.session.set_thresholds(Thresholds(score=0.0, detections=5))
    program.window.show()
    qtbot.waitUntil(lambda: program.session.detection is not None and program.session.activity is None, timeout=20_000)
    program.window.pane.canvas.set_view(ImagePoint(40.0, 30.0), 3.0)
    program.intents.choose.emit(CHOSEN)
    program.intents.choose_workspace.emit(Workspace.MASKRCNN)
    return program


def record() -> LastSession:
    last, damage = last_session.load(settings_file.home() / "session.json")
    assert damage is None
    return last


def test_a_window_that_was_killed_comes_back_with_what_was_open(start: Starter, qtbot: QtBot, photo: Path) -> None:
    killed = opened(start, qtbot, photo)
    killed.keeper.look()
    qtbot.waitUntil(lambda: record().chosen == CHOSEN)
    again = start()  # from what lies in the folder; the other one has not been closed
    again.window.show()
    qtbot.waitUntil(lambda: again.session.chosen == CHOSEN, timeout=20_000)
    assert again.session.document is not None
    assert again.session.document.path == photo
    assert again.window.pane.canvas.zoom == 3.0
    assert again.session.workspace is Workspace.MASKRCNN


def before_the_first_paint(program: Application, qtbot: QtBot) -> None:
    del program, qtbot


def while_the_photo_is_read(program: Application, qtbot: QtBot) -> None:
    program.window.show()
    qtbot.waitUntil(lambda: bool(program.session.reading) or program.session.document is not None)


def before_there_are_objects(program: Application, qtbot: QtBot) -> None:
    program.window.show()
    qtbot.waitUntil(lambda: program.session.document is not None)


@pytest.mark.parametrize("moment", [before_the_first_paint, while_the_photo_is_read, before_there_are_objects])
def test_a_window_that_is_closed_early_forgets_nothing(
    moment: Callable[[Application, QtBot], None], start: Starter, qtbot: QtBot, photo: Path
) -> None:
    opened(start, qtbot, photo).window.close()
    before = record()
    assert before.chosen == CHOSEN
    hasty = start()
    moment(hasty, qtbot)
    hasty.window.close()
    assert replace(record(), tabs={}) == replace(before, tabs={})


def test_a_photo_that_cannot_be_read_any_more_is_forgotten(start: Starter, qtbot: QtBot, photo: Path) -> None:
    opened(start, qtbot, photo).window.close()
    photo.write_bytes(b"no photo")
    again = start()
    again.window.show()
    qtbot.waitUntil(lambda: bool(again.messages.current))
    again.window.close()
    assert record().photo is None
