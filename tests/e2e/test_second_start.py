"""Starting Halfpixel while it is open, as two processes: one window, which shows what the second start was given."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from app.application import Application
from app.detection_session import NO_MODEL
from app.main import TAKEN_OVER
from app.one_window import OneWindow
from app.start_request import StartRequest
from tests.app.conftest import Starter, write_photo

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_MS = 90_000


def painted(program: Application, qtbot: QtBot) -> Application:
    program.session.set_instance_model(NO_MODEL)
    with qtbot.waitSignal(program.window.first_painted):
        program.window.show()
    return program


@pytest.fixture
def window(start: Starter, home: Path, qtbot: QtBot) -> Iterator[Application]:
    """The first start, in this process, with its window painted."""
    place = OneWindow(home)
    assert place.is_for(StartRequest())
    yield painted(start(place=place), qtbot)
    place.leave()


def begin(*words: str, folder: Path = ROOT) -> subprocess.Popen[str]:
    command = [sys.executable, str(ROOT / "main.py"), *words]
    return subprocess.Popen(command, cwd=folder, env=dict(os.environ), stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def second(qtbot: QtBot, *words: str, folder: Path = ROOT) -> tuple[int, str]:
    """Exit code and output of a second start, during which the first one lives on."""
    with begin(*words, folder=folder) as process:
        qtbot.waitUntil(lambda: process.poll() is not None, timeout=PATIENCE_MS)
        said, complained = process.communicate()
    return process.returncode, said + complained


@pytest.mark.bad_input("program: a second start")
def test_its_photo_is_shown_in_the_open_window(window: Application, tmp_path: Path, qtbot: QtBot) -> None:
    photo = write_photo(tmp_path / "나의 고양이.png")
    window.window.showMinimized()
    assert second(qtbot, photo.name, folder=tmp_path) == (0, f"{TAKEN_OVER}\n")
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert window.session.document is not None
    assert window.session.document.path == photo
    assert not window.window.windowState() & Qt.WindowState.WindowMinimized


def test_its_options_are_done_there_too(window: Application, qtbot: QtBot) -> None:
    assert second(qtbot, "--sample", "coffee", "--model", "fcn-street", "--lang", "ko")[0] == 0
    qtbot.waitUntil(lambda: window.session.document is not None)
    assert window.session.document is not None
    assert window.session.document.name == "Coffee"
    assert window.session.model_key == "fcn-street"
    assert window.window.docks["legend"].windowTitle() == "범례"


def test_without_options_it_changes_nothing(window: Application, photo: Path, qtbot: QtBot) -> None:
    window.intents.open_paths.emit((photo,))
    qtbot.waitUntil(lambda: window.session.segmentation is not None and window.session.activity is None)
    before = window.session.segmentation
    assert second(qtbot)[0] == 0
    assert window.session.segmentation is before


def test_a_model_that_only_the_second_start_knows_is_one_sentence(window: Application, photo: Path) -> None:
    assert window._place is not None
    window._place.asked.emit(StartRequest((photo,), model="own-since"))
    (message,) = window.messages.current
    assert message.text.startswith("There is no model 'own-since'; choose one of ")
    assert window.session.reading == photo.name


def test_a_script_s_run_is_its_own(window: Application, tmp_path: Path, qtbot: QtBot) -> None:
    (tmp_path / "empty.png").touch()
    code, said = second(qtbot, "--exit-after-overlay", str(tmp_path / "empty.png"))
    assert code == 1
    assert "empty.png is empty (0 bytes)" in said
    assert window.messages.current == ()


@pytest.mark.bad_input("program: home that is a file")
def test_a_home_that_cannot_be_written_has_one_window_too(start: Starter, home: Path, photo: Path, qtbot: QtBot) -> None:
    home.write_text("a file where the folder should be")
    place = OneWindow(home)
    assert place.is_for(StartRequest())
    program = painted(start(place=place), qtbot)
    assert second(qtbot, str(photo))[0] == 0
    qtbot.waitUntil(lambda: program.session.document is not None)
    place.leave()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_what_was_saved_outlives_second_starts_and_a_kill(window: Application, home: Path, photo: Path, qtbot: QtBot) -> None:
    window.intents.set_opacity.emit(0.35)
    assert second(qtbot, str(photo))[0] == 0
    qtbot.waitUntil(lambda: window.session.document is not None)
    window.window.close()
    assert window._place is not None
    window._place.leave()
    saved = {name: (home / name).read_text() for name in ("settings.json", "session.json")}
    with begin() as killed:
        qtbot.waitUntil(lambda: (home / "crash.txt").exists(), timeout=PATIENCE_MS)  # its window is about to be shown
        killed.send_signal(signal.SIGKILL)
        killed.communicate()
    assert {name: (home / name).read_text() for name in saved} == saved
    assert json.loads(saved["settings.json"])["look"]["opacity"] == 0.35
    assert json.loads(saved["session.json"])["photo"] == str(photo)
    assert OneWindow(home).is_for(StartRequest())
