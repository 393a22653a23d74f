"""What a stage draws over the photo: boxes by the thousand, heat maps, anchors, mask cells, and the frame of the input.

Everything is painted in device pixels and kept as a picture until the view changes, so that pointing and choosing cost no redraw.
"""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QLineF, QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from app.canvas.layer import Layer
from app.canvas.view_frame import ViewFrame
from app.colours import image_of
from app.inside_maskrcnn.stage_boxes import StageBoxes
from app.inside_maskrcnn.stage_crowd import crowd_picture
from app.theme import current
from core.geometry import Axis1d, Box, PlaneMap
from core.maskrcnn.results import Floats, InputStage

FEW = 200
"""Up to so many boxes of a colour are drawn one by one."""
SHADES = 8
"""Opacities that few boxes are sorted into: one call paints all of one opacity."""
LEAST_ALPHA = 0.27
"""Opacity of a box with score 0."""
GRID_FROM = 8.0
"""Device pixels from which cells are told apart by lines."""
BEYOND = 16
"""Device pixels beyond the window to which far edges are moved: Qt's integers end at 2^31."""


class StageLayer(Layer):
    """Keeps what ``draw`` painted as a picture until the view or the content changes."""

    def __init__(self) -> None:
        super().__init__()
        self._shape: tuple[int, int] | None = None
        self._drawn: tuple[ViewFrame, QImage] | None = None

    def fill(self, image_shape: tuple[int, int] | None) -> None:
        """There is new content, for a photo of ``(height, width)``; None for no content."""
        self._shape = image_shape
        self._drawn = None
        self.changed.emit()

    def clear(self) -> None:
        if self._shape is not None:
            self.fill(None)

    def draw(self, painter: QPainter, frame: ViewFrame) -> None:
        """Paint the content in device pixels, without antialiasing: upright lines need none, and it is slow."""
        raise NotImplementedError

    def paint(self, painter: QPainter, frame: ViewFrame) -> bool:
        if self._shape != frame.image_shape:
            return False
        if self._drawn is None or self._drawn[0] != frame:
            self._drawn = (frame, self._picture(frame))
        painter.setOpacity(self.opacity)
        painter.drawImage(0, 0, self._drawn[1])
        painter.setOpacity(1.0)
        return True

    def _picture(self, frame: ViewFrame) -> QImage:
        picture = QImage(max(frame.x.window, 1), max(frame.y.window, 1), QImage.Format.Format_ARGB32_Premultiplied)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        self.draw(painter, frame)
        painter.end()
        return picture


class BoxesLayer(StageLayer):
    """Thousands of boxes: the colour is the group's, the opacity grows with the score."""

    def __init__(self) -> None:
        super().__init__()
        self._boxes: StageBoxes | None = None

    def set_boxes(self, boxes: StageBoxes, image_shape: tuple[int, int]) -> None:
        self._boxes = boxes
        self.fill(image_shape)

    def draw(self, painter: QPainter, frame: ViewFrame) -> None:
        boxes = self._boxes
        if boxes is None:
            return
        corners = device_corners(boxes.image, frame)
        seen = (corners[:, 2] >= 0) & (corners[:, 0] <= frame.x.window) & (corners[:, 3] >= 0) & (corners[:, 1] <= frame.y.window)
        alphas = LEAST_ALPHA + (1 - LEAST_ALPHA) * boxes.scores
        for group in sorted(range(len(boxes.colours)), key=lambda group: group in boxes.strong):
            members = np.flatnonzero(seen & (boxes.group == group))
            width = round(frame.pixel_ratio * (1.5 if group in boxes.strong else 1.0) + 0.25)
            if len(members) > FEW:
                size = (frame.y.window, frame.x.window)
                painter.drawImage(0, 0, crowd_picture(corners[members], alphas[members], boxes.colours[group], width, size))
            elif len(members):
                _draw_boxes(painter, corners[members], alphas[members], boxes.colours[group], width)


