"""What a stage draws over the photo: boxes by the thousand, anchors, mask cells, and the frame of the input."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QPen

from app.canvas.cell_layers import KeptLayer, device_rect, draw_grid
from app.canvas.view_frame import ViewFrame
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
BEYOND = 16
"""Device pixels beyond the window to which far edges are moved: Qt's integers end at 2^31."""


class BoxesLayer(KeptLayer):
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


class InputLayer(KeptLayer):
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


class CentresLayer(KeptLayer):
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


class CellsLayer(KeptLayer):
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
