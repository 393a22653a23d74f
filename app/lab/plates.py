"""The linked views as things that can be painted: on a widget, in a picture, in a PDF. PLATES is their one table."""

from __future__ import annotations

import math
from abc import ABC, abstractmethod
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from app.colours import colour_of, image_of, shades, signed_shades
from app.lab.drawing import BLACK, WHITE, draw_bin, draw_cells, draw_ideal_box, draw_trace, fill, is_vector, pen, rect_of
from app.lab.looking import Look, Reading
from app.lab.pointing import Spot, bin_of_box, bin_of_trace, centre_of_bin, nearest_sample
from app.lab.scene import Scene
from app.lab.words import compact, map_name, number
from app.theme import Theme, tabular
from app.translation import mark, tr
from core.geometry import Axis1d, Box, PlaneMap
from core.roi.bilinear import BilinearTrace
from core.roi.explain import MaximumSpeltOut, MeanSpeltOut

TITLE, FOOTER = 20.0, 17.0
"""Heights above and below the picture, in the painter's units (logical pixels on screen)."""
CELL_GRID = QColor(255, 255, 255, 46)
LEAST_FOR_TEXT = 26.0
"""Width of a cell from which its value is written into it."""


@dataclass(frozen=True, slots=True)
class Plate(ABC):
    """One view. ``title`` is English, translated when shown; ``{operator}`` and ``{map}`` in it are filled in."""

    key: str
    title: str

    @abstractmethod
    def frame(self, scene: Scene) -> Box:
        """What the picture shows, in its own frame: cells of the level, or bins."""

    @abstractmethod
    def draw(self, painter: QPainter, to_view: PlaneMap, scene: Scene, theme: Theme) -> None:
        """Draw the picture; ``to_view`` leads from its frame to the painter."""

    @abstractmethod
    def spot_at(self, x: float, y: float, scene: Scene) -> Spot | None:
        """What lies at a point of the picture's frame."""

    def operator_place(self) -> int | None:
        """Which operator of the pair it belongs to."""
        return None

    def heading(self, scene: Scene) -> str:
        place = self.operator_place()
        operator = "" if place is None else scene.look.readings[place].settings.operator.paper_name
        return tr(self.title, operator=operator, map=map_name(scene.look))

    def footer(self, scene: Scene) -> str:
        return tr("black {low}   white {high}", low=number(scene.low), high=number(scene.high))

    def to_view(self, area: QRectF, scene: Scene) -> PlaneMap:
        """From the picture's frame to the painter: as large as ``area`` allows, undistorted, in its middle."""
        frame = self.frame(scene)
        inner = area.adjusted(0, TITLE, 0, -FOOTER)
        scale = max(min(inner.width() / max(frame.width, 1e-9), inner.height() / max(frame.height, 1e-9)), 1e-9)
        left = inner.left() + (inner.width() - scale * frame.width) / 2 - scale * frame.x1
        top = inner.top() + (inner.height() - scale * frame.height) / 2 - scale * frame.y1
        return PlaneMap(Axis1d(scale, left), Axis1d(scale, top))

    def paint(self, painter: QPainter, area: QRectF, scene: Scene, theme: Theme) -> None:
        """Title, picture and footer."""
        to_view = self.to_view(area, scene)
        picture = rect_of(to_view.box(self.frame(scene)))
        painter.save()
        painter.setClipRect(picture.adjusted(-1, -1, 1, 1).toAlignedRect())
        self.draw(painter, to_view, scene, theme)
        painter.restore()
        self._write(painter, area, picture, scene, theme)

    def _write(self, painter: QPainter, area: QRectF, picture: QRectF, scene: Scene, theme: Theme) -> None:
        left, place = picture.left(), self.operator_place()
        room = QRectF(area.left(), picture.top() - TITLE, area.width(), TITLE - 3)
        if place is not None:
            painter.fillRect(QRectF(left, room.center().y() - 4, 9, 9), colour_of(scene.look.readings[place].settings.operator))
            left += 14
        font = QFont(painter.font())
        painter.setPen(QColor(theme.text))
        self._line(painter, QRectF(left, room.top(), area.right() - left, room.height()), self.heading(scene))
        painter.setPen(QColor(theme.muted))
        painter.setFont(tabular(font))
        below = QRectF(picture.left(), picture.bottom() + 2, area.right() - picture.left(), FOOTER)
        self._line(painter, below, self.footer(scene))
        painter.setFont(font)

    @staticmethod
    def _line(painter: QPainter, room: QRectF, text: str) -> None:
        metrics = QFontMetricsF(painter.font())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _draw_values(painter: QPainter, area: QRectF, rgb: npt.NDArray[np.uint8]) -> None:
    """Cells as flat colours. A printer or a drawing program would smooth an enlarged picture: there each cell is a rectangle."""
    if not is_vector(painter):
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(area, image_of(rgb))
        return
    rows, columns = rgb.shape[:2]
    width, height = area.width() / columns, area.height() / rows
    for row in range(rows):
        for column in range(columns):
            cell = QRectF(area.left() + column * width, area.top() + row * height, width + 0.3, height + 0.3)
            painter.fillRect(cell, QColor(*rgb[row, column].tolist()))


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

    def draw(self, painter: QPainter, to_view: PlaneMap, scene: Scene, theme: Theme) -> None:
        fill(painter, [rect_of(to_view.box(scene.region))], QColor(theme.stage))
        region_image = scene.cell_to_image.box(scene.region)
        seen = region_image.intersection(Box(0, 0, scene.photo.width(), scene.photo.height()))
        target = rect_of(scene.cell_to_image.inverse().then(to_view).box(seen))
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, target.width() < seen.width)
        painter.drawImage(target, scene.photo, rect_of(seen))
        draw_cells(painter, to_view, scene.region, CELL_GRID)
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

    def operator_place(self) -> int | None:
        return self.place

    def draw(self, painter: QPainter, to_view: PlaneMap, scene: Scene, theme: Theme) -> None:
        reading = scene.look.readings[self.place]
        fill(painter, [rect_of(to_view.box(scene.region))], QColor(theme.stage))
        rows, columns = scene.look.map.values.shape[1:]
        seen = scene.region.intersection(Box(0, 0, columns, rows))
        values = scene.look.map.values[0, int(seen.y1) : int(seen.y2), int(seen.x1) : int(seen.x2)]
        if values.size:
            _draw_values(painter, rect_of(to_view.box(seen)), shades(values, scene.low, scene.high))
        draw_cells(painter, to_view, seen, CELL_GRID)
        draw_trace(painter, to_view, reading.trace)
        draw_ideal_box(painter, rect_of(to_view.box(scene.ideal_feature)))
        if scene.spot is not None and scene.spelt is not None:
            box = reading.trace.bin_feature(scene.spot.row, scene.spot.column)
            draw_bin(painter, rect_of(to_view.box(box)), colour_of(reading.settings.operator), filled=False)
            _draw_spelt(painter, to_view, scene.spelt[self.place], scene.spot, reading)

    def spot_at(self, x: float, y: float, scene: Scene) -> Spot | None:
        trace = scene.look.readings[self.place].trace
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
    painter.setFont(_small(font))
    tag = QRectF(cell.center().x() - 15, cell.center().y() - 6.5, 30, 13)
    fill(painter, [tag], QColor(0, 0, 0, 165))
    painter.setPen(colour.lighter(125))
    painter.drawText(tag, Qt.AlignmentFlag.AlignCenter, f"{weight:.2f}")
    painter.setFont(font)


