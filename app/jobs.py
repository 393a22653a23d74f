"""JobRunner: one worker thread, named channels. The newest request of a channel wins; what an older one still says is dropped."""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from PySide6.QtCore import QObject, Qt, Signal

from core.cancellation import CancelToken
from core.errors import Cancelled

Result = TypeVar("Result")
Request = Callable[[CancelToken], Result]


@dataclass(frozen=True, slots=True)
class JobProgress:
    """What a running request last said; ``fraction`` is in 0..1, or None when unknown."""

    channel: str
    stage: str
    fraction: float | None


@dataclass(frozen=True, slots=True)
class JobFailure:
    """A request that raised."""

    channel: str
    error: Exception


@dataclass(frozen=True, slots=True, eq=False)
class _Ticket:
    channel: str
    request: Request[Any]
    on_done: Callable[[Any], None]
    token: CancelToken


@dataclass(frozen=True, slots=True, eq=False)
class _Report:
    """Travels from the worker to the GUI thread. ``deliver`` runs there, if the ticket is still the channel's newest."""

    ticket: _Ticket
    deliver: Callable[[], None]
    is_last: bool


class JobRunner(QObject):
    """Runs requests one after the other on its own thread and hands results back on the thread that made it.

    A request is a callable that owns its inputs and takes a CancelToken. A failure is one ``failed`` signal; a cancel is silent.
    """

    started = Signal(str)
    """Channel: a request was accepted."""
    progressed = Signal(object)
    """JobProgress."""
    failed = Signal(object)
    """JobFailure."""
    ended = Signal(str)
    """Channel: its newest request is done, failed or cancelled. Comes after the result or the failure."""

    _reported = Signal(object)

    def __init__(self, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: queue.SimpleQueue[_Ticket | None] = queue.SimpleQueue()
        self._newest: dict[str, _Ticket] = {}
        self._reported.connect(self._receive, Qt.ConnectionType.QueuedConnection)
        # A daemon only so that a failed start can end the process; close() always waits for it.
        self._thread = threading.Thread(target=self._work, name=name, daemon=True)
        self._thread.start()

    def submit(self, channel: str, request: Request[Result], on_done: Callable[[Result], None]) -> None:
        """Run ``request`` when its turn comes, instead of the channel's previous one; ``on_done(result)`` runs on the GUI thread."""
        self._drop(channel)
        token = CancelToken(_once_per_change(lambda stage, fraction: self._tell_progress(ticket, stage, fraction)))
        ticket = _Ticket(channel, request, on_done, token)
        self._newest[channel] = ticket
        self._waiting.put(ticket)
        self.started.emit(channel)

    def cancel(self, channel: str) -> None:
        """Forget the channel's request at once; the worker stops it at its next checkpoint."""
        if self._drop(channel):
            self.ended.emit(channel)

    def is_busy(self, channel: str) -> bool:
        return channel in self._newest

    @property
    def is_idle(self) -> bool:
        """Whether every request was answered, or dropped."""
        return not self._newest

    def close(self) -> None:
        """Cancel everything and wait for the worker. Nothing is delivered afterwards."""
        for channel in tuple(self._newest):
            self._drop(channel)
        self._waiting.put(None)
        self._thread.join()

    def _drop(self, channel: str) -> bool:
        ticket = self._newest.pop(channel, None)
        if ticket is not None:
            ticket.token.cancel()
        return ticket is not None

    def _work(self) -> None:
        while (ticket := self._waiting.get()) is not None:
            if not ticket.token.cancelled:
                self._reported.emit(self._run(ticket))
            del ticket  # a finished request must not keep its photo alive while the worker waits

    def _run(self, ticket: _Ticket) -> _Report:
        try:
            result = ticket.request(ticket.token)
        except Cancelled:
            return _Report(ticket, lambda: None, is_last=True)
        except Exception as error:  # the worker boundary: whatever a request raises is told, and the worker lives on
            failure = JobFailure(ticket.channel, error)
            return _Report(ticket, lambda: self.failed.emit(failure), is_last=True)
        return _Report(ticket, lambda: ticket.on_done(result), is_last=True)

    def _tell_progress(self, ticket: _Ticket, stage: str, fraction: float | None) -> None:
        progress = JobProgress(ticket.channel, stage, fraction)
        self._reported.emit(_Report(ticket, lambda: self.progressed.emit(progress), is_last=False))

    def _receive(self, report: _Report) -> None:
        channel = report.ticket.channel
        if self._newest.get(channel) is not report.ticket:
            return
        if report.is_last:
            del self._newest[channel]
        try:
            report.deliver()
        finally:
            if report.is_last and channel not in self._newest:
                self.ended.emit(channel)


def _once_per_change(listener: Callable[[str, float | None], None]) -> Callable[[str, float | None], None]:
    """Pass on a stage only when it, or its whole percent, differs from the last one: hooks ask hundreds of times a pass."""
    last: list[tuple[str, int | None]] = []

    def listen(stage: str, fraction: float | None) -> None:
        said = (stage, None if fraction is None else int(fraction * 100))
        if last != [said]:
            last[:] = [said]
            listener(stage, fraction)

    return listen
