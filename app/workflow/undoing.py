"""Undo and redo of what a person changed by hand: classes and colours, the look of overlays, thresholds; in the RoI lab, its box."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtGui import QUndoCommand, QUndoGroup, QUndoStack

from app.intents import Intents
from app.preferences import Workspace
from app.session import Session

ONE_GESTURE = 0.7
"""Seconds: changes of one thing that follow each other faster, such as those of a slider that is dragged, are one step."""
MAX_STEPS = 200


@dataclass(frozen=True, slots=True)
class _Thing:
    """Something of the session that can be undone. ``signal`` is the name of the one that says it changed."""

    signal: str
    read: Callable[[Session], Any]
    write: Callable[[Session, Any], None]


THINGS = (
    _Thing("class_view_changed", lambda session: dict(session.class_views), Session.set_class_views),
    _Thing("look_changed", lambda session: session.look, Session.set_look),
    _Thing("instance_look_changed", lambda session: session.instance_look, Session.set_instance_look),
    _Thing("thresholds_changed", lambda session: session.thresholds, Session.set_thresholds),
)


class _Change(QUndoCommand):
    """One thing's value before and after. The first ``redo``, when it is pushed, changes nothing: it has happened."""

    def __init__(self, thing: int, put: Callable[[Any], None], before: Any, after: Any) -> None:
        super().__init__()
        self._thing, self._put, self._before, self.after = thing, put, before, after
        self.at = time.monotonic()

    def id(self) -> int:
        return self._thing

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802
        if not isinstance(other, _Change) or other.at - self.at > ONE_GESTURE:
            return False
        self.after, self.at = other.after, other.at
        self.setObsolete(self._before == self.after)
        return True

    def redo(self) -> None:
        self._put(self.after)

    def undo(self) -> None:
        self._put(self._before)


class Undoing(QObject):
    """Remembers changes of the session as steps, and answers Undo and Redo with those of the workspace on screen."""

    def __init__(self, session: Session, intents: Intents, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._group = QUndoGroup(self)
        self._view = QUndoStack(self._group)
        self._view.setUndoLimit(MAX_STEPS)
        self._rooms: dict[Workspace, QUndoStack] = {}
        self._known = [thing.read(session) for thing in THINGS]
        self._is_putting = False
        for number, thing in enumerate(THINGS):
            getattr(session, thing.signal).connect(lambda *_, number=number: self._changed(number))
        self._group.canUndoChanged.connect(self._tell)
        self._group.canRedoChanged.connect(self._tell)
        session.workspace_changed.connect(self._choose_stack)
        intents.undo.connect(self._group.undo)
        intents.redo.connect(self._group.redo)
        self._choose_stack()

    def add_room(self, workspace: Workspace, stack: QUndoStack) -> None:
        """A workspace that keeps steps of its own: on its page, Undo means those."""
        self._rooms[workspace] = stack
        self._group.addStack(stack)
        self._choose_stack()

    def _choose_stack(self) -> None:
        self._group.setActiveStack(self._rooms.get(self._session.workspace, self._view))
        self._tell()

    def _changed(self, number: int) -> None:
        before, after = self._known[number], THINGS[number].read(self._session)
        if after != before:
            self._known[number] = after
            if not self._is_putting:  # what comes of a step is no step of its own; Qt's stack must not be pushed to meanwhile
                self._view.push(_Change(number, lambda value: self._put(number, value), before, after))

    def _put(self, number: int, value: Any) -> None:
        self._known[number] = value  # first: what is put back is no new change
        if THINGS[number].read(self._session) != value:
            self._is_putting = True
            try:
                THINGS[number].write(self._session, value)
            finally:
                self._is_putting = False

    def _tell(self) -> None:
        self._session.set_undoable(self._group.canUndo(), self._group.canRedo())
