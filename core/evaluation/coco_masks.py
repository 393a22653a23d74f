"""Masks of COCO's annotation files as pixels: run lengths, plain and compressed, and polygons. Imports no torch.

Everything here may be anybody's file: what cannot be a mask raises ValueError, and nothing larger than the photo is ever made.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

Mask = npt.NDArray[np.bool_]

FINER = 5
"""A polygon is traced on a grid this much finer than the pixels, as the COCO API does (maskApi.c, rleFrPoly)."""

BITS, SIGN, MORE = 5, 0x10, 0x20
FIRST_CHARACTER = 48
"""Compressed counts are numbers in base 32, least digit first, in the characters from '0' on (maskApi.c, rleToString)."""

MAX_DIGITS = 8

FARTHEST = 1e5
"""px; no outline of a photo reaches further."""

LONGEST = 1e7
"""Points of the fine grid that one outline may have; a longer one would be traced for minutes."""


def decode_counts(text: str) -> list[int]:
    """The run lengths of COCO's compressed string; each from the third on is stored as its difference to the last but one.

    Raises ValueError for a string that is none.
    """
    counts: list[int] = []
    value, digits = 0, 0
    for character in text:
        code = ord(character) - FIRST_CHARACTER
        if not 0 <= code < 2 * MORE or digits == MAX_DIGITS:
            raise ValueError("not a string of run lengths")
        value |= (code & (MORE - 1)) << BITS * digits
        digits += 1
        if code & MORE:
            continue
        if code & SIGN:
            value -= 1 << BITS * digits
        counts.append(value + counts[-2] if len(counts) > 2 else value)
        value, digits = 0, 0
    if digits:
        raise ValueError("the string of run lengths is cut short")
    return counts


def from_run_lengths(counts: Sequence[int], height: int, width: int) -> Mask:
    """``(height, width)`` bool from the lengths of alternating runs, down each column in turn, outside first. Raises ValueError."""
    lengths = np.asarray(counts, dtype=np.float64)
    if lengths.ndim != 1 or not (np.isfinite(lengths) & (lengths >= 0) & (lengths == np.rint(lengths))).all():
        raise ValueError("run lengths are whole numbers from 0")
    if lengths.sum() != height * width:
        raise ValueError(f"the run lengths cover {lengths.sum():.0f} pixels, not {height} x {width}")
    inside = np.repeat(np.arange(len(lengths)) % 2 == 1, lengths.astype(np.int64))
    return np.ascontiguousarray(inside.reshape(width, height).T)


def from_polygons(polygons: Sequence[Sequence[float]], height: int, width: int) -> Mask:
    """The union of polygons, each ``[x1, y1, x2, y2, ...]`` in px, filled as the COCO API fills them. Raises ValueError."""
    mask = np.zeros((height, width), bool)
    for polygon in polygons:
        corners = np.asarray(polygon, dtype=np.float64)
        if corners.ndim != 1 or len(corners) < 6 or len(corners) % 2 or not (np.abs(corners) <= FARTHEST).all():
            raise ValueError("a polygon is x1, y1, x2, y2, ... of at least three corners near the photo")
        corners = corners.reshape(-1, 2)
        if FINER * np.abs(corners - np.roll(corners, -1, axis=0)).max(axis=1).sum() > LONGEST:
            raise ValueError("a polygon's outline is longer than any photo has room for")
        mask |= _filled(corners, height, width)
    return mask


def _filled(corners: npt.NDArray[np.float64], height: int, width: int) -> Mask:
    """Where the outline crosses a column of pixels, inside and outside change places from there to the next crossing."""
    across, down = _outline(np.trunc(FINER * corners + 0.5).astype(np.int64))
    steps = np.flatnonzero(across[1:] != across[:-1]) + 1
    column = np.where(across[steps] < across[steps - 1], across[steps], across[steps] - 1)
    column = (column + 0.5) / FINER - 0.5
    row = np.minimum(down[steps], down[steps - 1])
    row = np.ceil(np.clip((row + 0.5) / FINER - 0.5, 0, height))
    counted = (np.floor(column) == column) & (column >= 0) & (column <= width - 1)
    places = column[counted].astype(np.int64) * height + row[counted].astype(np.int64)
    crossings = np.bincount(places, minlength=height * width + 1)[: height * width]
    inside: Mask = (np.cumsum(crossings) % 2 == 1).reshape(width, height).T
    return inside


def _outline(corners: npt.NDArray[np.int64]) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Every point of the fine grid on the closed outline, x and y, one step of the longer axis after the other."""
    pieces = [_edge(*start, *end) for start, end in zip(corners.tolist(), np.roll(corners, -1, axis=0).tolist(), strict=True)]
    return np.concatenate([xs for xs, _ in pieces]), np.concatenate([ys for _, ys in pieces])


def _edge(x1: int, y1: int, x2: int, y2: int) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    wide, high = abs(x2 - x1), abs(y2 - y1)
    flat = wide >= high
    # Traced from the smaller end on, so that an edge shared by two polygons is the same points; then put in the outline's order.
    flip = x1 > x2 if flat else y1 > y2
    if flip:
        x1, y1, x2, y2 = x2, y2, x1, y1
    steps = np.arange(max(wide, high) + 1)
    slope = 0.0 if not len(steps) - 1 else ((y2 - y1) / wide if flat else (x2 - x1) / high)
    other = np.trunc((y1 if flat else x1) + slope * steps + 0.5).astype(np.int64)
    line = ((x1 if flat else y1) + steps)[:: -1 if flip else 1]
    other = other[:: -1 if flip else 1]
    return (line, other) if flat else (other, line)
