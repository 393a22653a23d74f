"""Settings: what is remembered between two starts, as JSON that is checked against its schema when read."""

from __future__ import annotations

import dataclasses
import json
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import platformdirs

from app.class_view import ClassView, Rgb
from app.detection_session import NO_MODEL, first_instance_model
from app.kept_file import exactly, load_kept, save_kept, within
from app.preferences import (
    DEFAULT_INSTANCE_LOOK,
    DEFAULT_LOOK,
    DEFAULT_PREFERENCES,
    InstanceLook,
    Language,
    OverlayLook,
    Preferences,
    ThemeChoice,
)
from core.catalog import MODELS
from core.devices import DeviceChoice
from core.errors import UserError
from core.fcn.config import ReadOut
from core.palettes import PALETTES
from core.weights.own import KEY_PATTERN

VERSION = 1
HOME_VARIABLE = "HALFPIXEL_HOME"
MAX_RECENT = 12
MAX_GEOMETRY = 10_000
MAX_KEY = 100


@dataclass(frozen=True, slots=True)
class Settings:
    """``views`` is per label-set name; ``geometry`` and ``layout`` are what Qt wrote, in base 64 with a checksum."""

    preferences: Preferences = DEFAULT_PREFERENCES
    look: OverlayLook = DEFAULT_LOOK
    model_key: str = MODELS[0].key
    instance_model_key: str = field(default_factory=first_instance_model)
    instance_look: InstanceLook = DEFAULT_INSTANCE_LOOK
    device: DeviceChoice = DeviceChoice.AUTO
    read_out: ReadOut = ReadOut.STRIDE_8
    views: Mapping[str, ClassView] = field(default_factory=dict)
    recent: tuple[Path, ...] = ()
    geometry: str = ""
    layout: str = ""


def home() -> Path:
    """The folder of settings and log: HALFPIXEL_HOME where that is set, else the platform's own place."""
    chosen = os.environ.get(HOME_VARIABLE)
    return Path(chosen) if chosen else Path(platformdirs.user_config_dir("halfpixel", appauthor=False))


def settings_path() -> Path:
    return home() / "settings.json"


def save(settings: Settings, path: Path) -> None:
    """Write atomically. Raises ExportError; the old file is then untouched."""
    save_kept(path, to_json(settings))


def load(path: Path) -> tuple[Settings, UserError | None]:
    """The settings of ``path``; defaults where there is none, or where it is damaged: then it is kept as ``.bad`` and the error says so."""
    return load_kept(path, from_json, Settings(), damaged=_damaged, stuck=_stuck)


def _damaged(kept: Path, details: str) -> UserError:
    return UserError("The settings file was damaged and is kept as {path}; Halfpixel uses its defaults.", path=kept, details=details)


def _stuck(path: Path, details: str) -> UserError:
    return UserError(
        "The settings file {path} cannot be read or moved; Halfpixel uses its defaults until it is removed.", path=path, details=details
    )


def to_json(settings: Settings) -> str:
    """JSON with a dot in every number, whatever the locale, and in ASCII: file names may hold bytes that no encoding has."""
    document = {
        "version": VERSION,
        "theme": settings.preferences.theme.value,
        "language": settings.preferences.language.value,
        "strip": settings.preferences.strip,
        "look": dataclasses.asdict(settings.look),
        "model": settings.model_key,
        "instance_model": settings.instance_model_key,
        "instance_look": dataclasses.asdict(settings.instance_look),
        "device": settings.device.value,
        "read_out": int(settings.read_out),
        "views": {name: _view_to_json(view) for name, view in settings.views.items()},
        "recent": [str(path) for path in settings.recent],
        "geometry": settings.geometry,
        "layout": settings.layout,
    }
    return json.dumps(document, indent=1)


def from_json(text: str) -> Settings:
    """Read :func:`to_json`. Raises ValueError, KeyError or TypeError on anything else. The models it names may be gone."""
    document = exactly(dict, json.loads(text))
    if document["version"] != VERSION:
        raise ValueError(f"version {document['version']}")
    return Settings(
        Preferences(ThemeChoice(document["theme"]), Language(document["language"]), exactly(bool, document.get("strip", True))),
        _look(exactly(dict, document["look"])),
        _key(exactly(str, document["model"])),
        _key_or_none(exactly(str, document.get("instance_model", first_instance_model()))),
        _instance_look(exactly(dict, document.get("instance_look", {}))),
        DeviceChoice(document["device"]),
        ReadOut(document["read_out"]),
        {exactly(str, name): _view(exactly(dict, view)) for name, view in exactly(dict, document["views"]).items()},
        tuple(Path(exactly(str, name)) for name in exactly(list, document["recent"])[:MAX_RECENT]),
        _short(exactly(str, document["geometry"])),
        _short(exactly(str, document["layout"])),
    )


def _view_to_json(view: ClassView) -> dict[str, object]:
    return {"hidden": sorted(view.hidden), "solo": view.solo, "colours": [[key, list(rgb)] for key, rgb in view.colours]}


def _look(document: Mapping[str, Any]) -> OverlayLook:
    palette = exactly(str, document["palette"])
    return OverlayLook(
        float(within(document["opacity"], 0.0, 1.0)), exactly(bool, document["outlined"]), palette if palette in PALETTES else "voc"
    )


def _key(key: str) -> str:
    if len(key) > MAX_KEY or not re.fullmatch(KEY_PATTERN, key):
        raise ValueError(f"{key!r} is no model's key")
    return key


def _key_or_none(key: str) -> str:
    return key if key == NO_MODEL else _key(key)


def _instance_look(document: Mapping[str, Any]) -> InstanceLook:
    """What a file of an earlier version lacks is as it was by default."""
    return InstanceLook(**{
        entry.name: exactly(bool, document.get(entry.name, entry.default)) for entry in dataclasses.fields(InstanceLook)
    })  # fmt: skip


def _view(document: Mapping[str, Any]) -> ClassView:
    solo = document["solo"]
    colours = {_byte(key): _rgb(rgb) for key, rgb in document["colours"]}
    hidden = frozenset(_byte(key) for key in exactly(list, document["hidden"]))
    return ClassView(hidden, None if solo is None else _byte(solo), tuple(sorted(colours.items())))


def _rgb(value: Any) -> Rgb:
    red, green, blue = (_byte(channel) for channel in exactly(list, value))
    return red, green, blue


def _byte(value: Any) -> int:
    number: int = within(exactly(int, value), 0, 255)
    return number


def _short(value: str) -> str:
    if len(value) > MAX_GEOMETRY or not value.isascii():
        raise ValueError("not a layout")
    return value
