"""What was done to a photo on loading, in words for the person who opened it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from types import MappingProxyType


class LoadNoteKind(Enum):
    """The value is the English template; the window translates it and fills in the note's ``fields``."""

    ROTATED = "Turned upright as its EXIF orientation ({orientation}) says."
    FIRST_FRAME = "Only the first of several frames or pages is shown."
    ALPHA_COMPOSITED = "Transparent parts are laid on neutral grey."
    CMYK_CONVERTED = "Converted from CMYK to RGB by a formula, because it carries no usable colour profile."
    CMYK_PROFILE = "Converted from CMYK to RGB by its colour profile."
    LAB_CONVERTED = "Converted from CIELAB to RGB."
    DEPTH_SCALED = "More than 8 bits per channel, scaled to 8."
    RANGE_SCALED = "Values from {low} to {high} scaled to 0 to 255."
    NON_FINITE_REPLACED = "{count} pixels that are not finite numbers are drawn black."
    GREYSCALE = "Greyscale: the three channels are equal."
    REDUCED = "Opened at {width} x {height} px, reduced from {full_width} x {full_height} px."


@dataclass(frozen=True, slots=True)
class LoadNote:
    """One thing done to the pixels between file and screen."""

    kind: LoadNoteKind
    fields: Mapping[str, object] = field(default_factory=lambda: MappingProxyType({}))

    @property
    def template(self) -> str:
        return self.kind.value

    @property
    def text(self) -> str:
        """The English sentence."""
        return self.template.format(**self.fields)
