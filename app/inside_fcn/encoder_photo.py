"""The photo of the encoder's view: a heat map of cells over it, their grid, and one cell with what it can see."""

from __future__ import annotations

import math

from PySide6.QtCore import QLineF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.canvas.cell_layers import HeatLayer, KeptLayer
from app.canvas.layers import LayerRow
from app.canvas.view_frame import ViewFrame
from app.colours import Picture
from app.inside_fcn.map_photo import RoomPhoto
from app.inside_fcn.room import FcnRoom
from app.theme import current
from core.geometry import Box, PlaneMap

LEAST_PITCH = 4.0
"""Device pixels between lines; nearer ones would cover the photo."""


class GridLayer(KeptLayer):
    """The edges of all cells, dark and light so that they are seen on any photo."""

    def __init__(self) -> None:
        super().__init__()
        self._cells: PlaneMap | None = None
        self._grid: tuple[int, int] = (0, 0)

    def set_grid(self, cell_to_image: PlaneMap, shape: tuple[int, int], image_shape: tuple[int, int]) -> None:
        """``shape`` are rows and columns of cells."""
        self._cells, self._grid = cell_to_image, shape
        self.fill(image_shape)

    def draw(self, painter: QPainter, frame: ViewFrame) -> None:
        if self._cells is None:
            return
        to_device = self._cells.then(frame.to_device)
        if to_device.x.scale < LEAST_PITCH * frame.pixel_ratio:
            return
        right, bottom = frame.to_device.x(frame.x.length), frame.to_device.y(frame.y.length)
        left, top = frame.to_device.x(0), frame.to_device.y(0)
        upright = [min(to_device.x(column), right) for column in range(self._grid[1] + 1)]
        level = [min(to_device.y(row), bottom) for row in range(self._grid[0] + 1)]
        lines = [QLineF(x, top, x, bottom) for x in upright] + [QLineF(left, y, right, y) for y in level]
        for colour, width in ((QColor(0, 0, 0, 120), 3), (QColor(255, 255, 255, 210), 1)):
            painter.setPen(QPen(colour, width * frame.pixel_ratio))
            painter.drawLines(lines)


class CellItem(QGraphicsItem):
    """A cell in the accent colour and, dashed in black and white, what it can see of the photo. Image px."""

    def __init__(self) -> None:
        super().__init__()
        self.setAcceptedMouseButtons(Qt.MouseButton.NoButton)
        self.cell: Box | None = None
        self.field: Box | None = None

    def put(self, cell: Box | None, field: Box | None) -> None:
        """``field`` is cut to the photo already; None where nothing is to be drawn."""
        if (cell, field) != (self.cell, self.field):
            self.prepareGeometryChange()
            self.cell, self.field = cell, field
            self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802
        rects = [_rect(box) for box in (self.cell, self.field) if box is not None]
        if not rects:
            return QRectF()
        whole = rects[0]
        for rect in rects[1:]:
            whole = whole.united(rect)
        margin = 2.0 + max(whole.width(), whole.height()) * 0.02
        return whole.adjusted(-margin, -margin, margin, margin)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self.field is not None:
            self._frame(painter, self.field, QColor("black"), 2, Qt.PenStyle.SolidLine)
            self._frame(painter, self.field, QColor("white"), 2, Qt.PenStyle.DashLine)
        if self.cell is not None:
            theme = current()
            self._frame(painter, self.cell, QColor(theme.on_accent), 5, Qt.PenStyle.SolidLine)
            self._frame(painter, self.cell, QColor(theme.accent), 3, Qt.PenStyle.SolidLine)

    def _frame(self, painter: QPainter, box: Box, colour: QColor, width: float, style: Qt.PenStyle) -> None:
        pen = QPen(colour, width, style, Qt.PenCapStyle.FlatCap, Qt.PenJoinStyle.MiterJoin)
        pen.setCosmetic(True)
        painter.setPen(pen)
        painter.drawRect(_rect(box))


class EncoderPhoto(RoomPhoto):
    """Shows what it is given until something else is given, or until the photo goes."""

    def __init__(self, room: FcnRoom, parent: QWidget | None = None) -> None:
        self.heat, self.grid = HeatLayer(lines=False), GridLayer()  # lines are asked for by a check box
        layers = (self.heat, self.grid)
        rows = tuple(LayerRow(str(place), "", lambda _parent, layer=layer: layer) for place, layer in enumerate(layers))  # type: ignore[misc]
        super().__init__(room, rows, parent)
        self.mark = CellItem()
        self.add_item(self.mark)

    def clear_map(self) -> None:
        self.heat.clear()
        self.grid.clear()
        self.mark.put(None, None)

    def show_cells(self, picture: Picture, cell_to_image: PlaneMap, image_shape: tuple[int, int]) -> None:
        """Paint one colour for each cell; ``picture`` ``(h, w, 3)``."""
        self.heat.set_cells(picture, cell_to_image, image_shape)

    def show_grid(self, cell_to_image: PlaneMap, shape: tuple[int, int], image_shape: tuple[int, int]) -> None:
        self.grid.set_grid(cell_to_image, shape, image_shape)


def cut_to(box: Box, image_size: tuple[int, int]) -> Box:
    """The part of ``box`` on a photo of ``(height, width)``; a side that is infinite ends with the photo."""
    return box.intersection(Box(0, 0, image_size[1], image_size[0]))


def is_whole(box: Box) -> bool:
    """Whether the box, a receptive field, is everything."""
    return not all(math.isfinite(edge) for edge in box.as_tuple())


def _rect(box: Box) -> QRectF:
    return QRectF(box.x1, box.y1, box.width, box.height)
