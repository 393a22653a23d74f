"""Where the image lies on the screen: the one map that painting, hovering and zooming share."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from core.geometry import HALF_PIXEL, Axis1d, PlaneMap


@dataclass(frozen=True, slots=True)
class ImagePoint:
    """A point in continuous image pixels: pixel ``i`` covers ``[i, i + 1)``."""

    x: float
    y: float


@dataclass(frozen=True, slots=True)
class CanvasView:
    """What a canvas looks at: the image point in its middle, and device pixels per image pixel."""

    centre: ImagePoint
    zoom: float


@dataclass(frozen=True, slots=True)
class Window:
    """Width and height in device pixels, and device pixels per logical pixel."""

    width: int
    height: int
    pixel_ratio: float = 1.0


@dataclass(frozen=True, slots=True)
class Span:
    """The device pixels ``start <= i < stop`` of one axis."""

    start: int
    stop: int

    def __len__(self) -> int:
        return max(self.stop - self.start, 0)


@dataclass(frozen=True, slots=True)
class FrameAxis:
    """One axis of a frame: ``length`` image pixels seen through ``window`` device pixels.

    ``to_device`` maps continuous image to continuous device pixels. At 100 % and above its shift is a whole number, so that at
    whole multiples every image pixel covers the same number of device pixels.
    """

    length: int
    window: int
    to_device: Axis1d

    @property
    def visible(self) -> Span:
        """The device pixels in the window whose centre shows a part of the image."""
        first = math.ceil(self.to_device(0.0) - HALF_PIXEL)
        beyond = math.ceil(self.to_device(float(self.length)) - HALF_PIXEL)
        return Span(max(first, 0), min(beyond, self.window))

    def indices(self, span: Span) -> NDArray[np.intp]:
        """The image index under the centre of each device pixel of ``span``, the border's index beyond it; ``(len(span),)``."""
        centres = np.arange(span.start, span.stop) + HALF_PIXEL
        to_image = self.to_device.inverse()
        indices: NDArray[np.intp] = np.floor(centres * to_image.scale + to_image.shift).astype(np.intp)
        return indices.clip(0, self.length - 1)


def _axis(length: int, window: int, centre: float, zoom: float) -> FrameAxis:
    # An image one pixel wide and 5000 high, fitted, would be a fifth of a screen pixel wide: nothing is narrower than one.
    scale = max(length * zoom, 1.0) / length
    shift = window / 2 - centre * scale
    if scale >= 1:
        shift = float(math.floor(shift + HALF_PIXEL))
    return FrameAxis(length, window, Axis1d(scale, shift))


@dataclass(frozen=True, slots=True)
class ViewFrame:
    """An image of ``x.length * y.length`` pixels as it lies in a window of ``x.window * y.window`` device pixels.

    ``pixel_ratio`` is the number of device pixels per logical pixel, which lines are as wide as.
    """

    x: FrameAxis
    y: FrameAxis
    pixel_ratio: float = 1.0

    @classmethod
    def of(cls, image_size: tuple[int, int], window: Window, view: CanvasView) -> ViewFrame:
        """The frame of an image of ``(width, height)`` pixels."""
        return cls(
            _axis(image_size[0], window.width, view.centre.x, view.zoom),
            _axis(image_size[1], window.height, view.centre.y, view.zoom),
            window.pixel_ratio,
        )

    @property
    def image_shape(self) -> tuple[int, int]:
        """``(height, width)`` of the image, as arrays have it."""
        return (self.y.length, self.x.length)

    @property
    def to_device(self) -> PlaneMap:
        return PlaneMap(self.x.to_device, self.y.to_device)

    @property
    def scale(self) -> float:
        """Device pixels per image pixel of the finer axis."""
        return max(self.x.to_device.scale, self.y.to_device.scale)

    def contains(self, point: ImagePoint) -> bool:
        return 0 <= point.x < self.x.length and 0 <= point.y < self.y.length

    def clamp(self, point: ImagePoint) -> ImagePoint:
        """The point of the image's rectangle that lies nearest."""
        return ImagePoint(min(max(point.x, 0.0), self.x.length), min(max(point.y, 0.0), self.y.length))
