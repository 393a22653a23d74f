"""How a trace is drawn: window, bins, cells used twice or never, sample points. In the painter's own units, so that it prints too."""

from __future__ import annotations

import functools
import math
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from pyqtgraph.functions import arrayToQPolygonF
from PySide6.QtCore import QLineF, QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QBrush, QColor, QImage, QPaintEngine, QPainter, QPen, QPixmap

from app.colours import colour_of
from core.geometry import Box, PlaneMap
from core.roi.bilinear import BilinearTrace
from core.roi.pool import PooledAxis, PoolTrace
from core.roi.trace import SamplingTrace

LEAST_CELL = 5.0
"""Narrower cells and gaps between sample points are not drawn: they would be a grey mass."""

BLACK, WHITE = QColor(0, 0, 0), QColor(255, 255, 255)
ROOM_FOR_RINGS = 14.0
"""Sample points closer than this have no dark ring, which would hide what lies between them."""
IDEAL_WIDTH, DASH = 2.0, 5.0
STRIP = 8192
"""Longer than any screen's side, in logical pixels."""
TINT, MOST_TINTS = 46, 3
"""Opacity, of 255, for each time that a cell is read again, and how many times can be told apart."""


def rect_of(box: Box) -> QRectF:
    return QRectF(QPointF(box.x1, box.y1), QPointF(box.x2, box.y2)).normalized()


def pen(colour: QColor, width: float = 1.0, style: Qt.PenStyle = Qt.PenStyle.SolidLine) -> QPen:
    made = QPen(colour, width, style)
    made.setCapStyle(Qt.PenCapStyle.FlatCap)
    made.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
    return made


def draw_frame(painter: QPainter, box: QRectF, colour: QColor, width: float) -> None:
    """The outline of a box as four filled strips: many times faster on screen than a stroked rectangle."""
    half = width / 2
    left, top, right, bottom = box.left(), box.top(), box.right(), box.bottom()
    across, down = right - left + width, bottom - top - width
    strips = [
        QRectF(left - half, top - half, across, width), QRectF(left - half, bottom - half, across, width),
        QRectF(left - half, top + half, width, down), QRectF(right - half, top + half, width, down),
    ]  # fmt: skip
    fill(painter, strips, colour)


def draw_ideal_box(painter: QPainter, box: QRectF) -> None:
    """The box as it was given, dashed in black and white."""
    if not is_vector(painter):
        _blit_frame(painter, box)
        return
    draw_frame(painter, box, WHITE, IDEAL_WIDTH)
    half, dashes = IDEAL_WIDTH / 2, []
    seen = painter.clipBoundingRect() if painter.hasClipping() else box
    for x in _dashes(box.left(), box.right(), seen.left(), seen.right()):
        length = min(DASH, box.right() - x)
        dashes += [QRectF(x, box.top() - half, length, IDEAL_WIDTH), QRectF(x, box.bottom() - half, length, IDEAL_WIDTH)]
    for y in _dashes(box.top(), box.bottom(), seen.top(), seen.bottom()):
        length = min(DASH, box.bottom() - y)
        dashes += [QRectF(box.left() - half, y, IDEAL_WIDTH, length), QRectF(box.right() - half, y, IDEAL_WIDTH, length)]
    fill(painter, dashes, BLACK)


