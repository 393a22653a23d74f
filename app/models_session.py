"""The session's part about models: which there are, whether each can run, and what is being done about those that cannot."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from PySide6.QtCore import QObject, Signal

from core.catalog import MODELS, ModelRow, Origin, WeightsState, find_model
from core.weights.progress import Progress

Value = TypeVar("Value")

NEW_MODEL = ""
"""The key of a model of the person's own that is being added: it has none yet."""
NOT_OFFERED = ""
"""The offer while no missing model was asked for."""


@dataclass(frozen=True, slots=True)
class ImportModel:
    """Ask for a weight file to be taken in: for the row called ``key``, or as a model of the person's own (NEW_MODEL).

    ``labels`` is a text file with one class name a line, for own models. ``untrained``: the weights are random, and results say so.
    """

    path: Path
    key: str = NEW_MODEL
    labels: Path | None = None
    untrained: bool = False


@dataclass(frozen=True, slots=True)
class ModelJob:
    """A model that is fetched, imported or removed: the stage it last named, and how a download is getting on."""

    stage: str
    fraction: float | None = None
    progress: Progress | None = None


@dataclass(frozen=True, slots=True, eq=False)
class ModelOutcome:
    """What came of the last job on a model: what went wrong, or English notes of core on what was done."""

    problem: Exception | None = None
    notes: tuple[str, ...] = ()


@dataclass(slots=True)
class _Models:
    rows: tuple[ModelRow, ...] = MODELS
    weights: Mapping[str, WeightsState] = field(default_factory=lambda: MappingProxyType({}))
    jobs: Mapping[str, ModelJob] = field(default_factory=lambda: MappingProxyType({}))
    outcomes: Mapping[str, ModelOutcome] = field(default_factory=lambda: MappingProxyType({}))
    offer: str = NOT_OFFERED


class ModelsSession(QObject):
    """What :class:`app.session.Session` says of models. Only the workflow calls the setters."""

    rows_changed = Signal(object)
    weights_changed = Signal(object)
    model_jobs_changed = Signal(object)
    model_outcomes_changed = Signal(object)
    offer_changed = Signal(str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._models = _Models()

    @property
    def rows(self) -> tuple[ModelRow, ...]:
        """Every model: the catalog's, with what was taken in for them, then the person's own."""
        return self._models.rows

    def set_rows(self, rows: tuple[ModelRow, ...]) -> None:
        """Another catalog; it holds every row of MODELS."""
        if rows != self._models.rows:
            self._models.rows = rows
            self.rows_changed.emit(rows)

    def row(self, key: str) -> ModelRow:
        """The row called ``key``. Raises InputError naming the keys there are."""
        return find_model(key, self._models.rows)

    def title_of(self, key: str) -> str:
        """The English title of a model, whose result may outlive its row; then its key."""
        return next((row.title for row in self._models.rows if row.key == key), key)

    @property
    def weights(self) -> Mapping[str, WeightsState]:
        """Model key to the state of its weight file; a model is missing here until its file was looked at."""
        return self._models.weights

    def set_weights(self, states: Mapping[str, WeightsState]) -> None:
        self._models.weights = MappingProxyType(dict(states))
        self.weights_changed.emit(self._models.weights)

    def state_of(self, row: ModelRow) -> WeightsState | None:
        """Whether a model can run; None until its file was looked at. What was never taken in needs no looking at."""
        if row.origin is Origin.ON_DEMAND and row.weights.kept_sha256 is None:
            return WeightsState.MISSING
        return self._models.weights.get(row.key)

    def is_on_offer(self, row: ModelRow) -> bool:
        """Whether a model is one that could be fetched or brought, and is not here."""
        return row.origin is Origin.ON_DEMAND and self.state_of(row) is WeightsState.MISSING

    @property
    def model_jobs(self) -> Mapping[str, ModelJob]:
        """Model key to what is being done with it; NEW_MODEL is one that is being added."""
        return self._models.jobs

    def set_model_job(self, key: str, job: ModelJob | None) -> None:
        if job != self._models.jobs.get(key):
            self._models.jobs = _with(self._models.jobs, key, job)
            self.model_jobs_changed.emit(self._models.jobs)

    @property
    def model_outcomes(self) -> Mapping[str, ModelOutcome]:
        """Model key to what came of the last job on it, as long as it is worth reading."""
        return self._models.outcomes

    def set_model_outcome(self, key: str, outcome: ModelOutcome | None) -> None:
        if outcome is not self._models.outcomes.get(key):
            self._models.outcomes = _with(self._models.outcomes, key, outcome)
            self.model_outcomes_changed.emit(self._models.outcomes)

    @property
    def offer(self) -> str:
        """The key of the missing model that somebody asked for last, which the window offers to fetch; or NOT_OFFERED."""
        return self._models.offer

    def set_offer(self, key: str) -> None:
        if key != self._models.offer:
            self._models.offer = key
            self.offer_changed.emit(key)


def _with(known: Mapping[str, Value], key: str, value: Value | None) -> Mapping[str, Value]:
    rest = {other: held for other, held in known.items() if other != key}
    return MappingProxyType(rest if value is None else {**rest, key: value})
