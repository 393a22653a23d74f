"""A label image as the screen sees it: the label under each device pixel, how near a border it is, and a table's colour for both."""

from __future__ import annotations

from enum import Enum
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtGui import QImage

from app.canvas.outline import boundary_bands
from app.canvas.photo import pixels_of, sample
from app.canvas.view_frame import FrameAxis, Span, ViewFrame
from core.geometry import round_half_away

LINE_WIDTH = 1.5
"""Logical pixels of an outline, in the colour of its class, on the inner side of each region."""

CASING_WIDTH = 1.0
"""Logical pixels of the black or white line along it, which sets off a dark outline from a dark photo."""

CASING_ALPHA = 140
MIDDLE_LUMA = 128


class OverlayStyle(Enum):
    FILL = "fill"
    OUTLINE = "outline"


Labels = NDArray[np.uint8] | NDArray[np.uint16]


def sampled(labels: Labels, frame: ViewFrame, margin: int) -> Labels:
    """The label under the centre of each visible device pixel and of ``margin`` more on each side, the border's beyond the image."""
    rows, columns = indices(frame, margin)
    found = np.empty((len(rows), len(columns)), dtype=labels.dtype)
    sample(labels, rows, columns, found)
    return found


def indices(frame: ViewFrame, margin: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    """The rows and the columns of the image that :func:`sampled` reads."""
    return _widened(frame.y, margin), _widened(frame.x, margin)


def _widened(axis: FrameAxis, margin: int) -> NDArray[np.intp]:
    visible = axis.visible
    return axis.indices(Span(visible.start - margin, visible.stop + margin))


def widths(frame: ViewFrame) -> tuple[int, int]:
    """Device pixels from a border to the far side of its line, and to that of the casing."""
    line = max(round_half_away(LINE_WIDTH * frame.pixel_ratio), 1)
    return line, line + max(round_half_away(CASING_WIDTH * frame.pixel_ratio), 1)


def banded(labels: Labels, frame: ViewFrame, count: int) -> NDArray[Any]:
    """The label of each visible device pixel, plus ``count`` in the casing of an outline or twice that in its line.

    ``labels`` are those of :func:`sampled` with the casing's width as margin, all less than ``count``.
    """
    line, reach = widths(frame)
    bands = boundary_bands(labels, (line, reach))
    codes: NDArray[Any] = np.multiply(bands, count, dtype=np.uint16 if 3 * count <= 1 << 16 else np.uint32)
    codes += labels[reach:-reach, reach:-reach]
    return codes


def packed(table: NDArray[np.uint8]) -> NDArray[np.uint32]:
    """RGBA ``(n, 4)`` as premultiplied 0xAARRGGBB ``(n,)``."""
    wide = table.astype(np.uint32)
    alpha = wide[:, 3]
    red, green, blue = ((wide[:, channel] * alpha + 127) // 255 for channel in range(3))
    return ((alpha << 24) | (red << 16) | (green << 8) | blue).astype(np.uint32)


def casing(table: NDArray[np.uint8]) -> NDArray[np.uint8]:
    """For each colour black or white, whichever is farther from it in luma (ITU-R BT.601); hidden where the colour is."""
    luma = table[:, :3] @ np.array([0.299, 0.587, 0.114])
    lines = np.empty_like(table)
    lines[:, :3] = np.where(luma < MIDDLE_LUMA, 255, 0)[:, np.newaxis]
    lines[:, 3] = table[:, 3].astype(np.uint16) * CASING_ALPHA // 255
    return lines


def coloured(codes: NDArray[Any], table: NDArray[np.uint32]) -> QImage:
    """``table[codes]`` as a picture."""
    height, width = codes.shape
    image = QImage(width, height, QImage.Format.Format_ARGB32_Premultiplied)
    np.take(table, codes, out=pixels_of(image), mode="clip")
    return image
