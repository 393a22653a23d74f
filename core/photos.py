"""Photos in the order in which they are browsed. Imports no image library, so that the window's state can hold them from its start."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Self


class Photos(tuple[Path, ...]):
    """Where a photo stands is known without a search, so that thousands make nobody wait who asks. Made where there is time."""

    names: tuple[str, ...]
    """Of the files, in the same order."""
    _places: dict[Path, int]

    def __new__(cls, paths: Iterable[Path] = ()) -> Self:
        made = super().__new__(cls, paths)
        made.names = tuple(path.name for path in made)
        made._places = {path: place for place, path in enumerate(made)}
        return made

    def place(self, path: Path | None) -> int | None:
        """Counted from 0; None for a photo that is not among them."""
        return None if path is None else self._places.get(path)

    def __contains__(self, path: object) -> bool:
        return path in self._places
