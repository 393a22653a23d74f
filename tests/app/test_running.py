"""Running models: the photo first, one worker, newest wins, failures and cancels keep the last good result."""

from __future__ import annotations

import threading
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from app.canvas.image_canvas import ImagePoint
from app.class_view import overlay_table
from app.intents import Intents
from app.main_window import MainWindow
from app.messages import Messages
from app.session import Session
from app.workflow import Workflow
from app.workflow.engine_host import EngineHost
from app.workflow.reading_out import CHANNELS
from core.badges import Badge
from core.cancellation import CancelToken
from core.catalog import MODELS, WeightsState
from core.devices import DeviceChoice
from core.errors import InvalidOutput, WeightsError
from core.fcn.config import Gains, ReadOut
from tests.app.conftest import Shell
from tests.contract.bad_inputs import case
from tests.fakes import FakeEngine, FakeMaker
from tests.windows import dispose


def wait_for_result(shell: Shell) -> None:
    shell.qtbot.waitUntil(lambda: shell.session.segmentation is not None and shell.session.activity is None)


def wait_for_read_outs(shell: Shell) -> None:
    shell.qtbot.waitUntil(lambda: not any(shell.workflow.worker.is_busy(channel) for channel in CHANNELS.values()))


def test_the_photo_is_on_screen_before_the_model_is_done(shell: Shell, photo: Path) -> None:
    shell.engine.gate.clear()
    shell.open(photo)
    assert shell.engine.entered.wait(10)
    canvas = shell.window.pane.canvas
    assert canvas.isVisible()
    painted = canvas.grab().toImage()
    assert painted.pixelColor(painted.rect().center()).getRgb()[:3] != painted.pixelColor(2, 2).getRgb()[:3]
    assert shell.session.segmentation is None
    shell.qtbot.waitUntil(lambda: shell.session.activity is not None and shell.session.activity.stage == "trunk")
    with shell.qtbot.waitSignal(canvas.overlay_painted):
        shell.engine.gate.set()
    wait_for_result(shell)
    assert shell.engine.runs == [("photo.png", MODELS[0].key)]


def test_all_of_the_engine_runs_on_the_one_worker(shell: Shell, photo: Path) -> None:
    shell.open_and_segment(photo)
    with shell.qtbot.waitSignal(shell.session.segmentation_changed):
        shell.intents.choose_read_out.emit(ReadOut.STRIDE_32)
    assert shell.engine.threads == {"inference"}


def test_a_newer_photo_wins_over_a_run_under_way(shell: Shell, photo: Path, other_photo: Path) -> None:
    shell.engine.gate.clear()
    shell.open(photo)
    assert shell.engine.entered.wait(10)
    shown = []
    shell.session.segmentation_changed.connect(shown.append)
    shell.open(other_photo)
    shell.engine.gate.set()
    wait_for_result(shell)
    assert shell.session.document is not None
    assert [result.image_digest for result in shown] == [shell.session.document.digest]


def test_opening_does_not_wait_for_a_run_under_way(shell: Shell, photo: Path, other_photo: Path) -> None:
    shell.engine.gate.clear()
    shell.open(photo)
    assert shell.engine.entered.wait(10)
    shell.open(other_photo)
    assert shell.session.document is not None
    assert shell.session.document.name == other_photo.name
    assert not shell.engine.gate.is_set()


@pytest.mark.fails_inside
@pytest.mark.parametrize("error", [
    case("result: NaN in the classes", InvalidOutput("FCN gave invalid numbers; choose another model.")),
    case("weights: corrupt", WeightsError("The file is damaged.")),
    case("result: a failure inside", ZeroDivisionError("a bug")),
], ids=lambda error: type(error).__name__)  # fmt: skip
def test_a_failure_keeps_the_last_good_result_and_says_one_sentence(error: Exception, shell: Shell, photo: Path) -> None:
    shell.open_and_segment(photo)
    result = shell.session.segmentation
    shell.engine.failure = error
    with shell.qtbot.waitSignal(shell.messages.problem_shown):
        shell.intents.run.emit()
    shell.until_idle()
    assert shell.session.segmentation is result
    assert len(shell.sentences) == 1
    expected = "Something inside Halfpixel failed (ZeroDivisionError)" if isinstance(error, ZeroDivisionError) else str(error)
    assert shell.sentences[0].startswith(expected)
    shell.engine.failure = None
    with shell.qtbot.waitSignal(shell.session.segmentation_changed):
        shell.intents.run.emit()
    assert shell.sentences == ()


