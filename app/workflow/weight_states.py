"""Whether models can run, told by their weight files: each is hashed once, and again only when it has changed on the disk."""

from __future__ import annotations

from pathlib import Path

from core.catalog import ModelRow, WeightsState, sha256_in_use, weights_state
from core.errors import WeightsMissing

Mark = tuple[Path, int, int, str | None]
"""A file's path, size and time of change, and the hash that it must have."""


class WeightStates:
    """Belongs to one thread: hashing half a gigabyte takes a second or two, so that is never the window's."""

    def __init__(self) -> None:
        self._known: dict[Mark, WeightsState] = {}

    def of(self, row: ModelRow) -> WeightsState:
        """The state of a row's file, from memory where the file is the one that was looked at before."""
        try:
            mark = _mark(row)
        except (OSError, WeightsMissing):
            return weights_state(row)  # which says what is the matter, without hashing anything
        if mark not in self._known:
            self._known[mark] = weights_state(row)
        return self._known[mark]


def _mark(row: ModelRow) -> Mark:
    found = row.weights_path.stat()
    return row.weights_path, found.st_size, found.st_mtime_ns, sha256_in_use(row)
