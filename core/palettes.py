"""Palettes: which colour a class id is drawn in. Every palette is a table of 256 colours, with 255 for void pixels."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
import numpy.typing as npt

from core.errors import InputError
from core.labels import VOID, LabelSet

Rgb = tuple[int, int, int]
ColourTable = npt.NDArray[np.uint8]

BLACK: Rgb = (0, 0, 0)


@dataclass(frozen=True, slots=True)
class Palette:
    """``colours`` are given to class ids in order and repeat, first lighter, then darker; ``void`` is drawn at id 255.

    ``by_id``: the colours belong to fixed ids, so a background takes the colour of its id and not black.
    """

    key: str
    title: str
    colours: tuple[Rgb, ...]
    void: Rgb
    source: str
    by_id: bool = False

    def colour(self, place: int) -> Rgb:
        """The colour at ``place``, counted from 0. The second time round is half white, the third three fifths as bright."""
        base = self.colours[place % len(self.colours)]
        white, black = ((0.0, 0.0), (0.5, 0.0), (0.0, 0.4))[place // len(self.colours) % 3]
        red, green, blue = (round((channel + (255 - channel) * white) * (1 - black)) for channel in base)
        return red, green, blue


def _voc_colour(class_id: int) -> Rgb:
    """Bits 0, 3, 6 of the id become the high bits of red, 1, 4, 7 of green, 2, 5 of blue (VOC devkit, ``VOClabelcolormap.m``)."""
    channels = [0, 0, 0]
    for bit in range(8):
        channels[bit % 3] |= (class_id >> bit & 1) << (7 - bit // 3)
    return channels[0], channels[1], channels[2]


def _from_hex(codes: str) -> tuple[Rgb, ...]:
    return tuple((code[0], code[1], code[2]) for code in map(bytes.fromhex, codes.split()))


PALETTES = {
    palette.key: palette
    for palette in (
        Palette(
            "voc",
            "VOC",
            tuple(_voc_colour(class_id) for class_id in range(VOID)),
            _voc_colour(VOID),
            "PASCAL VOC development kit, VOClabelcolormap",
            by_id=True,
        ),
        Palette(
            "okabe-ito",
            "Okabe-Ito",
            # Black, the eighth colour, is left to the background.
            _from_hex("e69f00 56b4e9 009e73 f0e442 0072b2 d55e00 cc79a7"),
            (153, 153, 153),
            "Okabe & Ito 2008, Color Universal Design",
        ),
        Palette(
            "tol",
            "Tol muted",
            _from_hex("cc6677 332288 ddcc77 117733 88ccee 882255 44aa99 999933 aa4499"),
            (221, 221, 221),
            "Tol 2021, Colour Schemes (SRON/EPS/TN/09-002), scheme 'muted'; pale grey is its colour for bad data",
        ),
    )
}


@cache
def palette_table(name: str, num_classes: int, *, background: int | None = None) -> ColourTable:
    """The colours of ids ``0 .. num_classes - 1``, ``(256, 3)`` uint8 RGB, read-only; every other row is the void colour.

    ``background`` is the id that is not drawn: it is black and takes none of the palette's colours (VOC's table fixes them all).
    Raises InputError for an unknown palette or a number of classes outside 1 .. 255.
    """
    if name not in PALETTES:
        raise InputError("There is no palette {name}; choose one of {names}.", name=name, names=", ".join(PALETTES))
    if not 1 <= num_classes <= VOID:
        raise InputError("A palette has 1 to {most} classes, not {number}; choose a smaller label set.", most=VOID, number=num_classes)
    palette = PALETTES[name]
    table = np.full((VOID + 1, 3), palette.void, np.uint8)
    for class_id in range(num_classes):
        table[class_id] = _colour_of(palette, class_id, background)
    table.setflags(write=False)
    return table


def _colour_of(palette: Palette, class_id: int, background: int | None) -> Rgb:
    if palette.by_id or background is None or class_id < background:
        return palette.colour(class_id)
    return BLACK if class_id == background else palette.colour(class_id - 1)


def overlay_table(label_set: LabelSet, palette: str) -> ColourTable:
    """The colours that a class map is painted in, ``(256, 4)`` uint8 RGBA, read-only: opaque, but background and void transparent."""
    table = np.zeros((VOID + 1, 4), np.uint8)
    table[:, :3] = palette_table(palette, len(label_set), background=label_set.background)
    table[: len(label_set), 3] = 255
    if label_set.background is not None:
        table[label_set.background, 3] = 0
    table.setflags(write=False)
    return table
