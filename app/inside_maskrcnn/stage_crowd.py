"""Thousands of boxes of one colour as one picture, several times faster than drawing them one after the other."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from app.canvas.photo import pixels_of

Corners = npt.NDArray[np.integer]
Steps = npt.NDArray[np.int32]
STEPS = 64
"""Optical depth is told apart in 1/64."""
DEEPEST = 8.0
"""The depth at which nothing shines through: exp(-8) is a twelfth of the least that 8 bits can show."""


def crowd_picture(corners: Corners, alphas: npt.NDArray[np.floating], colour: QColor, line: int, size: tuple[int, int]) -> QImage:
    """The outlines of boxes ``(n, 4)``, whole device px, ``line`` px wide, on a transparent picture of ``(height, width)``.

    ``alphas`` ``(n,)`` 0..1 are composed as if one box were painted over the other: what shines through several lines is the product of
    what shines through each, so its logarithms add up, whatever the order (Beer and Lambert's law).
    """
    depths = -np.log1p(-np.minimum(alphas, 1 - np.exp(-DEEPEST)))
    steps = _edge_steps(corners, (depths * STEPS + 0.5).astype(np.int32), line, size)
    picture = QImage(size[1], size[0], QImage.Format.Format_ARGB32_Premultiplied)
    np.take(_table(colour), steps, out=pixels_of(picture), mode="clip")
    return picture


def _edge_steps(corners: Corners, depths: Steps, line: int, size: tuple[int, int]) -> Steps:
    """``(height, width)``: the sum of the depths of all lines over each pixel; no corner counts twice."""
    height, width = size
    x1, y1, x2, y2 = corners.T.astype(np.intp)
    across, down = np.zeros((height, width + 1), np.int32), np.zeros((height + 1, width), np.int32)
    for offset in range(line):
        for row in (y1 + offset, y2 + offset):
            _add_spans(across, row, np.clip(x1, 0, width), np.clip(x2 + line, 0, width), depths)
        for column in (x1 + offset, x2 + offset):
            _add_spans(down.T, column, np.clip(y1 + line, 0, height), np.clip(y2, 0, height), depths)
    np.cumsum(across, axis=1, out=across)
    np.cumsum(down, axis=0, out=down)
    total: Steps = down[:height]
    total += across[:, :width]
    return total


def _add_spans(
    steps: Steps, track: npt.NDArray[np.intp], start: npt.NDArray[np.intp], stop: npt.NDArray[np.intp], depths: Steps
) -> None:
    """Enter each span ``[start, stop)`` of a track as a step up and a step down; tracks outside are left out."""
    seen = np.flatnonzero((track >= 0) & (track < len(steps)) & (stop > start))
    np.add.at(steps, (track[seen], start[seen]), depths[seen])
    np.subtract.at(steps, (track[seen], stop[seen]), depths[seen])


def _table(colour: QColor) -> npt.NDArray[np.uint32]:
    """Premultiplied 0xAARRGGBB for each step of depth."""
    alpha = 1 - np.exp(-np.arange(round(DEEPEST * STEPS) + 1) / STEPS)
    channels = (colour.red(), colour.green(), colour.blue(), 255)
    red, green, blue, opaque = ((alpha * channel + 0.5).astype(np.uint32) for channel in channels)
    packed: npt.NDArray[np.uint32] = (opaque << 24 | red << 16 | green << 8 | blue).astype(np.uint32)
    return packed
