"""Greedy NMS within one group, remembering who fell to whom, in two ways that find the same. Imports no torch."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from core.maskrcnn.overlap import overlaps_of, overlaps_of_pairs
from core.maskrcnn.results import Floats, Indices

BLOCK = 64
"""Boxes compared with all that are left at once: as many as one integer has bits. What they suppress is not compared again."""

SPARSE = 8
"""Pairs are listed where fewer than one in so many of all are near enough, or fewer still under a low threshold: a listed pair costs
several times what one in a block does, and blocks are soon through where most boxes fall."""

ROUNDING = 0.01
"""How far below the threshold a pair is still looked at: far more than float32 rounds an overlap."""


class Neighbours(NamedTuple):
    """Boxes by their first edge along ``axis`` (0 x, 1 y); the one at place p meets those at places p + 1 to ``end[p]`` - 1."""

    axis: int
    order: Indices
    end: Indices
    pairs: int


def suppress(boxes: Floats, threshold: float) -> tuple[Indices, Floats]:
    """Greedy NMS of ``(n, 4)`` boxes, best first: who suppressed each (-1 for survivors) and by which IoU, ``(n,)`` each.

    A box falls to the best survivor that overlaps it by more than ``threshold``.
    """
    limit, all_pairs = _float32_below(threshold), len(boxes) * len(boxes)
    if threshold > 2 * ROUNDING and len(boxes) > BLOCK:
        along = min((_neighbours(boxes, axis, threshold - ROUNDING) for axis in (0, 1)), key=lambda it: it.pairs)
        if along.pairs * SPARSE < all_pairs * threshold:
            return _by_pairs(boxes, limit, along, threshold - ROUNDING)
    return _by_blocks(boxes, limit)


def _by_blocks(boxes: Floats, limit: np.float32) -> tuple[Indices, Floats]:
    rival, rival_iou = _nobody(len(boxes))
    left = np.arange(len(boxes))
    while len(left):
        head = left[:BLOCK]
        overlaps = overlaps_of(boxes[head], boxes[left])
        above = overlaps > limit
        survives = _greedy(above[:, : len(head)])
        winners, above, overlaps = head[survives], above[survives], overlaps[survives]
        first = above.argmax(axis=0)
        columns = np.arange(len(left))
        falls = above[first, columns]
        falls[: len(head)] = ~survives
        rival[left[falls]] = winners[first[falls]]
        rival_iou[left[falls]] = overlaps[first[falls], columns[falls]]
        left = left[len(head) :][~falls[len(head) :]]
    return rival, rival_iou


def _greedy(above: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Which of b <= 64 boxes, best first, survive each other; ``above`` is ``(b, b)``. A row is one integer, for speed."""
    rows = np.zeros((len(above), BLOCK), bool)
    rows[:, : len(above)] = above
    fallen = 0
    for index, victims in enumerate(np.packbits(rows, axis=1, bitorder="little").view(np.uint64)[:, 0].tolist()):
        if not fallen >> index & 1:
            fallen |= victims >> index + 1 << index + 1
    return np.array([not fallen >> index & 1 for index in range(len(above))])


def _by_pairs(boxes: Floats, limit: np.float32, along: Neighbours, least: float) -> tuple[Indices, Floats]:
    """Only pairs that may overlap by ``least`` are compared, each once, whether or not one of them has fallen before."""
    better, worse, overlaps = _overlapping(boxes, limit, along, least)
    ranked = np.argsort(better, kind="stable")
    fell_by = [-1] * len(boxes)  # the pair; all of a box's rivals come before it is asked as a rival itself
    for pair, (winner, loser) in enumerate(zip(better[ranked].tolist(), worse[ranked].tolist(), strict=True)):
        if fell_by[winner] < 0 and fell_by[loser] < 0:
            fell_by[loser] = pair
    rival, rival_iou = _nobody(len(boxes))
    by = np.array(fell_by)
    falls = by >= 0
    pairs = ranked[by[falls]]
    rival[falls], rival_iou[falls] = better[pairs], overlaps[pairs]
    return rival, rival_iou


def _overlapping(boxes: Floats, limit: np.float32, along: Neighbours, least: float) -> tuple[Indices, Indices, Floats]:
    """Pairs whose overlap is above ``limit``: the better box, the worse one, and their overlap."""
    places = np.arange(len(boxes))
    counts = along.end - places - 1
    one = np.repeat(places, counts)
    other = np.arange(along.pairs) + np.repeat(places + 1 - (np.cumsum(counts) - counts), counts)
    ordered = boxes[along.order]
    begin, reach = _edge_and_reach(ordered, 1 - along.axis, least)
    near = np.flatnonzero((begin[other] <= reach[one]) & (begin[one] <= reach[other]))
    one, other = one[near], other[near]
    overlaps = overlaps_of_pairs(ordered[one], ordered[other])
    above = np.flatnonzero(overlaps > limit)
    first, second = along.order[one[above]], along.order[other[above]]
    return np.minimum(first, second), np.maximum(first, second), overlaps[above]


def _neighbours(boxes: Floats, axis: int, least: float) -> Neighbours:
    begin, reach = _edge_and_reach(boxes, axis, least)
    order = np.argsort(begin)
    end = np.maximum(np.searchsorted(begin[order], reach[order], side="right"), np.arange(1, len(boxes) + 1))
    return Neighbours(axis, order, end, int(end.sum()) - len(boxes) * (len(boxes) + 1) // 2)


def _edge_and_reach(boxes: Floats, axis: int, least: float) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Where boxes begin along an axis, and up to where another may begin that shares ``least`` of their side.

    An IoU is at most the shared part of the longer side: beyond, it is less.
    """
    begin, end = boxes[:, axis].astype(np.float64), boxes[:, axis + 2].astype(np.float64)
    return begin, end - least * (end - begin)


def _nobody(count: int) -> tuple[Indices, Floats]:
    return np.full(count, -1, np.int64), np.full(count, np.nan, np.float32)


def _float32_below(threshold: float) -> np.float32:
    """The largest float32 that is not above ``threshold``: torchvision compares a float32 overlap with a float64 threshold."""
    rounded = np.float32(threshold)
    return rounded if float(rounded) <= threshold else np.nextafter(rounded, np.float32(-np.inf))
