"""The photo on screen: nearest neighbour at 100 % and above, smooth below."""

from __future__ import annotations

import weakref
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtGui import QImage, QPainter, QTransform

from app.canvas.view_frame import FrameAxis, ViewFrame

OVERLAP = 1 / 64
"""Device pixels by which a smooth photo is drawn larger, so that Qt leaves out no border pixel whose centre lies on its edge."""


def pixels_of(image: QImage) -> NDArray[np.uint32]:
    """The pixels of a 32-bit image, ``(height, width)``, native 0xAARRGGBB. A view: it lives no longer than the image."""
    view = np.frombuffer(image.bits(), dtype=np.uint32)
    return view.reshape(image.height(), image.width())


def _to_qimage(rgb: NDArray[np.uint8]) -> QImage:
    height, width = rgb.shape[:2]
    borrowed = QImage(np.ascontiguousarray(rgb).data, width, height, 3 * width, QImage.Format.Format_RGB888)
    return borrowed.convertToFormat(QImage.Format.Format_RGB32)  # owns its pixels


def _reduced(image: QImage, factor: int) -> QImage:
    size = QSize(-(-image.width() // factor), -(-image.height() // factor))
    return image.scaled(size, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)


class _Levels(dict[int, QImage]):
    """How many times smaller, and the photo so much smaller."""

    def __init__(self, rgb: NDArray[np.uint8]) -> None:
        super().__init__({1: _to_qimage(rgb)})
        self.source = weakref.ref(rgb)


_in_use: weakref.WeakValueDictionary[int, _Levels] = weakref.WeakValueDictionary()


def _levels_of(rgb: NDArray[np.uint8]) -> _Levels:
    """Canvases that show the same photo share its pixels: to convert 12 megapixels takes 50 ms and 48 MB."""
    known = _in_use.get(id(rgb))
    if known is not None and known.source() is rgb and not rgb.flags.writeable:
        return known
    levels = _in_use[id(rgb)] = _Levels(rgb)
    return levels


class Photo:
    """A photo and its averages over 2 x 2, 4 x 4, ... pixels, each made when it is first looked at."""

    def __init__(self, rgb: NDArray[np.uint8]) -> None:
        """``rgb`` is ``(height, width, 3)``, at least 1 x 1; it is copied, a read-only array once for all that show it.

        Raises ValueError on another shape or dtype.
        """
        if rgb.dtype != np.uint8 or rgb.ndim != 3 or rgb.shape[2] != 3 or rgb.size == 0:
            raise ValueError(f"a photo is (height, width, 3) uint8, not {rgb.shape} {rgb.dtype}")
        self._levels = _levels_of(rgb)
        self._full = self._levels[1]
        self._drawn: tuple[ViewFrame, QImage] | None = None

    @property
    def size(self) -> tuple[int, int]:
        """``(width, height)`` in pixels."""
        return (self._full.width(), self._full.height())

    def paint(self, painter: QPainter, frame: ViewFrame) -> None:
        """Draw what the frame shows. The painter's units are device pixels."""
        if self._drawn is None or self._drawn[0] != frame:
            self._drawn = (frame, self._render(frame))
        painter.drawImage(frame.x.visible.start, frame.y.visible.start, self._drawn[1])

    def _render(self, frame: ViewFrame) -> QImage:
        columns, rows = frame.x.visible, frame.y.visible
        if not len(columns) or not len(rows):
            return QImage()
        if frame.scale < 1:
            return self._render_smooth(frame)
        image = QImage(len(columns), len(rows), QImage.Format.Format_RGB32)
        sample(pixels_of(self._full), frame.y.indices(rows), frame.x.indices(columns), pixels_of(image))
        return image

    def _render_smooth(self, frame: ViewFrame) -> QImage:
        image = QImage(len(frame.x.visible), len(frame.y.visible), QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        level = self._level_for(frame.scale)
        sx, dx = _level_to_target(level.width(), frame.x)
        sy, dy = _level_to_target(level.height(), frame.y)
        painter = QPainter(image)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        painter.setTransform(QTransform(sx, 0, 0, sy, dx, dy))
        painter.drawImage(QRect(0, 0, level.width(), level.height()), level)
        painter.end()
        return image

    def _level_for(self, scale: float) -> QImage:
        # Bilinear reads two by two pixels: right while a screen pixel is no wider than two pixels of the level.
        factor = 1
        while scale * factor * 2 <= 1:
            factor *= 2
        if factor not in self._levels:
            # Each from the photo itself: Qt rounds averages down, and a chain of halvings would darken step by step.
            self._levels[factor] = _reduced(self._full, factor)
        return self._levels[factor]


def _level_to_target(level_length: int, axis: FrameAxis) -> tuple[float, float]:
    """Scale and shift from a level's pixels to those of the visible span."""
    extent = axis.to_device.scale * axis.length + 2 * OVERLAP
    return extent / level_length, axis.to_device.shift - OVERLAP - axis.visible.start


def sample(source: NDArray[Any], rows: NDArray[np.intp], columns: NDArray[np.intp], out: NDArray[Any]) -> None:
    """``out[i, j] = source[rows[i], columns[j]]``; indices ascend, lie inside ``source`` and are at least one each."""
    block = source[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]
    rows, columns = rows - rows[0], columns - columns[0]
    # Picking columns is slow, copying rows is fast: pick in as few rows as will do. "clip" because "raise" writes through a buffer.
    if len(block) < len(rows):
        np.take(block[:, columns], rows, axis=0, out=out, mode="clip")
    else:
        np.take(block[rows], columns, axis=1, out=out, mode="clip")
