"""What is left when the program dies inside a library: Python's own trace of every thread, read at the next start."""

from __future__ import annotations

import contextlib
import faulthandler
from pathlib import Path
from typing import TextIO

MAX_CHARACTERS = 100_000


class CrashReport:
    """A file that is empty while all is well. ``text`` is what the run before this one left in it, "" when it ended in order."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._file: TextIO | None = None
        self.text = self._take()

    def watch(self) -> None:
        """From now on a fatal signal writes its trace into the file; where none can be written, nothing is watched."""
        with contextlib.suppress(OSError):
            self._path.parent.mkdir(parents=True, exist_ok=True)
            self._file = self._path.open("w", encoding="utf-8")
            faulthandler.enable(self._file)

    def close(self) -> None:
        """The program ends in order: nothing is left behind."""
        if self._file is not None:
            faulthandler.disable()
            self._file.close()
            self._file = None
            with contextlib.suppress(OSError):
                self._path.unlink()

    def _take(self) -> str:
        try:
            return self._path.read_text(encoding="utf-8", errors="replace")[:MAX_CHARACTERS].strip()
        except OSError:
            return ""
