"""On the photo: the grid of feature cells, and what both operators really use of the box."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QPainter, QTransform
from PySide6.QtWidgets import QGraphicsItem, QStyleOptionGraphicsItem, QWidget

from app.colours import colour_of
from app.lab.drawing import draw_bin, draw_cells, draw_trace, rect_of
from app.lab.scene import Scene
from core.geometry import Axis1d, Box, PlaneMap

GRID = QColor(255, 255, 255, 70)


class PhotoOverlay(QGraphicsItem):
    """In continuous image pixels, drawn in screen pixels, so that lines keep their width."""

    def __init__(self, parent: QGraphicsItem | None = None) -> None:
        super().__init__(parent)
        self._scene: Scene | None = None
        self.grid_shown = True
        self.setZValue(5)

    def set_scene(self, scene: Scene | None) -> None:
        self.prepareGeometryChange()
        self._scene = scene
        self.update()

    def boundingRect(self) -> QRectF:  # noqa: N802
        if self._scene is None:
            return QRectF()
        rows, columns = self._scene.look.map.values.shape[1:]
        cells = Box(-3, -3, columns + 3, rows + 3)  # an operator's window may lie over the map's edge
        return rect_of(self._scene.cell_to_image.box(cells)) | rect_of(self._scene.look.choices.box_read_image)

    def paint(self, painter: QPainter, option: QStyleOptionGraphicsItem, widget: QWidget | None = None) -> None:  # noqa: ARG002
        scene = self._scene
        if scene is None:
            return
        transform = painter.worldTransform()
        to_screen = PlaneMap(Axis1d(transform.m11(), transform.dx()), Axis1d(transform.m22(), transform.dy()))
        to_view = scene.cell_to_image.then(to_screen)
        painter.save()
        painter.setWorldTransform(QTransform())
        painter.setClipRect(painter.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)  # upright lines need none, and it costs tens of milliseconds
        if self.grid_shown:
            rows, columns = scene.look.map.values.shape[1:]
            draw_cells(painter, to_view, Box(0, 0, columns, rows), GRID)
        for reading in scene.look.readings:
            draw_trace(painter, to_view, reading.trace)
        if scene.spot is not None:
            for reading in scene.look.readings:
                box = reading.trace.bin_feature(scene.spot.row, scene.spot.column)
                draw_bin(painter, rect_of(to_view.box(box)), colour_of(reading.settings.operator))
        painter.restore()
