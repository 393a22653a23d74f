"""After a restart: the photo, its view, the workspace, the thresholds and what was chosen; missing and damaged files are told once."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pytestqt.qtbot import QtBot

from app import last_session
from app.application import Application
from app.canvas.view_frame import ImagePoint
from app.chosen import Chosen, ChosenKind
from app.early_imports import EarlyImports
from app.inside_fcn.workspace import InsideFcn
from app.lab.lab import RoiLab
from app.last_session import LastBox, LastSession, LastView, from_json, load, to_json
from app.preferences import Workspace
from core.errors import ExportError
from core.fcn.config import Gains
from core.geometry import Box
from core.labels import VOC
from core.maskrcnn.results import PasteRule, Thresholds
from core.truth import GroundTruth
from tests.app.conftest import Starter
from tests.fakes import tiny_model

SHARE = st.floats(0, 1)
COUNT = st.integers(1, 1000)
PLACE = st.floats(-1e6, 1e6)
PATHS = st.sampled_from(["a.png", "/photos/나의 고양이.jpg", "C:\\x y.tif", "latin-\udce9.png"]).map(Path)
CHOSEN = st.builds(Chosen, st.sampled_from(ChosenKind), st.integers(0, 1000))
SESSIONS = st.builds(
    LastSession,
    st.none() | PATHS,
    st.sampled_from(["", "cat"]),
    st.text("0123456789abcdef", max_size=64),
    st.none() | st.builds(LastView, PLACE, PLACE, st.floats(0.01, 256)),
    st.sampled_from(Workspace),
    st.dictionaries(st.sampled_from(Workspace), st.sampled_from(["0", "3"])),
    st.none() | st.builds(Thresholds, COUNT, COUNT, SHARE, SHARE, SHARE, SHARE, COUNT, SHARE),
    st.sampled_from(PasteRule),
    st.builds(Gains, *[st.floats(0, 2)] * 3),
    st.none() | CHOSEN,
    st.none() | PATHS,
    st.integers(0, 7),
    st.none() | st.builds(LastBox, st.builds(Box, *[PLACE] * 4), st.none() | CHOSEN),
)
JUNK = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.lists(st.integers(), max_size=3)


@given(SESSIONS)
def test_what_was_saved_comes_back(last: LastSession) -> None:
    assert from_json(to_json(last)) == last


@given(SESSIONS, st.data())
def test_a_changed_value_is_refused_or_understood(last: LastSession, data: st.DataObject) -> None:
    document = json.loads(to_json(last))
    document[data.draw(st.sampled_from(sorted(document)))] = data.draw(JUNK)
    with contextlib.suppress(ValueError, KeyError, TypeError, RecursionError):
        from_json(json.dumps(document))


DAMAGES = [b"", b"\xff\xfe", b"{", b"[]", b'{"version": 2}', b"[" * 5000]


@pytest.mark.parametrize("damage", DAMAGES, ids=lambda raw: str(raw[:8]))
@pytest.mark.bad_input("program: damaged session record")
def test_a_damaged_record_is_kept_aside_and_told(damage: bytes, tmp_path: Path) -> None:
    path = tmp_path / "session.json"
    path.write_bytes(damage)
    last, error = load(path)
    assert last == LastSession()
    assert error is not None
    assert str(error) == f"The record of the last session was damaged and is kept as {path}.bad; open your photo again."
    assert (tmp_path / "session.json.bad").read_bytes() == damage
    assert not path.exists()


def test_where_it_cannot_be_written_the_old_one_stays(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    with pytest.raises(ExportError, match="cannot be made"):
        last_session.save(LastSession(), blocked / "session.json")


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "picture.png"
    Image.effect_noise((200, 120), 60).convert("RGB").save(path)
    return path


def shown(program: Application, qtbot: QtBot) -> Application:
    program.window.show()
    qtbot.waitExposed(program.window)
    qtbot.waitUntil(lambda: program.session.document is not None and program.session.activity is None, timeout=20_000)
    return program


def used(start: Starter, qtbot: QtBot, photo: Path, use: Callable[[Application], Any]) -> Application:
    """A program with ``photo`` open, used, and closed."""
    tiny_model()
    program = start(inputs=[photo])
    program.session.set_thresholds(Thresholds(score=0.0, detections=5))
    shown(program, qtbot)
    qtbot.waitUntil(lambda: program.session.detection is not None, timeout=20_000)
    use(program)
    program.window.close()
    return program


def test_photo_zoom_and_thresholds_come_back(start: Starter, qtbot: QtBot, picture: Path) -> None:
    first = used(start, qtbot, picture, lambda program: program.window.pane.canvas.set_view(ImagePoint(40.0, 30.0), 3.0))
    again = shown(start(), qtbot)
    assert again.session.document is not None
    assert again.session.document.path == picture
    assert again.session.thresholds == first.session.thresholds
    canvas = again.window.pane.canvas
    assert (canvas.view.centre.x, canvas.view.centre.y, canvas.zoom) == (40.0, 30.0, 3.0)


def test_a_photo_shown_whole_is_shown_whole_again(start: Starter, qtbot: QtBot, picture: Path) -> None:
    used(start, qtbot, picture, lambda _program: None)
    assert shown(start(), qtbot).window.pane.canvas.fitted


def test_workspace_and_tab_come_back(start: Starter, qtbot: QtBot, picture: Path) -> None:
    def use(program: Application) -> None:
        program.intents.choose_workspace.emit(Workspace.INSIDE_FCN)
        room = program.window.rooms[Workspace.INSIDE_FCN]
        assert isinstance(room, InsideFcn)
        room.show_pane("annotation")

    used(start, qtbot, picture, use)
    again = shown(start(), qtbot)
    qtbot.waitUntil(lambda: again.session.workspace is Workspace.INSIDE_FCN)
    room = again.window.rooms[Workspace.INSIDE_FCN]
    assert isinstance(room, InsideFcn)
    assert room.panes["annotation"].isVisible()


@pytest.mark.parametrize("elsewhere", [None, Workspace.MASKRCNN])
def test_a_workspace_that_is_still_being_imported_opens_later_unless_somebody_went_elsewhere(
    start: Starter, qtbot: QtBot, picture: Path, monkeypatch: pytest.MonkeyPatch, elsewhere: Workspace | None
) -> None:
    used(start, qtbot, picture, lambda program: program.intents.choose_workspace.emit(Workspace.INSIDE_FCN))
    held: list[Callable[[], object]] = []
    monkeypatch.setattr(EarlyImports, "bring", lambda _self, _workspace, then: held.append(then))
    again = shown(start(), qtbot)
    assert again.session.workspace is Workspace.EXPLORE
    if elsewhere is not None:
        again.intents.choose_workspace.emit(elsewhere)
    (imported,) = held
    imported()
    assert again.session.workspace is (elsewhere or Workspace.INSIDE_FCN)


def test_a_window_that_is_closed_while_the_workspace_is_imported_does_not_forget_it(
    start: Starter, qtbot: QtBot, picture: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    used(start, qtbot, picture, lambda program: program.intents.choose_workspace.emit(Workspace.INSIDE_FCN))
    with monkeypatch.context() as held:
        held.setattr(EarlyImports, "bring", lambda _self, _workspace, _then: None)
        shown(start(), qtbot).window.close()
    again = shown(start(), qtbot)
    qtbot.waitUntil(lambda: again.session.workspace is Workspace.INSIDE_FCN)


def test_the_chosen_proposal_comes_back(start: Starter, qtbot: QtBot, picture: Path) -> None:
    chosen = Chosen(ChosenKind.PROPOSAL, 2)
    used(start, qtbot, picture, lambda program: program.intents.choose.emit(chosen))
    again = shown(start(), qtbot)
    qtbot.waitUntil(lambda: again.session.chosen == chosen, timeout=20_000)


def test_another_picture_under_the_same_name_is_shown_from_the_start(start: Starter, qtbot: QtBot, picture: Path) -> None:
    used(start, qtbot, picture, lambda program: program.window.pane.canvas.set_view(ImagePoint(40.0, 30.0), 3.0))
    Image.new("RGB", (200, 120), (9, 9, 9)).save(picture)
    assert shown(start(), qtbot).window.pane.canvas.fitted


@pytest.mark.bad_input("photo: gone since the last session")
def test_a_photo_that_is_gone_is_told_and_the_window_is_as_new(start: Starter, qtbot: QtBot, picture: Path) -> None:
    used(start, qtbot, picture, lambda _program: None)
    picture.unlink()
    again = start()
    again.window.show()
    qtbot.waitUntil(lambda: bool(again.messages.current), timeout=20_000)
    (message,) = again.messages.current
    assert message.text == f"The photo of last time, {picture}, is not there any more; open another one."
    assert again.session.document is None


def test_a_photo_on_the_command_line_goes_before_that_of_last_time(start: Starter, qtbot: QtBot, picture: Path, tmp_path: Path) -> None:
    used(start, qtbot, picture, lambda program: program.window.pane.canvas.set_view(ImagePoint(40.0, 30.0), 3.0))
    other = tmp_path / "other.png"
    Image.new("RGB", (64, 48), (200, 9, 9)).save(other)
    again = shown(start(inputs=[other]), qtbot)
    assert again.session.document is not None
    assert again.session.document.path == other
    assert again.window.pane.canvas.fitted


def lab_of(program: Application) -> RoiLab:
    program.intents.choose_workspace.emit(Workspace.LAB)
    room = program.window.rooms[Workspace.LAB]
    assert isinstance(room, RoiLab)
    return room


def test_a_box_drawn_in_the_lab_comes_back_when_the_lab_is_opened(start: Starter, qtbot: QtBot, picture: Path) -> None:
    drawn = Box(20.25, 10.5, 90.0, 80.75)

    def use(program: Application) -> None:
        lab_of(program).desk.try_box(drawn)
        program.intents.choose_workspace.emit(Workspace.EXPLORE)

    used(start, qtbot, picture, use)
    never_opened = shown(start(), qtbot)
    never_opened.window.close()
    again = shown(start(), qtbot)
    assert again.session.workspace is Workspace.EXPLORE
    choices = lab_of(again).desk.choices
    assert choices is not None
    assert (choices.box_image, choices.picked) == (drawn, None)


@pytest.mark.parametrize(("name", "is_kept"), [("outlines.json", False), ("labels.png", True)])
def test_ground_truth_is_kept_where_it_can_be_read_again(
    start: Starter, qtbot: QtBot, picture: Path, home: Path, name: str, is_kept: bool
) -> None:
    path = picture.with_name(name)

    def use(program: Application) -> None:
        document = program.session.document
        assert document is not None
        program.session.set_truth(GroundTruth(np.zeros((120, 200), np.uint8), VOC, path, document.digest))

    used(start, qtbot, picture, use)
    assert json.loads((home / "session.json").read_text(encoding="utf-8"))["truth"] == (str(path) if is_kept else None)


def test_a_record_of_before_boxes_were_kept_is_understood() -> None:
    document = json.loads(to_json(LastSession(tour=3)))
    del document["lab"]
    assert from_json(json.dumps(document)) == LastSession(tour=3)
