"""Numbers written into the squares of a grid: hundreds of short texts a frame, so their glyphs are looked up once and drawn together."""

from __future__ import annotations

import functools
import itertools
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGlyphRun, QPainter, QRawFont

from app.lab.drawing import BLACK, WHITE, is_vector
from app.lab.plate import small
from app.lab.words import MINUS, compact
from core.geometry import PlaneMap

GAP = 2.0
"""Least distance of two numbers in logical pixels."""
SIGNS = f"0123456789.{MINUS}"


@dataclass(frozen=True, slots=True)
class Glyphs:
    """Index and advance of each of ``SIGNS`` in a font; ``rise``: from the middle of a line to its baseline."""

    font: QRawFont
    index: dict[str, int]
    advance: dict[str, float]
    rise: float
    texts: dict[str, tuple[list[int], list[float]]]

    def of(self, text: str) -> tuple[list[int], list[float]]:
        """Indices of a text's glyphs and where each begins, from the text's middle. Numbers of three figures come again and again."""
        found = self.texts.get(text)
        if found is None:
            advances = [self.advance[sign] for sign in text]
            starts = itertools.accumulate(advances[:-1], initial=-sum(advances) / 2)
            found = self.texts[text] = [self.index[sign] for sign in text], list(starts)
        return found

    def width(self, text: str) -> float:
        return -2 * self.of(text)[1][0]


def fitting(value: float, room: float, width: Callable[[str], float]) -> str:
    """With as many decimals, of about three figures, as leave the text no wider than ``room``: neighbours must not touch."""
    text = compact(value)
    for fewer in (1, 2):
        if width(text) <= room:
            break
        text = compact(value, fewer)
    return text


def write_values(painter: QPainter, to_view: PlaneMap, values: npt.NDArray[np.float64], *, bright: npt.NDArray[np.bool_]) -> None:
    """Each of ``values`` ``(rows, columns)`` in the middle of its unit square, in black where ``bright``."""
    font = small(painter.font())
    glyphs = None if is_vector(painter) else glyphs_of(font.toString())
    if glyphs is None:
        _write_one_by_one(painter, to_view, values, bright, font)
        return
    lines: tuple[tuple[list[int], list[QPointF]], ...] = (([], []), ([], []))
    room = to_view.x.scale - GAP
    middles = [to_view.x(column + 0.5) for column in range(values.shape[1])]
    for row, (line, lit) in enumerate(zip(values.tolist(), bright.tolist(), strict=True)):
        y = to_view.y(row + 0.5) + glyphs.rise
        for middle, value, is_bright in zip(middles, line, lit, strict=True):
            indices, points = lines[is_bright]
            text_indices, offsets = glyphs.of(fitting(value, room, glyphs.width))
            indices += text_indices
            points += [QPointF(middle + offset, y) for offset in offsets]
    for (indices, points), colour in zip(lines, (WHITE, BLACK), strict=True):
        _draw(painter, glyphs.font, indices, points, colour)


def _draw(painter: QPainter, font: QRawFont, indices: list[int], points: list[QPointF], colour: QColor) -> None:
    if indices:
        run = QGlyphRun()
        run.setRawFont(font)
        run.setGlyphIndexes(indices)
        run.setPositions(points)
        painter.setPen(colour)
        painter.drawGlyphRun(QPointF(0, 0), run)


@functools.lru_cache(maxsize=8)
def glyphs_of(description: str) -> Glyphs | None:
    """Of a font as ``QFont.toString`` describes it; None where it lacks a sign and would borrow it from another."""
    font = QFont()
    font.fromString(description)
    raw = QRawFont.fromFont(font)
    indices = raw.glyphIndexesForString(SIGNS)
    if not raw.isValid() or len(indices) != len(SIGNS) or 0 in indices:
        return None
    advances = [point.x() for point in raw.advancesForGlyphIndexes(indices)]
    return Glyphs(
        raw, dict(zip(SIGNS, indices, strict=True)), dict(zip(SIGNS, advances, strict=True)), (raw.ascent() - raw.descent()) / 2, {}
    )


def _write_one_by_one(
    painter: QPainter, to_view: PlaneMap, values: npt.NDArray[np.float64], bright: npt.NDArray[np.bool_], font: QFont
) -> None:
    before, side = painter.font(), to_view.x.scale
    width = QFontMetricsF(font).horizontalAdvance
    painter.setFont(font)
    for row, line in enumerate(values.tolist()):
        for column, value in enumerate(line):
            painter.setPen(BLACK if bright[row, column] else WHITE)
            cell = QRectF(to_view.x(column), to_view.y(row), side, side)
            painter.drawText(cell, Qt.AlignmentFlag.AlignCenter, fitting(value, side - GAP, width))
    painter.setFont(before)
