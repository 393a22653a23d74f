"""What text a widget draws, in which colour and on what: the ink from a vector rendering, the ground from a raster one."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QBuffer, QPoint, QPointF, QRect, QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QImage, QPixmap, QRegion, QTransform
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

RATIO = 2
"""Raster pixels per logical one: at 1 no pixel of a thin stroke has the ink's own colour."""
NEAR = 60
"""Of 255: how far a stroke's purest pixel may lie from the ink, in its worst channel."""
LARGE_PX, LARGE_BOLD_PX, BOLD = 24.0, 18.66, 700
"""WCAG's 18 and 14 points."""
SVG = "{http://www.w3.org/2000/svg}"


@dataclass(frozen=True, slots=True)
class Ink:
    """A piece of text where it is drawn: ``rect`` in the widget's coordinates, colours as three numbers of 0..255."""

    text: str
    rect: QRect
    colour: tuple[int, int, int]
    ground: tuple[int, int, int]
    is_large: bool

    @property
    def contrast(self) -> float:
        return contrast(self.colour, self.ground)


def luminance(colour: tuple[int, int, int]) -> float:
    """Relative luminance, WCAG 2.1."""
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in (part / 255 for part in colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: tuple[int, int, int], other: tuple[int, int, int]) -> float:
    """Contrast ratio, WCAG 2.1: 1..21."""
    bright, dim = sorted((luminance(one), luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def pixels_of(widget: QWidget, part: QRect | None = None, ratio: int = RATIO) -> npt.NDArray[np.uint8]:
    """``(ratio * H, ratio * W, 3)`` uint8: what the widget and its children look like, or a ``part`` of it."""
    shown = part or widget.rect()
    pixmap = QPixmap(shown.size() * ratio)
    pixmap.setDevicePixelRatio(ratio)
    pixmap.fill(widget.palette().window().color())
    widget.render(pixmap, QPoint(), QRegion(shown))
    image = pixmap.toImage().convertToFormat(QImage.Format.Format_RGB888)
    lines = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return lines[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


def inks_of(widget: QWidget) -> list[Ink]:
    """Every piece of text that can be seen; what a scroll area hides is drawn into the vectors but not onto the pixels."""
    pixels, found = pixels_of(widget), []
    for text, rect, colour, opacity, is_large in _texts(_drawing(widget)):
        seen = rect.intersected(widget.rect())
        patch = pixels[RATIO * seen.top() : RATIO * (seen.bottom() + 1), RATIO * seen.left() : RATIO * (seen.right() + 1)]
        if not patch.size or not widget.rect().contains(rect.center()):
            continue
        ground = commonest(patch)
        mixed = tuple(round(opacity * part + (1 - opacity) * below) for part, below in zip(colour, ground, strict=True))
        ink = (mixed[0], mixed[1], mixed[2])
        if np.abs(patch.astype(int) - ink).max(axis=2).min() <= NEAR:
            found.append(Ink(text, rect, ink, ground, is_large))
    return found


def commonest(patch: npt.NDArray[np.uint8]) -> tuple[int, int, int]:
    """The colour that most pixels have. ``(H, W, 3)`` uint8."""
    codes = (patch.reshape(-1, 3).astype(np.uint32) * (65536, 256, 1)).sum(axis=1)
    values, counts = np.unique(codes, return_counts=True)
    code = int(values[counts.argmax()])
    return code >> 16, code >> 8 & 255, code & 255


def _drawing(widget: QWidget) -> ElementTree.Element:
    buffer, generator = QBuffer(), QSvgGenerator()
    buffer.open(QBuffer.OpenModeFlag.WriteOnly)
    generator.setOutputDevice(buffer)
    generator.setSize(widget.size())
    generator.setViewBox(widget.rect())
    generator.setResolution(96)
    widget.render(generator)
    # A photo in an <image> is no text, and parsing its base 64 takes most of the time.
    return ElementTree.fromstring(re.sub(rb"<image[^>]*/>", b"", bytes(buffer.data().data())))


_Text = tuple[str, QRect, tuple[int, int, int], float, bool]


def _texts(drawing: ElementTree.Element) -> Iterator[_Text]:
    for group in drawing.iter(f"{SVG}g"):
        for node in group.findall(f"{SVG}text"):
            text = (node.text or "").strip()
            if text:
                yield _read(node, text, _transform(group.get("transform", "")))


def _transform(written: str) -> QTransform:
    numbers = [float(number) for number in re.findall(r"-?[\d.]+(?:e-?\d+)?", written)]
    return QTransform(*numbers) if len(numbers) == 6 else QTransform()


def _read(node: ElementTree.Element, text: str, transform: QTransform) -> _Text:
    size, weight = float(node.get("font-size", "12")), int(node.get("font-weight", "400"))
    font = QFont(node.get("font-family", ""))
    font.setPixelSize(max(round(size), 1))
    font.setWeight(QFont.Weight(weight))
    metrics, at = QFontMetricsF(font), QPointF(float(node.get("x", "0")), float(node.get("y", "0")))
    box = QRectF(at.x(), at.y() - metrics.ascent(), metrics.horizontalAdvance(text), metrics.height())
    colour = QColor(node.get("fill", "#000000"))
    shown = size * transform.m22()
    is_large = shown >= LARGE_PX or (shown >= LARGE_BOLD_PX and weight >= BOLD)
    rgb = colour.red(), colour.green(), colour.blue()
    return text, transform.mapRect(box).toAlignedRect(), rgb, float(node.get("fill-opacity", "1")), is_large
