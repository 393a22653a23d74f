"""A figure: title, picture and legend, laid out once as rectangles, texts and one raster that each file format draws in its own way."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from core.errors import InputError
from core.export.fonts import font_for
from core.export.painting import Photo
from core.export.picture import ClassLayer, ObjectLayer, View, painted
from core.export.tags import frame_bars, place_tags, readable_on, text_size
from core.palettes import Rgb

DEFAULT_DPI = 300
LEAST_DPI, MOST_DPI = 30, 2400

INK, MUTED, GROUND, EDGE = (29, 31, 35), (86, 89, 98), (255, 255, 255), (133, 135, 142)

TITLE = 1.2
"""Size of the title's letters as a multiple of the others'."""
MARGIN, ROW, SWATCH, GAP = 1.2, 1.55, 1.0, 0.5
"""Blank space around, distance of rows, side of a colour's square and blank space beside it, as multiples of the letters' size."""
WIDE = 2.0
"""A picture so many times as wide as high has its legend below, any other beside it."""
MOST_ROWS = 60
"""Entries of a legend; the rest is counted in one line."""
COLUMNS_BESIDE = 2
HEADINGS = ("Classes", "Objects")
SMALLEST_SHARE = 0.001
"""Below, a share would be rounded to nothing."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the legend: ``colour`` None where it is a heading or a remark, ``share`` "" where there is none."""

    name: str
    share: str = ""
    colour: Rgb | None = None

    @property
    def is_heading(self) -> bool:
        return self.colour is None and self.name in HEADINGS


@dataclass(frozen=True, slots=True)
class Rectangle:
    """Filled; all in px of the figure, edges continuous."""

    x: float
    y: float
    width: float
    height: float
    colour: Rgb


@dataclass(frozen=True, slots=True)
class Text:
    """One line; ``x`` is its left end, or its right one where ``at_right``, and ``y`` its baseline. ``width`` is what it takes up."""

    x: float
    y: float
    text: str
    size: int
    colour: Rgb
    width: float
    at_right: bool = False


@dataclass(frozen=True, slots=True, eq=False)
class Raster:
    """``pixels`` ``(h, w, 3)`` uint8 whose first pixel is the figure's ``(x, y)``; one pixel is one px."""

    x: int
    y: int
    pixels: Photo


@dataclass(frozen=True, slots=True, eq=False)
class Figure:
    """``width`` and ``height`` in px, of which ``dpi`` make an inch; ``items`` in the order in which they are drawn, on white."""

    title: str
    width: int
    height: int
    dpi: float
    items: tuple[Rectangle | Text | Raster, ...]


def make_figure(view: View, title: str, *, legend: bool = True, dpi: float = DEFAULT_DPI) -> Figure:
    """The view in its own size, below ``title`` (none where it is empty), and a legend of what is painted in it.

    Raises InputError for a resolution outside 30 .. 2400 dpi, and what :func:`core.export.picture.painted` does.
    """
    if not LEAST_DPI <= dpi <= MOST_DPI:
        raise InputError(
            "{dpi} dpi is no resolution of a figure; choose one from {least} to {most}.", dpi=dpi, least=LEAST_DPI, most=MOST_DPI
        )
    layout = _Layout(view, view.size, title, legend=legend)
    margin, top = layout.corner
    items = (*layout.heading, Raster(margin, top, painted(view)), *_objects(view, margin, top), *layout.legend_items())
    return Figure(printable(title), *layout.size, dpi, items)


def figure_size(view: View, size: tuple[int, int], title: str, *, legend: bool = True) -> tuple[int, int]:
    """``(width, height)`` in px of the figure of ``view`` with a picture of ``size`` (width, height), without painting it."""
    return _Layout(view, size, title, legend=legend).size


