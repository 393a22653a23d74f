"""What a linked view is: a thing that can be painted, on a widget, in a picture, in a PDF."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Hashable
from dataclasses import dataclass
from typing import ClassVar

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter

from app.colours import colour_of, image_of
from app.lab.drawing import is_vector, rect_of
from app.lab.pointing import Spot
from app.lab.scene import Scene
from app.lab.words import compact, map_name
from app.theme import Theme, tabular
from app.translation import tr
from core.geometry import Axis1d, Box, PlaneMap
from core.roi.settings import Operator

TITLE, FOOTER = 20.0, 17.0
"""Heights above and below the picture, in the painter's units (logical pixels on screen)."""
SIGN = 14.0
"""Width of the operator's colour before the heading."""
CELL_GRID = QColor(255, 255, 255, 46)
LEAST_FOR_TEXT = 26.0
"""Width of a cell from which its value is written into it."""


@dataclass(frozen=True, slots=True)
class Plate(ABC):
    """One view. ``title`` is English, translated when shown; ``{operator}`` and ``{map}`` in it are filled in."""

    footer_moves: ClassVar[bool] = False
    """Whether the footer changes while the box glides: it is then drawn with the marks, or the ground could not be kept."""

    key: str
    title: str

    @abstractmethod
    def frame(self, scene: Scene) -> Box:
        """What the picture shows, in its own frame: cells of the level, or bins."""

    @abstractmethod
    def ground_key(self, scene: Scene) -> Hashable:
        """What ``draw_ground`` depends on besides its frame and the theme: while it stays, the ground can be kept as a picture."""

    @abstractmethod
    def draw_ground(self, painter: QPainter, to_view: PlaneMap, scene: Scene, theme: Theme) -> None:
        """Draw what stands still while the box glides; ``to_view`` leads from the picture's frame to the painter."""

    @abstractmethod
    def draw_marks(self, painter: QPainter, to_view: PlaneMap, scene: Scene, theme: Theme) -> None:
        """Draw the rest over it."""

    @abstractmethod
    def spot_at(self, x: float, y: float, scene: Scene) -> Spot | None:
        """What lies at a point of the picture's frame."""

    def operator(self, scene: Scene) -> Operator | None:  # noqa: ARG002
        """Which operator it belongs to."""
        return None

    def heading(self, scene: Scene) -> str:
        operator = self.operator(scene)
        return tr(self.title, operator="" if operator is None else operator.paper_name, map=map_name(scene.look))

    def footer(self, scene: Scene) -> str:
        return tr("black {low}   white {high}", low=compact(scene.low), high=compact(scene.high))

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
        self.paint_ground(painter, area, scene, theme)
        self.paint_marks(painter, area, scene, theme)

    def paint_ground(self, painter: QPainter, area: QRectF, scene: Scene, theme: Theme) -> None:
        """The texts, and what of the picture stands still."""
        to_view = self.to_view(area, scene)
        picture = rect_of(to_view.box(self.frame(scene)))
        painter.save()
        painter.setClipRect(_clip(picture))
        self.draw_ground(painter, to_view, scene, theme)
        painter.restore()
        self._write_heading(painter, area, picture, scene, theme)
        if not self.footer_moves:
            self._write_footer(painter, area, picture, scene, theme)

    def paint_marks(self, painter: QPainter, area: QRectF, scene: Scene, theme: Theme) -> None:
        to_view = self.to_view(area, scene)
        picture = rect_of(to_view.box(self.frame(scene)))
        painter.save()
        painter.setClipRect(_clip(picture))
        self.draw_marks(painter, to_view, scene, theme)
        painter.restore()
        if self.footer_moves:
            self._write_footer(painter, area, picture, scene, theme)

    def _write_heading(self, painter: QPainter, area: QRectF, picture: QRectF, scene: Scene, theme: Theme) -> None:
        operator = self.operator(scene)
        sign = 0 if operator is None else SIGN
        left = _left_of(self.heading(scene), painter, picture, area, sign)
        room = QRectF(area.left(), picture.top() - TITLE, area.width(), TITLE - 3)
        if operator is not None:
            painter.fillRect(QRectF(left, room.center().y() - 4, 9, 9), colour_of(operator))
            left += sign
        painter.setPen(QColor(theme.text))
        self._line(painter, QRectF(left, room.top(), area.right() - left, room.height()), self.heading(scene))

    def _write_footer(self, painter: QPainter, area: QRectF, picture: QRectF, scene: Scene, theme: Theme) -> None:
        font = QFont(painter.font())
        painter.setPen(QColor(theme.muted))
        painter.setFont(tabular(font))
        left = _left_of(self.footer(scene), painter, picture, area)
        below = QRectF(left, picture.bottom() + 2, area.right() - left, FOOTER)
        self._line(painter, below, self.footer(scene))
        painter.setFont(font)

    @staticmethod
    def _line(painter: QPainter, room: QRectF, text: str) -> None:
        metrics = QFontMetricsF(painter.font())
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)


def _left_of(text: str, painter: QPainter, picture: QRectF, area: QRectF, sign: float = 0) -> float:
    """Where a line begins: with the picture, or as far before it as it must to be read whole."""
    needed = QFontMetricsF(painter.font()).horizontalAdvance(text) + sign + 1
    return max(min(picture.left(), area.right() - needed), area.left())


def _clip(picture: QRectF) -> QRect:
    return picture.adjusted(-1, -1, 1, 1).toAlignedRect()


def draw_values(painter: QPainter, area: QRectF, rgb: npt.NDArray[np.uint8]) -> None:
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


def small(font: QFont) -> QFont:
    small = tabular(font)
    small.setPointSizeF(max(font.pointSizeF() - 2, 6.0))
    return small
