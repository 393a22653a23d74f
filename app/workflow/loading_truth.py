"""Loading ground truth: a label PNG of the photo, or what a data set says of it, read off the GUI thread."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from app.intents import Intents
from app.jobs import JobFailure, JobRunner
from app.messages import Messages, Sentence
from app.session import Session
from app.translation import mark
from core.cancellation import CancelToken
from core.image import ImageDocument
from core.labels import LabelSet
from core.truth import GroundTruth, read_truth

if TYPE_CHECKING:
    from core.evaluation.photos import ClassMapSource

TRUTH = "ground truth"
"""Channel of the file worker, and topic of its messages."""

NO_PHOTO = mark("There is no photo to compare ground truth with; open one, or click a sample.")


@dataclass(frozen=True, slots=True, eq=False)
class TruthRequest:
    """Everything that reading ground truth needs; called on the worker. A label PNG has ids of ``label_set``, a source names its own."""

    source: Path | ClassMapSource
    document: ImageDocument
    label_set: LabelSet

    def __call__(self, token: CancelToken) -> GroundTruth:
        token.checkpoint("ground truth")
        if isinstance(self.source, Path):
            return read_truth(self.source, self.document, self.label_set)
        return self.source.class_map(self.document)


class LoadingTruth(QObject):
    """Turns the intent into a request, and its result into the session's truth; a failure leaves what was there."""

    def __init__(self, session: Session, intents: Intents, files: JobRunner, messages: Messages, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._files = files
        self._messages = messages
        intents.load_truth.connect(self.load)
        session.document_changed.connect(self._photo_changed)
        files.failed.connect(self._failed)

    def load(self, source: Path | ClassMapSource | None) -> None:
        """Read a label PNG with the classes of the result on screen, or a data set's own truth; None takes the ground truth away."""
        session = self._session
        self._files.cancel(TRUTH)
        self._messages.clear(TRUTH)
        if source is None:
            session.set_truth(None)
        elif session.document is None:
            self._messages.show_note(TRUTH, Sentence(NO_PHOTO))
        else:
            self._files.submit(TRUTH, TruthRequest(source, session.document, session.label_set), session.set_truth)

    def _photo_changed(self) -> None:
        self._files.cancel(TRUTH)
        self._messages.clear(TRUTH)

    def _failed(self, failure: JobFailure) -> None:
        if failure.channel == TRUTH:
            self._messages.show_error(TRUTH, failure.error)