class _Layout:
    """Where title, picture and legend stand; ``picture`` is the size (width, height) of the picture."""

    def __init__(self, view: View, picture: tuple[int, int], title: str, *, legend: bool) -> None:
        letter = text_size(picture)
        margin = round(MARGIN * letter)
        self.heading, top = _title(printable(title), letter, margin, picture[0])
        self.corner = margin, top
        self._legend = _Legend(legend_entries(view) if legend else [], letter, picture)
        below = top + picture[1] + round(0.8 * letter)
        self._place = (2 * margin + picture[0], top) if self._legend.is_beside else (margin, below)
        width, height = 2 * margin + picture[0], top + picture[1] + margin
        across, down = self._legend.size
        if across:
            width, height = max(width, self._place[0] + across + margin), max(height, self._place[1] + down + margin)
        self.size = width, height

    def legend_items(self) -> Iterator[Rectangle | Text]:
        return self._legend.items(self._place)


def legend_entries(view: View) -> list[Entry]:
    """Every class that is painted somewhere, largest share of the photo first; every object, best score first; headings where both are."""
    classes = [] if view.classes is None else _section(_class_rows(view.classes))
    objects = [] if view.objects is None else _section(_object_rows(view.objects))
    if not classes or not objects:
        return classes or objects
    return [Entry(HEADINGS[0]), *classes, Entry(""), Entry(HEADINGS[1]), *objects]


def _class_rows(layer: ClassLayer) -> list[Entry]:
    counts = np.bincount(layer.class_map.ravel(), minlength=256)[: len(layer.names)]
    present = [label for label in np.argsort(-counts, kind="stable").tolist() if counts[label] and layer.table[label, 3]]
    colours, whole = layer.table[:, :3].tolist(), layer.class_map.size
    return [Entry(layer.names[label], _percent(counts[label] / whole), _rgb(colours[label])) for label in present]


def _object_rows(layer: ObjectLayer) -> list[Entry]:
    rows = zip(layer.texts, layer.shares.tolist(), layer.colours.tolist(), strict=True)
    return [Entry(text, _percent(share), _rgb(colour)) for text, share, colour in rows]


def printable(text: str) -> str:
    """``text`` in one line, with a sign for every character that no document may hold: control characters and halves of pairs."""
    line = " ".join(text.split())
    return "".join(character if character.isprintable() else "\N{REPLACEMENT CHARACTER}" for character in line)


def _section(rows: list[Entry]) -> list[Entry]:
    more = [Entry(f"and {len(rows) - MOST_ROWS} more")] if len(rows) > MOST_ROWS else []
    return [*rows[:MOST_ROWS], *more]


def _percent(share: float) -> str:
    return f"{share:.1%}" if share >= SMALLEST_SHARE else f"<{SMALLEST_SHARE:.1%}"


def _rgb(colour: Sequence[int]) -> Rgb:
    return colour[0], colour[1], colour[2]


def _width(text: str, size: int) -> float:
    return float(font_for(text, size).getlength(text))


def _title(title: str, letter: int, margin: int, width: int) -> tuple[tuple[Text, ...], int]:
    """The lines of the title, none wider than the picture unless a word is, and where the picture begins."""
    if not title:
        return (), margin
    size = round(TITLE * letter)
    lines = [""]
    for word in title.split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if lines[-1] and _width(longer, size) > width:
            lines.append(word)
        else:
            lines[-1] = longer
    pitch = math.ceil(1.3 * size)
    texts = tuple(Text(margin, margin + size + row * pitch, line, size, INK, _width(line, size)) for row, line in enumerate(lines))
    return texts, margin + len(lines) * pitch + round(0.5 * letter)


def _objects(view: View, left: int, top: int) -> Iterator[Rectangle | Text]:
    """Boxes and tags as they are drawn on the picture, shifted to where it stands."""
    if (objects := view.objects) is None:
        return
    size = text_size(view.size)
    for bar in frame_bars(objects.tags, view.size) if objects.framed else ():
        yield _rectangle(bar.pixels, left, top, bar.colour)
    for tag, plate in place_tags(objects.tags, view.size) if objects.named else ():
        yield _rectangle(plate.pixels, left, top, tag.colour)
        font = font_for(tag.text, size)
        baseline = top + plate.top + plate.pad - font.getbbox(tag.text, anchor="ls")[1] + font.getbbox(tag.text, anchor="la")[1]
        yield Text(left + plate.left + plate.pad, baseline, tag.text, size, readable_on(tag.colour), _width(tag.text, size))


