"""Boxes with a name and a score on a picture: where they stand, and drawn in pixels."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from PIL import Image, ImageDraw

from core.export.fonts import font_for
from core.geometry import Box
from core.palettes import Rgb

SMALLEST_TEXT = 12
"""Image px; below, letters run together."""

LARGEST_SHARE = 0.25
"""A tag that would cover more of the picture is left out."""

WHITE, BLACK = (255, 255, 255), (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Tag:
    """What is written at an object, and in which colour it is framed."""

    text: str
    box_image: Box
    colour: Rgb


@dataclass(frozen=True, slots=True)
class Bar:
    """A filled rectangle in whole image px: ``pixels`` are its first and last column and row, as left, top, right, bottom."""

    pixels: tuple[int, int, int, int]
    colour: Rgb


@dataclass(frozen=True, slots=True)
class Plate:
    """Where a tag's text stands, in whole image px."""

    left: int
    top: int
    width: int
    height: int
    pad: int

    @property
    def pixels(self) -> tuple[int, int, int, int]:
        return self.left, self.top, self.left + self.width - 1, self.top + self.height - 1

    def hides(self, other: Plate) -> bool:
        across = self.left < other.left + other.width and other.left < self.left + self.width
        return across and self.top < other.top + other.height and other.top < self.top + self.height


def text_size(size: tuple[int, int]) -> int:
    """How large text is, in px, on a picture of ``size`` (width, height): readable where the picture is looked at reduced."""
    return max(SMALLEST_TEXT, round(max(size) / 50))


def draw_tags(picture: Image.Image, tags: Sequence[Tag], *, framed: bool = True, named: bool = True) -> None:
    """Draw frames and tags onto ``picture`` (RGB), best first in ``tags`` and on top in the picture; sizes follow the picture's.

    A tag stands above its box, else inside, below or at its foot, at the left or the right: where it first hides no better one's.
    """
    draw, size = ImageDraw.Draw(picture), text_size(picture.size)
    if framed:
        for bar in frame_bars(tags, picture.size):
            draw.rectangle(bar.pixels, fill=bar.colour)
    if named:
        for tag, plate in place_tags(tags, picture.size):
            draw.rectangle(plate.pixels, fill=tag.colour)
            corner = plate.left + plate.pad, plate.top + plate.pad
            draw.text(corner, tag.text, readable_on(tag.colour), font_for(tag.text, size), anchor="la")


def frame_bars(tags: Sequence[Tag], size: tuple[int, int]) -> Iterator[Bar]:
    """The sides of every box within a picture of ``size`` (width, height), in the order in which they are drawn: the best last."""
    line = _line(size)
    for tag in reversed(tags):
        for pixels in _bars(_frame(tag.box_image, size), line):
            yield Bar(pixels, tag.colour)


def place_tags(tags: Sequence[Tag], size: tuple[int, int]) -> list[tuple[Tag, Plate]]:
    """Where each tag stands, in the order in which they are drawn; one that would hide too much of the picture is left out."""
    plates = _plates(tags, size)
    return [(tag, plate) for tag, plate in reversed(list(zip(tags, plates, strict=True))) if plate is not None]


def _line(size: tuple[int, int]) -> int:
    return max(1, round(max(size) / 400))


def readable_on(colour: Rgb) -> Rgb:
    """Black or white, whichever contrasts more (WCAG 2, relative luminance)."""
    luminance = _luminance(colour)
    return BLACK if (luminance + 0.05) ** 2 > 0.05 * 1.05 else WHITE


def _luminance(colour: Rgb) -> float:
    red, green, blue = ((c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4) for c in (channel / 255 for channel in colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _frame(box: Box, size: tuple[int, int]) -> tuple[int, int, int, int]:
    """The outermost pixels that ``box`` touches, ends included, within a picture of ``size`` (width, height)."""
    left, top = min(max(math.floor(box.x1), 0), size[0] - 1), min(max(math.floor(box.y1), 0), size[1] - 1)
    right, bottom = min(math.ceil(box.x2), size[0]) - 1, min(math.ceil(box.y2), size[1]) - 1
    return left, top, max(right, left), max(bottom, top)


def _bars(frame: tuple[int, int, int, int], line: int) -> Iterator[tuple[int, int, int, int]]:
    """The four sides of a frame, within it. Pillow's own outline of a frame thinner than two lines spills over its edge."""
    left, top, right, bottom = frame
    yield left, top, right, min(top + line - 1, bottom)
    yield left, max(bottom - line + 1, top), right, bottom
    yield left, top, min(left + line - 1, right), bottom
    yield max(right - line + 1, left), top, right, bottom


def _plates(tags: Sequence[Tag], size: tuple[int, int]) -> list[Plate | None]:
    placed: list[Plate | None] = []
    for tag in tags:
        choices = list(_places(tag, size))
        free = (choice for choice in choices if not any(other is not None and choice.hides(other) for other in placed))
        placed.append(next(free, choices[0] if choices else None))
    return placed


def _places(tag: Tag, size: tuple[int, int]) -> Iterator[Plate]:
    """Where the tag may stand within the picture, the preferred place first; nowhere when it would hide the picture."""
    pad = max(2, _line(size))
    _, _, right, bottom = font_for(tag.text, text_size(size)).getbbox(tag.text, anchor="la")
    width, height = math.ceil(right) + 2 * pad, math.ceil(bottom) + 2 * pad
    if width > size[0] or height > size[1] or width * height > LARGEST_SHARE * size[0] * size[1]:
        return
    x1, y1, x2, y2 = _frame(tag.box_image, size)
    for top in (y1 - height, y1, y2 + 1, y2 + 1 - height):
        for left in (min(x1, size[0] - width), max(x2 + 1 - width, 0)):
            if 0 <= top <= size[1] - height:
                yield Plate(left, top, width, height, pad)
