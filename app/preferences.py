"""What belongs to the person rather than to a photo. Plain values, so that every room may hold them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class ThemeChoice(Enum):
    """The value is what the settings file holds."""

    SYSTEM = "system"
    LIGHT = "light"
    DARK = "dark"


class Workspace(Enum):
    """What fills the middle of the window."""

    EXPLORE = "explore"
    LAB = "lab"


class Language(Enum):
    """The value is what the settings file holds, and the name of the catalog of that language."""

    SYSTEM = "system"
    ENGLISH = "en"
    KOREAN = "ko"


@dataclass(frozen=True, slots=True)
class Preferences:
    theme: ThemeChoice = ThemeChoice.SYSTEM
    language: Language = Language.SYSTEM


@dataclass(frozen=True, slots=True)
class OverlayLook:
    """How the class map lies on the photo. ``opacity`` is 0..1; ``palette`` is a key of core.palettes.PALETTES."""

    opacity: float = 0.6
    outlined: bool = False
    palette: str = "voc"


DEFAULT_PREFERENCES = Preferences()
DEFAULT_LOOK = OverlayLook()
