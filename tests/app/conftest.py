"""A whole window with a fake engine, and a settings folder of its own for every test."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app import settings as settings_file
from app.application import Application
from app.detection_session import NO_MODEL
from app.export.exporting import Exporting
from app.intents import Intents
from app.log_window import LogWindow
from app.main_window import MainWindow
from app.messages import Messages
from app.one_window import OneWindow
from app.preferences import Language
from app.session import Session
from app.tour.guide import Guide
from app.translation import Translations
from app.workflow import Workflow
from tests.fakes import FakeEngine, FakeMaker
from tests.windows import dispose, take_down, usual_looks


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("HALFPIXEL_HOME", str(folder))
    return folder


@pytest.fixture
def translations(qapp: QApplication) -> Iterator[Translations]:
    """Puts on languages; English is back afterwards."""
    translations = Translations(qapp)
    yield translations
    translations.speak(Language.ENGLISH)


@dataclass
class Shell:
    """The window's parts, wired as the program wires them, around a FakeEngine."""

    session: Session
    intents: Intents
    messages: Messages
    workflow: Workflow
    window: MainWindow
    engine: FakeEngine
    qtbot: QtBot
    exporting: Exporting

    @property
    def sentences(self) -> tuple[str, ...]:
        """What the message strip reads, the newest first."""
        return tuple(row.sentence.text() for row in self.window.pane.strip.rows)

    def open(self, path: Path) -> None:
        """Open a photo and wait until it is on screen."""
        with self.qtbot.waitSignal(self.session.document_changed):
            self.intents.open_paths.emit((path,))

    def open_and_segment(self, path: Path) -> None:
        with self.qtbot.waitSignal(self.session.segmentation_changed, check_params_cb=lambda value: value is not None):
            self.intents.open_paths.emit((path,))
        self.until_idle()

    def until_idle(self) -> None:
        self.qtbot.waitUntil(lambda: self.session.activity is None and not self.session.reading)


@pytest.fixture
def shell(qtbot: QtBot) -> Iterator[Shell]:
    session, intents, messages, maker = Session(), Intents(), Messages(), FakeMaker()
    session.set_instance_model(NO_MODEL)  # a test that is about objects chooses one
    session.set_thresholds(None)  # random weights are sure of nothing
    workflow = Workflow(session, intents, messages, maker)
    window = MainWindow(session, intents, messages)
    intents.show_log.connect(LogWindow(window, settings_file.home() / "halfpixel.log").open_fresh)
    exporting = Exporting(session, intents, messages, window)
    Guide(session, intents, lambda workspace: window.rooms[workspace], window)
    window.show()
    qtbot.waitExposed(window)
    yield Shell(session, intents, messages, workflow, window, maker.engine, qtbot, exporting)
    maker.engine.gate.set()
    exporting.close()
    workflow.close()
    dispose(window)


def made_whole(window: MainWindow) -> MainWindow:
    """With the windows that are otherwise made when they are first asked for."""
    assert not window.palette_of_commands.isVisible()
    assert not window.cheat_sheet.isVisible()
    assert not window.about.isVisible()
    return window


def write_photo(path: Path, seed: int = 0, size: tuple[int, int] = (96, 64)) -> Path:
    """A PNG of ``(width, height)`` noise whose brightness rises from black at the left, so that several classes are present."""
    width, height = size
    noise = np.random.default_rng(seed).integers(0, 24, (height, width, 3))
    ramp = np.linspace(-40, 231, width).clip(-12)[None, :, None]
    Image.fromarray((noise + ramp).clip(0).astype(np.uint8)).save(path)
    return path


@pytest.fixture
def photo(tmp_path: Path) -> Path:
    return write_photo(tmp_path / "photo.png")


@pytest.fixture
def other_photo(tmp_path: Path) -> Path:
    return write_photo(tmp_path / "second.png", seed=1)


Starter = Callable[..., Application]


def options(**given: object) -> argparse.Namespace:
    usual: dict[str, object] = {"inputs": [], "sample": None, "model": None, "device": "auto", "lang": None, "exit_after_overlay": False}
    return argparse.Namespace(**{**usual, **given})


@pytest.fixture
def start(qapp: QApplication) -> Iterator[Starter]:
    """Makes a program; afterwards it is taken down and the application looks as it did."""
    started: list[Application] = []

    def make(maker: FakeMaker | None = None, place: OneWindow | None = None, **given: object) -> Application:
        started.append(Application(options(**given), maker or FakeMaker(), place))
        return started[-1]

    with usual_looks(qapp):
        yield make
        for program in started:
            take_down(program)
