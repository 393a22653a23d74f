"""Reading a canvas back as arrays, and sending it what a mouse sends."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QImage, QWheelEvent
from PySide6.QtWidgets import QApplication

from app.canvas.image_canvas import ImageCanvas
from app.canvas.view_frame import CanvasView, ImagePoint

NO_BUTTON, NO_MODIFIER = Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier


def pixels(canvas: ImageCanvas) -> NDArray[np.uint8]:
    """What the canvas shows, RGB ``(height, width, 3)`` in device pixels."""
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), dtype=np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def wheel(
    canvas: ImageCanvas,
    at: QPointF,
    *,
    angle: QPoint,
    phase: Qt.ScrollPhase = Qt.ScrollPhase.NoScrollPhase,
) -> None:
    event = QWheelEvent(at, canvas.viewport().mapToGlobal(at), QPoint(), angle, NO_BUTTON, NO_MODIFIER, phase, False)
    QApplication.sendEvent(canvas.viewport(), event)


def look_at(canvas: ImageCanvas, x: float, y: float, zoom: float) -> CanvasView:
    canvas.set_view(ImagePoint(x, y), zoom)
    return canvas.view


def random_photo(height: int, width: int) -> NDArray[np.uint8]:
    return np.random.default_rng(height * 10_000 + width).integers(0, 256, (height, width, 3), dtype=np.uint8)
