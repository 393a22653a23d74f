"""The real engine behind the window, with weight files that are damaged: one sentence, and what was on screen stays."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from app.detection_session import NO_MODEL
from app.intents import Intents
from app.main_window import MainWindow
from app.messages import Messages
from app.session import Session
from app.workflow import Workflow
from core.catalog import MODELS, ModelRow
from core.devices import DeviceChoice
from core.engine import Engine
from core.labels import VOC
from tests.app.conftest import dispose
from tests.contract.bad_inputs import cases
from tests.networks import tiny_row

PATIENCE_MS = 120_000


@dataclass
class RowsMaker:
    """An engine with weight files of the test's own."""

    rows: tuple[ModelRow, ...]

    def prepare(self) -> None:
        """The first run imports."""

    def devices(self) -> frozenset[DeviceChoice]:
        return frozenset({DeviceChoice.AUTO, DeviceChoice.CPU})

    def make(self) -> Engine:
        return Engine(DeviceChoice.CPU, rows=self.rows)


@dataclass
class Parts:
    session: Session
    intents: Intents
    messages: Messages
    weights: Path


@pytest.fixture
def parts(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Parts]:
    monkeypatch.setenv("HALFPIXEL_HOME", str(tmp_path / "home"))
    good = tiny_row(tmp_path, key=MODELS[0].key, label_set=VOC)
    copy = tmp_path / "second.safetensors"
    copy.write_bytes(good.weights_path.read_bytes())
    second = dataclasses.replace(good, key=MODELS[1].key, weights=dataclasses.replace(good.weights, file_name=str(copy)))
    session, intents, messages = Session(), Intents(), Messages()
    session.set_instance_model(NO_MODEL)
    session.set_rows((good, second))
    workflow = Workflow(session, intents, messages, RowsMaker((good, second)))
    window = MainWindow(session, intents, messages)
    window.show()
    with qtbot.waitSignal(window.pane.canvas.overlay_painted, timeout=PATIENCE_MS):
        intents.open_sample.emit("cat")
    qtbot.waitUntil(lambda: session.activity is None)
    yield Parts(session, intents, messages, copy)
    workflow.close()
    dispose(window)


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 0xFF
    path.write_bytes(content)


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "corrupt": (flip, "is damaged or not the expected one"),
    "cut short": (lambda path: path.write_bytes(path.read_bytes()[:1000]), "is damaged or not the expected one"),
    "zero-byte": (lambda path: path.write_bytes(b""), "is damaged or not the expected one"),
    "missing": (lambda path: path.unlink(), "is missing; put it back or choose another file."),
}


@pytest.mark.parametrize("kind", cases("weights", DAMAGE))
def test_damaged_weights_are_one_sentence_and_the_result_stays(kind: str, parts: Parts, qtbot: QtBot) -> None:
    damage, expected = DAMAGE[kind]
    damage(parts.weights)
    before = parts.session.segmentation
    assert before is not None
    parts.intents.choose_model.emit(MODELS[1].key)
    with qtbot.waitSignal(parts.messages.problem_shown, timeout=PATIENCE_MS):
        parts.intents.run.emit()
    qtbot.waitUntil(lambda: parts.session.activity is None)
    assert [message.text for message in parts.messages.current if expected in message.text and str(parts.weights) in message.text]
    assert len(parts.messages.current) == 1
    assert parts.session.segmentation is before
    parts.intents.choose_model.emit(MODELS[0].key)
    with qtbot.waitSignal(parts.session.segmentation_changed, timeout=PATIENCE_MS):
        parts.intents.run.emit()
    assert parts.messages.current == ()
