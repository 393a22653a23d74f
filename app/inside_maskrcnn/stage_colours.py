"""Colours with a meaning in the Mask R-CNN workspace, the same on photo and tables."""

from __future__ import annotations

from PySide6.QtGui import QColor

from app.translation import mark
from core.labels import VOC, VOID, coco_name
from core.maskrcnn.results import Fate
from core.palettes import palette_table

FATE_COLOURS: dict[Fate, str] = {
    Fate.OUTRANKED: "#8d9097",
    Fate.TOO_SMALL: "#b07aa1",
    Fate.LOW_SCORE: "#8d9097",
    Fate.SUPPRESSED: "#cc6677",
    Fate.CROWDED_OUT: "#ddcc77",
    Fate.KEPT: "#44aa99",
}
"""Tol's muted scheme, which those who confuse red and green can tell apart; operators and streams have other colours."""

LEAST_LIGHTNESS = 100

FATE_NAMES: dict[Fate, str] = {
    Fate.OUTRANKED: mark("outranked"),
    Fate.TOO_SMALL: mark("too small"),
    Fate.LOW_SCORE: mark("low score"),
    Fate.SUPPRESSED: mark("suppressed"),
    Fate.CROWDED_OUT: mark("crowded out"),
    Fate.KEPT: mark("kept"),
}


def fate_colour(fate: Fate) -> QColor:
    return QColor(FATE_COLOURS[fate])


def _seen(colour: QColor) -> QColor:
    """The colour, or a lighter one of its hue: VOC's cat is nearly black, and a line of it is lost on most photos."""
    return QColor.fromHsl(colour.hslHue(), colour.hslSaturation(), LEAST_LIGHTNESS) if colour.lightness() < LEAST_LIGHTNESS else colour


def class_colours(palette: str, names: tuple[str, ...]) -> tuple[QColor, ...]:
    """The palette's colour of each class, that of VOC's class where it has the name; the background, which is no object, is grey.

    So a person has one colour, whether FCN or Mask R-CNN found it.
    """
    vocs = {coco_name(name): place for place, name in enumerate(VOC.names)}
    # Other classes come after VOC's, so that COCO's truck is not coloured as VOC's cat.
    places = [vocs.get(coco_name(name), (len(VOC) + place) % VOID) for place, name in enumerate(names)]
    table = palette_table(palette, max(*places, len(VOC)) + 1, background=VOC.background)
    colours = [_seen(QColor(*(int(channel) for channel in table[place]))) for place in places]
    return (fate_colour(Fate.LOW_SCORE), *colours[1:])