def _small(font: QFont) -> QFont:
    small = tabular(font)
    small.setPointSizeF(max(font.pointSizeF() - 2, 6.0))
    return small


class _GridPlate(Plate):
    """A view in bins, one square each."""

    def frame(self, scene: Scene) -> Box:
        size = float(scene.look.output_size)
        return Box(0, 0, size, size)

    def values(self, look: Look) -> npt.NDArray[np.float64]:
        raise NotImplementedError

    def colours(self, scene: Scene, theme: Theme) -> npt.NDArray[np.uint8]:
        raise NotImplementedError

    def draw(self, painter: QPainter, to_view: PlaneMap, scene: Scene, theme: Theme) -> None:
        rgb = self.colours(scene, theme)
        frame = self.frame(scene)
        _draw_values(painter, rect_of(to_view.box(frame)), rgb)
        draw_cells(painter, to_view, frame, CELL_GRID)
        self._write_values(painter, to_view, self.values(scene.look), rgb)
        if scene.spot is not None:
            row, column = scene.spot.row, scene.spot.column
            draw_bin(painter, rect_of(to_view.box(Box(column, row, column + 1, row + 1))), self.mark_colour(scene), filled=False)

    def mark_colour(self, scene: Scene) -> QColor:
        place = self.operator_place()
        return BLACK if place is None else colour_of(scene.look.readings[place].settings.operator)

    @staticmethod
    def _write_values(painter: QPainter, to_view: PlaneMap, values: npt.NDArray[np.float64], rgb: npt.NDArray[np.uint8]) -> None:
        side = to_view.x.scale
        if side < LEAST_FOR_TEXT:
            return
        font = painter.font()
        painter.setFont(_small(font))
        dark = rgb.astype(np.int64).sum(axis=-1) > 330
        for row, line in enumerate(values.tolist()):
            for column, value in enumerate(line):
                painter.setPen(BLACK if dark[row, column] else WHITE)
                cell = QRectF(to_view.x(column), to_view.y(row), side, side)
                painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, compact(value))
        painter.setFont(font)

    def spot_at(self, x: float, y: float, scene: Scene) -> Spot | None:
        count = scene.look.output_size
        row, column = math.floor(y), math.floor(x)
        if not (0 <= row < count and 0 <= column < count):
            return None
        return Spot(row, column, *centre_of_bin(scene.look.choices.box_read_image, row, column, count))


