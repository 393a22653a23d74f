"""Settings: what was saved comes back; what is damaged is kept aside, told once, and never stops the start."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.class_view import ClassView
from app.detection_session import NO_MODEL, first_instance_model
from app.preferences import InstanceLook, Language, OverlayLook, Preferences, ThemeChoice
from app.settings import MAX_RECENT, Settings, from_json, load, save, settings_path, to_json
from core.catalog import MODELS, Task
from core.devices import DeviceChoice
from core.errors import ExportError
from core.fcn.config import ReadOut
from core.palettes import PALETTES
from core.weights.own import KEY_PATTERN

FILES = ["a.png", "/photos/나의 고양이.jpg", "C:\\x y.tif", "latin-\udce9.png"]
BYTES = st.integers(0, 255)
VIEWS = st.builds(
    ClassView,
    st.frozensets(BYTES),
    st.none() | BYTES,
    st.dictionaries(BYTES, st.tuples(BYTES, BYTES, BYTES), max_size=5).map(lambda own: tuple(sorted(own.items()))),
)
SETTINGS = st.builds(
    Settings,
    st.builds(Preferences, st.sampled_from(ThemeChoice), st.sampled_from(Language)),
    st.builds(OverlayLook, st.floats(0, 1), st.booleans(), st.sampled_from(sorted(PALETTES))),
    st.sampled_from([row.key for row in MODELS if row.task is Task.SEMANTIC]),
    st.sampled_from([NO_MODEL, *(row.key for row in MODELS if row.task is Task.INSTANCE)]),
    st.builds(InstanceLook, *[st.booleans()] * 4),
    st.sampled_from(DeviceChoice),
    st.sampled_from(ReadOut),
    st.dictionaries(st.sampled_from(["VOC", "CamVid"]), VIEWS),
    st.lists(st.sampled_from(FILES).map(Path), max_size=MAX_RECENT).map(tuple),
    st.text("abcXYZ0189+/=", max_size=40),
    st.text("abcXYZ0189+/=", max_size=40),
)
JUNK = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8) | st.lists(st.integers(), max_size=3)


@given(SETTINGS)
def test_what_was_saved_comes_back(settings: Settings) -> None:
    assert from_json(to_json(settings)) == settings


def test_the_first_start_has_defaults_and_no_notice(tmp_path: Path) -> None:
    assert load(tmp_path / "settings.json") == (Settings(), None)


@pytest.mark.parametrize(
    "damage", [b"", b"\xff\xfe\x00", b"{", b"[]", b'{"version": 999}', b"null", b"[" * 5000], ids=lambda raw: str(raw[:8])
)
@pytest.mark.bad_input("program: damaged settings")
def test_a_damaged_file_is_kept_as_bad_and_told(damage: bytes, tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(damage)
    settings, notice = load(path)
    assert settings == Settings()
    kept = tmp_path / "settings.json.bad"
    assert str(notice) == f"The settings file was damaged and is kept as {kept}; Halfpixel uses its defaults."
    assert kept.read_bytes() == damage
    assert load(path) == (Settings(), None)


def test_a_file_from_before_there_were_objects_keeps_everything_else() -> None:
    document = json.loads(to_json(Settings(device=DeviceChoice.CPU, instance_model_key=NO_MODEL)))
    del document["instance_model"], document["instance_look"]
    assert from_json(json.dumps(document)) == Settings(device=DeviceChoice.CPU, instance_model_key=first_instance_model())


def test_the_next_start_after_damage_saves_and_loads_again(tmp_path: Path) -> None:
    path = tmp_path / "settings.json"
    path.write_bytes(b"junk")
    load(path)
    save(Settings(device=DeviceChoice.CPU), path)
    assert load(path)[0].device is DeviceChoice.CPU


@given(st.data())
def test_any_value_replaced_by_junk_is_either_valid_or_refused(data: st.DataObject) -> None:
    document: Any = json.loads(to_json(data.draw(SETTINGS)))
    key = data.draw(st.sampled_from(sorted(document)))
    document[key] = data.draw(JUNK)
    try:
        read = from_json(json.dumps(document))
    except (ValueError, KeyError, TypeError):
        return
    assert 0 <= read.look.opacity <= 1
    assert re.fullmatch(KEY_PATTERN, read.model_key)
    assert len(read.recent) <= MAX_RECENT


def test_a_model_that_may_be_gone_is_read_and_what_is_no_key_is_refused() -> None:
    document = json.loads(to_json(Settings()))
    document["model"] = "fcn-of-last-year"
    assert from_json(json.dumps(document)).model_key == "fcn-of-last-year"
    document["model"] = "../fcn"
    with pytest.raises(ValueError, match="no model's key"):
        from_json(json.dumps(document))


def test_numbers_have_a_dot_whatever_the_locale() -> None:
    assert '"opacity": 0.35' in to_json(Settings(look=OverlayLook(opacity=0.35)))


def test_saving_makes_the_folder(tmp_path: Path) -> None:
    path = tmp_path / "new" / "settings.json"
    save(Settings(), path)
    assert load(path) == (Settings(), None)


def test_a_failed_save_leaves_the_old_file(tmp_path: Path) -> None:
    folder = tmp_path / "settings.json"
    folder.mkdir()
    with pytest.raises(ExportError):
        save(Settings(), folder)
    assert folder.is_dir()


def test_a_folder_that_cannot_be_made_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(ExportError, match="The settings cannot be saved because the folder"):
        save(Settings(), tmp_path / "file" / "settings.json")


def test_the_folder_can_be_chosen(home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert settings_path() == home / "settings.json"
    monkeypatch.delenv("HALFPIXEL_HOME")
    assert settings_path().parent.name == "halfpixel"
