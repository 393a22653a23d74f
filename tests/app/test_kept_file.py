"""Settings, session and the list of own models where they are out of range, or can be neither read, moved nor written."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from app import last_session, settings
from app.last_session import LastSession
from app.settings import Settings
from core.errors import UserError
from core.weights.own import index_path, read_own
from tests.privileges import as_nobody, needs_permissions, reachable_folder

Loaded = tuple[object, UserError | None]
DAMAGED = b"{damaged"

SENTENCES: dict[str, tuple[Callable[[Path], Loaded], object, str]] = {
    "settings.json": (
        settings.load, Settings(), "The settings file {} cannot be read or moved; Halfpixel uses its defaults until it is removed.",
    ),
    "session.json": (last_session.load, LastSession(), "The record of the last session, {}, cannot be read or moved; remove it."),
    "own.json": (read_own, (), "The list of your own models, {}, cannot be read or moved; remove it and import the files again."),
}  # fmt: skip


@needs_permissions
@pytest.mark.parametrize("name", SENTENCES)
@pytest.mark.bad_input("program: damaged files in a read-only home")
def test_a_damaged_file_that_cannot_be_set_aside_is_said_and_stays(name: str) -> None:
    load, default, sentence = SENTENCES[name]
    with reachable_folder() as folder:
        path = folder / name
        path.write_bytes(DAMAGED)
        path.chmod(0o644)
        folder.chmod(0o555)
        with as_nobody():
            loaded, error = load(path)
        assert (loaded, str(error)) == (default, sentence.format(path))
        assert [(kept.name, kept.read_bytes()) for kept in folder.iterdir()] == [(name, DAMAGED)]


@needs_permissions
@pytest.mark.parametrize("name", SENTENCES)
def test_a_file_that_may_not_be_read_is_not_lost(name: str) -> None:
    load, default, _ = SENTENCES[name]
    with reachable_folder() as folder:
        path = folder / name
        path.write_bytes(DAMAGED)
        path.chmod(0)
        with as_nobody():
            loaded, error = load(path)
        assert loaded == default
        assert error is not None
        (kept,) = folder.iterdir()
        assert str(kept) in str(error)
        kept.chmod(0o600)
        assert kept.read_bytes() == DAMAGED


SETTINGS: dict[str, Any] = {
    "version": 2, "geometry": "\u00e9", "layout": "A" * 10_001, "look": {"opacity": 1.5, "outlined": False, "palette": "voc"},
    "recent": [3], "views": {"VOC": {"hidden": [256], "solo": None, "colours": []}}, "read_out": 7, "device": "abacus",
}  # fmt: skip
SESSION: dict[str, Any] = {
    "version": 2, "photo": "a\0b", "sample": "s" * 10_001, "view": {"x": float("nan"), "y": 0.0, "zoom": 1.0},
    "gains": {"score32": 1.0, "score16": 2.5, "score8": 1.0}, "chosen": ["detection", -1], "tour": -1, "workspace": "cellar",
    "lab": {"box": [0.0, 0.0, 1e9, 1.0], "picked": None},
}  # fmt: skip
OUT_OF_RANGE = [("settings", key, value) for key, value in SETTINGS.items()] + [("session", key, value) for key, value in SESSION.items()]


@pytest.mark.parametrize(("kind", "key", "value"), OUT_OF_RANGE, ids=[f"{kind} {key}" for kind, key, _ in OUT_OF_RANGE])
def test_one_value_out_of_range_damages_the_file_and_it_is_kept(tmp_path: Path, kind: str, key: str, value: object) -> None:
    path, default = tmp_path / "kept.json", Settings() if kind == "settings" else LastSession()
    document = json.loads(settings.to_json(Settings()) if kind == "settings" else last_session.to_json(LastSession()))
    assert key in document
    content = json.dumps(document | {key: value}).encode()
    path.write_bytes(content)
    loaded, error = settings.load(path) if kind == "settings" else last_session.load(path)
    assert loaded == default
    assert str(tmp_path / "kept.json.bad") in str(error)
    assert [(kept.name, kept.read_bytes()) for kept in tmp_path.iterdir()] == [("kept.json.bad", content)]


def test_a_damaged_list_of_own_models_keeps_its_files(home: Path) -> None:
    """The list goes, what it named stays where it was."""
    path = index_path()
    path.parent.mkdir(parents=True)
    path.write_bytes(DAMAGED)
    weights = path.with_name("mine.safetensors")
    weights.write_bytes(b"weights")
    assert read_own(path)[0] == ()
    assert {kept.name: kept.read_bytes() for kept in path.parent.iterdir()} == {"own.json.bad": DAMAGED, weights.name: b"weights"}
    assert path.is_relative_to(home)
