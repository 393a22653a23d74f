"""What was on screen when the window was closed: enough to show it again, as JSON that is checked when read."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from app.chosen import Chosen, ChosenKind
from app.detection_session import VIEW_THRESHOLDS
from app.kept_file import exactly, load_kept, save_kept, within
from app.preferences import Workspace
from core.errors import UserError
from core.fcn.config import UNIT_GAINS, Gains
from core.geometry import Box
from core.maskrcnn.results import PasteRule, Thresholds

VERSION = 1
MAX_TEXT = 10_000
MAX_COUNT = 1_000_000
MAX_GAIN = 2.0
MAX_PLACE = 1e7


@dataclass(frozen=True, slots=True)
class LastView:
    """Which image point was in the middle, and device pixels per image pixel."""

    x: float
    y: float
    zoom: float


@dataclass(frozen=True, slots=True)
class LastBox:
    """The RoI lab's box, in image px, and what of the Mask R-CNN's run it was; None for a box drawn by hand."""

    box: Box
    picked: Chosen | None = None


@dataclass(frozen=True, slots=True)
class LastSession:
    """``photo`` is None and ``sample`` empty where there was none, or a pasted one. ``view`` is None for a photo that was shown whole.

    ``digest`` is the photo's: what refers to its pixels (``view``, ``chosen``, ``lab``) means nothing on another one. ``tabs`` has the
    open tab of each workspace that has tabs.
    """

    photo: Path | None = None
    sample: str = ""
    digest: str = ""
    view: LastView | None = None
    workspace: Workspace = Workspace.EXPLORE
    tabs: Mapping[Workspace, str] = field(default_factory=dict)
    thresholds: Thresholds | None = VIEW_THRESHOLDS
    paste_rule: PasteRule = PasteRule.TORCHVISION
    gains: Gains = UNIT_GAINS
    chosen: Chosen | None = None
    truth: Path | None = None
    tour: int = 0
    lab: LastBox | None = None


def save(last: LastSession, path: Path) -> None:
    """Write atomically. Raises ExportError; the old file is then untouched."""
    save_kept(path, to_json(last))


def load(path: Path) -> tuple[LastSession, UserError | None]:
    """The session of ``path``, an empty one where there is none or it is damaged: then it is kept as ``.bad`` and the error says so."""
    return load_kept(path, from_json, LastSession(), damaged=_damaged, stuck=_stuck)


def _damaged(kept: Path, details: str) -> UserError:
    return UserError("The record of the last session was damaged and is kept as {path}; open your photo again.", path=kept, details=details)


def _stuck(path: Path, details: str) -> UserError:
    return UserError("The record of the last session, {path}, cannot be read or moved; remove it.", path=path, details=details)


def to_json(last: LastSession) -> str:
    """JSON in ASCII: file names may hold bytes that no encoding has."""
    document = {
        "version": VERSION,
        "photo": _written(last.photo),
        "sample": last.sample,
        "digest": last.digest,
        "view": None if last.view is None else dataclasses.asdict(last.view),
        "workspace": last.workspace.value,
        "tabs": {workspace.value: tab for workspace, tab in last.tabs.items()},
        "thresholds": None if last.thresholds is None else dataclasses.asdict(last.thresholds),
        "paste_rule": last.paste_rule.value,
        "gains": dataclasses.asdict(last.gains),
        "chosen": _chosen_to_json(last.chosen),
        "truth": _written(last.truth),
        "tour": last.tour,
        "lab": None if last.lab is None else {"box": list(last.lab.box.as_tuple()), "picked": _chosen_to_json(last.lab.picked)},
    }
    return json.dumps(document, indent=1)


def from_json(text: str) -> LastSession:
    """Read :func:`to_json`. Raises ValueError, KeyError or TypeError on anything else. The files it names may be gone."""
    document = exactly(dict, json.loads(text))
    if document["version"] != VERSION:
        raise ValueError(f"version {document['version']}")
    return LastSession(
        _path(document["photo"]),
        _line(document["sample"]),
        _line(document["digest"]),
        None if document["view"] is None else _view(exactly(dict, document["view"])),
        Workspace(document["workspace"]),
        {Workspace(workspace): _line(tab) for workspace, tab in exactly(dict, document["tabs"]).items()},
        None if document["thresholds"] is None else _thresholds(exactly(dict, document["thresholds"])),
        PasteRule(document["paste_rule"]),
        Gains(**{entry.name: _number(document["gains"][entry.name], 0.0, MAX_GAIN) for entry in dataclasses.fields(Gains)}),
        None if document["chosen"] is None else _chosen(exactly(list, document["chosen"])),
        _path(document["truth"]),
        within(exactly(int, document["tour"]), 0, MAX_COUNT),
        None if document.get("lab") is None else _box(exactly(dict, document["lab"])),
    )


def _written(path: Path | None) -> str | None:
    return None if path is None else str(path)


def _path(value: Any) -> Path | None:
    return None if value is None else Path(_line(value))


def _line(value: Any) -> str:
    text: str = exactly(str, value)
    if len(text) > MAX_TEXT or "\0" in text:
        raise ValueError("no line of text")
    return text


def _number(value: Any, lowest: float, highest: float) -> float:
    number: float = within(exactly(float, value), lowest, highest)
    return number


def _view(document: Mapping[str, Any]) -> LastView:
    x, y = (_number(document[axis], -MAX_PLACE, MAX_PLACE) for axis in ("x", "y"))
    return LastView(x, y, _number(document["zoom"], 1e-6, 1e6))


def _thresholds(document: Mapping[str, Any]) -> Thresholds:
    """Counts are whole numbers, everything else is a share."""
    found: dict[str, Any] = {}
    for entry in dataclasses.fields(Thresholds):
        value = document[entry.name]
        is_count = isinstance(entry.default, int)
        found[entry.name] = within(exactly(int, value), 1, MAX_COUNT) if is_count else _number(value, 0.0, 1.0)
    return Thresholds(**found)


def _box(document: Mapping[str, Any]) -> LastBox:
    x1, y1, x2, y2 = (_number(edge, -MAX_PLACE, MAX_PLACE) for edge in exactly(list, document["box"]))
    return LastBox(Box(x1, y1, x2, y2), None if document["picked"] is None else _chosen(exactly(list, document["picked"])))


def _chosen_to_json(chosen: Chosen | None) -> list[object] | None:
    return None if chosen is None else [chosen.kind.value, chosen.index]


def _chosen(value: list[Any]) -> Chosen:
    kind, index = value
    return Chosen(ChosenKind(kind), within(exactly(int, index), 0, MAX_COUNT))
