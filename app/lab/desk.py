"""The lab's desk: holds what was chosen, asks the worker for what that gives, and says when either changed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QUndoStack

from app.chosen import Chosen, find_again
from app.jobs import JobFailure, JobRunner
from app.lab.choices import LabChoices, MapChoice, MapSource, OperatorChoice, Placement, first_box
from app.lab.looking import Look, LookRequest
from app.lab.moving import MoveBox
from app.lab.picking import Pick, pick
from app.lab.pointer import Pointer
from app.lab.sweeping import HeadEngine, HeadsRequest, LabSweep, SweepRequest, plan_of
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

if TYPE_CHECKING:
    from core.maskrcnn.glide import HeadGlide
    from core.maskrcnn.results import DetectionRun

FEATURES, LOOK, VERIFY, SWEEP, HEADS = "roi-features", "roi", "roi-check", "roi-sweep", "roi-heads"
"""Channels of the worker."""

REST_MS = 120
"""A box that has not moved for so long is at rest: then come the sweep and the check, which would stand in a drag's way."""

REACH = 10_000
"""Photo pixels that a box may reach beyond the photo: farther away, lines would overflow what paints them."""

TOO_FAR = "The box {box} reaches more than {reach} px beyond the photo; there is nothing to read there."
NO_PHOTO = mark("Open a photo, or click a sample; then drag the box on it.")


class LabEngine(HeadEngine, Protocol):
    """What the lab asks of core.engine.Engine."""

    def pyramid(self, document: ImageDocument, model_key: str, token: CancelToken) -> FeaturePyramid: ...


EngineOn = Callable[[DeviceChoice], LabEngine]
"""Called on the worker only: the engine, set to run on a device."""


