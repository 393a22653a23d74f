"""Reading scores out at the stride that is wanted, and at the others ahead of being asked, so that a switch need not wait."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer

from app.jobs import JobFailure, JobRunner
from app.messages import Messages
from app.session import Session
from app.workflow.engine_host import EngineHost
from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.fcn.config import Gains, ReadOut
from core.fcn.results import FcnScores, Segmentation

CHANNELS = {read_out: f"read-out {int(read_out)}" for read_out in ReadOut}
"""A channel of the worker for each read-out, so that one never cancels another."""
TOPIC = "read-out"
REST_MS = 150
"""Gains that have not moved for so long are at rest: only then are other read-outs made ahead, which would stand in a drag's way."""


def nearest_read_out(wanted: ReadOut, scores: FcnScores) -> ReadOut:
    """``wanted``, or the finest that the network has where that is not one of them."""
    return wanted if wanted in scores.read_outs else scores.read_outs[-1]


@dataclass(frozen=True, slots=True)
class ReadOutRequest:
    """One read-out of scores that are there already; called on the worker."""

    host: EngineHost
    scores: FcnScores
    device: DeviceChoice
    read_out: ReadOut
    gains: Gains

    def __call__(self, token: CancelToken) -> Segmentation:
        token.checkpoint("read-out")
        return self.host.on(self.device).read_out(self.scores, self.read_out, self.gains)


class ReadingOut(QObject):
    """Keeps what is on screen in step with the read-out and the gains that the session wants."""

    def __init__(self, session: Session, worker: JobRunner, host: EngineHost, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._worker = worker
        self._host = host
        self._messages = messages
        self._paused = False
        self._scores: FcnScores | None = None
        self._gains = session.gains
        self._made: dict[ReadOut, Segmentation] = {}
        self._failed: set[ReadOut] = set()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._catch_up)
        session.read_out_changed.connect(self._catch_up)
        session.gains_changed.connect(self._gains_changed)
        session.segmentation_changed.connect(self._catch_up)
        worker.failed.connect(self._note_failure)

    def pause(self) -> None:
        """A run begins: scores are about to be replaced, and the worker is wanted elsewhere."""
        self._paused = True
        self._cancel()

    def resume(self) -> None:
        """The run is over, whatever came of it."""
        self._paused = False
        self._catch_up()

    def _cancel(self) -> None:
        for channel in CHANNELS.values():
            self._worker.cancel(channel)

    def _gains_changed(self) -> None:
        self._rest.start()
        self._catch_up()

    def _catch_up(self) -> None:
        session, shown = self._session, self._session.segmentation
        if shown is None:
            self._start_over(None)
            return
        if self._scores is not shown.scores or self._gains != session.gains:
            self._start_over(shown)
        made = self._made.get(nearest_read_out(session.read_out, shown.scores))
        if made is not None and made is not shown:
            session.set_segmentation(made)  # which brings us here again
        elif not self._paused:
            self._ask_for_all(shown.scores)

    def _ask_for_all(self, scores: FcnScores) -> None:
        """The wanted one first, alone while gains move. One that failed is asked for again only when it is wanted."""
        wanted = nearest_read_out(self._session.read_out, scores)
        if wanted not in self._made:
            self._failed.discard(wanted)
        for read_out in (wanted,) if self._rest.isActive() else (wanted, *scores.read_outs):
            self._ask(scores, read_out)

    def _start_over(self, shown: Segmentation | None) -> None:
        """Forget read-outs of other scores or gains: they must not keep a photo that is gone alive."""
        self._cancel()
        self._scores, self._gains = shown.scores if shown else None, self._session.gains
        self._made = {shown.read_out: shown} if shown and shown.gains == self._gains else {}
        self._failed = set()
        self._session.set_read_outs(self._made)

    def _ask(self, scores: FcnScores, read_out: ReadOut) -> None:
        if read_out in self._made or read_out in self._failed or self._worker.is_busy(CHANNELS[read_out]):
            return
        request = ReadOutRequest(self._host, scores, self._session.device, read_out, self._gains)
        self._worker.submit(CHANNELS[read_out], request, self._take)

    def _take(self, made: Segmentation) -> None:
        self._made[made.read_out] = made
        self._session.set_read_outs(self._made)
        self._messages.clear(TOPIC)
        self._catch_up()

    def _note_failure(self, failure: JobFailure) -> None:
        read_out = next((known for known, channel in CHANNELS.items() if channel == failure.channel), None)
        shown = self._session.segmentation
        if read_out is None or shown is None:
            return
        self._failed.add(read_out)
        if read_out is self._session.read_out:  # one computed ahead is told when somebody wants it
            self._messages.show_error(TOPIC, failure.error)
            # The switch must not name a read-out that is not on screen.
            self._session.set_gains(shown.gains)
            self._session.set_read_out(shown.read_out)
