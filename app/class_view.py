"""Which classes are shown and in which colours: the values behind the legend, and the colour table that they make."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from core.fcn.results import pixel_counts
from core.labels import LabelSet
from core.palettes import palette_table

Rgb = tuple[int, int, int]
OPAQUE = 255
SPOKEN_PIXELS = 1_000_000


@dataclass(frozen=True, slots=True)
class ClassView:
    """``hidden`` class ids, the one shown alone (``solo``) if any, and a person's own colours as ``(id, (r, g, b))``, sorted by id."""

    hidden: frozenset[int] = frozenset()
    solo: int | None = None
    colours: tuple[tuple[int, Rgb], ...] = ()

    def shows(self, class_id: int) -> bool:
        """Whether a class is painted: alone when it is solo, else unless hidden."""
        return class_id == self.solo if self.solo is not None else class_id not in self.hidden

    def showing(self, class_ids: Iterable[int], shown: bool) -> ClassView:
        """The view with these classes shown or hidden; solo ends, or the change could not be seen."""
        ids = frozenset(class_ids)
        return replace(self, hidden=self.hidden - ids if shown else self.hidden | ids, solo=None)

    def toggling_solo(self, class_id: int) -> ClassView:
        return replace(self, solo=None if self.solo == class_id else class_id)

    def coloured(self, class_id: int, colour: Rgb | None) -> ClassView:
        """The view with an own colour for a class, or None for the palette's again."""
        colours = {key: value for key, value in self.colours if key != class_id}
        if colour is not None:
            colours[class_id] = colour
        return replace(self, colours=tuple(sorted(colours.items())))


def default_view(label_set: LabelSet) -> ClassView:
    """All but the background, which would only darken the photo."""
    return ClassView(hidden=frozenset() if label_set.background is None else frozenset({label_set.background}))


def class_colours(label_set: LabelSet, palette: str, view: ClassView) -> npt.NDArray[np.uint8]:
    """The colour of each class, ``(K, 3)`` uint8: a person's own, else the palette's."""
    table = palette_table(palette, len(label_set), background=label_set.background)
    colours = table[: len(label_set)].copy()
    for class_id, colour in view.colours:
        if class_id < len(label_set):
            colours[class_id] = colour
    return colours


def overlay_table(label_set: LabelSet, palette: str, view: ClassView) -> npt.NDArray[np.uint8]:
    """The table that the class-map layer paints with, ``(256, 4)`` RGBA uint8; alpha 0 where nothing is painted."""
    table = np.zeros((256, 4), np.uint8)
    table[: len(label_set), :3] = class_colours(label_set, palette, view)
    shown = [class_id for class_id in range(len(label_set)) if view.shows(class_id)]
    table[shown, 3] = OPAQUE
    return table


def spoken_shares(counts: npt.NDArray[np.int64], label_set: LabelSet) -> str:
    """What a map shows, in words: its classes with their shares of the pixels, the largest first. ``counts`` ``(256,)`` of each value."""
    there = [place for place in np.argsort(-counts, kind="stable") if counts[place]]
    names = [label_set.names[place] if place < len(label_set) else "void" for place in there]
    return ", ".join(f"{name} {100 * counts[place] / counts.sum():.1f} %" for name, place in zip(names, there, strict=True))


def counts_to_speak(class_map: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """Pixels of ``(H, W)`` uint8 that hold each value, ``(256,)``.

    Read at no more than a million of them, evenly spread: what says it is written on the thread that draws.
    """
    step = math.ceil(math.sqrt(class_map.size / SPOKEN_PIXELS)) or 1
    return pixel_counts(np.ascontiguousarray(class_map[::step, ::step]))