@pytest.mark.bad_input("result: out of memory, in the window")
@pytest.mark.parametrize("error", [MemoryError(), RuntimeError("DefaultCPUAllocator: can't allocate memory")], ids=["Python", "torch"])
def test_memory_that_runs_out_anywhere_is_one_sentence_and_the_result_stays(error: Exception, shell: Shell, photo: Path) -> None:
    shell.open_and_segment(photo)
    result = shell.session.segmentation
    shell.engine.failure = error
    with shell.qtbot.waitSignal(shell.messages.problem_shown):
        shell.intents.run.emit()
    shell.until_idle()
    assert shell.sentences == (
        "Memory ran out, and what you see is unchanged; close other programs, or open a smaller photo, and try again.",
    )
    assert shell.session.segmentation is result


def test_a_cancel_keeps_the_last_good_result_and_is_silent(shell: Shell, photo: Path) -> None:
    shell.open_and_segment(photo)
    result = shell.session.segmentation
    shell.engine.gate.clear()
    shell.engine.entered.clear()
    shell.intents.run.emit()
    assert shell.engine.entered.wait(10)
    assert shell.session.activity is not None
    shell.intents.cancel.emit()
    assert shell.session.activity is None
    shell.engine.gate.set()
    shell.qtbot.wait(50)
    assert shell.session.segmentation is result
    assert shell.sentences == ()


def test_switching_the_read_out_fuses_again_without_running(shell: Shell, photo: Path) -> None:
    shell.open_and_segment(photo)
    for read_out in (ReadOut.STRIDE_32, ReadOut.STRIDE_16, ReadOut.STRIDE_8):
        with shell.qtbot.waitSignal(shell.session.segmentation_changed):
            shell.intents.choose_read_out.emit(read_out)
        shown = shell.session.segmentation
        assert shown is not None
        assert shown.read_out is read_out
        expected = FakeEngine().read_out(shown.scores, read_out)
        np.testing.assert_array_equal(shown.class_map, expected.class_map)
    assert len(shell.engine.runs) == 1


def test_after_a_run_every_read_out_is_there_at_once(shell: Shell, photo: Path) -> None:
    shell.open_and_segment(photo)
    wait_for_read_outs(shell)
    for read_out in (ReadOut.STRIDE_32, ReadOut.STRIDE_16, ReadOut.STRIDE_8):
        shell.intents.choose_read_out.emit(read_out)
        shown = shell.session.segmentation
        assert shown is not None
        assert shown.read_out is read_out
        np.testing.assert_array_equal(shown.class_map, FakeEngine().read_out(shown.scores, read_out).class_map)


def test_while_gains_move_only_the_wanted_read_out_is_made(shell: Shell, photo: Path) -> None:
    shell.open_and_segment(photo)
    wait_for_read_outs(shell)
    asked: list[str] = []
    shell.workflow.worker.started.connect(asked.append)
    for gain in (0.2, 0.4, 0.6):
        shell.intents.set_gains.emit(Gains(1.0, gain, 1.0))
    assert set(asked) == {"read-out 8"}
    shell.qtbot.waitUntil(lambda: {"read-out 32", "read-out 16"} <= set(asked))
    assert shell.session.segmentation is not None
    assert shell.session.segmentation.gains == Gains(1.0, 0.6, 1.0)


def test_a_known_read_out_is_shown_even_while_the_model_runs_again(shell: Shell, photo: Path) -> None:
    shell.open_and_segment(photo)
    wait_for_read_outs(shell)
    shell.engine.gate.clear()
    shell.intents.run.emit()
    shell.intents.choose_read_out.emit(ReadOut.STRIDE_32)
    assert shell.session.segmentation is not None
    assert shell.session.segmentation.read_out is ReadOut.STRIDE_32
    shell.engine.gate.set()
    shell.until_idle()
    shell.qtbot.waitUntil(lambda: shell.session.segmentation is not None and shell.session.segmentation.read_out is ReadOut.STRIDE_32)


def test_a_read_out_chosen_during_a_run_is_the_one_that_ends_up_on_screen(shell: Shell, photo: Path) -> None:
    shell.engine.gate.clear()
    shell.open(photo)
    assert shell.engine.entered.wait(10)
    shell.intents.choose_read_out.emit(ReadOut.STRIDE_16)
    shell.engine.gate.set()
    shell.qtbot.waitUntil(lambda: shell.session.segmentation is not None and shell.session.segmentation.read_out is ReadOut.STRIDE_16)


def test_gains_are_read_out_again_too(shell: Shell, photo: Path) -> None:
    shell.open_and_segment(photo)
    with shell.qtbot.waitSignal(shell.session.segmentation_changed):
        shell.session.set_gains(Gains(score8=0.0))
    assert shell.session.segmentation is not None
    assert shell.session.segmentation.gains == Gains(score8=0.0)


