"""What a batch reads and what it writes: inputs to photos, photos to file names that cannot collide. Decodes nothing."""

from __future__ import annotations

import os
import tempfile
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import ExportError, ImageError, InputError, UserError
from core.image import list_images
from core.reading import is_folder


@dataclass(frozen=True, slots=True)
class BatchItem:
    """One photo to read: a path as the person gave it, or the key of a sample. ``stem`` begins the names of what is written for it."""

    source: Path | str
    stem: str


@dataclass(frozen=True, slots=True)
class Failure:
    """An input that came to nothing, and the sentence that says why."""

    source: Path | str
    error: UserError


def expand(inputs: Iterable[Path]) -> tuple[list[Path], list[Failure]]:
    """Files as they are, folders as the photos in them, each file once, in the order given; and the folders that gave none."""
    found: dict[str, Path] = {}
    failures = []
    for given in inputs:
        try:
            for path in _photos_in(given) if is_folder(given) else [given]:
                found.setdefault(_real(path), path)
        except ImageError as error:
            failures.append(Failure(given, error))
    return list(found.values()), failures


def _real(path: Path) -> str:
    """Where links lead. Unlike Path.resolve it takes a link that leads back to itself, which reading refuses in a sentence."""
    return os.path.realpath(path)


def _photos_in(folder: Path) -> list[Path]:
    photos = list_images(folder)
    if not photos:
        raise ImageError("The folder {path} holds no photos; give one that does, or the photos themselves.", path=folder)
    return photos


def name_items(sources: Sequence[Path | str]) -> list[BatchItem]:
    """Give each source a stem of its own, also where file systems ignore case.

    ``a.jpg`` becomes ``a``; beside an ``a.png`` they become ``a.jpg`` and ``a.png``; a second ``a.jpg`` from elsewhere ``a.jpg-2``.
    """
    shared = Counter(_short_name(source).casefold() for source in sources)
    taken: set[str] = set()
    items = []
    for source in sources:
        short = _short_name(source)
        full = short if isinstance(source, str) else source.name
        stem = short if shared[short.casefold()] == 1 and short.casefold() not in taken else _untaken(full, taken)
        taken.add(stem.casefold())
        items.append(BatchItem(source, stem))
    return items


def _short_name(source: Path | str) -> str:
    return source if isinstance(source, str) else source.stem


def _untaken(name: str, taken: set[str]) -> str:
    candidate, number = name, 1
    while candidate.casefold() in taken:
        number += 1
        candidate = f"{name}-{number}"
    return candidate


def open_folder(folder: Path) -> None:
    """Create ``folder`` and prove that a file can be made in it, before minutes are spent. Raises ExportError."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise ExportError(
            "The folder {path} cannot be written to ({reason}); choose another one with --out.",
            path=folder,
            reason=error.strerror or error,
        ) from error


def refuse_overwriting(targets: Iterable[Path], sources: Iterable[Path | str]) -> None:
    """Raise InputError when a file to be written is one of the photos to be read."""
    photos = {_real(source) for source in sources if isinstance(source, Path)}
    clash = next((target for target in targets if _real(target) in photos), None)
    if clash is not None:
        raise InputError("{path} is one of the photos and would be overwritten; choose another folder with --out.", path=clash)
