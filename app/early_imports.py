"""Importing the workspaces on another thread before anybody opens them.

With what they bring along it takes up to a third of a second, for which a window would stand still at the first opening.
"""

from __future__ import annotations

import contextlib
import importlib
import sys
from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject

from app.jobs import JobRunner
from app.preferences import Workspace
from core.cancellation import CancelToken

MODULES = {
    Workspace.INSIDE_FCN: ("app.inside_fcn.room", "app.inside_fcn.workspace"),
    Workspace.MASKRCNN: ("app.inside_maskrcnn.workspace",),
    Workspace.LAB: ("app.lab.lab",),
    Workspace.EVALUATE: ("app.evaluate.keeping", "app.evaluate.workspace"),
}
"""What the program imports when it builds a workspace."""


class EarlyImports(QObject):
    """Two ways: one workspace ahead of everything else, and all of them once ``worker`` has nothing left to do."""

    def __init__(self, worker: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._runner: JobRunner | None = None
        self._waits = False

    def bring(self, workspace: Workspace, then: Callable[[], None]) -> None:
        """Call ``then`` once ``workspace`` is imported: at once where it is, else after the worker has done that before its next request.

        On a thread of its own it would meet torch's libraries being mapped, and wait for them with Python's lock in hand.
        """
        modules = MODULES.get(workspace, ())
        if all(name in sys.modules for name in modules):
            then()
        else:
            self._worker.submit("workspace", lambda token: import_modules(modules, token), lambda _nothing: then())

    def wait_for_rest(self) -> None:
        """Import all of them when the worker is next at rest."""
        self._waits = True
        self._worker.ended.connect(self._look)

    def _look(self) -> None:
        if self._runner is None and self._worker.is_idle:
            self._runner = JobRunner("workspaces", self)
            everything = [name for modules in MODULES.values() for name in modules]
            self._runner.submit("import", lambda token: import_modules(everything, token), lambda _nothing: None)

    def close(self) -> None:
        """Import nothing more, and wait for the thread; once more does nothing."""
        if self._waits:
            self._waits = False
            self._worker.ended.disconnect(self._look)
        if self._runner is not None:
            self._runner.close()


def import_modules(names: Iterable[str], token: CancelToken) -> None:
    """What cannot be imported is left to its workspace, which will say so."""
    for name in names:
        token.checkpoint("import")
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
