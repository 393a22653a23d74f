"""What the linked views draw, put together once for all of them."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtGui import QImage

from app.lab.looking import Look
from app.lab.pointing import Spot
from core.geometry import Box, PlaneMap
from core.roi.bilinear import BilinearTrace
from core.roi.explain import MaximumSpeltOut, MeanSpeltOut, spell_out_maximum, spell_out_mean
from core.roi.pool import PoolTrace

MARGIN = 1
"""Whole cells left around what either operator reads."""
SLACK = 3
"""How many cells more than needed a region may show before it is cut anew: while a box glides, its surroundings stand still."""


@dataclass(frozen=True, slots=True, eq=False)
class Scene:
    """``region`` is in whole cells; ``low`` and ``high`` are the values drawn black and white. ``photo`` must not change."""

    look: Look
    photo: QImage
    region: Box
    low: float
    high: float
    spot: Spot | None
    spelt: tuple[MaximumSpeltOut | MeanSpeltOut, MaximumSpeltOut | MeanSpeltOut] | None

    @property
    def cell_to_image(self) -> PlaneMap:
        return self.look.readings[0].trace.grid.cell_to_image

    @property
    def ideal_feature(self) -> Box:
        return self.look.readings[0].trace.ideal_box_feature


def make_scene(look: Look, photo: QImage, spot: Spot | None, before: Scene | None) -> Scene:
    region = _region(look, before)
    rows, columns = look.map.values.shape[1:]
    seen = look.map.values[0, max(int(region.y1), 0) : min(int(region.y2), rows), max(int(region.x1), 0) : min(int(region.x2), columns)]
    values = [seen, look.readings[0].shown, look.readings[1].shown]
    low = min(float(value.min()) for value in values if value.size)
    high = max(float(value.max()) for value in values if value.size)
    return Scene(look, photo, region, low, high, spot, spell_out(look, spot))


def pointed_at(scene: Scene, spot: Spot | None) -> Scene:
    """The same scene with another bin lit up."""
    return Scene(scene.look, scene.photo, scene.region, scene.low, scene.high, spot, spell_out(scene.look, spot))


def spell_out(look: Look, spot: Spot | None) -> tuple[MaximumSpeltOut | MeanSpeltOut, MaximumSpeltOut | MeanSpeltOut] | None:
    """How both operators arrive at the value of one bin of the shown map."""
    if spot is None:
        return None
    first, second = (_spelt(reading.trace, look, spot) for reading in look.readings)
    return first, second


def _spelt(trace: object, look: Look, spot: Spot) -> MaximumSpeltOut | MeanSpeltOut:
    if isinstance(trace, PoolTrace):
        return spell_out_maximum(trace, look.map.values, channel=0, row=spot.row, column=spot.column)
    assert isinstance(trace, BilinearTrace)
    return spell_out_mean(trace, look.map.values, channel=0, row=spot.row, column=spot.column)


def _region(look: Look, before: Scene | None) -> Box:
    boxes = [look.readings[0].trace.ideal_box_feature, *(reading.trace.used_box_feature for reading in look.readings)]
    rows, columns = look.map.values.shape[1:]
    x1, x2 = _span([edge for box in boxes for edge in (box.x1, box.x2)], columns)
    y1, y2 = _span([edge for box in boxes for edge in (box.y1, box.y2)], rows)
    needed = Box(x1, y1, x2, y2)
    if before is not None and before.look.map.level == look.map.level and before.look.pyramid is look.pyramid:
        kept = before.region
        holds = needed.intersection(kept) == needed
        if holds and kept.width <= needed.width + SLACK and kept.height <= needed.height + SLACK:
            return kept
    return needed


def _span(edges: list[float], size: int) -> tuple[int, int]:
    """Whole cells around the edges; a huge box is cut off a little beyond the map."""
    low = int(np.clip(math.floor(min(edges)) - MARGIN, -3, size - 1))
    high = int(np.clip(math.ceil(max(edges)) + MARGIN, low + 2, size + 3))
    return low, high
