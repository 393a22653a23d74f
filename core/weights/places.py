"""Where weight files and model cards lie: inside the installed package, so that a wheel works from any folder."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path


def shipped(name: str) -> Path:
    """The path of a file in ``resources/weights``; it may not exist."""
    return Path(str(files("resources"))) / "weights" / name
