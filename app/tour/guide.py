"""The guide: at each stop of the tour, does with the program what a person would do to see it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from app.chosen import Chosen, ChosenKind
from app.detection_session import NO_MODEL, first_instance_model
from app.intents import Intents
from app.preferences import StageKey, Workspace
from app.session import Pixel, Session
from app.tour.stops import STOPS, StopKey
from core.roi.settings import Operator
from core.roi.sweep import SweepAxis

if TYPE_CHECKING:
    import numpy.typing as npt

    from app.lab.lab import RoiLab

SAMPLE = "astronaut"
COARSE = 4
GLIDE_IMAGE = 2.0
"""Photo pixels that the last stop has moved the box by."""

Rooms = Callable[[Workspace], QWidget]
"""The page of a workspace, which is built when it is first asked for."""

NEEDS_OBJECTS = frozenset({StopKey.MASKS, StopKey.POOL, StopKey.ALIGN, StopKey.SWEEP})


class Guide(QObject):
    """Goes to a stop when the session says so, and again when the results that it needs have come."""

    def __init__(self, session: Session, intents: Intents, rooms: Rooms, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._intents = intents
        self._rooms = rooms
        self._waiting = False
        self._acts = {
            StopKey.SOFTMAX: self._softmax,
            StopKey.ANNOTATION: lambda: self._fcn("annotation"),
            StopKey.ENCODER: lambda: self._fcn("encoder"),
            StopKey.FUSION: lambda: self._fcn("compare"),
            StopKey.MASKS: self._masks,
            StopKey.POOL: self._pool,
            StopKey.ALIGN: self._align,
            StopKey.SWEEP: self._sweep,
        }
        intents.start_tour.connect(lambda: self._go(min(session.tour_last, len(STOPS) - 1)))
        intents.go_to_stop.connect(self._go)
        session.segmentation_changed.connect(self._go_on)
        session.detection_changed.connect(self._go_on)

    def _go(self, place: int | None) -> None:
        session = self._session
        starts, was_last = session.tour_stop is None, session.tour_stop == len(STOPS) - 1
        session.set_tour_stop(place)
        if place is None:
            self._waiting = False
            if was_last:
                session.forget_tour()
            return
        key = STOPS[place].key
        if key in NEEDS_OBJECTS and session.instance_model_key == NO_MODEL:
            self._intents.choose_instance_model.emit(first_instance_model())
            if session.document is not None:
                self._intents.run.emit()
        self._waiting = True
        if session.document is None or (starts and not session.tour_last):
            self._intents.open_sample.emit(SAMPLE)
        else:
            self._go_on()

    def _go_on(self) -> None:
        """Do what the stop does, once what it shows is there."""
        session, place = self._session, self._session.tour_stop
        if not self._waiting or place is None or session.segmentation is None:
            return
        key = STOPS[place].key
        if key in NEEDS_OBJECTS and session.detection is None:
            return
        self._waiting = False
        self._acts[key]()

    # -- what each stop does -------------------------------------------------------------------------------------------

    def _softmax(self) -> None:
        self._intents.choose_workspace.emit(Workspace.EXPLORE)
        segmentation = self._session.segmentation
        assert segmentation is not None
        self._intents.fit.emit()
        self._intents.point_at.emit(border_pixel(segmentation.class_map))

    def _fcn(self, pane: str) -> None:
        from app.inside_fcn.workspace import InsideFcn

        self._intents.choose_workspace.emit(Workspace.INSIDE_FCN)
        room = self._rooms(Workspace.INSIDE_FCN)
        assert isinstance(room, InsideFcn)
        room.show_pane(pane)

    def _masks(self) -> None:
        self._intents.choose_workspace.emit(Workspace.MASKRCNN)
        self._intents.show_stage.emit(StageKey.PROPOSALS_AFTER)
        self._intents.choose.emit(self._first_object())

    def _first_object(self) -> Chosen | None:
        detection = self._session.detection
        return Chosen(ChosenKind.DETECTION, 0) if detection is not None and len(detection) else None

    def _lab(self) -> RoiLab:
        """The RoI lab, with RoIPool and RoIAlign reading the first object's box where there is one."""
        from app.lab.lab import RoiLab

        chosen = self._first_object()
        if chosen is None:
            self._intents.choose_workspace.emit(Workspace.LAB)
        else:
            self._intents.open_in_lab.emit(chosen)
        room = self._rooms(Workspace.LAB)
        assert isinstance(room, RoiLab)
        if room.desk.choices is not None:
            room.desk.choose_operators(replace(room.desk.choices.operators, first=Operator.POOL, second=Operator.ALIGN))
        return room

    def _pool(self) -> None:
        lab = self._lab()
        lab.tabs.setCurrentWidget(lab.bins)

    def _align(self) -> None:
        lab = self._lab()
        lab.tabs.setCurrentWidget(lab.arithmetic)

    def _sweep(self) -> None:
        lab = self._lab()
        lab.tabs.setCurrentWidget(lab.sweep)
        lab.desk.choose_axis(SweepAxis.X)
        lab.desk.scrub(GLIDE_IMAGE)


def border_pixel(class_map: npt.NDArray[np.uint8]) -> Pixel:
    """A pixel beside another class, as near to the middle as there is one: there the shares are worth a look. ``(H, W)`` uint8."""
    coarse = class_map[::COARSE, ::COARSE]
    middle = np.array(coarse.shape) // 2
    borders = np.argwhere(coarse[:, 1:] != coarse[:, :-1])
    row, column = borders[np.abs(borders - middle).sum(axis=1).argmin()] if len(borders) else middle
    return Pixel(int(column) * COARSE, int(row) * COARSE)
