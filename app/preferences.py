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
    INSIDE_FCN = "fcn"
    MASKRCNN = "maskrcnn"
    LAB = "lab"
    EVALUATE = "evaluate"


class Language(Enum):
    """The value is what the settings file holds, and the name of the catalog of that language."""

    SYSTEM = "system"
    ENGLISH = "en"
    KOREAN = "ko"


class StageKey(Enum):
    """The stages of a Mask R-CNN that can be drawn on the photo, in their order."""

    INPUT = "input"
    PYRAMID = "pyramid"
    ANCHORS = "anchors"
    OBJECTNESS = "objectness"
    PROPOSALS_BEFORE = "proposals-before"
    PROPOSALS_AFTER = "proposals-after"
    CLASSES = "classes"
    BOXES = "boxes"
    MASKS = "masks"
    PASTED = "pasted"


@dataclass(frozen=True, slots=True)
class Preferences:
    theme: ThemeChoice = ThemeChoice.SYSTEM
    language: Language = Language.SYSTEM
    strip: bool = True


@dataclass(frozen=True, slots=True)
class OverlayLook:
    """How the class map lies on the photo. ``opacity`` is 0..1; ``palette`` is a key of core.palettes.PALETTES."""

    opacity: float = 0.6
    outlined: bool = False
    palette: str = "voc"


@dataclass(frozen=True, slots=True)
class InstanceLook:
    """How objects lie on the photo: filled masks or their ``outlined`` borders, with ``boxes`` and ``labels`` or without.

    Opacity is that of :class:`OverlayLook`. Outlined at first: filled objects over filled classes make a third colour of two.
    """

    visible: bool = True
    outlined: bool = True
    boxes: bool = True
    labels: bool = True


DEFAULT_PREFERENCES = Preferences()
DEFAULT_LOOK = OverlayLook()
DEFAULT_INSTANCE_LOOK = InstanceLook()
