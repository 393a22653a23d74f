"""An evaluation that goes through its photos in short turns, so that the one worker stays free for whoever looks at a photo meanwhile."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.cancellation import CancelToken
from core.catalog import ModelRow
from core.devices import DeviceChoice
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

    @property
    def is_last(self) -> bool:
        return self.done == self.total

    @property
    def seconds_left(self) -> float | None:
        return self.seconds / self.done * (self.total - self.done) if self.done else None


class Going:
    """One evaluation. Requests call it on the worker, one after the other; nothing else touches it."""

    def __init__(self, ask: Ask, engine_on: EngineOn) -> None:
        self.ask = ask
        self._engine_on = engine_on
        self._measurement: SemanticMeasurement | InstanceMeasurement | None = None
        self._truths: Mapping[str, ClassMapSource] = {}
        self._done = 0
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
        if self._measurement is None:
            self._measurement = measurement_of(engine, self.ask.row, self.ask.request)
            self._truths = self._measurement.truths
        measurement, started = self._measurement, time.monotonic()
        total = len(measurement.names)
        try:
            while self._done < total:
                measurement.measure(self._done, token)
                self._done += 1
                if time.monotonic() - started > TURN_SECONDS:
                    break
        finally:
            self._seconds += time.monotonic() - started
        due = self._done == total or self._seconds - self._reported >= REPORT_SECONDS
        self._reported = self._seconds if due else self._reported
        report = measurement.report(self.ask.request.source) if due else None
        return Turn(self._done, total, self._seconds, measurement.names[self._done - 1], report, self._truths)