def _draw_boxes(painter: QPainter, corners: npt.NDArray[np.int32], alphas: Floats, colour: QColor, width: int) -> None:
    painter.setBrush(Qt.BrushStyle.NoBrush)
    shades = np.round(alphas * SHADES).astype(np.intp)
    for shade in np.unique(shades).tolist():
        shaded = QColor(colour)
        shaded.setAlphaF(shade / SHADES)
        painter.setPen(QPen(shaded, width, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin))
        painter.drawRects([QRect(x1, y1, x2 - x1, y2 - y1) for x1, y1, x2, y2 in corners[shades == shade].tolist()])


def device_corners(boxes_image: Floats, frame: ViewFrame) -> npt.NDArray[np.int32]:
    """``(n, 4)`` image px as whole device px, those far outside the window moved near it."""
    x, y = frame.to_device.x, frame.to_device.y
    corners = boxes_image * (x.scale, y.scale, x.scale, y.scale) + (x.shift, y.shift, x.shift, y.shift)
    ends = np.array([frame.x.window, frame.y.window, frame.x.window, frame.y.window]) + BEYOND
    return np.asarray(np.clip(np.floor(corners + 0.5), -BEYOND, ends), np.int32)


def device_rect(box: Box, frame: ViewFrame) -> QRectF:
    mapped = frame.to_device.box(box)
    return QRectF(mapped.x1, mapped.y1, mapped.width, mapped.height)


def draw_grid(painter: QPainter, frame: ViewFrame, cell_to_image: PlaneMap, shape: tuple[int, int], colour: QColor) -> None:
    """Lines between cells, where they are far enough apart to be told apart."""
    to_device = cell_to_image.then(frame.to_device)
    if to_device.x.scale < GRID_FROM * frame.pixel_ratio:
        return
    rows, columns = shape
    painter.setPen(QPen(colour, 1))
    left, right = to_device.x(0), to_device.x(columns)
    top, bottom = to_device.y(0), to_device.y(rows)
    first, last = _seen_cells(to_device.x.scale, to_device.x.shift, columns, frame.x.window)
    painter.drawLines([QLineF(to_device.x(i), top, to_device.x(i), bottom) for i in range(first, last + 1)])
    first, last = _seen_cells(to_device.y.scale, to_device.y.shift, rows, frame.y.window)
    painter.drawLines([QLineF(left, to_device.y(i), right, to_device.y(i)) for i in range(first, last + 1)])


def _seen_cells(scale: float, shift: float, cells: int, window: int) -> tuple[int, int]:
    return max(math.floor(-shift / scale), 0), min(math.ceil((window - shift) / scale), cells)


class HeatLayer(StageLayer):
    """One number for each cell of a pyramid level, as colours, within the photo."""

    def __init__(self) -> None:
        super().__init__()
        self._cells = QImage()
        self._to_image: PlaneMap | None = None

    def set_cells(self, rgb: npt.NDArray[np.uint8], cell_to_image: PlaneMap, image_shape: tuple[int, int]) -> None:
        """``rgb`` is ``(h, w, 3)`` uint8."""
        self._cells, self._to_image = image_of(rgb), cell_to_image
        self.fill(image_shape)

    def draw(self, painter: QPainter, frame: ViewFrame) -> None:
        if self._to_image is None:
            return
        rows, columns = self._cells.height(), self._cells.width()
        height, width = frame.image_shape
        painter.setClipRect(device_rect(Box(0, 0, width, height), frame))
        painter.drawImage(device_rect(self._to_image.box(Box(0, 0, columns, rows)), frame), self._cells)
        draw_grid(painter, frame, self._to_image, (rows, columns), QColor(255, 255, 255, 50))


