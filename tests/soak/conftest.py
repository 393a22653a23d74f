"""What the long and the short forms share."""

from __future__ import annotations

import os
from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "home"
    monkeypatch.setenv("HALFPIXEL_HOME", str(folder))
    return folder


@pytest.fixture
def is_long() -> bool:
    """Whether the long form was asked for: ``HALFPIXEL_LONG=1``."""
    return os.environ.get("HALFPIXEL_LONG") == "1"
