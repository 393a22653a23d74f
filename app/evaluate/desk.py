"""The evaluation's desk: what is being measured, how far it has come, and the last figures."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum

from PySide6.QtCore import QObject, Signal

from app.evaluate.going import Ask, EngineOn, Going, Turn
from app.evaluate.keeping import Keeping
from app.jobs import JobFailure, JobRunner
from app.translation import tr, tr_core
from core.errors import UserError
from core.evaluation.photos import ClassMapSource
from core.evaluation.report import Report

EVALUATION = "evaluation"
"""Channel of the worker."""


class Phase(Enum):
    IDLE = "idle"
    GOING = "going"
    PAUSED = "paused"
    DONE = "done"


class Desk(QObject):
    """One evaluation at a time. The last report, and the ground truths of its photos, stay until a new one is there.

    A failure is one sentence beside it.
    """

    phase_changed = Signal(object)
    turned = Signal(object)
    """Turn: how far it is."""
    report_changed = Signal(object)
    """Report of the photos so far."""
    notice_changed = Signal(str)

    def __init__(self, worker: JobRunner, engine_on: EngineOn, keeping: Keeping, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._engine_on = engine_on
        self._keeping = keeping
        self._going: Going | None = None
        self.phase = Phase.IDLE
        self.report: Report | None = None
        self.truths: Mapping[str, ClassMapSource] = {}
        self.notice = ""
        worker.failed.connect(self._failed)

    def begin(self, ask: Ask) -> None:
        """Measure from the first photo on."""
        self._going = Going(ask, self._engine_on, self._keeping)
        self._say("")
        self._enter(Phase.GOING)
        self._turn()

    def take_up(self, ask: Ask, done: int, total: int) -> None:
        """Stand where an earlier start of the program was left, behind ``done`` photos: going on counts the others."""
        self._going = Going(ask, self._engine_on, self._keeping, take_up=True)
        self.turned.emit(Turn(done, total, 0.0, "", None, {}, first=done))
        self._enter(Phase.PAUSED)

    def pause(self) -> None:
        """Stop at the photo under way; the figures so far stay, and going on leaves nothing out and counts nothing twice."""
        if self.phase is Phase.GOING:
            self._worker.cancel(EVALUATION)
            self._enter(Phase.PAUSED)

    def go_on(self) -> None:
        if self.phase is Phase.PAUSED:
            self._say("")
            self._enter(Phase.GOING)
            self._turn()

    def _turn(self) -> None:
        going = self._going
        assert going is not None
        self._worker.submit(EVALUATION, going, self._turned)

    def _turned(self, turn: Turn) -> None:
        self.turned.emit(turn)
        if turn.report is not None:
            self.report, self.truths = turn.report, turn.truths
            self.report_changed.emit(turn.report)
        if turn.is_last:
            self._enter(Phase.DONE)
        elif self.phase is Phase.GOING:  # whoever heard of this turn may have paused
            self._turn()

    def _failed(self, failure: JobFailure) -> None:
        """Where one photo fails, the evaluation waits there: mended, it can go on."""
        if failure.channel == EVALUATION:
            self._say(_sentence(failure.error))
            self._enter(Phase.PAUSED if self._going is not None and self._going.begun else Phase.IDLE)

    def _enter(self, phase: Phase) -> None:
        self.phase = phase
        self.phase_changed.emit(phase)

    def say(self, error: UserError) -> None:
        """One sentence beside the evaluation."""
        self._say(_sentence(error))

    def _say(self, notice: str) -> None:
        self.notice = notice
        self.notice_changed.emit(notice)


def _sentence(error: Exception) -> str:
    if isinstance(error, UserError):
        return tr_core(error.template, error.fields)
    return tr("The evaluation failed inside: {error}", error=error)
