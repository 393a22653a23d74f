"""The fixtures of the window's tests, for whole runs. A test that starts a program asks for a ``home`` of its own."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.app.conftest import other_photo, photo, start

__all__ = ["home", "other_photo", "photo", "start"]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("HALFPIXEL_HOME", str(folder))
    return folder
