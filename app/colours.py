"""Colours with a meaning, the same on photo, plots and tables, and from arrays to pictures: shades, heat, QImage."""

from __future__ import annotations

import functools

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from core.roi.settings import Operator

OPERATOR_COLOURS = {
    Operator.POOL: "#e69f00",
    Operator.ALIGN: "#56b4e9",
    Operator.CROP_AND_RESIZE: "#009e73",
    Operator.WARP: "#d55e00",
}

Picture = npt.NDArray[np.uint8]
"""``(h, w, 3)`` uint8 RGB."""

_HEAT_STOPS = ((0, 0, 4), (66, 10, 104), (147, 38, 103), (221, 81, 58), (252, 165, 10), (252, 255, 164))
"""Six colours of matplotlib's "inferno" (CC0): lightness rises evenly, so that it reads in grey too."""


def colour_of(operator: Operator, alpha: int = 255) -> QColor:
    colour = QColor(OPERATOR_COLOURS[operator])
    colour.setAlpha(alpha)
    return colour


def shades(values: npt.NDArray[np.floating], low: float, high: float) -> Picture:
    """``(h, w)`` as ``(h, w, 3)`` greys: ``low`` is black, ``high`` white."""
    return np.repeat(_bytes(values, low, high)[..., None], 3, axis=-1)


def signed_shades(values: npt.NDArray[np.floating], limit: float, positive: QColor, negative: QColor, neutral: QColor) -> Picture:
    """``(h, w)`` as ``(h, w, 3)``: ``neutral`` at 0, the full colour of its sign at ``limit``."""
    share = np.clip(np.abs(values) / (limit if limit > 0 else 1.0), 0, 1)[..., None]
    ends = np.where((values >= 0)[..., None], _rgb(positive), _rgb(negative))
    mixed: Picture = (_rgb(neutral) * (1 - share) + ends * share + 0.5).astype(np.uint8)
    return mixed


def heated(values: npt.NDArray[np.floating], low: float, high: float) -> Picture:
    """``(h, w)`` as ``(h, w, 3)``: ``low`` is the darkest, ``high`` the lightest."""
    heat: Picture = heat_table()[_bytes(values, low, high)]
    return heat


@functools.cache
def heat_table() -> Picture:
    """``(256, 3)`` uint8 RGB from low to high."""
    stops = np.array(_HEAT_STOPS, np.float64)
    places = np.linspace(0, len(stops) - 1, 256)
    channels = [np.interp(places, np.arange(len(stops)), stops[:, channel]) for channel in range(3)]
    return np.stack(channels, axis=1).round().astype(np.uint8)


def image_of(rgb: Picture) -> QImage:
    """A QImage of its own of ``(h, w, 3)`` uint8."""
    height, width = rgb.shape[:2]
    packed = np.ascontiguousarray(rgb)
    # 32 bits a pixel is what Qt paints without converting it each time.
    return QImage(packed.data, width, height, 3 * width, QImage.Format.Format_RGB888).convertToFormat(QImage.Format.Format_RGB32)


def _bytes(values: npt.NDArray[np.floating], low: float, high: float) -> npt.NDArray[np.uint8]:
    span = high - low if high > low else 1.0
    scaled: npt.NDArray[np.uint8] = np.clip((values - low) / span * 255 + 0.5, 0, 255).astype(np.uint8)
    return scaled


def _rgb(colour: QColor) -> npt.NDArray[np.float64]:
    return np.array([colour.red(), colour.green(), colour.blue()], np.float64)
