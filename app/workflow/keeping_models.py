"""Fetching, importing and removing models, on a thread of its own: neither photos nor runs wait for a download."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Qt, Signal

from app.intents import Intents
from app.jobs import JobFailure, JobProgress, JobRunner, Request
from app.messages import LOG
from app.models_session import NOT_OFFERED, ImportModel, ModelJob, ModelOutcome
from app.session import Session
from app.workflow.priority import step_back
from app.workflow.weight_states import WeightStates
from core.cancellation import CancelToken
from core.catalog import ModelRow, Origin, Task, WeightsState, all_rows
from core.errors import UserError
from core.weights.progress import Progress

LOOK = "look"
"""Channel of the thread: reading weight files to see whether they are whole."""
MODEL = "model "
"""Channels of the thread, one for each model; its key follows."""
WAITING, DOWNLOAD, REMOVE = "waiting", "download", "remove"
"""Stages; an import names more of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class Kept:
    """The catalog after a job: ``row`` was changed by it (None: removed, or only looked at), and ``states`` are news of some rows."""

    rows: tuple[ModelRow, ...]
    states: dict[str, WeightsState]
    row: ModelRow | None = None
    notes: tuple[str, ...] = ()


class KeepingModels(QObject):
    """Turns the intents about models into requests, and their results into the session's rows and states."""

    _told = Signal(str, object)

    def __init__(self, session: Session, intents: Intents, runner: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._runner = runner
        self._states = WeightStates()
        intents.fetch_model.connect(self.fetch)
        intents.import_model.connect(self.take_in)
        intents.remove_model.connect(self.remove)
        intents.cancel_model.connect(self.cancel)
        runner.progressed.connect(self._progressed)
        runner.failed.connect(self._failed)
        runner.ended.connect(self._ended)
        self._told.connect(self._downloaded, Qt.ConnectionType.QueuedConnection)

    @property
    def is_busy(self) -> bool:
        """Whether anything is under way on the thread, looking included."""
        return self._runner.is_busy(LOOK) or bool(self._session.model_jobs)

    def look(self) -> None:
        """Look at every weight file: first at the shipped ones, which are small and which most people use."""
        rows = self._session.rows
        shipped = tuple(row for row in rows if row.origin is Origin.SHIPPED)
        others = tuple(row for row in rows if row.origin is not Origin.SHIPPED)
        self._runner.submit(f"{LOOK} first", lambda token: self._look_at(shipped, token), self._add_states)
        self._runner.submit(LOOK, lambda token: self._look_at(others, token), self._add_states)

    def fetch(self, key: str) -> None:
        row, tell = self._session.row(key), self._told.emit

        def request(token: CancelToken) -> Kept:
            from core.importing import fetch_row  # it brings an HTTP client, which the window's start need not wait for

            done = fetch_row(row, token=token, on_progress=lambda progress: tell(key, progress))
            return self._kept(done.row, done.notes)

        self._start(key, DOWNLOAD, request)

    def take_in(self, wanted: ImportModel) -> None:
        def request(token: CancelToken) -> Kept:
            from core.importing import import_file

            done = import_file(
                wanted.path, key=wanted.key or None, labels=wanted.labels, untrained=wanted.untrained, token=token
            )
            return self._kept(done.row, done.notes)

        self._start(wanted.key, "weights", request)

    def remove(self, key: str) -> None:
        row = self._session.row(key)

        def request(token: CancelToken) -> Kept:
            from core.importing import remove_model

            token.checkpoint(REMOVE)
            remove_model(row)
            return self._kept(None)

        self._start(key, REMOVE, request)

    def cancel(self, key: str) -> None:
        """Leave a job at once. What it had finished by then, however late, is seen by looking."""
        if self._runner.is_busy(f"{MODEL}{key}"):
            self._runner.cancel(f"{MODEL}{key}")
            self._runner.submit(LOOK, lambda _token: self._kept(None), self._show)

    # -- on the thread -------------------------------------------------------------------------------------------------

    def _look_at(self, rows: Sequence[ModelRow], token: CancelToken) -> dict[str, WeightsState]:
        step_back()
        states = {}
        for row in rows:
            token.checkpoint(LOOK)
            states[row.key] = self._states.of(row)
        return states

    def _kept(self, changed: ModelRow | None, notes: tuple[str, ...] = ()) -> Kept:
        rows = all_rows()
        return Kept(rows, {row.key: self._states.of(row) for row in rows}, changed, notes)

    # -- on the window's thread ----------------------------------------------------------------------------------------

    def _start(self, key: str, stage: str, request: Request[Kept]) -> None:
        self._session.set_model_outcome(key, None)
        # One thread, so that two imports never write the list of models at once: the second of two jobs waits.
        stage = WAITING if self._session.model_jobs else stage
        self._session.set_model_job(key, ModelJob(stage))
        self._runner.submit(f"{MODEL}{key}", request, lambda kept: self._done(key, kept))

    def _done(self, key: str, kept: Kept) -> None:
        self._session.set_model_job(key, None)
        self._show(kept)
        if kept.row is None:
            return
        self._session.set_model_outcome(kept.row.key, ModelOutcome(notes=kept.notes))
        if self._session.offer == kept.row.key:
            self._session.set_offer(NOT_OFFERED)
            self._choose(kept.row)

    def _show(self, kept: Kept) -> None:
        self._session.set_rows(kept.rows)
        self._session.set_weights(kept.states)
        self._leave_what_is_gone(kept)

    def _leave_what_is_gone(self, kept: Kept) -> None:
        """A model that was removed is not the chosen one any more: the first that can run is."""
        for task, key in ((Task.SEMANTIC, self._session.model_key), (Task.INSTANCE, self._session.instance_model_key)):
            ready = [row for row in kept.rows if row.task is task and kept.states[row.key] is not WeightsState.MISSING]
            if ready and key and key not in {row.key for row in ready}:
                self._choose(ready[0])

    def _choose(self, row: ModelRow) -> None:
        choose = self._session.set_model if row.task is Task.SEMANTIC else self._session.set_instance_model
        choose(row.key)

    def _add_states(self, states: dict[str, WeightsState]) -> None:
        self._session.set_weights({**self._session.weights, **states})

    def _progressed(self, told: JobProgress) -> None:
        key = _key(told.channel)
        if key is not None:
            self._change(key, lambda job: replace(job, stage=told.stage, fraction=told.fraction))

    def _downloaded(self, key: str, progress: Progress) -> None:
        if self._runner.is_busy(f"{MODEL}{key}"):
            self._change(key, lambda job: replace(job, progress=progress))

    def _change(self, key: str, change: Callable[[ModelJob], ModelJob]) -> None:
        job = self._session.model_jobs.get(key)
        if job is not None:
            self._session.set_model_job(key, change(job))

    def _failed(self, failure: JobFailure) -> None:
        key = _key(failure.channel)
        details = failure.error.details if isinstance(failure.error, UserError) else repr(failure.error)
        LOG.warning("%s: %s\n%s", failure.channel, failure.error, details)
        if key is not None:
            self._session.set_model_outcome(key, ModelOutcome(problem=failure.error))

    def _ended(self, channel: str) -> None:
        key = _key(channel)
        if key is not None:
            self._session.set_model_job(key, None)


def _key(channel: str) -> str | None:
    """The model's key of a channel that is about one model."""
    return channel.removeprefix(MODEL) if channel.startswith(MODEL) else None
