"""Running the chosen model on the photo, and reading its scores out, on the one worker that owns the engine."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from app.intents import Intents
from app.jobs import JobFailure, JobProgress, JobRunner
from app.messages import Messages, Sentence
from app.session import Activity, Session
from app.translation import mark
from app.workflow.detecting import DETECT, Detecting
from app.workflow.engine_host import EngineHost
from app.workflow.reading_out import TOPIC as READ_OUT_TOPIC
from app.workflow.reading_out import ReadingOut, nearest_read_out
from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.fcn.config import Gains, ReadOut
from core.fcn.results import Segmentation
from core.image import ImageDocument

PREPARE, RUN = "prepare", "run"
RUNS = (RUN, DETECT)
"""Channels of the worker, and topics of its messages."""

NO_PHOTO = mark("There is no photo to run on; open one, or click a sample.")


@dataclass(frozen=True, slots=True)
class RunRequest:
    """Everything that a run needs; called on the worker."""

    host: EngineHost
    document: ImageDocument
    model_key: str
    device: DeviceChoice
    read_out: ReadOut
    gains: Gains

    def __call__(self, token: CancelToken) -> Segmentation:
        engine = self.host.on(self.device)
        scores = engine.scores(self.document, self.model_key, token)
        token.checkpoint("read-out")
        return engine.read_out(scores, nearest_read_out(self.read_out, scores), self.gains)


class Running(QObject):
    """Turns the intents that ask for results into requests, and their results into the session's segmentation."""

    def __init__(
        self, session: Session, intents: Intents, worker: JobRunner, host: EngineHost, messages: Messages, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._worker = worker
        self._host = host
        self._messages = messages
        self._reading_out = ReadingOut(session, worker, host, messages, self)
        self._detecting = Detecting(session, worker, host, messages, self)
        intents.run.connect(self.run)
        intents.cancel.connect(self.cancel)
        session.document_changed.connect(self._photo_changed)
        worker.started.connect(self._started)
        worker.progressed.connect(self._progressed)
        worker.failed.connect(self._failed)
        worker.ended.connect(self._ended)

    def prepare(self) -> None:
        """Import the networks on the worker before anybody asks for a run."""
        self._worker.submit(PREPARE, self._host.prepare, self._session.set_devices)

    def run(self) -> None:
        """Run the chosen models on the photo; the present results stay until the new ones are there."""
        session = self._session
        if session.document is None:
            self._messages.show_note(RUN, Sentence(NO_PHOTO))
            return
        self._reading_out.pause()
        request = RunRequest(self._host, session.document, session.model_key, session.device, session.read_out, session.gains)
        self._worker.submit(RUN, request, self._ran)
        self._detecting.run()

    def cancel(self) -> None:
        self._detecting.cancel()
        self._worker.cancel(RUN)

    def _photo_changed(self) -> None:
        self.cancel()
        self._detecting.photo_changed()
        self._messages.clear(RUN, READ_OUT_TOPIC)
        self.run()

    def _ran(self, segmentation: Segmentation) -> None:
        self._messages.clear(RUN, READ_OUT_TOPIC)
        if self._session.read_out not in segmentation.scores.read_outs:
            self._session.set_read_out(segmentation.read_out)
        self._session.set_segmentation(segmentation)

    def _started(self, channel: str) -> None:
        if channel in RUNS:
            self._session.set_activity(Activity("waiting", None))

    def _progressed(self, progress: JobProgress) -> None:
        if progress.channel in RUNS:
            self._session.set_activity(Activity(progress.stage, progress.fraction))

    def _failed(self, failure: JobFailure) -> None:
        if failure.channel in (PREPARE, RUN):
            self._messages.show_error(failure.channel, failure.error)

    def _ended(self, channel: str) -> None:
        if channel == RUN:
            self._reading_out.resume()
        if channel in RUNS and not any(self._worker.is_busy(run) for run in RUNS):
            self._session.set_activity(None)