def _rectangle(pixels: tuple[int, int, int, int], left: int, top: int, colour: Rgb) -> Rectangle:
    x1, y1, x2, y2 = pixels
    return Rectangle(left + x1, top + y1, x2 - x1 + 1, y2 - y1 + 1, colour)


class _Legend:
    """Entries, each with colour, name and, at the right, share: in columns beside the picture, or below it section by section."""

    def __init__(self, entries: list[Entry], letter: int, picture: tuple[int, int]) -> None:
        self._entries = entries
        self._letter = letter
        self._row = round(ROW * letter)
        self._indent = round((SWATCH + GAP) * letter)
        names = max((_width(entry.name, letter) for entry in entries), default=0.0)
        shares = max((_width(entry.share, letter) for entry in entries), default=0.0)
        self._column = math.ceil(self._indent + names + 1.2 * letter + shares)
        self._gutter = 2 * letter
        self.is_beside = picture[0] < WIDE * picture[1]
        self._places = self._downwards(picture[1]) if self.is_beside else self._along(picture[0])

    @property
    def size(self) -> tuple[int, int]:
        """``(width, height)`` in px; nothing without entries."""
        if not self._places:
            return 0, 0
        columns, rows = (1 + max(place) for place in zip(*self._places, strict=True))
        return columns * self._pitch - self._gutter, rows * self._row

    def items(self, corner: tuple[int, int]) -> Iterator[Rectangle | Text]:
        for entry, (column, row) in zip(self._entries, self._places, strict=True):
            if not entry.name:
                continue
            yield from self._entry(entry, corner[0] + column * self._pitch, corner[1] + row * self._row)

    @property
    def _pitch(self) -> int:
        return self._column + self._gutter

    def _downwards(self, height: int) -> list[tuple[int, int]]:
        """Column and row of each entry: as few columns as fit beside a picture of that height, and no more than COLUMNS_BESIDE."""
        columns = min(max(-(-len(self._entries) * self._row // height), 1), COLUMNS_BESIDE)
        rows = max(-(-len(self._entries) // columns), 1)
        return [divmod(place, rows) for place in range(len(self._entries))]

    def _along(self, width: int) -> list[tuple[int, int]]:
        """Column and row of each entry: every section begins a row with its heading, and what follows stands right of it."""
        columns = max((width + self._gutter) // self._pitch, 1)
        has_headings = any(entry.is_heading for entry in self._entries)
        first = 1 if has_headings and columns > 1 else 0
        places: list[tuple[int, int]] = []
        column, row = first - 1, 0
        for entry in self._entries:
            if entry.is_heading:
                column, row = 0, row + bool(places)
            elif entry.name:  # the blank line between sections takes no place here
                column += 1
                if column >= columns:
                    column, row = first, row + 1
            places.append((column, row))
        return places

    def _entry(self, entry: Entry, x: int, y: int) -> Iterator[Rectangle | Text]:
        letter, side = self._letter, round(SWATCH * self._letter)
        baseline = y + round(0.5 * self._row + 0.36 * letter)  # letters are about 0.72 of their size high
        if entry.colour is None:
            yield Text(x, baseline, entry.name, letter, MUTED, _width(entry.name, letter))
            return
        top, line = y + (self._row - side) // 2, max(1, letter // 16)
        yield Rectangle(x, top, side, side, EDGE)
        yield Rectangle(x + line, top + line, side - 2 * line, side - 2 * line, entry.colour)
        yield Text(x + self._indent, baseline, entry.name, letter, INK, _width(entry.name, letter))
        yield Text(x + self._column, baseline, entry.share, letter, INK, _width(entry.share, letter), at_right=True)