def _blit_frame(painter: QPainter, box: QRectF) -> None:
    """The same cut from two long pictures of dashes, which is faster than dash by dash. Edges end where they cannot be seen."""
    across, down = _dash_strips()
    seen = painter.clipBoundingRect() if painter.hasClipping() else box
    left, right = _visible(box.left(), box.right(), seen.left(), seen.right())
    top, bottom = _visible(box.top(), box.bottom(), seen.top(), seen.bottom())
    width = round(IDEAL_WIDTH)
    for y in (box.top(), box.bottom()):
        if seen.top() - width < y < seen.bottom() + width:
            painter.drawPixmap(left, round(y) - width // 2, across, 0, 0, right - left, width)
    for x in (box.left(), box.right()):
        if seen.left() - width < x < seen.right() + width:
            painter.drawPixmap(round(x) - width // 2, top, down, 0, 0, width, bottom - top)


def _visible(low: float, high: float, first_seen: float, last_seen: float) -> tuple[int, int]:
    """The part of an edge that can be seen, begun at a whole period of the dashes so that they do not crawl."""
    period = round(2 * DASH)
    start = round(low) + max(math.floor((first_seen - low) / period), 0) * period
    return start, max(min(round(min(high, last_seen)) + 1, start + STRIP), start)


@functools.cache
def _dash_strips() -> tuple[QPixmap, QPixmap]:
    """Black and white dashes, level and upright."""
    dash, width = round(DASH), round(IDEAL_WIDTH)
    strips = QPixmap(STRIP, width), QPixmap(width, STRIP)
    for strip, is_level in zip(strips, (True, False), strict=True):
        strip.fill(WHITE)
        painter = QPainter(strip)
        for start in range(0, STRIP, 2 * dash):
            painter.fillRect(QRect(start, 0, dash, width) if is_level else QRect(0, start, width, dash), BLACK)
        painter.end()
    return strips


def _dashes(low: float, high: float, first_seen: float, last_seen: float) -> list[float]:
    """Where dashes of an edge from ``low`` to ``high`` start, only those that can be seen: at high zoom an edge is miles long."""
    period = 2 * DASH
    skipped = max(math.floor((first_seen - low) / period), 0)
    starts: list[float] = np.arange(low + skipped * period, min(high, last_seen), period).tolist()
    return starts


def fill(painter: QPainter, rects: list[QRectF], colour: QColor) -> None:
    """Flat rectangles in one call; everything here is made of them."""
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRects(rects)
    painter.setBrush(Qt.BrushStyle.NoBrush)


def draw_cells(painter: QPainter, to_view: PlaneMap, cells: Box, colour: QColor) -> None:
    """The lines between the whole cells of ``cells``."""
    if min(to_view.x.scale, to_view.y.scale) < LEAST_CELL:
        return
    painter.setPen(pen(colour))
    painter.drawLines(_lines_between(to_view, cells))


@functools.lru_cache(maxsize=16)
def _lines_between(to_view: PlaneMap, cells: Box) -> list[QLineF]:
    """Hundreds of lines, which stand still while a box glides over them."""
    columns = [to_view.x(column) for column in range(round(cells.x1), round(cells.x2) + 1)]
    rows = [to_view.y(row) for row in range(round(cells.y1), round(cells.y2) + 1)]
    return _grid_lines(columns, rows, rect_of(to_view.box(cells)))


def draw_trace(painter: QPainter, to_view: PlaneMap, trace: SamplingTrace, *, detail: bool = True) -> None:
    """The used window; with ``detail`` also its bins and what the operator reads in them."""
    colour = colour_of(trace.settings.operator)
    window = rect_of(to_view.box(trace.used_box_feature))
    if detail:
        if isinstance(trace, PoolTrace):
            _draw_whole_cell_bins(painter, to_view, trace, window)
        else:
            _draw_lines(painter, trace, to_view, window, colour_of(trace.settings.operator, 200))
        if isinstance(trace, BilinearTrace):
            _draw_points(painter, to_view, trace)
    draw_frame(painter, window, BLACK, 4.0)
    draw_frame(painter, window, colour, 2.0)


def _draw_lines(painter: QPainter, trace: SamplingTrace, to_view: PlaneMap, window: QRectF, colour: QColor) -> None:
    columns, rows = trace.column_reading.bins[1:, 0].tolist(), trace.row_reading.bins[1:, 0].tolist()
    if columns and abs(to_view.x.scale * (trace.column_reading.stop - trace.column_reading.start)) / (len(columns) + 1) < 3:
        return
    _draw_grid(painter, map(to_view.x, columns), map(to_view.y, rows), window, colour)


def _draw_grid(painter: QPainter, columns: Iterable[float], rows: Iterable[float], area: QRectF, colour: QColor) -> None:
    """Upright lines at ``columns`` and level ones at ``rows``, as long as ``area``."""
    painter.setPen(pen(colour))
    painter.drawLines(_grid_lines(columns, rows, area))


def _grid_lines(columns: Iterable[float], rows: Iterable[float], area: QRectF) -> list[QLineF]:
    upright = [QLineF(x, area.top(), x, area.bottom()) for x in columns]
    return upright + [QLineF(area.left(), y, area.right(), y) for y in rows]


@functools.lru_cache(maxsize=8)
def _edges_and_unread(axis: PooledAxis) -> tuple[list[int], list[tuple[int, int]]]:
    """Edges of the bins, and what none of them reads. Kept, as a trace is drawn on the photo and on its map."""
    return np.unique(axis.bins).tolist(), _unread(axis.use_counts, axis.start, axis.stop)


def _draw_whole_cell_bins(painter: QPainter, to_view: PlaneMap, trace: PoolTrace, window: QRectF) -> None:
    """Bins of whole cells: cells that several bins read are tinted, cells that none reads are hatched."""
    operator = trace.settings.operator
    (edges_x, unread_x), (edges_y, unread_y) = _edges_and_unread(trace.columns), _edges_and_unread(trace.rows)
    area = rect_of(to_view.box(_on_map(trace)))
    _tint_shared_cells(painter, to_view, trace)
    lost = [QRectF(to_view.x(low), area.top(), to_view.x(high) - to_view.x(low), area.height()) for low, high in unread_x]
    lost += [QRectF(area.left(), to_view.y(low), area.width(), to_view.y(high) - to_view.y(low)) for low, high in unread_y]
    if lost:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(colour_of(operator), Qt.BrushStyle.BDiagPattern))
        painter.drawRects(lost)
    inside = area & window
    _draw_grid(painter, map(to_view.x, edges_x), map(to_view.y, edges_y), inside, colour_of(operator))


def _on_map(trace: SamplingTrace) -> Box:
    return trace.used_box_feature.intersection(Box(0, 0, trace.grid.columns, trace.grid.rows))


def _tint_shared_cells(painter: QPainter, to_view: PlaneMap, trace: PoolTrace) -> None:
    """One small picture, a pixel a cell, enlarged: narrow translucent bands one by one are ten times slower."""
    cells = _on_map(trace)
    if is_vector(painter):
        tint, extra = QColor(colour_of(trace.settings.operator)), _extra_uses(trace)
        tint.setAlpha(TINT)
        corner = np.array([round(cells.y1), round(cells.x1)])
        places = (np.argwhere(extra) + corner).tolist()
        fill(painter, [rect_of(to_view.box(Box(column, row, column + 1, row + 1))) for row, column in places], tint)
        return
    image = _tint_picture(trace)
    if not image.isNull():
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(rect_of(to_view.box(cells)), image)


def _extra_uses(trace: PoolTrace) -> npt.NDArray[np.int64]:
    """How many times each cell of the window, as far as it lies on the map, is read again; no more than can be told apart."""
    x1, y1, x2, y2 = (round(edge) for edge in _on_map(trace).as_tuple())
    return np.clip(trace.use_counts[y1:y2, x1:x2] - 1, 0, MOST_TINTS) if x2 > x1 and y2 > y1 else np.zeros((0, 0), np.int64)


@functools.lru_cache(maxsize=4)
def _tint_picture(trace: PoolTrace) -> QImage:
    """A pixel a cell; a null picture where no cell is read twice."""
    extra = _extra_uses(trace)
    if not extra.any():
        return QImage()
    colour, alpha = colour_of(trace.settings.operator), (extra * TINT).astype(np.uint32)
    red, green, blue = (np.uint32(part) * alpha // 255 for part in (colour.red(), colour.green(), colour.blue()))
    pixels = np.ascontiguousarray(alpha << 24 | red << 16 | green << 8 | blue)
    height, width = pixels.shape
    return QImage(pixels.data, width, height, 4 * width, QImage.Format.Format_ARGB32_Premultiplied).copy()


def is_vector(painter: QPainter) -> bool:
    """Whether it draws into an SVG or a PDF, where an enlarged picture would be smoothed by whoever shows it."""
    engine = painter.paintEngine()
    return engine is not None and engine.type() in (QPaintEngine.Type.SVG, QPaintEngine.Type.Pdf)


def _unread(counts: npt.NDArray[np.int64], start: float, stop: float) -> list[tuple[int, int]]:
    """``(first cell, one past the last)`` of the runs of cells inside the window and the map that no bin reads."""
    low, high = max(int(start), 0), min(int(stop), len(counts))
    unread = np.concatenate(([0], counts[low:high] == 0, [0])).astype(np.int64)
    starts, stops = np.nonzero(np.diff(unread) == 1)[0] + low, np.nonzero(np.diff(unread) == -1)[0] + low
    return list(zip(starts.tolist(), stops.tolist(), strict=True))


def _draw_points(painter: QPainter, to_view: PlaneMap, trace: BilinearTrace) -> None:
    x, y = trace.columns.positions_feature.ravel(), trace.rows.positions_feature.ravel()
    if not len(x) or not len(y):
        return
    x_view, y_view = x * to_view.x.scale + to_view.x.shift, y * to_view.y.scale + to_view.y.shift
    gap = min(_gap(x_view), _gap(y_view))
    if gap < LEAST_CELL:
        return
    size = 3.0 if gap < ROOM_FOR_RINGS else 4.0
    across, down = np.meshgrid(x_view, y_view)
    points = arrayToQPolygonF(across.ravel(), down.ravel())
    rings = ((size + 2, BLACK),) if gap >= ROOM_FOR_RINGS else ()
    for side, colour in (*rings, (size, colour_of(trace.settings.operator))):
        dot = pen(colour, side)
        dot.setCapStyle(Qt.PenCapStyle.SquareCap)
        painter.setPen(dot)
        painter.drawPoints(points)


def _gap(positions: npt.NDArray[np.float64]) -> float:
    return float(np.abs(np.diff(positions)).min()) if len(positions) > 1 else np.inf


def draw_bin(painter: QPainter, box: QRectF, colour: QColor, *, filled: bool = True) -> None:
    """A bin that is pointed at."""
    if filled:
        tint = QColor(colour)
        tint.setAlpha(80)
        fill(painter, [box], tint)
    for ring, width in ((BLACK, 5.0), (WHITE, 3.0), (colour, 1.0)):
        draw_frame(painter, box, ring, width)