@dataclass(frozen=True, slots=True)
class PooledPlate(_GridPlate):
    """What one operator makes of the shown map."""

    place: int

    def operator_place(self) -> int | None:
        return self.place

    def values(self, look: Look) -> npt.NDArray[np.float64]:
        return look.readings[self.place].shown.astype(np.float64)

    def colours(self, scene: Scene, theme: Theme) -> npt.NDArray[np.uint8]:  # noqa: ARG002
        return shades(self.values(scene.look), scene.low, scene.high)

    def heading(self, scene: Scene) -> str:
        reading = scene.look.readings[self.place]
        size = reading.settings.output_size[0]
        return tr(self.title, operator=reading.settings.operator.paper_name, size=f"{size} × {size}")

    def footer(self, scene: Scene) -> str:
        reading = scene.look.readings[self.place]
        if isinstance(reading.trace, BilinearTrace):
            down, across = reading.trace.points_per_bin
            return tr("mean of {down} × {across} samples a bin", down=down, across=across)
        return tr("largest cell of each bin")


@dataclass(frozen=True, slots=True)
class DifferencePlate(_GridPlate):
    """First minus second, each sign in the colour of the operator that is larger."""

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


PLATES: tuple[Plate, ...] = (
    PhotoCrop("photo", mark("Photo")),
    MapPlate("map-first", mark("{map}, {operator}"), 0),
    MapPlate("map-second", mark("{map}, {operator}"), 1),
    DifferencePlate("difference", mark("{first} − {second}")),
    PooledPlate("pooled-first", mark("{operator} {size}"), 0),
    PooledPlate("pooled-second", mark("{operator} {size}"), 1),
)
