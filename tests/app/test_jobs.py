"""JobRunner: one worker, newest wins, stale results dropped, failures told, cancels silent, joined on close."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from app.jobs import JobFailure, JobProgress, JobRunner
from core.cancellation import CancelToken
from core.errors import InputError


class Heard(QObject):
    """Everything that a runner says, in order, and on which thread."""

    def __init__(self, runner: JobRunner) -> None:
        super().__init__()
        self.events: list[object] = []
        self.threads: set[threading.Thread] = set()
        runner.failed.connect(self.note)
        runner.progressed.connect(self.note)
        runner.ended.connect(lambda channel: self.note(f"ended {channel}"))

    def note(self, event: object) -> None:
        self.events.append(event)
        self.threads.add(threading.current_thread())


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[JobRunner]:
    del qtbot
    runner = JobRunner("worker")
    yield runner
    runner.close()


@pytest.fixture
def heard(runner: JobRunner) -> Heard:
    return Heard(runner)


class Gated:
    """A request that waits at a gate, says that it got there, and then passes a checkpoint."""

    def __init__(self, result: str) -> None:
        self.result = result
        self.entered, self.gate = threading.Event(), threading.Event()
        self.was_cancelled: bool | None = None

    def __call__(self, token: CancelToken) -> str:
        self.entered.set()
        self.gate.wait()
        self.was_cancelled = token.cancelled
        token.checkpoint("after the gate")
        return self.result


def test_request_runs_on_the_worker_and_result_arrives_on_the_gui_thread(runner: JobRunner, heard: Heard, qtbot: QtBot) -> None:
    ran_on: list[str] = []

    def request(token: CancelToken) -> str:
        del token
        ran_on.append(threading.current_thread().name)
        return "done"

    runner.submit("run", request, heard.note)
    qtbot.waitUntil(lambda: "ended run" in heard.events)
    assert heard.events == ["done", "ended run"]
    assert ran_on == ["worker"]
    assert heard.threads == {threading.main_thread()}


def test_the_newest_request_of_a_channel_wins(runner: JobRunner, heard: Heard, qtbot: QtBot) -> None:
    first = Gated("first")
    runner.submit("run", first, heard.note)
    assert first.entered.wait(10)
    runner.submit("run", lambda _token: "second", heard.note)
    first.gate.set()
    qtbot.waitUntil(lambda: "ended run" in heard.events)
    assert heard.events == ["second", "ended run"]
    assert first.was_cancelled


def test_a_result_that_was_on_its_way_when_a_newer_request_came_is_dropped(runner: JobRunner, heard: Heard, qtbot: QtBot) -> None:
    gone = threading.Event()
    runner.submit("run", lambda _token: "stale", heard.note)
    runner.submit("other", lambda _token: gone.set(), lambda _: None)
    assert gone.wait(10)  # the first result now waits in the GUI thread's queue
    runner.submit("run", lambda _token: "fresh", heard.note)
    qtbot.waitUntil(lambda: "ended run" in heard.events)
    assert [event for event in heard.events if event in ("stale", "fresh")] == ["fresh"]


def test_a_cancel_is_silent_and_acknowledged_at_once(runner: JobRunner, heard: Heard, qtbot: QtBot) -> None:
    blocked = Gated("never")
    runner.submit("run", blocked, heard.note)
    assert blocked.entered.wait(10)
    runner.cancel("run")
    assert heard.events == ["ended run"]
    assert not runner.is_busy("run")
    blocked.gate.set()
    runner.submit("other", lambda _token: "other", heard.note)
    qtbot.waitUntil(lambda: "ended other" in heard.events)
    assert heard.events == ["ended run", "other", "ended other"]


def test_cancelling_an_idle_channel_says_nothing(runner: JobRunner, heard: Heard) -> None:
    runner.cancel("run")
    assert heard.events == []


@pytest.mark.parametrize(
    "error", [InputError("a sentence"), ZeroDivisionError("a bug"), MemoryError()], ids=lambda error: type(error).__name__
)
def test_a_failure_is_told_once_and_the_worker_lives_on(error: Exception, runner: JobRunner, heard: Heard, qtbot: QtBot) -> None:
    def request(token: CancelToken) -> None:
        del token
        raise error

    runner.submit("run", request, heard.note)
    qtbot.waitUntil(lambda: "ended run" in heard.events)
    assert heard.events == [JobFailure("run", error), "ended run"]
    runner.submit("run", lambda _token: "works", heard.note)
    qtbot.waitUntil(lambda: "works" in heard.events)


def test_progress_is_told_once_for_each_stage_and_percent(runner: JobRunner, heard: Heard, qtbot: QtBot) -> None:
    def request(token: CancelToken) -> None:
        for fraction in (None, None, 0.0, 0.001, 0.5, 0.501):
            token.checkpoint("trunk", fraction)
        token.checkpoint("heads")

    runner.submit("run", request, lambda _: None)
    qtbot.waitUntil(lambda: "ended run" in heard.events)
    said = [(event.stage, event.fraction) for event in heard.events if isinstance(event, JobProgress)]
    assert said == [("trunk", None), ("trunk", 0.0), ("trunk", 0.5), ("heads", None)]


def test_close_cancels_what_runs_and_waits_for_the_worker(qtbot: QtBot) -> None:
    del qtbot
    runner = JobRunner("worker")
    heard = Heard(runner)
    entered, stopped = threading.Event(), threading.Event()

    def endless(token: CancelToken) -> None:
        try:
            while True:
                entered.set()
                token.checkpoint("again")
        finally:
            stopped.set()

    runner.submit("run", endless, heard.note)
    runner.submit("queued", lambda _token: "never starts", heard.note)
    assert entered.wait(10)
    runner.close()
    assert stopped.is_set()
    assert not any(thread.name == "worker" and thread.is_alive() for thread in threading.enumerate())
    assert heard.events == []


CHANNELS = ("run", "read-out")
OPERATIONS = st.lists(st.tuples(st.sampled_from(("submit", "cancel")), st.sampled_from(CHANNELS)), max_size=12)


@given(OPERATIONS)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_submitted_and_cancelled_only_the_newest_results_arrive(qtbot: QtBot, operations: list[tuple[str, str]]) -> None:
    runner, gate = JobRunner("worker"), threading.Event()
    arrived: list[tuple[str, int]] = []
    wanted: dict[str, int] = {}
    try:
        runner.submit("gate", lambda _token: gate.wait(), lambda _: None)
        for number, (operation, channel) in enumerate(operations):
            if operation == "submit":
                runner.submit(channel, lambda _token, place=(channel, number): place, arrived.append)
                wanted[channel] = number
            else:
                runner.cancel(channel)
                wanted.pop(channel, None)
        gate.set()
        qtbot.waitUntil(lambda: not any(runner.is_busy(channel) for channel in (*CHANNELS, "gate")))
    finally:
        gate.set()
        runner.close()
    assert dict(arrived) == wanted
    assert len(arrived) == len(wanted)
