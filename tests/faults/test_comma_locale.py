"""Where numbers are written with a comma, files are written and read as anywhere: Qt takes the system's locale for the whole process."""

from __future__ import annotations

import locale
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import settings
from app.preferences import OverlayLook
from core.evaluation.progress_file import read_progress
from tests.faults.writers import WRITERS, contents

NAMES = ("de_DE.UTF-8", "de_DE.utf8", "fr_FR.UTF-8", "ru_RU.UTF-8", "German_Germany.1252")
NUMBERS = [name for name in WRITERS if name not in ("batch", "import", "training weights", "training checkpoint")]


def take_comma_locale(folder: Path, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Whether the process has a locale with a comma now: one of the system's, or one that is compiled for it."""
    for name in NAMES:
        try:
            locale.setlocale(locale.LC_NUMERIC, name)
        except locale.Error:
            continue
        return True
    if shutil.which("localedef") is None:
        return False
    words = ["localedef", "-i", "de_DE", "-f", "UTF-8", str(folder / NAMES[0])]
    if subprocess.run(words, capture_output=True, check=False).returncode != 0:
        return False
    monkeypatch.setenv("LOCPATH", str(folder))
    try:
        locale.setlocale(locale.LC_NUMERIC, NAMES[0])
    except locale.Error:
        return False
    return True


@pytest.fixture
def comma(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    before = locale.setlocale(locale.LC_NUMERIC)
    if not take_comma_locale(tmp_path, monkeypatch):
        pytest.skip("the system has no locale with a comma")
    assert f"{1.5:n}" == "1,5"
    yield
    locale.setlocale(locale.LC_NUMERIC, before)


@pytest.fixture
def plain(tmp_path: Path) -> dict[str, dict[str, bytes]]:
    """What each writer writes where numbers have a dot: made before the locale is taken."""
    found = {}
    for name in NUMBERS:
        folder = tmp_path / "plain" / name
        folder.mkdir(parents=True)
        WRITERS[name](folder, 1)
        found[name] = contents(folder)
    return found


@pytest.mark.bad_input("program: comma locale")
@pytest.mark.usefixtures("plain", "comma")
def test_every_file_is_the_same(plain: dict[str, dict[str, bytes]], tmp_path: Path) -> None:
    for name in NUMBERS:
        folder = tmp_path / "comma" / name
        folder.mkdir(parents=True)
        WRITERS[name](folder, 1)
        assert contents(folder) == plain[name], name


@pytest.mark.usefixtures("comma")
def test_what_was_written_is_read_back(tmp_path: Path) -> None:
    look = settings.Settings(look=OverlayLook(opacity=0.35))
    settings.save(look, tmp_path / "settings.json")
    assert settings.load(tmp_path / "settings.json") == (look, None)
    WRITERS["evaluation progress"](tmp_path, 1)
    assert read_progress(tmp_path / "progress.json", {"model": "m"}) is not None
