"""Views in cells of the level: the photo under them, and the map with what one operator reads of it."""

from __future__ import annotations

from collections.abc import Hashable
from dataclasses import dataclass

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from app.colours import colour_of, shades
from app.lab.drawing import BLACK, WHITE, draw_bin, draw_cells, draw_ideal_box, draw_trace, fill, pen, rect_of
from app.lab.looking import Look, Reading
from app.lab.plate import CELL_GRID, LEAST_FOR_TEXT, Plate, draw_values, small
from app.lab.pointing import Spot, bin_of_box, bin_of_trace, nearest_sample
from app.lab.scene import Scene
from app.theme import Theme
from app.translation import tr
from core.geometry import Box, PlaneMap
from core.roi.explain import MaximumSpeltOut, MeanSpeltOut
from core.roi.settings import Operator


class _CellPlate(Plate):
    """A view in cells of the level."""

    def frame(self, scene: Scene) -> Box:
        return scene.region

    def _spot(self, row: int, column: int, x: float, y: float, scene: Scene, sample: int) -> Spot:
        to_image = scene.cell_to_image
        return Spot(row, column, to_image.x(x), to_image.y(y), sample)


@dataclass(frozen=True, slots=True)
class PhotoCrop(_CellPlate):
    """The photo under the region, with the box and both used windows."""

    def ground_key(self, scene: Scene) -> Hashable:
        return scene.photo.cacheKey(), scene.region, scene.cell_to_image

    def draw_ground(self, painter: QPainter, to_view: PlaneMap, scene: Scene, theme: Theme) -> None:
        fill(painter, [rect_of(to_view.box(scene.region))], QColor(theme.stage))
        region_image = scene.cell_to_image.box(scene.region)
        seen = region_image.intersection(Box(0, 0, scene.photo.width(), scene.photo.height()))
        target = rect_of(scene.cell_to_image.inverse().then(to_view).box(seen))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, target.width() < seen.width)
        painter.drawImage(target, scene.photo, rect_of(seen))
        draw_cells(painter, to_view, scene.region, CELL_GRID)

    def draw_marks(self, painter: QPainter, to_view: PlaneMap, scene: Scene, theme: Theme) -> None:  # noqa: ARG002
        for reading in scene.look.readings:
            draw_trace(painter, to_view, reading.trace, detail=False)
        draw_ideal_box(painter, rect_of(to_view.box(scene.ideal_feature)))
        if scene.spot is not None:
            for reading in scene.look.readings:
                box = reading.trace.bin_feature(scene.spot.row, scene.spot.column)
                draw_bin(painter, rect_of(to_view.box(box)), colour_of(reading.settings.operator))

    def footer(self, scene: Scene) -> str:
        region = scene.cell_to_image.box(scene.region)
        return tr("{width} × {height} px of the photo", width=f"{region.width:.0f}", height=f"{region.height:.0f}")

    def spot_at(self, x: float, y: float, scene: Scene) -> Spot | None:
        place = bin_of_box(scene.ideal_feature, x, y, scene.look.output_size)
        return None if place is None else self._spot(*place, x, y, scene, 0)


