"""The lab's desk: holds what was chosen, asks the worker for what that gives, and says when either changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack

from app.jobs import JobFailure, JobRunner
from app.lab.choices import LabChoices, MapChoice, OperatorChoice, first_box
from app.lab.looking import Look, LookRequest
from app.lab.pointing import Spot, centre_of_bin
from app.lab.sweeping import LabSweep, SweepRequest
from app.lab.verification import Verdict, VerifyRequest
from app.session import Session
from app.translation import mark, tr, tr_core
from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.errors import InputError, UserError
from core.features import FeaturePyramid
from core.geometry import Box
from core.image import ImageDocument
from core.roi.grid import check_box, written
from core.roi.sweep import SweepAxis

FEATURES, LOOK, VERIFY, SWEEP = "roi-features", "roi", "roi-check", "roi-sweep"
"""Channels of the worker."""

REST_MS = 120
"""A box that has not moved for so long is at rest: then come the sweep and the check, which would stand in a drag's way."""

REACH = 10_000
"""Photo pixels that a box may reach beyond the photo: farther away, lines would overflow what paints them."""

TOO_FAR = "The box {box} reaches more than {reach} px beyond the photo; there is nothing to read there."
NO_PHOTO = mark("Open a photo, or click a sample; then drag the box on it.")


class PyramidEngine(Protocol):
    """What the lab asks of core.engine.Engine."""

    def pyramid(self, document: ImageDocument, model_key: str, token: CancelToken) -> FeaturePyramid: ...


EngineOn = Callable[[DeviceChoice], PyramidEngine]
"""Called on the worker only: the engine, set to run on a device."""


