"""Coming back: the photo, the view and the choices of last time, each as soon as what it refers to is there again."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QTabWidget, QWidget

from app.canvas.image_canvas import ImageCanvas
from app.canvas.view_frame import ImagePoint
from app.chosen import Chosen, ChosenKind
from app.intents import Intents
from app.last_session import LastBox, LastSession, LastView
from app.messages import Messages, Sentence
from app.preferences import Workspace
from app.session import Session
from app.translation import mark
from core.errors import InputError
from core.image import ImageDocument
from core.maskrcnn.results import DetectionRun
from core.reading import is_file
from core.samples import SAMPLES

if TYPE_CHECKING:
    from app.lab.desk import Desk

Bring = Callable[[Workspace, Callable[[], None]], None]
"""Calls back once a workspace can be opened without a wait."""
MISSING = mark("The photo of last time, {path}, is not there any more; open another one.")
DESK = "desk"
"""What the RoI lab calls the place of its box: imported, it would make the window's start wait for it."""
TABS = "tabs"
"""What a workspace with tabs calls them; the open tab is kept by its place's name."""


def resume(session: Session, last: LastSession) -> None:
    """The values that refer to no photo, for a fresh session."""
    session.set_thresholds(last.thresholds)
    session.set_paste_rule(last.paste_rule)
    session.set_gains(last.gains)
    session.recall_tour(last.tour)


class Returning(QObject):
    """Opens the photo of last time; a choice of the person's in between ends the coming back."""

    def __init__(
        self, last: LastSession, session: Session, intents: Intents, messages: Messages, canvas: ImageCanvas, bring: Bring, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._last = last
        self._session = session
        self._intents = intents
        self._messages = messages
        self._canvas = canvas
        self._bring = bring
        self._asked = False
        self._coming = False
        self._workspace_comes = self._workspace_is_imported = False

    def open_photo(self) -> None:
        """Ask for the photo again, if there was one that can be asked for."""
        last = self._last
        self._asked = True
        if last.photo is not None and not is_file(last.photo):
            self._messages.show_note("return", Sentence(MISSING, {"path": last.photo}))
            return
        self._coming = self._workspace_comes = True
        self._bring(last.workspace, self._workspace_imported)
        self._session.document_changed.connect(self._photo_came)
        self._session.detection_changed.connect(self._objects_came)
        if last.photo is not None:
            self._intents.open_paths.emit((last.photo,))
        elif last.sample in {sample.key for sample in SAMPLES}:
            self._intents.open_sample.emit(last.sample)

    def _photo_came(self, document: ImageDocument) -> None:
        last = self._last
        self._coming = self._coming and document.digest == last.digest
        if not self._coming:
            self._workspace_comes = False
            return
        if last.view is not None:
            self._canvas.set_view(ImagePoint(last.view.x, last.view.y), last.view.zoom)
        if last.truth is not None and is_file(last.truth):
            self._intents.load_truth.emit(last.truth)
        self._open_workspace()

    def _workspace_imported(self) -> None:
        self._workspace_is_imported = True
        self._open_workspace()

    def _open_workspace(self) -> None:
        """Once both it and the photo are there, if nobody went elsewhere meanwhile."""
        document, last = self._session.document, self._last
        if self._workspace_comes and self._workspace_is_imported and document is not None and document.digest == last.digest:
            self._workspace_comes = False
            if self._session.workspace is Workspace.EXPLORE:
                self._intents.choose_workspace.emit(last.workspace)

    def _objects_came(self, run: DetectionRun | None) -> None:
        chosen, lab = self._last.chosen, self._last.lab
        if self._coming and run is not None:
            self._coming = False
            if self._session.chosen is not None:
                return
            if lab is not None and lab.picked is not None and self._session.workspace is Workspace.LAB and is_in(run, lab.picked):
                self._intents.open_in_lab.emit(lab.picked)
            if chosen is not None and is_in(run, chosen):
                self._intents.choose.emit(chosen)

    def put_box(self, desk: Desk) -> None:
        """The lab's box of last time, when the lab is first opened and the photo is still that one."""
        document, lab = self._session.document, self._last.lab
        if lab is not None and document is not None and document.digest == self._last.digest:
            with contextlib.suppress(InputError):  # a file may say anything
                desk.try_box(lab.box)

    def with_awaited(self, now: LastSession) -> LastSession:
        """``now``, with what of last time was still to come: closed early, a window must not forget what it had not shown yet.

        That is the photo until it is read, the choice and the ground truth until there are objects, the lab's box until the lab is opened.
        """
        last = self._last
        if not now.digest and self._awaits_photo:
            return replace(
                now, photo=last.photo, sample=last.sample, digest=last.digest, view=last.view, workspace=last.workspace,
                chosen=last.chosen, truth=last.truth, lab=last.lab,
            )  # fmt: skip
        if now.digest != last.digest:
            return now
        lab = now.lab or last.lab
        if self._workspace_comes and now.workspace is Workspace.EXPLORE:
            now = replace(now, workspace=last.workspace)
        if not self._coming:
            return replace(now, lab=lab)
        return replace(now, lab=last.lab or lab, chosen=now.chosen or last.chosen, truth=now.truth or last.truth)

    @property
    def _awaits_photo(self) -> bool:
        return not self._asked or (self._coming and bool(self._session.reading))


def is_in(run: DetectionRun, chosen: Chosen) -> bool:
    """Whether the run has what was chosen; only detections and proposals are counted the same in every run of a photo."""
    counts = {ChosenKind.DETECTION: len(run), ChosenKind.PROPOSAL: len(run.boxes)}
    return chosen.index < counts.get(chosen.kind, 0)


def last_of(session: Session, canvas: ImageCanvas, rooms: Mapping[Workspace, QWidget], sample: str) -> LastSession:
    """What is on screen now."""
    document = session.document
    view = None
    if document is not None and not canvas.fitted:
        view = LastView(canvas.view.centre.x, canvas.view.centre.y, canvas.view.zoom)
    return LastSession(
        None if document is None else document.path,
        sample,
        "" if document is None else document.digest,
        view,
        session.workspace,
        {workspace: str(tabs.currentIndex()) for workspace, room in rooms.items() if (tabs := tabs_of(room)) is not None},
        session.thresholds,
        session.paste_rule,
        session.gains,
        session.chosen,
        _label_png_of(session),
        session.tour_last,
        _box_of(rooms.get(Workspace.LAB)),
    )


def _label_png_of(session: Session) -> Path | None:
    """The file that ground truth can be read from again; what a data set's list of outlines says of a photo, only Evaluate can."""
    truth = session.truth
    return None if truth is None or truth.path.suffix.lower() == ".json" else truth.path


def _box_of(lab: QWidget | None) -> LastBox | None:
    choices = None if lab is None else getattr(lab, DESK).choices
    return None if choices is None else LastBox(choices.box_image, choices.picked)


def tabs_of(room: QWidget) -> QTabWidget | None:
    """The tabs of a workspace, None where it has none."""
    tabs = getattr(room, TABS, None)
    return tabs if isinstance(tabs, QTabWidget) else None


def open_tab(room: QWidget, place: str) -> None:
    """Open the tab of last time, if there still is one at that place."""
    tabs = tabs_of(room)
    if tabs is not None and place.isdecimal() and int(place) < tabs.count():
        tabs.setCurrentIndex(int(place))
