"""Running the chosen Mask R-CNN on the photo, and keeping what is shown in step with the thresholds and poolers that are wanted."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QObject

from app.detection_session import NO_MODEL
from app.jobs import JobFailure, JobRunner
from app.messages import Messages
from app.session import Session
from app.workflow.engine_host import EngineHost
from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.image import ImageDocument
from core.maskrcnn.results import DetectionRun, Poolers, Thresholds

DETECT, REREAD = "detect", "re-read"
"""Channels of the worker, and topics of its messages."""


@dataclass(frozen=True, slots=True)
class DetectRequest:
    """Everything that a run of a Mask R-CNN needs; called on the worker. ``thresholds`` None are the network's own."""

    host: EngineHost
    document: ImageDocument
    model_key: str
    device: DeviceChoice
    thresholds: Thresholds | None
    poolers: Poolers

    def __call__(self, token: CancelToken) -> DetectionRun:
        return self.host.on(self.device).detect(self.document, self.model_key, token, self.thresholds, self.poolers)


@dataclass(frozen=True, slots=True)
class RereadRequest:
    """A run that is there already, under other thresholds or with other poolers; called on the worker, never runs the trunk."""

    host: EngineHost
    run: DetectionRun
    device: DeviceChoice
    thresholds: Thresholds
    poolers: Poolers

    def __call__(self, token: CancelToken) -> DetectionRun:
        engine, run = self.host.on(self.device), self.run
        token.checkpoint("heads")
        if self.poolers != run.poolers:
            run = engine.transplant(run, self.poolers, token)
        return engine.rerun(run, self.thresholds, token) if self.thresholds != run.thresholds else run


class Detecting(QObject):
    """Turns what is wanted of a Mask R-CNN into requests, and their results into the session's detection."""

    def __init__(self, session: Session, worker: JobRunner, host: EngineHost, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._worker = worker
        self._host = host
        self._messages = messages
        self._has_own_thresholds = True
        session.thresholds_changed.connect(self._catch_up)
        session.poolers_changed.connect(self._catch_up)
        session.detection_changed.connect(self._catch_up)
        worker.failed.connect(self._failed)

    def run(self) -> None:
        """Run the chosen Mask R-CNN on the photo, if there are both; the present result stays until the new one is there."""
        session = self._session
        self._worker.cancel(REREAD)
        if session.document is None or session.instance_model_key == NO_MODEL:
            return
        wanted = session.thresholds
        request = DetectRequest(self._host, session.document, session.instance_model_key, session.device, wanted, session.poolers)
        self._worker.submit(DETECT, request, lambda run: self._ran(run, own=wanted is None))

    def cancel(self) -> None:
        self._worker.cancel(DETECT)

    def photo_changed(self) -> None:
        self._worker.cancel(DETECT)
        self._worker.cancel(REREAD)
        self._messages.clear(DETECT, REREAD)

    def _ran(self, run: DetectionRun, *, own: bool) -> None:
        self._messages.clear(DETECT, REREAD)
        self._has_own_thresholds = own
        self._session.set_detection(run)

    def _catch_up(self) -> None:
        """Ask for what is wanted when it is not what is shown."""
        session, shown = self._session, self._session.detection
        self._worker.cancel(REREAD)
        if shown is None or self._worker.is_busy(DETECT):
            return
        if session.thresholds is None and not self._has_own_thresholds:
            self.run()  # only the network knows its own thresholds; its pyramid is cached
            return
        thresholds = session.thresholds or shown.thresholds
        if thresholds != shown.thresholds or session.poolers != shown.poolers:
            request = RereadRequest(self._host, shown, session.device, thresholds, session.poolers)
            self._worker.submit(REREAD, request, self._reread)

    def _reread(self, run: DetectionRun) -> None:
        self._messages.clear(REREAD)
        self._has_own_thresholds = self._session.thresholds is None
        self._session.set_detection(run)

    def _failed(self, failure: JobFailure) -> None:
        shown = self._session.detection
        if failure.channel in (DETECT, REREAD):
            self._messages.show_error(failure.channel, failure.error)
        if failure.channel == REREAD and shown is not None:
            # The switches must not name what is not on screen.
            self._session.set_poolers(shown.poolers)
            self._session.set_thresholds(shown.thresholds)
