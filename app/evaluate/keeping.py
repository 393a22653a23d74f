"""An evaluation that was left, kept for the next start: what was asked, and what was counted of it so far."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from app.kept_file import exactly, load_kept, save_kept, within
from core.errors import UserError
from core.evaluation.photos import Layout
from core.evaluation.request import POOLERS, EvaluationRequest

VERSION = 1
MAX_PHOTOS = 10_000_000


@dataclass(frozen=True, slots=True)
class LeftEvaluation:
    """``done`` of ``total`` photos were counted of what was asked of a model."""

    model_key: str
    request: EvaluationRequest
    done: int
    total: int


class Keeping:
    """Two files in a folder: the one that is read when the window starts is small, ``counts`` grows with the photos."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / "evaluation.json"
        self.counts = folder / "evaluation-counts.json"

    def left(self) -> tuple[LeftEvaluation | None, UserError | None]:
        """What was left, None where nothing was, or where its file is damaged: then it is kept as ``.bad`` and the error says so."""
        return load_kept(self.path, from_json, None, damaged=_damaged, stuck=_stuck)

    def note(self, left: LeftEvaluation) -> None:
        """Raises ExportError; the old file is then untouched."""
        save_kept(self.path, to_json(left))

    def make_folder(self) -> None:
        """Raises OSError."""
        self.counts.parent.mkdir(parents=True, exist_ok=True)

    def forget(self) -> None:
        """Raises OSError where the files cannot be removed."""
        for path in (self.path, self.counts):
            path.unlink(missing_ok=True)


def to_json(left: LeftEvaluation) -> str:
    """In ASCII: folders may have names that no encoding has."""
    request = asdict(left.request) | {"data": str(left.request.data), "layout": left.request.layout.value}
    document = {"version": VERSION, "model": left.model_key, "request": request, "done": left.done, "total": left.total}
    return json.dumps(document, indent=1)


def from_json(text: str) -> LeftEvaluation:
    """Raises ValueError, KeyError or TypeError on anything that :func:`to_json` would not write."""
    document = json.loads(text)
    if exactly(int, document["version"]) != VERSION:
        raise ValueError(f"version {document['version']}")
    total = within(exactly(int, document["total"]), 1, MAX_PHOTOS)
    done = within(exactly(int, document["done"]), 0, total)
    return LeftEvaluation(exactly(str, document["model"]), _request(document["request"]), done, total)


def _request(given: dict[str, object]) -> EvaluationRequest:
    poolers = tuple(exactly(list, given["poolers"]))
    if not poolers or not set(poolers) <= set(POOLERS):
        raise ValueError(f"poolers {poolers}")
    limit = given["limit"]
    return EvaluationRequest(
        Path(exactly(str, given["data"])),
        Layout(exactly(str, given["layout"])),
        _text_or_none(given["split"]),
        None if limit is None else within(exactly(int, limit), 1, MAX_PHOTOS),
        _text_or_none(given["source"]),
        poolers,
        exactly(bool, given["ceilings"]),
    )


def _text_or_none(value: object) -> str | None:
    return None if value is None else str(exactly(str, value))


def _damaged(kept: Path, details: str) -> UserError:
    return UserError(
        "The evaluation that was left is damaged and is kept as {path}; measure from the first photo on.", path=kept, details=details
    )


def _stuck(path: Path, details: str) -> UserError:
    return UserError(
        "The evaluation that was left cannot be read from {path}; remove that file, and measure again.", path=path, details=details
    )
