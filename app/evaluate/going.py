"""An evaluation that goes through its photos in short turns, so that the one worker stays free for whoever looks at a photo meanwhile."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from app.evaluate.keeping import Keeping, LeftEvaluation
from core.cancellation import CancelToken
from core.catalog import ModelRow
from core.devices import DeviceChoice
from core.errors import ExportError, InputError
from core.evaluation.driver import Saver, taken_up
from core.evaluation.photos import ClassMapSource
from core.evaluation.report import Report
from core.evaluation.request import EvaluationRequest, measurement_of

if TYPE_CHECKING:
    from core.engine import Engine
    from core.evaluation.instance_run import InstanceMeasurement
    from core.evaluation.semantic_run import SemanticMeasurement

TURN_SECONDS = 0.5
"""Photos are measured for so long, at least one, before the worker may do something else."""
REPORT_SECONDS = 4.0
"""Figures of the photos so far are made no more often: those of average precision take the longer the more photos there are."""

_ANOTHER = "The data, the weights or the device are not those of what was counted earlier; choose Measure to begin anew."

EngineOn = Callable[[DeviceChoice], Any]
"""Called on the worker only: core.engine.Engine, set to run on a device."""


@dataclass(frozen=True, slots=True)
class Ask:
    """Everything that an evaluation needs."""

    row: ModelRow
    request: EvaluationRequest
    device: DeviceChoice


@dataclass(frozen=True, slots=True, eq=False)
class Turn:
    """What a turn came to. ``report`` is of the ``done`` photos, None where it was not yet time for one; ``seconds`` are the worker's.

    ``truths`` are the ground truths of all photos by their names, for who looks at one.
    """

    done: int
    total: int
    seconds: float
    name: str
    report: Report | None
    truths: Mapping[str, ClassMapSource]
    first: int = 0
    """Photos that an earlier start of the program counted; ``seconds`` are those of the others."""

    @property
    def is_last(self) -> bool:
        return self.done == self.total

    @property
    def seconds_left(self) -> float | None:
        fresh = self.done - self.first
        return self.seconds / fresh * (self.total - self.done) if fresh else None


class Going:
    """One evaluation. Requests call it on the worker, one after the other; nothing else touches it."""

    def __init__(self, ask: Ask, engine_on: EngineOn, keeping: Keeping, *, take_up: bool = False) -> None:
        """``take_up`` carries on behind the photos that ``keeping`` has."""
        self.ask = ask
        self._engine_on = engine_on
        self._keeping, self._take_up = keeping, take_up
        self._measurement: SemanticMeasurement | InstanceMeasurement | None = None
        self._saver: Saver | None = None
        self._truths: Mapping[str, ClassMapSource] = {}
        self._done = self._first = 0
        self._seconds = 0.0
        self._reported = 0.0

    @property
    def begun(self) -> bool:
        """Whether a photo was measured."""
        return self._done > 0

    def __call__(self, token: CancelToken) -> Turn:
        """Go on for one turn. Raises what measuring raises: the photos counted before stay counted."""
        token.checkpoint("import")
        engine: Engine = self._engine_on(self.ask.device)
        measurement = self._measurement or self._open(engine)
        started = time.monotonic()
        total = len(measurement.names)
        try:
            while self._done < total:
                measurement.measure(self._done, token)
                self._done += 1
                if time.monotonic() - started > TURN_SECONDS:
                    break
        finally:
            self._seconds += time.monotonic() - started
        self._keep(total)
        due = self._done == total or self._seconds - self._reported >= REPORT_SECONDS
        self._reported = self._seconds if due else self._reported
        report = measurement.report(self.ask.request.source) if due else None
        return Turn(self._done, total, self._seconds, measurement.names[self._done - 1], report, self._truths, self._first)

    def _open(self, engine: Engine) -> SemanticMeasurement | InstanceMeasurement:
        """Raises InputError, also where what was counted earlier is of something else."""
        measurement = measurement_of(engine, self.ask.row, self.ask.request)
        if self._take_up:
            try:
                self._done = self._first = taken_up(measurement, self._keeping.counts)
            except InputError as error:
                raise InputError(_ANOTHER, details=str(error)) from error
        self._measurement, self._truths = measurement, measurement.truths
        self._saver = Saver(measurement, self._keeping.counts)
        return measurement

    def _keep(self, total: int) -> None:
        """For the next start, now and then. A disk that cannot hold it does not stop the measuring, which would lose more."""
        with contextlib.suppress(ExportError, OSError):
            self._keeping.make_folder()
            if self._done == total:
                self._keeping.forget()
            elif self._saver is not None and self._saver.save_if_due(self._done):
                self._keeping.note(LeftEvaluation(self.ask.row.key, self.ask.request, self._done, total))
