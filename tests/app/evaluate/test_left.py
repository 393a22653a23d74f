"""An evaluation that was left when the program ended is gone on with after the next start, to the same figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.evaluate import going, keeping
from app.evaluate.desk import Phase
from app.evaluate.keeping import Keeping, LeftEvaluation, from_json, to_json
from app.evaluate.workspace import EvaluateRoom
from app.settings import home
from core.errors import ExportError
from core.evaluation import driver
from core.evaluation.photos import Layout
from core.evaluation.request import EvaluationRequest
from tests.app.conftest import Shell
from tests.app.evaluate.test_evaluate import COUNT, begin, data, expected, room, room_of, until

__all__ = ["data", "room"]  # fixtures


@pytest.fixture
def left(shell: Shell, room: EvaluateRoom, data: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[EvaluateRoom]:
    """The room of the next start, after the one that was left in the midst."""
    monkeypatch.setattr(going, "TURN_SECONDS", 0.0)  # one photo a turn
    monkeypatch.setattr(driver, "SECONDS_BETWEEN_SAVES", 0.0)
    room.desk.turned.connect(lambda turn: room.controls.pause.click() if turn.done == 3 else None)
    room.controls.split.setText("")
    room.controls.limit.setValue(COUNT)
    begin(room, data)
    until(shell, room, Phase.PAUSED)
    shell.until_idle()
    following = room_of(shell)
    yield following
    following.deleteLater()


def test_it_is_gone_on_with_to_the_same_figures(shell: Shell, left: EvaluateRoom, data: Path) -> None:
    found, error = Keeping(home()).left()
    assert error is None
    assert found is not None
    assert 1 <= found.done < COUNT
    assert left.desk.phase is Phase.PAUSED
    assert left.controls.state.text() == f"{found.done} of {COUNT} photos were measured earlier"
    assert left.controls.folder.text() == str(data)
    assert left.controls.limit.value() == COUNT
    assert left.controls.row is not None
    assert left.controls.row.key == found.model_key
    counted: list[int] = []
    left.desk.turned.connect(lambda turn: counted.append(turn.done))
    left.controls.pause.click()
    until(shell, left, Phase.DONE)
    assert counted == list(range(found.done + 1, COUNT + 1))
    assert left.desk.report == expected(data)
    assert Keeping(home()).left() == (None, None)
    assert not Keeping(home()).counts.exists()


def test_measure_begins_anew(shell: Shell, left: EvaluateRoom, data: Path) -> None:
    counted: list[int] = []
    left.desk.turned.connect(lambda turn: counted.append(turn.done))
    left.controls.start.click()
    until(shell, left, Phase.DONE)
    assert counted == list(range(1, COUNT + 1))
    assert left.desk.report == expected(data)


@pytest.mark.parametrize("what", ["photo added", "counts damaged"])
def test_what_is_of_other_data_is_not_gone_on_with(shell: Shell, left: EvaluateRoom, data: Path, what: str) -> None:
    if what == "photo added":
        left.controls.limit.setValue(0)
        for folder, shape in (("images", (64, 96, 3)), ("labels", (64, 96))):
            Image.fromarray(np.zeros(shape, np.uint8)).save(data / folder / "a.png")
    else:
        Keeping(home()).counts.write_text("{}")
    left.controls.pause.click()
    until(shell, left, Phase.IDLE)
    assert left.controls.notice.text() == (
        "The data, the weights or the device are not those of what was counted earlier; choose Measure to begin anew."
    )
    left.controls.start.click()
    until(shell, left, Phase.DONE)
    assert left.desk.report is not None


@pytest.mark.parametrize("text", ["", "[]", "{", '{"version": 2}', '{"version": 1, "model": "fcn-everyday", "total": 0, "done": 0}'])
def test_a_damaged_file_is_set_aside_and_said(shell: Shell, text: str) -> None:
    path = home() / "evaluation.json"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)
    room = room_of(shell)
    bad = home() / "evaluation.json.bad"
    assert room.controls.notice.text() == f"The evaluation that was left is damaged and is kept as {bad}; measure from the first photo on."
    assert room.desk.phase is Phase.IDLE
    assert bad.read_text() == text
    room.deleteLater()


def test_a_model_that_is_gone_is_not_gone_on_with(shell: Shell) -> None:
    Keeping(home()).note(LeftEvaluation("not-there", EvaluationRequest(Path("data")), 1, 2))
    room = room_of(shell)
    assert room.desk.phase is Phase.IDLE
    assert room.controls.folder.text() == ""
    room.deleteLater()


def test_a_disk_that_holds_nothing_does_not_stop_it(shell: Shell, room: EvaluateRoom, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, _text: str) -> None:
        raise ExportError("{path} cannot be written because the disk is full; free some space or choose another place.", path=path)

    monkeypatch.setattr(keeping, "save_kept", full)
    monkeypatch.setattr(going, "TURN_SECONDS", 0.0)
    begin(room, data)
    until(shell, room, Phase.DONE)
    assert room.desk.report == expected(data)


@pytest.mark.parametrize(
    "request_",
    [
        EvaluationRequest(Path("/data/\udcff"), Layout.VOC, "val", 12, "voc", ("align", "pool"), True),
        EvaluationRequest(Path("data"), Layout.AUTO),
    ],
)
def test_what_is_written_is_what_is_read(request_: EvaluationRequest) -> None:
    left = LeftEvaluation("fcn-everyday", request_, 3, 9)
    assert from_json(to_json(left)) == left


@pytest.mark.parametrize(
    ("field", "value"),
    [("done", 10), ("done", True), ("total", 10**9), ("model", None), ("request", []), ("request", {"poolers": []})],
)
def test_nonsense_is_refused(field: str, value: object) -> None:
    document = json.loads(to_json(LeftEvaluation("fcn-everyday", EvaluationRequest(Path("data")), 3, 9)))
    with pytest.raises((ValueError, KeyError, TypeError)):
        from_json(json.dumps({**document, field: value}))