class Desk(Pointer):
    """One photo, one model, one box. The last good look stays until a new one is there; a failure is one sentence beside it."""

    choices_changed = Signal(object)
    """LabChoices, or None when there is no photo."""
    look_changed = Signal(object)
    """Look, or None when it belongs to a photo or model that is gone."""
    verdicts_changed = Signal(object)
    """Two Verdicts for the present look, or None while they are being computed."""
    sweep_changed = Signal(object)
    """LabSweep for the resting box, or None while it is being computed."""
    glide_changed = Signal(object)
    """HeadGlide of the resting box as far as it has come, or None; only over a Mask R-CNN's maps."""
    run_changed = Signal(object)
    """The DetectionRun whose boxes can be picked, or None."""
    picked = Signal(object)
    """Chosen, when a person picked a box of the run here."""
    notice_changed = Signal(str)
    """What stands where the views are empty or behind; empty when all is shown."""

    def __init__(self, session: Session, worker: JobRunner, engine_on: EngineOn, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._worker = worker
        self._engine_on = engine_on
        self.undo_stack = QUndoStack(self)
        self.choices: LabChoices | None = None
        self.sweep: LabSweep | None = None
        self.glide: HeadGlide | None = None
        self.verdicts: tuple[Verdict, Verdict] | None = None
        self.notice = ""
        self._run: DetectionRun | None = session.detection
        self._reads_run = False
        self._settled: Placement | None = None
        self._pyramid: FeaturePyramid | None = None
        self._active = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._rested)
        session.document_changed.connect(self._photo_changed)
        session.model_changed.connect(self._model_changed)
        session.detection_changed.connect(self._run_changed)
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
        if not self._reads_run:
            self._forget()
            self._ask_for_features()

    def _run_changed(self, run: DetectionRun | None) -> None:
        """Read the new run's maps where the old one's were read; what was picked stays picked where it is there still."""
        before, self._run, choices = self._run, run, self.choices
        if choices is not None and choices.picked is not None:
            again = None if before is None or run is None else find_again(choices.picked, before, run)
            self.choices = replace(choices, picked=again)
            self._settled = self.choices.placement
            self.choices_changed.emit(self.choices)
        self.run_changed.emit(run)
        wanted = choices is not None and choices.source is MapSource.MASKRCNN
        if self._reads_run and run is not None and run.pyramid is self._pyramid:
            self._ask_for_look()
        elif self._reads_run or (wanted and run is not None):
            self._forget()
            self._ask_for_features()

    def _start_with(self, document: ImageDocument) -> None:
        self.undo_stack.clear()
        box = first_box(document.height, document.width)
        choices = LabChoices(box) if self.choices is None else self.choices
        self.choices = choices.placed(Placement(box, None, choices.level))
        self._settled = self.choices.placement
        self.forget_spots()
        self.choices_changed.emit(self.choices)

    def _forget(self) -> None:
        for channel in (FEATURES, LOOK, VERIFY, SWEEP, HEADS):
            self._worker.cancel(channel)
        self._rest.stop()
        self._pyramid = self.look = self.verdicts = None
        self.look_changed.emit(None)
        self._forget_sweep()
        self._forget_glide()
        self.verdicts_changed.emit(None)

    def _forget_sweep(self) -> None:
        self._worker.cancel(SWEEP)
        if self.sweep is not None:
            self.sweep = None
            self.sweep_changed.emit(None)

    def _forget_glide(self) -> None:
        self._worker.cancel(HEADS)
        if self.glide is not None:
            self.glide = None
            self.glide_changed.emit(None)

    def _ask_for_features(self) -> None:
        document, session, choices = self._session.document, self._session, self.choices
        if not self._active or document is None or choices is None:
            return
        run = self._run if choices.source is MapSource.MASKRCNN else None
        self._reads_run = run is not None
        if run is not None:
            self._take_features(run.pyramid)
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
    def run(self) -> DetectionRun | None:
        """The Mask R-CNN's run on the photo, whose boxes can be picked."""
        return self._run

    @property
    def reads_run(self) -> bool:
        """Whether the maps are those of the run."""
        return self._reads_run

    @property
    def pyramid(self) -> FeaturePyramid | None:
        return self._pyramid

    def try_box(self, box: Box, *, nudge: bool = False) -> None:
        """Move the box there, as one step that can be undone. Raises InputError, with nothing changed, for a box that says nothing."""
        self.check(box)
        if self.choices is None and self._session.document is not None:
            self._start_with(self._session.document)
        if self.choices is not None and box != self.choices.box_image:
            self._move(Placement(box, None, self.choices.level), nudge=nudge)

    def pick(self, chosen: Chosen) -> None:
        """Put the box where the run has it and read the run's maps, at the level that its heads' formula gives.

        One step that can be undone. Raises InputError, with nothing changed, for a box that cannot be read, and IndexError.
        """
        if self.choices is None and self._session.document is not None:
            self._start_with(self._session.document)
        if self._run is None or self.choices is None:
            return
        box = pick(self._run, chosen).box_image
        self.check(box)
        self.read_from(MapSource.MASKRCNN)
        self._move(Placement(box, chosen, None))
        self.picked.emit(chosen)

    def pick_of_choices(self) -> Pick | None:
        """What the run says of the box, if it was picked from it."""
        picked = None if self.choices is None else self.choices.picked
        return None if picked is None or self._run is None else pick(self._run, picked)

    def let_go(self) -> None:
        """The box stays, as if it had been drawn there by hand."""
        if self.choices is not None:
            self._move(replace(self.choices.placement, picked=None))

    def finish_drag(self) -> None:
        """A drag ended where the box is: one step back leads to where it last rested."""
        if self.choices is not None:
            self._move(self.choices.placement)

    def _move(self, placement: Placement, *, nudge: bool = False) -> None:
        if self._settled is not None and placement != self._settled:
            self.undo_stack.push(MoveBox(self._settle, self._settled, placement, nudge=nudge))

    def _settle(self, placement: Placement) -> None:
        self._settled = placement
        if self.choices is not None:
            self._choose(self.choices.placed(placement))

    def check(self, box: Box) -> None:
        """Raises InputError for a box that cannot be read from the present photo."""
        document = self._session.document
        if document is None:
            return
        check_box(box, (document.height, document.width))
        if min(box.x1, box.y1) < -REACH or box.x2 > document.width + REACH or box.y2 > document.height + REACH:
            raise InputError(TOO_FAR, box=written(box), reach=REACH)

    def show_box(self, box: Box) -> None:
        """Put a checked box there without a step to undo, while it is dragged."""
        if self.choices is not None:
            self._choose(self.choices.placed(Placement(box, None, self.choices.level)))

    def read_from(self, source: MapSource) -> None:
        """Whose maps are read; a Mask R-CNN's only where there is a run of it."""
        choices = self.choices
        if choices is None or choices.source is source or (source is MapSource.MASKRCNN and self._run is None):
            return
        self._forget()
        self.choices = replace(choices, source=source)
        self.choices_changed.emit(self.choices)
        self._ask_for_features()

    def choose_operators(self, operators: OperatorChoice) -> None:
        """Raises InputError, with nothing changed, when a number is out of range."""
        operators.settings()
        if self.choices is not None:
            self._choose(replace(self.choices, operators=operators))

    def choose_level(self, level: int | None) -> None:
        if self.choices is not None:
            self._settled = replace(self.choices.placement, level=level)
            self._choose(replace(self.choices, level=level))

    def choose_map(self, choice: MapChoice) -> None:
        if self.choices is not None:
            self._choose(replace(self.choices, map=choice))

    def show_both_sizes(self, both: bool) -> None:
        if self.choices is not None:
            self._choose(replace(self.choices, both_sizes=both))

    def show_all_bins(self, shown: bool) -> None:
        if self.choices is not None:
            self._choose(replace(self.choices, all_bins=shown))

    def choose_axis(self, axis: SweepAxis) -> None:
        if self.choices is not None:
            self._choose(replace(self.choices, axis=axis, offset_image=0.0))

    def scrub(self, offset_image: float) -> None:
        """Read the box ``offset_image`` pixels further; where it rests does not change."""
        if self.choices is not None:
            self._choose(replace(self.choices, offset_image=offset_image))

    def _choose(self, choices: LabChoices) -> None:
        before = self.choices
        if choices == before:
            return
        self.choices = choices
        self._worker.cancel(VERIFY)
        if before is None or what_glides(choices) != what_glides(before):
            self._forget_sweep()
        if before is None or what_heads_read(choices) != what_heads_read(before):
            self._forget_glide()
        self.choices_changed.emit(choices)
        self._ask_for_look()

    def _ask_for_look(self) -> None:
        """One request at a time: were each move of a drag to cancel the one before, a slow worker would show nothing until it ends."""
        if self._pyramid is not None and self.choices is not None and not self._worker.is_busy(LOOK):
            known = None if self.look is None or self.look.pyramid is not self._pyramid else self.look.map
            self._worker.submit(LOOK, LookRequest(self._pyramid, self.choices, known), self._take_look)

    def _take_look(self, look: Look) -> None:
        self.look = look
        self.verdicts = None
        self.fit_spots(look)
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
        if self.glide is None and self._reads_run:
            self._ask_for_heads(look, None)

    def _take_verdicts(self, verdicts: tuple[Verdict, Verdict]) -> None:
        self.verdicts = verdicts
        self.verdicts_changed.emit(verdicts)

    def _take_sweep(self, sweep: LabSweep) -> None:
        self.sweep = sweep
        self.sweep_changed.emit(sweep)

    def _ask_for_heads(self, look: Look, before: HeadGlide | None) -> None:
        """A few more steps of the glide. In parts, so that the box can be scrubbed meanwhile: many steps take seconds."""
        run, device, engine_on = self._run, self._session.device, self._engine_on
        if run is None:
            return
        found = self.pick_of_choices()
        plan = plan_of(look, None if found is None else found.label, run.thresholds.mask) if before is None else before.plan
        request = HeadsRequest(plan, before, lambda: engine_on(device), run.model_key)
        self._worker.submit(HEADS, request, lambda glide: self._take_heads(look, glide))

    def _take_heads(self, look: Look, glide: HeadGlide) -> None:
        self.glide = glide
        self.glide_changed.emit(glide)
        if not glide.is_whole:
            self._ask_for_heads(look, glide)

    def _failed(self, failure: JobFailure) -> None:
        if failure.channel in (FEATURES, LOOK, SWEEP, VERIFY, HEADS):
            self._say(sentence_of(failure.error))

    def _say(self, notice: str) -> None:
        self.notice = notice
        self.notice_changed.emit(notice)


def what_glides(choices: LabChoices) -> LabChoices:
    """What a sweep depends on: not on how far it is scrubbed, nor on what else is shown."""
    return replace(choices, offset_image=0.0, both_sizes=False, all_bins=False)


def what_heads_read(choices: LabChoices) -> LabChoices:
    """What a glide of the heads depends on: they read all channels, each head at its own size."""
    return what_glides(replace(choices, map=MapChoice(), operators=replace(choices.operators, output_size=1)))


def sentence_of(error: Exception) -> str:
    """What a person reads of an error, in the window's language."""
    if isinstance(error, UserError):
        return tr_core(error.template, error.fields)
    return tr("Something went wrong inside the lab: {error}", error=error)
