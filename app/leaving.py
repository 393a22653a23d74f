"""Ending the process at once when its window is closed, also in the first seconds, in which torch is being imported.

An import cannot be cancelled, and takes longer than anybody watches a program that was closed. Python's own end takes another second to
take torch apart, of which nothing is needed any more.
"""

from __future__ import annotations

import logging
import os
import sys
import threading
from importlib.abc import MetaPathFinder
from importlib.machinery import ModuleSpec
from types import ModuleType
from typing import NoReturn

from core.cancellation import CancelToken


class NoMoreImports(MetaPathFinder):
    """Once this is the first of ``sys.meta_path``, a worker that imports is cancelled at the next module that was not imported before.

    What it was importing is left half done: only for a process that ends.
    """

    def __init__(self) -> None:
        self._window = threading.get_ident()
        self._ended = CancelToken()
        self._ended.cancel()

    def find_spec(self, fullname: str, path: object = None, target: ModuleType | None = None) -> ModuleSpec | None:  # noqa: ARG002
        """None on the window's thread: others find it. Raises Cancelled on every other."""
        if threading.get_ident() != self._window:
            self._ended.checkpoint("import")
        return None


def stop_imports() -> None:
    """From now on no other thread of this process, which is about to end, imports anything."""
    sys.meta_path.insert(0, NoMoreImports())


def leave(code: int) -> NoReturn:
    """End the process, after what was said has been written. Files are written and closed by then, and threads have ended."""
    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:  # a program without a terminal on Windows
            stream.flush()
    os._exit(code)