def test_a_failed_read_out_puts_the_switch_back(shell: Shell, photo: Path) -> None:
    def fail_from_now_on() -> None:
        shell.engine.read_out_failure = InvalidOutput("invalid numbers; choose another model.")

    shell.session.segmentation_changed.connect(fail_from_now_on)  # before the other read-outs are computed ahead
    shell.open_and_segment(photo)
    result = shell.session.segmentation
    assert shell.sentences == ()
    with shell.qtbot.waitSignal(shell.messages.problem_shown):
        shell.intents.choose_read_out.emit(ReadOut.STRIDE_32)
    assert shell.session.read_out is ReadOut.STRIDE_8
    assert shell.session.segmentation is result


def test_running_without_a_photo_says_what_to_do(shell: Shell) -> None:
    shell.intents.run.emit()
    assert shell.sentences == ("There is no photo to run on; open one, or click a sample.",)
    assert shell.session.activity is None


def test_choosing_a_model_keeps_the_result_until_it_has_run(shell: Shell, photo: Path) -> None:
    shell.open_and_segment(photo)
    shell.intents.choose_model.emit("fcn-street")
    assert shell.session.segmentation is not None
    assert shell.session.segmentation.model_key == MODELS[0].key
    assert shell.session.label_set is MODELS[0].label_set
    with shell.qtbot.waitSignal(shell.session.segmentation_changed):
        shell.intents.run.emit()
    assert shell.session.segmentation.model_key == "fcn-street"
    assert shell.session.label_set.name == "CamVid"


def test_a_run_uses_the_chosen_device(shell: Shell, photo: Path) -> None:
    shell.intents.choose_device.emit(DeviceChoice.CPU)
    shell.open_and_segment(photo)
    assert shell.engine.device is DeviceChoice.CPU


def test_a_new_photo_clears_the_overlay_until_its_own_is_there(shell: Shell, photo: Path, other_photo: Path) -> None:
    shell.open_and_segment(photo)
    shell.engine.gate.clear()
    shell.open(other_photo)
    assert shell.session.segmentation is None
    canvas = shell.window.pane.canvas
    painted = canvas.grab().toImage()
    shell.intents.hold_overlays.emit(True)
    assert canvas.grab().toImage() == painted


def test_badges_of_the_run_stand_beside_the_model(shell: Shell, photo: Path) -> None:
    shell.engine.badges = (Badge.STARTER, Badge.CPU_AFTER_OUT_OF_MEMORY)
    panel = shell.window.panel("run")
    assert panel.badges.texts == ("starter weights",)
    shell.open_and_segment(photo)
    assert panel.badges.texts == ("starter weights", "on the CPU: the device ran out of memory")
    shell.intents.choose_model.emit("fcn-street")
    assert panel.badges.texts == ("starter weights",)


def test_closing_while_running_joins_both_threads(qtbot: QtBot, photo: Path) -> None:
    session, intents, messages, maker = Session(), Intents(), Messages(), FakeMaker()
    workflow = Workflow(session, intents, messages, maker)
    window = MainWindow(session, intents, messages)
    threads = [thread for thread in threading.enumerate() if thread.name in ("files", "inference") and thread.is_alive()]
    maker.engine.gate.clear()
    intents.open_paths.emit((photo,))
    qtbot.waitUntil(maker.engine.entered.is_set)
    threading.Timer(0.1, maker.engine.gate.set).start()
    workflow.close()
    assert not any(thread.is_alive() for thread in threads)
    assert session.segmentation is None
    assert messages.current == ()
    dispose(window)


def test_start_looks_at_weights_devices_and_thumbnails(shell: Shell) -> None:
    with shell.qtbot.waitSignals([shell.session.weights_changed, shell.session.devices_changed, shell.session.thumbnails_changed],
                                 timeout=30_000):  # fmt: skip
        shell.workflow.start()
    assert shell.session.devices == {DeviceChoice.AUTO, DeviceChoice.CPU}
    assert all(shell.session.weights[row.key] in WeightsState for row in MODELS if row.key in shell.session.weights)
    assert "fcn-everyday" in shell.session.weights


def test_the_engine_is_made_once_and_by_the_first_run() -> None:
    maker = FakeMaker()
    host = EngineHost(maker)
    host.prepare(CancelToken())
    assert maker.made == 0
    assert host.on(DeviceChoice.CPU) is host.on(DeviceChoice.CUDA)
    assert maker.made == 1


def test_what_is_painted_is_the_class_map_in_the_table_s_colours(shell: Shell, photo: Path) -> None:
    shell.intents.set_opacity.emit(1.0)
    shell.open_and_segment(photo)
    shell.intents.actual_size.emit()
    shown = shell.session.segmentation
    assert shown is not None
    canvas = shell.window.pane.canvas
    painted = canvas.grab().toImage()
    table = overlay_table(shown.label_set, "voc", shell.session.class_view)
    for row, column in ((10, 90), (32, 60), (60, 30)):
        place = canvas.position_of(ImagePoint(column + 0.5, row + 0.5)).toPoint()
        assert painted.pixelColor(place).getRgb()[:3] == tuple(table[shown.class_map[row, column], :3].tolist())
