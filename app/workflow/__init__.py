"""From a person's intents to requests, jobs and the session."""

from __future__ import annotations

from PySide6.QtCore import QObject

from app.intents import Intents
from app.jobs import JobRunner
from app.messages import Messages
from app.session import Session
from app.workflow.browsing import Browsing
from app.workflow.choosing import Choosing
from app.workflow.engine_host import EngineHost, EngineMaker
from app.workflow.keeping_models import KeepingModels
from app.workflow.loading_truth import LoadingTruth
from app.workflow.opening import Opening
from app.workflow.running import Running
from app.workflow.undoing import Undoing


class Workflow(QObject):
    """Listens to every intent. Photos are read on one thread, models run on another and are fetched on a third: none waits for another."""

    def __init__(self, session: Session, intents: Intents, messages: Messages, maker: EngineMaker, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._files = JobRunner("files", self)
        self._worker = JobRunner("inference", self)
        self._models = JobRunner("models", self)
        self._host = EngineHost(maker)
        self._host.set_rows(session.rows)
        session.rows_changed.connect(self._host.set_rows)
        self.opening = Opening(session, intents, self._files, messages, self)
        self.running = Running(session, intents, self._worker, self._host, messages, self)
        self.keeping_models = KeepingModels(session, intents, self._models, self)
        self.choosing = Choosing(session, intents, self)
        self.browsing = Browsing(session, intents, self)
        self.undoing = Undoing(session, intents, self)
        self.loading_truth = LoadingTruth(session, intents, self._files, messages, self)

    @property
    def worker(self) -> JobRunner:
        """The one thread that runs models; the RoI lab asks it too."""
        return self._worker

    @property
    def host(self) -> EngineHost:
        return self._host

    def start(self) -> None:
        """What may happen once the window is on screen, and not before: slow imports, looking at weight files."""
        self.keeping_models.look()
        self.opening.make_thumbnails()
        self.running.prepare()

    def close(self) -> None:
        """Cancel everything and wait for the threads."""
        self.browsing.close()
        self._models.close()
        self._worker.close()
        self._files.close()
