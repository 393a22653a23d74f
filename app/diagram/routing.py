"""The way of an arrow between two cards: level and upright stretches that run through no third card."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence

from PySide6.QtCore import QPointF, QRectF

CLEARANCE = 5.0
"""A line keeps so far from cards that it does not belong to."""
FROM_CORNER = 10.0
"""A straight line meets a side at least so far from its ends."""

Points = tuple[QPointF, ...]


def route(source: QRectF, target: QRectF, others: Sequence[QRectF], gap_x: float, gap_y: float) -> Points:
    """The first of the ways, the simplest first, that is free; the last of them when none is."""
    way: Points = ()
    for way in _ways(source, target, gap_x, gap_y):
        if is_free(way, others):
            return way
    return way


def is_free(points: Points, others: Sequence[QRectF]) -> bool:
    for first, second in itertools.pairwise(points):
        stretch = QRectF(first, second).normalized().adjusted(-CLEARANCE, -CLEARANCE, CLEARANCE, CLEARANCE)
        if any(stretch.intersects(other) for other in others):
            return False
    return True


def _ways(source: QRectF, target: QRectF, gap_x: float, gap_y: float) -> Iterator[Points]:
    yield from _straight(source, target)
    start, end = source.center(), target.center()
    right, below = end.x() > start.x(), end.y() > start.y()
    side = source.right() if right else source.left()
    level = QPointF(side, start.y())
    foot = QPointF(start.x(), source.bottom() if below else source.top())
    if target.top() > start.y() or target.bottom() < start.y():  # over the target's middle, then into it from above or below
        yield level, QPointF(end.x(), start.y()), QPointF(end.x(), target.top() if below else target.bottom())
    if target.left() > start.x() or target.right() < start.x():  # beside the target's middle, then into it from the side
        yield foot, QPointF(start.x(), end.y()), QPointF(target.left() if right else target.right(), end.y())
    if target.left() > source.right():  # through the gap before the target's column
        lane = target.left() - gap_x / 2
        yield level, QPointF(lane, start.y()), QPointF(lane, end.y()), QPointF(target.left(), end.y())
    lane = source.bottom() + gap_y / 2  # through the gap below the source's row, into the target from above, or else from below
    for edge in (target.top(), target.bottom()):
        yield QPointF(start.x(), source.bottom()), QPointF(start.x(), lane), QPointF(end.x(), lane), QPointF(end.x(), edge)


def _straight(source: QRectF, target: QRectF) -> Iterator[Points]:
    for y in (target.center().y(), source.center().y()):
        if _spans(source.top(), source.bottom(), y) and _spans(target.top(), target.bottom(), y):
            if target.left() > source.right():
                yield QPointF(source.right(), y), QPointF(target.left(), y)
            elif target.right() < source.left():
                yield QPointF(source.left(), y), QPointF(target.right(), y)
    for x in (target.center().x(), source.center().x()):
        if _spans(source.left(), source.right(), x) and _spans(target.left(), target.right(), x):
            if target.top() > source.bottom():
                yield QPointF(x, source.bottom()), QPointF(x, target.top())
            elif target.bottom() < source.top():
                yield QPointF(x, source.top()), QPointF(x, target.bottom())


def _spans(low: float, high: float, value: float) -> bool:
    return low + FROM_CORNER <= value <= high - FROM_CORNER
