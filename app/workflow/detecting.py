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
from core.maskrcnn.results import DetectionRun, PasteRule, Poolers, Thresholds
from core.maskrcnn.scene import InstanceScene, make_instance_scene

DETECT, REREAD, PASTE = "detect", "re-read", "paste"
"""Channels of the worker, and topics of its messages."""


@dataclass(frozen=True, slots=True, eq=False)
class Detected:
    """A run, and its objects pasted into the photo by ``rule``."""

    run: DetectionRun
    scene: InstanceScene
    rule: PasteRule


@dataclass(frozen=True, slots=True)
class DetectRequest:
    """Everything that a run of a Mask R-CNN needs; called on the worker. ``thresholds`` None are the network's own."""

    host: EngineHost
    document: ImageDocument
    model_key: str
    device: DeviceChoice
    thresholds: Thresholds | None
    poolers: Poolers
    rule: PasteRule

    def __call__(self, token: CancelToken) -> Detected:
        run = self.host.on(self.device).detect(self.document, self.model_key, token, self.thresholds, self.poolers)
        token.checkpoint("paste")
        return Detected(run, make_instance_scene(run, self.rule, token), self.rule)


@dataclass(frozen=True, slots=True)
class RereadRequest:
    """A run that is there already, under other thresholds or with other poolers; called on the worker, never runs the trunk.

    ``before`` is its scene: what is the same in both is not pasted again.
    """

    host: EngineHost
    run: DetectionRun
    before: InstanceScene | None
    device: DeviceChoice
    thresholds: Thresholds
    poolers: Poolers
    rule: PasteRule

    def __call__(self, token: CancelToken) -> Detected:
        engine, run = self.host.on(self.device), self.run
        token.checkpoint("heads")
        if self.poolers != run.poolers:
            run = engine.transplant(run, self.poolers, token)
        run = engine.rerun(run, self.thresholds, token) if self.thresholds != run.thresholds else run
        return Detected(run, make_instance_scene(run, self.rule, token, self.before), self.rule)


@dataclass(frozen=True, slots=True)
class PasteRequest:
    """The same objects by another paste rule."""

    run: DetectionRun
    rule: PasteRule

    def __call__(self, token: CancelToken) -> Detected:
        return Detected(self.run, make_instance_scene(self.run, self.rule, token), self.rule)


class Detecting(QObject):
    """Turns what is wanted of a Mask R-CNN into requests, and their results into the session's detection."""

    def __init__(self, session: Session, worker: JobRunner, host: EngineHost, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._worker = worker
        self._host = host
        self._messages = messages
        self._has_own_thresholds = True
        self._shown_rule = session.paste_rule
        session.thresholds_changed.connect(self._catch_up)
        session.poolers_changed.connect(self._catch_up)
        session.detection_changed.connect(self._catch_up)
        session.paste_rule_changed.connect(self._paste)
        worker.failed.connect(self._failed)
        worker.ended.connect(self._ended)

    def run(self) -> None:
        """Run the chosen Mask R-CNN on the photo, if there are both; the present result stays until the new one is there."""
        session = self._session
        self._worker.cancel(REREAD)
        if session.document is None or session.instance_model_key == NO_MODEL:
            self.cancel()  # a run of before may be under way still, with a model that is not wanted any more
            return
        wanted = session.thresholds
        request = DetectRequest(
            self._host, session.document, session.instance_model_key, session.device, wanted, session.poolers, session.paste_rule
        )
        self._worker.submit(DETECT, request, lambda found: self._ran(found, own=wanted is None))

    def cancel(self) -> None:
        self._worker.cancel(DETECT)

    def photo_changed(self) -> None:
        for channel in (DETECT, REREAD, PASTE):
            self._worker.cancel(channel)
        self._messages.clear(DETECT, REREAD, PASTE)

    def _ran(self, found: Detected, *, own: bool) -> None:
        self._messages.clear(DETECT, REREAD)
        self._has_own_thresholds, self._shown_rule = own, found.rule
        self._session.set_detection(found.run, found.scene)

    def _catch_up(self) -> None:
        """Ask for what is wanted when it is not what is shown."""
        session, shown = self._session, self._session.detection
        self._worker.cancel(REREAD)
        if shown is None or self._worker.is_busy(DETECT):
            return
        if session.thresholds is None and not self._has_own_thresholds:
            if session.instance_model_key == NO_MODEL:
                session.set_thresholds(shown.thresholds)  # nobody could tell the network's own; this brings us here again
            else:
                self.run()  # only the network knows its own thresholds; its pyramid is cached
            return
        thresholds = session.thresholds or shown.thresholds
        if thresholds != shown.thresholds or session.poolers != shown.poolers:
            before = session.instance_scene
            request = RereadRequest(self._host, shown, before, session.device, thresholds, session.poolers, session.paste_rule)
            self._worker.submit(REREAD, request, self._reread)

    def _reread(self, found: Detected) -> None:
        self._messages.clear(REREAD)
        self._has_own_thresholds, self._shown_rule = self._session.thresholds is None, found.rule
        self._session.set_detection(found.run, found.scene)

    def _paste(self) -> None:
        """A re-read or a run under way was told the rule of before: it is asked for again."""
        run = self._session.detection
        if self._worker.is_busy(DETECT):
            if self._session.instance_model_key != NO_MODEL:  # else it is pasted by the new rule when it is there
                self.run()
        elif run is not None:
            self._catch_up()
            self._worker.submit(PASTE, PasteRequest(run, self._session.paste_rule), self._pasted)

    def _pasted(self, found: Detected) -> None:
        if found.run is self._session.detection:
            self._shown_rule = found.rule
            self._session.set_instance_scene(found.scene)

    def _ended(self, channel: str) -> None:
        """A run that was cancelled, or failed, takes along what was wanted while it ran: what stays on screen is brought to it."""
        session, shown, document = self._session, self._session.detection, self._session.document
        if channel != DETECT or any(self._worker.is_busy(busy) for busy in (DETECT, REREAD)):
            return
        if shown is None or document is None or shown.image_digest != document.digest:
            return
        if session.thresholds is None and not self._has_own_thresholds:
            session.set_thresholds(shown.thresholds)  # only the run could have told the network's own
        if session.paste_rule is self._shown_rule:
            self._catch_up()
        else:
            self._paste()

    def _failed(self, failure: JobFailure) -> None:
        shown = self._session.detection
        if failure.channel in (DETECT, REREAD, PASTE):
            self._messages.show_error(failure.channel, failure.error)
        if failure.channel == REREAD and shown is not None:
            # The switches must not name what is not on screen.
            self._session.set_poolers(shown.poolers)
            self._session.set_thresholds(shown.thresholds)
