"""Where weight files and model cards lie: the shipped ones inside the installed package, all others in the user's data folder."""

from __future__ import annotations

import os
from importlib.resources import files
from pathlib import Path

import platformdirs

HOME_VARIABLE = "HALFPIXEL_HOME"


def shipped(name: str) -> Path:
    """The path of a file in ``resources/weights``; it may not exist. A wheel works from any folder."""
    return Path(str(files("resources"))) / "weights" / name


def is_shipped(path: Path) -> bool:
    """Whether a weight file is a part of Halfpixel, which installing it again mends, by where it lies."""
    return path.parent == shipped("")


def data_folder() -> Path:
    """The person's own weights: in HALFPIXEL_HOME where that is set, else in the platform's own place. It may not exist."""
    chosen = os.environ.get(HOME_VARIABLE)
    home = Path(chosen) if chosen else Path(platformdirs.user_data_dir("halfpixel", appauthor=False))
    return home / "weights"


def downloads() -> Path:
    """The folder in which downloads gather until they are whole and checked; it may not exist."""
    return data_folder() / "downloads"
