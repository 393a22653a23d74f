"""How a map of pixels is painted and explained: its table of colours, its legend, its sentence."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt

from app.class_view import ClassView, class_colours, overlay_table
from app.colours import heat_table
from app.inside_fcn.map_legend import LegendEntry
from app.inside_fcn.pixel_maps import CODES, ENTROPY_EDGES, MARGIN_EDGES, MapKind, PixelMap
from app.theme import Theme
from app.translation import mark, tr
from core.fcn.attribution import DECIDED_BY
from core.fcn.config import STREAM_STRIDES
from core.labels import LabelSet

Table = npt.NDArray[np.uint8]
MOST_CLASSES = 11

TITLES = {
    MapKind.CLASSES: mark("Classes"),
    MapKind.DECIDING: mark("Deciding stream"),
    MapKind.FLIPPED: mark("Flipped by"),
    MapKind.MARGIN: mark("Margin"),
    MapKind.ENTROPY: mark("Entropy"),
}
SENTENCES = {
    MapKind.CLASSES: mark("The class with the highest logit."),
    MapKind.DECIDING: mark(
        "The stream without which another class would win; of several, the one without which the winner would fall farthest behind."
    ),
    MapKind.FLIPPED: mark("Pixels whose class would be another with this stream switched off."),
    MapKind.MARGIN: mark("Highest logit minus second highest: how far the winner is ahead."),
    MapKind.ENTROPY: mark("H = −Σ pₖ log₂ pₖ of the softmax, in bits: 0 where one class has all."),
}


@functools.lru_cache(maxsize=16)
def class_table(label_set: LabelSet, palette: str, view: ClassView) -> Table:
    """What classes are painted with, ``(256, 4)`` RGBA uint8, read-only. Kept: a drag of a gain asks for it with each picture."""
    table = overlay_table(label_set, palette, view)
    table.flags.writeable = False
    return table


def table_of(shown: PixelMap, palette: str, view: ClassView, theme: Theme) -> Table:
    """The table that paints a map, ``(256, 4)`` RGBA uint8; alpha 0 where the photo shows."""
    if shown.kind is MapKind.CLASSES:
        return class_table(shown.segmentation.label_set, palette, view)
    table = np.zeros((CODES, 4), np.uint8)
    if shown.kind in (MapKind.MARGIN, MapKind.ENTROPY):
        table[:, :3], table[:, 3] = heat_table(), 255
        return table
    strides = DECIDED_BY[1:] if shown.kind is MapKind.DECIDING else (shown.stride,)
    for code, stride in enumerate(strides, start=1):
        assert stride is not None
        table[code] = (*_rgb(theme.streams[stride]), 255)
    return table


def columns_of(kind: MapKind) -> int:
    """In how many columns the legend stands: three streams above what they flip, numbers in one line."""
    return {MapKind.FLIPPED: len(STREAM_STRIDES), MapKind.MARGIN: len(MARGIN_EDGES), MapKind.ENTROPY: len(ENTROPY_EDGES)}.get(kind, 4)


def entries_of(shown: PixelMap, palette: str, view: ClassView, theme: Theme) -> tuple[LegendEntry, ...]:
    """The legend of a map, with each entry's share of the photo."""
    match shown.kind:
        case MapKind.CLASSES:
            return _classes(shown, class_colours(shown.segmentation.label_set, palette, view))
        case MapKind.DECIDING:
            streams = [LegendEntry(_stream(s), shown.shares[s_code], (theme.streams[s],)) for s_code, s in _coded()]
            return (*streams, LegendEntry(tr("no stream alone"), shown.shares[0]))
        case MapKind.FLIPPED:
            return _flips(shown, theme)
        case _:
            return _bins(shown)


def _coded() -> list[tuple[int, int]]:
    return [(code, stride) for code, stride in enumerate(DECIDED_BY) if stride is not None]


def _stream(stride: int) -> str:
    return tr("Stream {stride}", stride=stride)


def _classes(shown: PixelMap, colours: Table) -> tuple[LegendEntry, ...]:
    names = shown.segmentation.label_set.names
    present = sorted((i for i in range(len(names)) if shown.shares[i] > 0), key=lambda i: -shown.shares[i])
    entries = [LegendEntry(names[i], shown.shares[i], (_hex(colours[i]),)) for i in present[:MOST_CLASSES]]
    rest = present[MOST_CLASSES:]
    if rest:
        entries.append(LegendEntry(tr("{count} more", count=len(rest)), sum(shown.shares[i] for i in rest)))
    return tuple(entries)


def _flips(shown: PixelMap, theme: Theme) -> tuple[LegendEntry, ...]:
    names = shown.segmentation.label_set.names
    streams = [
        LegendEntry(_stream(stride), share, (theme.streams[stride],))
        for stride, share in zip(STREAM_STRIDES, shown.shares, strict=True)
    ]
    changes = [
        LegendEntry(tr("{now}, else {other}", now=names[change.now], other=names[change.without]), change.share, None)
        for change in shown.changes
    ]
    return (*streams, *changes)


def _bins(shown: PixelMap) -> tuple[LegendEntry, ...]:
    heat, entries = heat_table(), []
    ends = (*shown.edges[1:], max(shown.top, shown.edges[-1]))
    for low, high, share in zip(shown.edges, ends, shown.shares, strict=True):
        text = f"{low:g} … {high:g}" if low < high and low != shown.edges[-1] else f"≥ {low:g}"
        colours = tuple(_hex(heat[round(min(value / shown.top, 1.0) * (CODES - 1))]) for value in (low, high))
        entries.append(LegendEntry(text, share, colours))
    return tuple(entries)


def _hex(rgb: npt.NDArray[np.uint8]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*(int(channel) for channel in rgb))


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(bytes.fromhex(colour[1:]))