class MoveBox(QUndoCommand):
    """From one box to another. Nudges of the arrow keys in a row are one step back."""

    def __init__(self, show: Callable[[Box], None], before: Box, after: Box, *, nudge: bool) -> None:
        super().__init__(tr("Move the box"))
        self._show, self._before, self.after, self._nudge = show, before, after, nudge

    def id(self) -> int:
        return 1 if self._nudge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802 (Qt's name)
        if not isinstance(other, MoveBox):
            return False
        self.after = other.after
        return True

    def redo(self) -> None:
        self._show(self.after)

    def undo(self) -> None:
        self._show(self._before)


class Desk(QObject):
    """One photo, one model, one box. The last good look stays until a new one is there; a failure is one sentence beside it."""

    choices_changed = Signal(object)
    """LabChoices, or None when there is no photo."""
    look_changed = Signal(object)
    """Look, or None when it belongs to a photo or model that is gone."""
    verdicts_changed = Signal(object)
    """Two Verdicts for the present look, or None while they are being computed."""
    sweep_changed = Signal(object)
    """LabSweep for the resting box, or None while it is being computed."""
    spot_changed = Signal(object)
    """The Spot that is pointed at, else the pinned one."""
    pin_changed = Signal(object)
    """The bin that is shown while nothing is pointed at."""
    point_moved = Signal(float, float)
    """Where on the photo the pointer is, also beside the box: x, y in continuous photo pixels."""
    notice_changed = Signal(str)
    """What stands where the views are empty or behind; empty when all is shown."""

    def __init__(self, session: Session, worker: JobRunner, engine_on: EngineOn, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._worker = worker
        self._engine_on = engine_on
        self.undo_stack = QUndoStack(self)
        self.choices: LabChoices | None = None
        self.look: Look | None = None
        self.sweep: LabSweep | None = None
        self.verdicts: tuple[Verdict, Verdict] | None = None
        self.notice = ""
        self._pyramid: FeaturePyramid | None = None
        self._active = False
        self._pin: Spot | None = None
        self._hover: Spot | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._rested)
        session.document_changed.connect(self._photo_changed)
        session.model_changed.connect(self._model_changed)
        worker.failed.connect(self._failed)

    # -- photo and features --------------------------------------------------------------------------------------------

    def set_active(self, active: bool) -> None:
        """Whether the lab is on screen: only then are features and looks asked for."""
        self._active = active
        if active and self.choices is None and self._session.document is not None:
            self._start_with(self._session.document)
        if active and self._pyramid is None:
            self._ask_for_features()
        if self.choices is None:
            self._say(tr(NO_PHOTO))

    def _photo_changed(self, document: ImageDocument) -> None:
        self._forget()
        self._start_with(document)
        self._ask_for_features()

    def _model_changed(self) -> None:
        self._forget()
        self._ask_for_features()

    def _start_with(self, document: ImageDocument) -> None:
        self.undo_stack.clear()
        box = first_box(document.height, document.width)
        self.choices = LabChoices(box) if self.choices is None else replace(self.choices, box_image=box, offset_image=0.0)
        self._pin = self._hover = None
        self.choices_changed.emit(self.choices)

    def _forget(self) -> None:
        for channel in (FEATURES, LOOK, VERIFY, SWEEP):
            self._worker.cancel(channel)
        self._rest.stop()
        self._pyramid = self.look = self.sweep = self.verdicts = None
        self.look_changed.emit(None)
        self.sweep_changed.emit(None)
        self.verdicts_changed.emit(None)

    def _ask_for_features(self) -> None:
        document, session = self._session.document, self._session
        if not self._active or document is None:
            return
        key, device, engine_on = session.model_key, session.device, self._engine_on
        self._say(tr("The trunk of {model} reads the photo…", model=session.model.title))
        self._worker.submit(FEATURES, lambda token: engine_on(device).pyramid(document, key, token), self._take_features)

    def _take_features(self, pyramid: FeaturePyramid) -> None:
        self._pyramid = pyramid
        levels = [stride.bit_length() - 1 for stride in pyramid.strides.values()]
        assert self.choices is not None
        if self.choices.level is not None and self.choices.level not in levels:
            self._choose(replace(self.choices, level=None))
        self._ask_for_look()

    @property
    def pyramid(self) -> FeaturePyramid | None:
        return self._pyramid

    # -- choices -------------------------------------------------------------------------------------------------------

    def try_box(self, box: Box, *, nudge: bool = False) -> None:
        """Move the box there, as one step that can be undone. Raises InputError, with nothing changed, for a box that says nothing."""
        self.check(box)
        if self.choices is not None and box != self.choices.box_image:
            self.undo_stack.push(MoveBox(self.show_box, self.choices.box_image, box, nudge=nudge))

    def finish_drag(self, before: Box) -> None:
        """A drag that began at ``before`` ended where the box is: one step back leads there."""
        if self.choices is not None and before != self.choices.box_image:
            self.undo_stack.push(MoveBox(self.show_box, before, self.choices.box_image, nudge=False))

    def check(self, box: Box) -> None:
        """Raises InputError for a box that cannot be read from the present photo."""
        document = self._session.document
        if document is None:
            return
        check_box(box, (document.height, document.width))
        if min(box.x1, box.y1) < -REACH or box.x2 > document.width + REACH or box.y2 > document.height + REACH:
            raise InputError(TOO_FAR, box=written(box), reach=REACH)

    def show_box(self, box: Box) -> None:
        """Put a checked box there without a step to undo: while it is dragged, and by undo itself."""
        if self.choices is not None:
            self._choose(replace(self.choices, box_image=box, offset_image=0.0))

    def choose_operators(self, operators: OperatorChoice) -> None:
        """Raises InputError, with nothing changed, when a number is out of range."""
        operators.settings()
        if self.choices is not None:
            self._choose(replace(self.choices, operators=operators))

    def choose_level(self, level: int | None) -> None:
        if self.choices is not None:
            self._choose(replace(self.choices, level=level))

    def choose_map(self, choice: MapChoice) -> None:
        if self.choices is not None:
            self._choose(replace(self.choices, map=choice))

    def choose_axis(self, axis: SweepAxis) -> None:
        if self.choices is not None:
            self._choose(replace(self.choices, axis=axis, offset_image=0.0))

    def scrub(self, offset_image: float) -> None:
        """Read the box ``offset_image`` pixels further; where it rests does not change."""
        if self.choices is not None:
            self._choose(replace(self.choices, offset_image=offset_image), resting=False)

    def _choose(self, choices: LabChoices, *, resting: bool = True) -> None:
        if choices == self.choices:
            return
        self.choices = choices
        self._worker.cancel(VERIFY)
        if resting:
            self._worker.cancel(SWEEP)
            if self.sweep is not None:
                self.sweep = None
                self.sweep_changed.emit(None)
        self.choices_changed.emit(choices)
        self._ask_for_look()

    # -- looks ---------------------------------------------------------------------------------------------------------

    def _ask_for_look(self) -> None:
        """One request at a time: were each move of a drag to cancel the one before, a slow worker would show nothing until it ends."""
        if self._pyramid is not None and self.choices is not None and not self._worker.is_busy(LOOK):
            known = None if self.look is None or self.look.pyramid is not self._pyramid else self.look.map
            self._worker.submit(LOOK, LookRequest(self._pyramid, self.choices, known), self._take_look)

    def _take_look(self, look: Look) -> None:
        self.look = look
        self.verdicts = None
        self._fit_spots(look)
        self._say("")
        self.look_changed.emit(look)
        self.verdicts_changed.emit(None)
        if look.choices != self.choices:
            self._ask_for_look()
        else:
            self._rest.start()

    def _rested(self) -> None:
        look = self.look
        if look is None or look.choices != self.choices:
            return
        self._worker.submit(VERIFY, VerifyRequest(look), self._take_verdicts)
        if self.sweep is None:
            self._worker.submit(SWEEP, SweepRequest(look), self._take_sweep)

    def _take_verdicts(self, verdicts: tuple[Verdict, Verdict]) -> None:
        self.verdicts = verdicts
        self.verdicts_changed.emit(verdicts)

    def _take_sweep(self, sweep: LabSweep) -> None:
        self.sweep = sweep
        self.sweep_changed.emit(sweep)

    def _failed(self, failure: JobFailure) -> None:
        if failure.channel in (FEATURES, LOOK, SWEEP, VERIFY):
            self._say(sentence_of(failure.error))

    def _say(self, notice: str) -> None:
        self.notice = notice
        self.notice_changed.emit(notice)

    # -- pointing ------------------------------------------------------------------------------------------------------

    @property
    def spot(self) -> Spot | None:
        return self._hover or self._pin

    @property
    def pin(self) -> Spot | None:
        return self._pin

    def point_at(self, spot: Spot | None) -> None:
        if spot != self._hover:
            self._hover = spot
            self.spot_changed.emit(self.spot)

    def pin_spot(self, spot: Spot) -> None:
        """Show this bin whenever nothing is pointed at."""
        self._pin = spot
        self.pin_changed.emit(spot)
        self.spot_changed.emit(self.spot)

    def pin_bin(self, row: int, column: int) -> None:
        look = self.look
        if look is not None:
            self.pin_spot(Spot(row, column, *centre_of_bin(look.choices.box_read_image, row, column, look.output_size)))

    def _fit_spots(self, look: Look) -> None:
        """Keep what is pointed at inside the grid; to begin with, the bin in the middle."""
        count = look.output_size
        pin = self._pin
        row, column = (count // 2, count // 2) if pin is None else (min(pin.row, count - 1), min(pin.column, count - 1))
        x, y = centre_of_bin(look.choices.box_read_image, row, column, count)
        self._pin = Spot(row, column, x, y, 0 if pin is None else pin.sample)
        if self._hover is not None and max(self._hover.row, self._hover.column) >= count:
            self._hover = None


def sentence_of(error: Exception) -> str:
    """What a person reads of an error, in the window's language."""
    if isinstance(error, UserError):
        return tr_core(error.template, error.fields)
    return tr("Something went wrong inside the lab: {error}", error=error)
