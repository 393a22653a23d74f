"""Name tags over a photo: text on a filled ground, as large on screen at any zoom, none on top of another."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontInfo, QFontMetrics, QGuiApplication, QImage, QPainter, QPen

PADDING = 4
RADIUS = 3
RING = 2
"""Logical pixels."""

DARK, LIGHT = QColor(16, 16, 18), QColor(255, 255, 255)

Rectangle = tuple[int, int, int, int]
"""``(x1, y1, x2, y2)`` in device pixels."""


@dataclass(frozen=True, slots=True)
class TagLook:
    """A tag without its place. ``ring`` surrounds that of the chosen object, as 0xAARRGGBB; None for the others."""

    text: str
    colour: tuple[int, int, int]
    ring: int | None
    pixel_ratio: float


def luminance(colour: QColor) -> float:
    """Relative luminance, 0..1 (WCAG 2.1)."""
    channels = np.array([colour.redF(), colour.greenF(), colour.blueF()])
    linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
    return float(linear @ np.array([0.2126, 0.7152, 0.0722]))


def ink_on(ground: QColor) -> QColor:
    """Near black or white, whichever has the higher contrast with ``ground`` (WCAG 2.1)."""
    return max((DARK, LIGHT), key=lambda ink: _contrast(ink, ground))


def _contrast(first: QColor, second: QColor) -> float:
    darker, lighter = sorted((luminance(first), luminance(second)))
    return (lighter + 0.05) / (darker + 0.05)


def draw_tag(look: TagLook) -> QImage:
    """The tag as a picture in device pixels."""
    ratio, ring = look.pixel_ratio, RING if look.ring is not None else 0
    font = _font(ratio)
    metrics = QFontMetrics(font)
    margin = round((PADDING + ring) * ratio)
    size = QSize(metrics.horizontalAdvance(look.text) + 2 * margin, metrics.height() + 2 * round(ring * ratio))
    image = QImage(size, QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    ground, inset = QColor(*look.colour), ring * ratio / 2
    painter.setPen(Qt.PenStyle.NoPen if look.ring is None else QPen(QColor.fromRgba(look.ring), ring * ratio))
    painter.setBrush(ground)
    painter.drawRoundedRect(QRectF(image.rect()).adjusted(inset, inset, -inset, -inset), RADIUS * ratio, RADIUS * ratio)
    painter.setPen(ink_on(ground))
    painter.setFont(font)
    painter.drawText(image.rect(), Qt.AlignmentFlag.AlignCenter, look.text)
    painter.end()
    return image


def _font(pixel_ratio: float) -> QFont:
    font = QGuiApplication.font()
    font.setPixelSize(max(round(QFontInfo(font).pixelSize() * pixel_ratio), 1))
    return font


def place_tags(
    sizes: Sequence[tuple[int, int]], boxes: NDArray[np.float64], order: Iterable[int], room: Rectangle
) -> dict[int, tuple[int, int]]:
    """The top left corner of each tag that finds room, in ``room``; those first in ``order`` choose first.

    A tag of ``sizes`` (width, height) stands on its box ``(n, 4)``, else hangs in it, else below it, at the left or the right. One whose
    box is out of sight, or whose every place is taken, is left out. Device pixels.
    """
    taken = np.empty((len(sizes), 4))
    places: dict[int, tuple[int, int]] = {}
    for index in order:
        box = np.clip(boxes[index], (room[0], room[1]) * 2, (room[2], room[3]) * 2)
        if box[0] >= box[2] or box[1] >= box[3]:
            continue
        for x, y in _corners(sizes[index], box, room):
            rectangle = (x, y, x + sizes[index][0], y + sizes[index][1])
            if not _hits(rectangle, taken[: len(places)]):
                taken[len(places)] = rectangle
                places[index] = (x, y)
                break
    return places


def _corners(size: tuple[int, int], box: NDArray[np.float64], room: Rectangle) -> list[tuple[int, int]]:
    """Places to try, the best first; none of them leaves ``room`` at its top or sides."""
    width, height = size
    left, top, right, bottom = (round(float(edge)) for edge in box)
    columns = [max(min(x, room[2] - width), room[0]) for x in (left, right - width)]
    rows = [y for y in (top - height, top, bottom) if y >= room[1] and (y + height <= room[3] or y == top)]
    return [(x, y) for y in rows for x in columns]


def _hits(rectangle: Rectangle, others: NDArray[np.float64]) -> bool:
    x1, y1, x2, y2 = rectangle
    return bool(((others[:, 0] < x2) & (others[:, 2] > x1) & (others[:, 1] < y2) & (others[:, 3] > y1)).any())
