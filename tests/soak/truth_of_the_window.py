"""What the window must show, told from the requests alone, and what it does show, read off its canvas."""

from __future__ import annotations

from dataclasses import dataclass, field

import numpy as np

from app.application import Application
from app.detection_session import NO_MODEL
from app.jobs import JobRunner
from app.messages import Message
from core.cancellation import CancelToken
from core.catalog import find_model
from core.image import ImageDocument
from core.maskrcnn.results import DetectionRun
from core.maskrcnn.scene import InstanceScene, make_instance_scene
from tests.fakes import FakeEngine, block_scores, tiny_model


def is_idle(program: Application) -> bool:
    """Whether no thread of the program has anything left to do, and nothing is on its way to the window."""
    runners = [program.exporting.worker, *program.workflow.findChildren(JobRunner)]
    return program.session.activity is None and not program.session.reading and not any(runner._newest for runner in runners)


@dataclass
class TruthOfTheWindow:
    """Listens to what is asked for. ``check`` may be called at any moment, ``check_at_rest`` when the window is idle."""

    program: Application
    judge: FakeEngine = field(default_factory=FakeEngine)
    classes_of: tuple[str, str] | None = None
    """Digest and model of the last request for classes that was neither cancelled nor failed."""
    objects_of: str | None = None
    """Digest of the photo of the last such request for objects."""
    object_models: set[str] = field(default_factory=set)
    """Every model that such a request may have meant."""
    stay: dict[str, object] = field(default_factory=dict)
    """What the classes, and the objects, on screen were computed from when a run was cancelled or failed: until the next, they stay."""

    def __post_init__(self) -> None:
        intents, session = self.program.intents, self.program.session
        intents.run.connect(self._asked)
        session.document_changed.connect(self._opened)
        intents.cancel.connect(lambda: self._ended("run", "detect"))
        self.program.messages.problem_shown.connect(self._failed)
        session.instance_model_changed.connect(lambda key: self.object_models.add(key))
        session.thresholds_changed.connect(lambda _thresholds: self.stay.pop("objects", None))  # the network's own need a run

    def check(self) -> None:
        """No overlay is of another photo, or drawn otherwise than the session says."""
        session, pane = self.program.session, self.program.window.pane
        shown, document = session.segmentation, session.document
        drawn = pane.class_map_layer._class_map
        assert drawn is (None if shown is None else shown.class_map), "the canvas shows another class map than the session has"
        assert pane.instance_layer.scene is session.instance_scene, "the canvas shows other objects than the session has"
        if shown is not None:
            assert document is not None
            assert shown.image_digest == document.digest, "an overlay of another photo"
            expected = self._classes(document, shown.scores.model_key, int(shown.read_out))
            assert np.array_equal(shown.class_map, expected), "a false overlay"
        if session.detection is not None:
            assert document is not None
            assert session.detection.image_digest == document.digest, "objects of another photo"
        origins = self._origins()
        for kind, origin in self.stay.items():
            assert origins[kind] is origin, f"{kind} of a run that was cancelled or failed"

    def _origins(self) -> dict[str, object]:
        """Read out, re-read and pasted again, they are what they are: only a run of the network makes others."""
        shown, run = self.program.session.segmentation, self.program.session.detection
        return {"classes": None if shown is None else shown.scores, "objects": None if run is None else run.pyramid}

    def check_at_rest(self) -> None:
        """The last request is shown, as it was asked for, and what the panels say is what is on the photo."""
        self.check()
        session = self.program.session
        shown = session.segmentation
        assert self.classes_of == (None if shown is None else (shown.image_digest, shown.scores.model_key)), "not the last request"
        if shown is not None:
            assert shown.read_out is session.read_out, "another read-out than the chosen one"
            assert shown.gains == session.gains, "other gains than the chosen ones"
        run = session.detection
        assert self.objects_of == (None if run is None else run.image_digest), "not the last request for objects"
        if run is not None:
            self._check_objects(run)

    def _check_objects(self, run: DetectionRun) -> None:
        session = self.program.session
        assert run.model_key in self.object_models, "objects of a model that nobody asked for"
        assert run.poolers == session.poolers, "other poolers than the chosen ones"
        if session.thresholds is not None:
            assert run.thresholds == session.thresholds, "other thresholds than the chosen ones"
        elif session.instance_model_key != NO_MODEL:
            assert run.thresholds == self._own_thresholds(), "not the network's own thresholds"
        scene, drawn = self._scene(run), session.instance_scene
        assert drawn is not None
        assert np.array_equal(drawn.ids, scene.ids), "objects that are pasted otherwise than the panel says"
        assert drawn.texts == scene.texts

    def _scene(self, shown: DetectionRun) -> InstanceScene:
        session, token = self.program.session, CancelToken()
        assert session.document is not None
        run = self.judge.detect(session.document, shown.model_key, token, shown.thresholds, session.poolers)
        return make_instance_scene(run, session.paste_rule, token)

    def _own_thresholds(self) -> object:
        assert self.program.session.document is not None
        return self.judge.detect(self.program.session.document, "tiny", CancelToken()).thresholds

    def _classes(self, document: ImageDocument, model: str, stride: int) -> np.ndarray:
        labels = find_model(model, self.program.session.rows).label_set
        winners = block_scores(document, len(labels), stride).argmax(axis=0).astype(np.uint8)
        return np.asarray(winners.repeat(stride, axis=0).repeat(stride, axis=1)[: document.height, : document.width])

    def _asked(self) -> None:
        session = self.program.session
        if session.document is None:
            return
        digest = session.document.digest
        self.stay.clear()
        self.classes_of = (digest, session.model_key)
        if session.instance_model_key != NO_MODEL:
            self.objects_of, self.object_models = digest, {session.instance_model_key}
        elif session.detection is None:
            self.objects_of = None

    def _opened(self) -> None:
        """Whatever objects there were are about to go, even if it is the same photo once more."""
        self._asked()
        if self.program.session.instance_model_key == NO_MODEL:
            self.objects_of = None

    def _failed(self, message: Message) -> None:
        self._ended(message.topic)

    def _ended(self, *topics: str) -> None:
        """What is shown stays, whatever was asked for."""
        session = self.program.session
        shown, run = session.segmentation, session.detection
        origins = self._origins()
        if "run" in topics:
            self.stay["classes"] = origins["classes"]
            self.classes_of = None if shown is None else (shown.image_digest, shown.scores.model_key)
        if "detect" in topics:
            self.stay["objects"] = origins["objects"]
            self.objects_of = None if run is None else run.image_digest
            self.object_models |= set() if run is None else {run.model_key}


def warm_up() -> None:
    """Import the networks before anything waits for them."""
    tiny_model()