class InputLayer(StageLayer):
    """The frame of what the network sees: the photo, the padding beside it, and input pixels where they can be told apart."""

    def __init__(self) -> None:
        super().__init__()
        self._input: InputStage | None = None

    def set_input(self, stage: InputStage) -> None:
        self._input = stage
        self.fill(stage.image_size)

    def draw(self, painter: QPainter, frame: ViewFrame) -> None:
        stage = self._input
        if stage is None:
            return
        height, width = frame.image_shape
        photo = device_rect(Box(0, 0, width, height), frame)
        padded = device_rect(stage.to_image.box(Box(0, 0, stage.padded_size[1], stage.padded_size[0])), frame)
        theme = current()
        draw_grid(painter, frame, stage.to_image, stage.size, QColor(255, 255, 255, 60))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(QColor(theme.edge), Qt.BrushStyle.BDiagPattern))
        painter.drawRect(QRectF(photo.right(), padded.top(), padded.right() - photo.right(), padded.height()))
        painter.drawRect(QRectF(padded.left(), photo.bottom(), photo.width(), padded.bottom() - photo.bottom()))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for rect, style in ((padded, Qt.PenStyle.DashLine), (photo, Qt.PenStyle.SolidLine)):
            painter.setPen(QPen(QColor(theme.accent), 2 * frame.pixel_ratio, style))
            painter.drawRect(rect)


class CentresLayer(StageLayer):
    """A dot at the centre of every cell's anchors, where they are far enough apart."""

    def __init__(self) -> None:
        super().__init__()
        self._centres = np.zeros((0, 4), np.float32)
        self._pitch = 1.0

    def set_centres(self, centres_image: Floats, pitch: float, image_shape: tuple[int, int]) -> None:
        """``centres_image`` is ``(n, 2)`` image px, ``pitch`` apart."""
        self._centres, self._pitch = np.tile(centres_image, 2), pitch
        self.fill(image_shape)

    def draw(self, painter: QPainter, frame: ViewFrame) -> None:
        if self._pitch * frame.scale < 3 * frame.pixel_ratio:
            return
        points = [QPoint(x, y) for x, y, _, _ in device_corners(self._centres, frame).tolist()]
        for colour, width in ((QColor(0, 0, 0, 170), 3), (QColor(255, 255, 255, 230), 1)):
            painter.setPen(QPen(colour, width * frame.pixel_ratio))
            painter.drawPoints(points)


class CellsLayer(StageLayer):
    """Masks of 28 x 28 cells in their boxes, as they leave the network, before they are pasted."""

    def __init__(self) -> None:
        super().__init__()
        self._masks: list[tuple[Box, QImage]] = []

    def set_masks(self, masks: list[tuple[Box, QColor, Floats]], image_shape: tuple[int, int]) -> None:
        """``(box in image px, colour, probabilities (28, 28))`` of each object, the lowest first; lines part the cells of a single one."""
        self._masks = [(box, _tinted(colour, probabilities)) for box, colour, probabilities in masks]
        self.fill(image_shape)

    def draw(self, painter: QPainter, frame: ViewFrame) -> None:
        for box, cells in self._masks:
            painter.drawImage(device_rect(box, frame), cells)
            if len(self._masks) > 1:
                continue
            cell = PlaneMap(Axis1d(box.width / cells.width(), box.x1), Axis1d(box.height / cells.height(), box.y1))
            draw_grid(painter, frame, cell, (cells.height(), cells.width()), QColor(255, 255, 255, 40))


def _tinted(colour: QColor, probabilities: Floats) -> QImage:
    """``(h, w)`` 0..1 as the colour's opacity."""
    height, width = probabilities.shape
    rgba = np.empty((height, width, 4), np.uint8)
    rgba[..., :3] = colour.red(), colour.green(), colour.blue()
    rgba[..., 3] = (np.clip(probabilities, 0, 1) * 235 + 0.5).astype(np.uint8)
    return QImage(rgba.data, width, height, 4 * width, QImage.Format.Format_RGBA8888).copy()
