"""Views in bins, one square each: what an operator makes of the map, and where two differ."""

from __future__ import annotations

import math
from collections.abc import Hashable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QPainter

from app.colours import colour_of, shades, signed_shades
from app.lab.drawing import BLACK, draw_bin, draw_cells, rect_of
from app.lab.looking import Look, Reading
from app.lab.plate import CELL_GRID, LEAST_FOR_TEXT, Plate, draw_values
from app.lab.pointing import Spot, centre_of_bin, nearest_bin
from app.lab.scene import Scene
from app.lab.value_text import write_values
from app.lab.words import number
from app.theme import Theme
from app.translation import tr
from core.geometry import Box, PlaneMap
from core.roi.bilinear import BilinearTrace
from core.roi.settings import Operator

BRIGHT = 330
"""Sum of red, green and blue from which a value is written in black."""


class _GridPlate(Plate):
    """A view in bins, one square each."""

    def size(self, look: Look) -> int:
        """Bins a side."""
        return look.output_size

    def frame(self, scene: Scene) -> Box:
        size = float(self.size(scene.look))
        return Box(0, 0, size, size)

    def values(self, look: Look) -> npt.NDArray[np.float64]:
        raise NotImplementedError

    def colours(self, scene: Scene, theme: Theme) -> npt.NDArray[np.uint8]:
        raise NotImplementedError

    def ground_key(self, scene: Scene) -> Hashable:
        return self.size(scene.look)

    def draw_ground(self, painter: QPainter, to_view: PlaneMap, scene: Scene, theme: Theme) -> None:
        """Nothing: every value changes when the box does."""

    def draw_marks(self, painter: QPainter, to_view: PlaneMap, scene: Scene, theme: Theme) -> None:
        rgb = self.colours(scene, theme)
        frame = self.frame(scene)
        draw_values(painter, rect_of(to_view.box(frame)), rgb)
        draw_cells(painter, to_view, frame, CELL_GRID)
        if to_view.x.scale >= LEAST_FOR_TEXT:
            write_values(painter, to_view, self.values(scene.look), bright=rgb.sum(axis=-1, dtype=np.int64) > BRIGHT)
        if scene.spot is not None:
            row, column = self.bin_of_spot(scene.spot, scene.look)
            operator = self.operator(scene)
            colour = BLACK if operator is None else colour_of(operator)
            draw_bin(painter, rect_of(to_view.box(Box(column, row, column + 1, row + 1))), colour, filled=False)

    def bin_of_spot(self, spot: Spot, look: Look) -> tuple[int, int]:
        """``(row, column)`` of its own grid."""
        if self.size(look) == look.output_size:
            return spot.row, spot.column
        return nearest_bin(look.choices.box_read_image, spot.x, spot.y, self.size(look))

    def spot_at(self, x: float, y: float, scene: Scene) -> Spot | None:
        box, count = scene.look.choices.box_read_image, self.size(scene.look)
        row, column = math.floor(y), math.floor(x)
        if not (0 <= row < count and 0 <= column < count):
            return None
        point = centre_of_bin(box, row, column, count)
        own = (row, column) if count == scene.look.output_size else nearest_bin(box, *point, scene.look.output_size)
        return Spot(*own, *point)


@dataclass(frozen=True, slots=True)
class PooledPlate(_GridPlate):
    """What one operator makes of the shown map; ``companion``: on the other head's grid."""

    place: int
    companion: bool = False

    def reading(self, look: Look) -> Reading:
        return (look.companions if self.companion else look.readings)[self.place]

    def size(self, look: Look) -> int:
        return self.reading(look).settings.output_size[0]

    def operator(self, scene: Scene) -> Operator | None:
        return self.reading(scene.look).settings.operator

    def values(self, look: Look) -> npt.NDArray[np.float64]:
        return self.reading(look).shown.astype(np.float64)

    def colours(self, scene: Scene, theme: Theme) -> npt.NDArray[np.uint8]:  # noqa: ARG002
        return shades(self.values(scene.look), scene.low, scene.high)

    def heading(self, scene: Scene) -> str:
        reading = self.reading(scene.look)
        size = reading.settings.output_size[0]
        return tr(self.title, operator=reading.settings.operator.paper_name, size=f"{size} × {size}")

    def footer(self, scene: Scene) -> str:
        reading = self.reading(scene.look)
        if isinstance(reading.trace, BilinearTrace):
            down, across = reading.trace.points_per_bin
            return tr("mean of {down} × {across} samples a bin", down=down, across=across)
        return tr("largest cell of each bin")


@dataclass(frozen=True, slots=True)
class DifferencePlate(_GridPlate):
    """First minus second, each sign in the colour of the operator that is larger."""

    footer_moves = True

    def values(self, look: Look) -> npt.NDArray[np.float64]:
        return look.difference

    def colours(self, scene: Scene, theme: Theme) -> npt.NDArray[np.uint8]:
        difference = scene.look.difference
        first, second = (colour_of(reading.settings.operator) for reading in scene.look.readings)
        return signed_shades(difference, float(np.abs(difference).max()), first, second, QColor(theme.raised))

    def heading(self, scene: Scene) -> str:
        first, second = (reading.settings.operator.paper_name for reading in scene.look.readings)
        return tr(self.title, first=first, second=second)

    def footer(self, scene: Scene) -> str:
        return tr("largest |difference| {value}", value=number(float(np.abs(scene.look.difference).max())))
