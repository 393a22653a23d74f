"""Moves of the box as steps that can be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtGui import QUndoCommand

from app.lab.choices import Placement
from app.translation import tr


class MoveBox(QUndoCommand):
    """From one placement to another. Nudges of the arrow keys in a row are one step back."""

    def __init__(self, show: Callable[[Placement], None], before: Placement, after: Placement, *, nudge: bool = False) -> None:
        super().__init__(tr("Move the box"))
        self._show, self._before, self.after, self._nudge = show, before, after, nudge

    def id(self) -> int:
        return 1 if self._nudge else -1

    def mergeWith(self, other: QUndoCommand) -> bool:  # noqa: N802
        if not isinstance(other, MoveBox):
            return False
        self.after = other.after
        return True

    def redo(self) -> None:
        self._show(self.after)

    def undo(self) -> None:
        self._show(self._before)
