"""The real window with the real engine and the shipped weights, from the command line and from inside."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.detection_session import NO_MODEL
from app.intents import Intents
from app.main_window import MainWindow
from app.messages import Messages
from app.session import Session
from app.workflow import Workflow
from app.workflow.torch_engine import TorchEngineMaker
from core.cancellation import CancelToken
from core.catalog import MODELS, Task, WeightsState, weights_state
from core.engine import Engine
from core.fcn.config import ReadOut
from core.samples import load_sample
from tests.app.conftest import dispose

ROOT = Path(__file__).resolve().parents[2]
READY = [row.key for row in MODELS if row.task is Task.SEMANTIC and weights_state(row) is WeightsState.READY]
PATIENCE_MS = 120_000


def run_program(home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "HALFPIXEL_HOME": str(home)}
    command = [sys.executable, "main.py", "--exit-after-overlay", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=180)


def test_there_is_a_starter_model_for_photos_and_one_for_streets() -> None:
    assert {"fcn-everyday", "fcn-street"} <= set(READY)


@pytest.mark.parametrize("key", READY)
def test_the_program_opens_a_sample_paints_its_overlay_and_ends(key: str, tmp_path: Path) -> None:
    done = run_program(tmp_path, "--sample", "astronaut", "--model", key, "--device", "cpu")
    assert (done.returncode, done.stderr.replace("This plugin does not support propagateSizeHints()\n", "")) == (0, "")


def test_the_program_ends_with_1_on_a_photo_that_cannot_be_read(tmp_path: Path) -> None:
    empty = tmp_path / "empty.jpg"
    empty.touch()
    done = run_program(tmp_path, str(empty))
    assert done.returncode == 1
    assert f"{empty} is empty (0 bytes); copy or download it again." in done.stderr


@pytest.fixture
def parts(qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[Session, Intents, MainWindow]]:
    monkeypatch.setenv("HALFPIXEL_HOME", str(tmp_path))
    session, intents, messages = Session(), Intents(), Messages()
    session.set_instance_model(NO_MODEL)
    workflow = Workflow(session, intents, messages, TorchEngineMaker())
    window = MainWindow(session, intents, messages)
    window.show()
    qtbot.waitExposed(window)
    yield session, intents, window
    workflow.close()
    dispose(window)


def test_the_window_shows_what_the_engine_computes_at_every_read_out(parts: tuple[Session, Intents, MainWindow], qtbot: QtBot) -> None:
    session, intents, window = parts
    stages = []
    session.activity_changed.connect(lambda activity: stages.append(activity.stage if activity else None))
    with qtbot.waitSignal(window.pane.canvas.overlay_painted, timeout=PATIENCE_MS):
        intents.open_sample.emit("cat")
    qtbot.waitUntil(lambda: session.activity is None)
    assert [stage for stage in stages if stage] == ["waiting", "import", "weights", "input", "trunk", "heads", "read-out"]
    engine, document = Engine(), load_sample("cat")
    scores = engine.scores(document, session.model_key, CancelToken())
    for read_out in (ReadOut.STRIDE_32, ReadOut.STRIDE_16, ReadOut.STRIDE_8):
        intents.choose_read_out.emit(read_out)
        qtbot.waitUntil(lambda wanted=read_out: session.segmentation is not None and session.segmentation.read_out is wanted)
        assert session.segmentation is not None
        np.testing.assert_array_equal(session.segmentation.class_map, engine.read_out(scores, read_out).class_map)


def test_the_everyday_model_finds_the_cat(parts: tuple[Session, Intents, MainWindow], qtbot: QtBot) -> None:
    session, intents, window = parts
    with qtbot.waitSignal(window.pane.canvas.overlay_painted, timeout=PATIENCE_MS):
        intents.open_sample.emit("cat")
    assert session.segmentation is not None
    shares = session.segmentation.shares()
    assert session.label_set.names[int(shares.argmax())] == "cat"
    assert window.panel("legend").model.entries[0].name == "cat"


def test_a_second_photo_reuses_the_loaded_model(parts: tuple[Session, Intents, MainWindow], qtbot: QtBot) -> None:
    session, intents, window = parts
    with qtbot.waitSignal(window.pane.canvas.overlay_painted, timeout=PATIENCE_MS):
        intents.open_sample.emit("cat")
    stages = []
    session.activity_changed.connect(lambda activity: stages.append(activity.stage if activity else None))
    with qtbot.waitSignal(window.pane.canvas.overlay_painted, timeout=PATIENCE_MS):
        intents.open_sample.emit("coffee")
    assert "weights" not in stages
    assert session.segmentation is not None