@dataclass(frozen=True, slots=True)
class MapPlate(_CellPlate):
    """The shown map with what one operator reads of it."""

    place: int

    def reading(self, look: Look) -> Reading:
        """What is shown."""
        return look.readings[self.place]

    def spelt(self, scene: Scene) -> MaximumSpeltOut | MeanSpeltOut | None:
        """How it arrives at the bin that is pointed at."""
        return None if scene.spelt is None else scene.spelt[self.place]

    def operator(self, scene: Scene) -> Operator | None:
        return self.reading(scene.look).settings.operator

    def ground_key(self, scene: Scene) -> Hashable:
        return scene.look.map, scene.region, scene.low, scene.high

    def draw_ground(self, painter: QPainter, to_view: PlaneMap, scene: Scene, theme: Theme) -> None:
        fill(painter, [rect_of(to_view.box(scene.region))], QColor(theme.stage))
        rows, columns = scene.look.map.values.shape[1:]
        seen = scene.region.intersection(Box(0, 0, columns, rows))
        values = scene.look.map.values[0, int(seen.y1) : int(seen.y2), int(seen.x1) : int(seen.x2)]
        if values.size:
            draw_values(painter, rect_of(to_view.box(seen)), shades(values, scene.low, scene.high))
        draw_cells(painter, to_view, seen, CELL_GRID)

    def draw_marks(self, painter: QPainter, to_view: PlaneMap, scene: Scene, theme: Theme) -> None:  # noqa: ARG002
        reading, spelt = self.reading(scene.look), self.spelt(scene)
        draw_trace(painter, to_view, reading.trace)
        draw_ideal_box(painter, rect_of(to_view.box(scene.ideal_feature)))
        if scene.spot is not None and spelt is not None:
            box = reading.trace.bin_feature(scene.spot.row, scene.spot.column)
            draw_bin(painter, rect_of(to_view.box(box)), colour_of(reading.settings.operator), filled=False)
            _draw_spelt(painter, to_view, spelt, scene.spot, reading)

    def spot_at(self, x: float, y: float, scene: Scene) -> Spot | None:
        trace = self.reading(scene.look).trace
        place = bin_of_trace(trace, x, y)
        return None if place is None else self._spot(*place, x, y, scene, nearest_sample(trace, *place, x, y))


def _draw_spelt(painter: QPainter, to_view: PlaneMap, spelt: MaximumSpeltOut | MeanSpeltOut, spot: Spot, reading: Reading) -> None:
    colour = colour_of(reading.settings.operator)
    if isinstance(spelt, MaximumSpeltOut):
        if spelt.winner is not None:
            row, column = spelt.cells[spelt.winner].tolist()
            _draw_winner(painter, rect_of(to_view.box(Box(column, row, column + 1, row + 1))), colour)
        return
    if not len(spelt.points_feature):
        return
    sample = min(spot.sample, len(spelt.points_feature) - 1)
    x, y = to_view.x(float(spelt.points_feature[sample, 0])), to_view.y(float(spelt.points_feature[sample, 1]))
    for (row, column), weight in zip(spelt.cells[sample].tolist(), spelt.weights[sample].tolist(), strict=True):
        cell = rect_of(to_view.box(Box(column, row, column + 1, row + 1)))
        strength = QColor(colour)
        strength.setAlpha(70 + int(185 * min(max(weight, 0.0), 1.0)))
        painter.setPen(pen(strength, 1.0 + 3.0 * weight))
        painter.drawLine(QPointF(x, y), cell.center())
        _draw_weight(painter, cell, weight, colour)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(pen(BLACK, 1.2))
    painter.setBrush(colour)
    painter.drawEllipse(QPointF(x, y), 4.2, 4.2)


def _draw_winner(painter: QPainter, cell: QRectF, colour: QColor) -> None:
    """The largest cell of the bin: a disc, told from a sample point by its ring."""
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    radius = max(min(cell.width() * 0.28, 7.0), 2.5)
    painter.setPen(pen(BLACK, 3.2))
    painter.setBrush(colour)
    painter.drawEllipse(cell.center(), radius, radius)
    painter.setPen(pen(WHITE, 1.4))
    painter.drawEllipse(cell.center(), radius, radius)


def _draw_weight(painter: QPainter, cell: QRectF, weight: float, colour: QColor) -> None:
    if cell.width() < LEAST_FOR_TEXT:
        return
    font = painter.font()
    painter.setFont(small(font))
    tag = QRectF(cell.center().x() - 15, cell.center().y() - 6.5, 30, 13)
    fill(painter, [tag], QColor(0, 0, 0, 165))
    painter.setPen(colour.lighter(125))
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, f"{weight:.2f}")
    painter.setFont(font)
