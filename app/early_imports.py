"""Importing the workspaces on a thread of their own before anybody opens them, once no network is waited for.

With what they bring along it takes up to a third of a second, for which a window would stand still at the first opening.
"""

from __future__ import annotations

import contextlib
import importlib

from PySide6.QtCore import QObject

from app.jobs import JobRunner
from core.cancellation import CancelToken

WORKSPACES = (
    "app.inside_fcn.room", "app.inside_fcn.workspace", "app.inside_maskrcnn.workspace", "app.lab.lab", "app.evaluate.keeping",
    "app.evaluate.workspace",
)  # fmt: skip
"""What the program imports when it builds them."""


class EarlyImports(QObject):
    """Waits until ``worker`` has nothing left to do, and imports once."""

    def __init__(self, worker: JobRunner, parent: QObject) -> None:
        super().__init__(parent)
        self._worker = worker
        self._runner: JobRunner | None = None
        worker.ended.connect(self._look)

    def _look(self) -> None:
        if self._runner is None and self._worker.is_idle:
            self._runner = JobRunner("workspaces", self)
            self._runner.submit("import", import_workspaces, lambda _nothing: None)

    def close(self) -> None:
        """Import nothing more, and wait for the thread."""
        self._worker.ended.disconnect(self._look)
        if self._runner is not None:
            self._runner.close()


def import_workspaces(token: CancelToken) -> None:
    """What cannot be imported is left to its workspace, which will say so."""
    for name in WORKSPACES:
        token.checkpoint("import")
        with contextlib.suppress(ImportError):
            importlib.import_module(name)
