"""One run of the program in this process: options, settings there and back, and the exit that a script waits for."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QTimer
from pytestqt.qtbot import QtBot

from app import settings as settings_file
from app.application import Application
from app.chosen import Chosen, ChosenKind
from app.compare.view import CompareView
from app.inside_fcn.workspace import InsideFcn
from app.lab.lab import RoiLab
from app.preferences import Language, OverlayLook, ThemeChoice, Workspace
from app.settings import Settings
from core.devices import DeviceChoice
from core.errors import InvalidOutput
from core.fcn.config import ReadOut
from core.image import from_array
from tests.app.conftest import Starter
from tests.fakes import FakeMaker
from tests.privileges import as_nobody, needs_permissions, reachable_folder


def close_soon(program: Application) -> None:
    program.window.first_painted.connect(lambda: QTimer.singleShot(50, program.window.close))


def test_closing_the_window_ends_the_program_with_0(start: Starter) -> None:
    program = start()
    close_soon(program)
    assert program.run() == 0


def test_what_was_set_comes_back_after_a_restart(start: Starter, home: Path, photo: Path) -> None:
    first = start()
    first.intents.choose_theme.emit(ThemeChoice.DARK)
    first.intents.set_opacity.emit(0.35)
    first.intents.choose_read_out.emit(ReadOut.STRIDE_16)
    first.intents.choose_model.emit("fcn-street")
    first.intents.colour_class.emit(3, (1, 2, 3))
    first.session.set_recent((photo,))
    first.window.docks["legend"].close()
    close_soon(first)
    first.run()
    assert (home / "settings.json").is_file()
    second = start()
    assert second.session.preferences.theme is ThemeChoice.DARK
    assert second.session.look == OverlayLook(opacity=0.35)
    assert second.session.read_out is ReadOut.STRIDE_16
    assert second.session.model_key == "fcn-street"
    assert second.session.class_view.colours == ((3, (1, 2, 3)),)
    assert second.session.recent == (photo,)
    close_soon(second)
    second.run()
    assert not settings_file.load(home / "settings.json")[1]


@pytest.mark.bad_input("program: damaged settings")
def test_damaged_settings_are_one_notice_and_the_window_opens(start: Starter, home: Path) -> None:
    home.mkdir()
    (home / "settings.json").write_text("{broken")
    program = start()
    rows = program.window.pane.strip.rows
    assert [row.sentence.text() for row in rows] == [
        f"The settings file was damaged and is kept as {home / 'settings.json.bad'}; Halfpixel uses its defaults."
    ]
    assert program.session.look == OverlayLook()


def test_options_win_over_settings(start: Starter, home: Path) -> None:
    settings_file.save(Settings(model_key="fcn-everyday", device=DeviceChoice.AUTO), home / "settings.json")
    program = start(model="fcn-street", device="cpu", lang="ko")
    assert program.session.model_key == "fcn-street"
    assert program.session.device is DeviceChoice.CPU
    assert program.session.preferences.language is Language.KOREAN
    assert program.window.docks["legend"].windowTitle() == "범례"


@pytest.mark.bad_input("program: home that is a file")
def test_a_home_that_cannot_be_written_does_not_keep_the_window_from_opening(start: Starter, home: Path) -> None:
    home.write_text("a file where the folder should be")
    program = start()
    close_soon(program)
    assert program.run() == 0
    assert [message.text for message in program.messages.current] == [
        f"The settings file {home / 'settings.json'} cannot be read or moved; Halfpixel uses its defaults until it is removed."
    ]
    assert home.read_text() == "a file where the folder should be"


@needs_permissions
@pytest.mark.bad_input("program: read-only home")
def test_a_read_only_home_is_one_notice_and_nothing_is_left_in_it(start: Starter, monkeypatch: pytest.MonkeyPatch) -> None:
    with reachable_folder() as folder:
        home = folder / "home"
        home.mkdir()
        home.chmod(0o555)
        monkeypatch.setenv("HALFPIXEL_HOME", str(home))
        with as_nobody():
            program = start()
            close_soon(program)
            assert program.run() == 0
        assert [message.text for message in program.messages.current] == [
            f"Nothing can be written in {home}, so what you set and what is open is forgotten when Halfpixel ends; "
            "make that folder writable."
        ]
        assert list(home.iterdir()) == []


def test_exit_after_overlay_ends_with_0_once_it_is_painted(start: Starter, photo: Path) -> None:
    program = start(inputs=[photo], exit_after_overlay=True)
    assert program.run() == 0
    assert program.session.segmentation is not None


def test_exit_after_overlay_without_input_takes_the_first_sample(start: Starter) -> None:
    program = start(exit_after_overlay=True)
    assert program.run() == 0
    assert program.session.document is not None
    assert program.session.document.name == "Astronaut"


def test_exit_after_overlay_ends_with_1_when_the_photo_fails(start: Starter, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    empty = tmp_path / "empty.png"
    empty.touch()
    program = start(inputs=[empty], exit_after_overlay=True)
    assert program.run() == 1
    assert f"{empty} is empty (0 bytes)" in capsys.readouterr().err


def test_exit_after_overlay_ends_with_1_when_the_run_fails(start: Starter, photo: Path, capsys: pytest.CaptureFixture[str]) -> None:
    maker = FakeMaker()
    maker.engine.failure = InvalidOutput("invalid numbers; choose another model.")
    program = start(maker, inputs=[photo], exit_after_overlay=True)
    assert program.run() == 1
    assert "invalid numbers" in capsys.readouterr().err


def test_exit_after_overlay_gives_up_in_time(
    start: Starter, photo: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("app.application.OVERLAY_TIMEOUT_MS", 300)
    maker = FakeMaker()
    maker.engine.gate.clear()
    program = start(maker, inputs=[photo], exit_after_overlay=True)
    threading.Timer(1.0, maker.engine.gate.set).start()  # by then the program waits for its worker
    assert program.run() == 1
    assert "No overlay was painted" in capsys.readouterr().err


def test_the_log_is_written_beside_the_settings(start: Starter, home: Path, tmp_path: Path) -> None:
    program = start(inputs=[tmp_path / "gone.png"], exit_after_overlay=True)
    program.run()
    assert "gone.png does not exist" in (home / "halfpixel.log").read_text(encoding="utf-8")


def test_a_detection_opens_in_the_lab_which_is_built_for_it(start: Starter, qtbot: QtBot) -> None:
    program = start()
    program.window.show()
    document = from_array(np.random.default_rng(0).integers(0, 256, (96, 128, 3), np.uint8), name="noise")
    program.session.set_document(document)
    program.intents.run.emit()
    qtbot.waitUntil(lambda: program.session.detection is not None, timeout=60_000)  # imports torch
    run = program.session.detection
    assert run is not None
    program.intents.open_in_lab.emit(Chosen(ChosenKind.PROPOSAL, 5))
    room = program.window.rooms[Workspace.LAB]
    assert program.session.workspace is Workspace.LAB
    assert isinstance(room, RoiLab)
    assert room.desk.choices is not None
    assert room.desk.choices.box_image == run.proposal(5).box_image
    qtbot.waitUntil(lambda: room.desk.look is not None and room.desk.look.level.name == run.proposal(5).roi_level)
    room.picker.index.setValue(6)
    assert program.session.chosen == Chosen(ChosenKind.PROPOSAL, 6)  # chosen here is chosen everywhere


def test_c_opens_the_comparison_from_anywhere(start: Starter) -> None:
    program = start()
    program.window.actions_table["compare"].trigger()
    room = program.window.rooms[Workspace.INSIDE_FCN]
    assert program.session.workspace is Workspace.INSIDE_FCN
    assert isinstance(room, InsideFcn)
    assert room.tabs.tabText(room.tabs.currentIndex()) == "Compare"
    assert isinstance(room.panes["compare"], CompareView)


@pytest.mark.bad_input("program: a crash last time")
def test_after_a_crash_the_next_start_says_so_and_offers_the_report(start: Starter, home: Path) -> None:
    home.mkdir()
    (home / "crash.txt").write_text("Fatal Python error: Segmentation fault\n", encoding="utf-8")
    program = start()
    (message,) = program.messages.current
    assert message.text.startswith("Halfpixel ended unexpectedly last time")
    assert message.remedy is not None
    message.remedy.apply()
    assert "Segmentation fault" in program.log_window.text.toPlainText()


@pytest.mark.fails_inside
def test_a_failure_inside_saves_what_was_chosen(start: Starter, home: Path) -> None:
    program = start()
    program.intents.set_opacity.emit(0.35)
    program.messages.show_error("program", ZeroDivisionError("inside"))
    saved, damage = settings_file.load(settings_file.settings_path())
    assert damage is None
    assert saved.look.opacity == 0.35
    assert settings_file.settings_path().is_relative_to(home)
