"""The font that a text is drawn in: the one that Pillow carries, or where that lacks a character, one of the system's."""

from __future__ import annotations

import functools

from PIL import ImageFont

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

SYSTEM_FONTS = (
    "DejaVuSans.ttf", "arial.ttf", "Arial.ttf", "Arial Unicode.ttf", "malgun.ttf", "AppleSDGothicNeo.ttc", "NotoSansCJK-Regular.ttc",
    "NotoSansKR-Regular.otf", "NanumGothic.ttf",
)  # fmt: skip
"""Files that Pillow looks for in the system's font folders, in this order: Latin and Greek first, then Korean."""

NO_CHARACTER = "\uffff"
"""Has no glyph in any font: drawn, it is the box that stands for a missing one."""

MOST_FONTS = 256


@functools.lru_cache(MOST_FONTS)
def font_for(text: str, size: int) -> Font:
    """The first font that has every character of ``text``, ``size`` px high; Pillow's own where none has."""
    own = _own(size)
    if _has(own, text):
        return own
    return next((font for name in SYSTEM_FONTS if (font := _system(name, size)) is not None and _has(font, text)), own)


@functools.lru_cache(MOST_FONTS)
def _own(size: int) -> Font:
    return ImageFont.load_default(size)


@functools.lru_cache(MOST_FONTS)
def _system(name: str, size: int) -> Font | None:
    try:
        return ImageFont.truetype(name, size)
    except OSError:  # not on this system
        return None


def _has(font: Font, text: str) -> bool:
    missing = bytes(font.getmask(NO_CHARACTER))
    return all(character.isspace() or bytes(font.getmask(character)) != missing for character in set(text))
