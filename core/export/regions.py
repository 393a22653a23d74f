"""Regions of pixels as polygons: exact, and without holes, since the formats that hold polygons have no word for a hole."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from skimage.measure import label, regionprops

INSET = 0.25
"""How far inside the pixels' edges a polygon runs, in px. Every pixel's centre is then well within or well outside, and coordinates cut
down to whole numbers, as Pillow and labelme do before they fill a polygon, name the region's own border pixels."""

EDGE_CONNECTED = 1
"""scikit-image's word for neighbours that share an edge: pixels that only touch at a corner are two regions."""

Points = npt.NDArray[np.float64]
Mask = npt.NDArray[np.bool_]


def polygons(inside: Mask, left: int = 0, top: int = 0) -> list[Points]:
    """The pixels of ``inside`` ``(h, w)`` as polygons ``(n, 2)`` of x, y in image px; their first pixel is ``(left, top)``.

    A polygon runs a quarter pixel inside the outer edges of its pixels, clockwise on screen. Regions are connected by edges; one with
    holes is cut through them along rows of pixels into parts that have none. The polygons do not overlap, and together they hold the
    pixels of ``inside`` and no other.
    """
    waiting = [(region, left, top) for region in [inside] if region.any()]
    found: list[Points] = []
    while waiting:
        mask, x, y = waiting.pop()
        for part, column, row in _connected(mask):
            loops = _loops(part)
            holes = [loop for loop in loops if _area(loop) < 0]
            if not holes:
                found.extend(np.add(loop, (x + column, y + row)) for loop in loops)
                continue
            cut = _row_through(holes)
            waiting += [(part[:cut], x + column, y + row), (part[cut:], x + column, y + row + cut)]
    # Cutting takes the parts in any order; read from the top, equal masks give equal lists, and people find what they look for.
    return sorted(found, key=lambda loop: (loop[:, 1].min(), loop[:, 0].min()))


def class_regions(class_map: npt.NDArray[np.uint8]) -> Iterator[tuple[int, Mask, int, int]]:
    """Each edge-connected region of one class: its id, its pixels ``(h, w)`` and where they begin, left and top, class by class."""
    labelled = label(class_map, connectivity=EDGE_CONNECTED, background=-1)
    regions = [(int(class_map[tuple(region.coords[0])]), region) for region in regionprops(labelled)]
    for class_id, region in sorted(regions, key=lambda entry: entry[0]):
        top, left, _, _ = region.bbox
        yield class_id, np.asarray(region.image, bool), int(left), int(top)


def _connected(mask: Mask) -> Iterator[tuple[Mask, int, int]]:
    """The edge-connected parts of a mask, each with the column and row at which it begins."""
    for region in regionprops(label(mask, connectivity=EDGE_CONNECTED)):
        top, left, _, _ = region.bbox
        yield np.asarray(region.image, bool), int(left), int(top)


def _row_through(holes: list[Points]) -> int:
    """A row above which to cut: it leads through the middle one of the holes, so that few cuts open many."""
    middles = sorted(int(round(loop[:, 1].min()) + round(loop[:, 1].max()) + 1) // 2 for loop in holes)
    return middles[len(middles) // 2]


def _area(loop: Points) -> float:
    """Twice the signed area: negative around a hole."""
    x, y = loop.T
    return float((x * np.roll(y, -1) - np.roll(x, -1) * y).sum())


def _loops(inside: Mask) -> list[Points]:
    """The borders of a region, the region on the right of their direction, as corners set ``INSET`` into it."""
    corners = _corners(inside)
    row, column, shift_x, shift_y, turns_level, goes_right, goes_down = corners.T
    level = _partners(row, column, goes_right)
    upright = _partners(column, row, goes_down)
    after = np.where(turns_level > 0, level, upright).tolist()
    points = np.stack([column + INSET * shift_x, row + INSET * shift_y], axis=1)
    is_new = [True] * len(points)
    loops = []
    for first in range(len(points)):
        walk, place = [], first
        while is_new[place]:
            is_new[place] = False
            walk.append(place)
            place = after[place]
        if walk:
            loops.append(points[walk])
    return loops


def _partners(line: npt.NDArray[np.int64], place: npt.NDArray[np.int64], onward: npt.NDArray[np.int64]) -> npt.NDArray[np.int64]:
    """The corner at the other end of each corner's border along its line: sorted along it, they pair up two by two."""
    order = np.lexsort((onward, place, line)).reshape(-1, 2)
    partners = np.empty(len(line), np.int64)
    partners[order[:, 0]], partners[order[:, 1]] = order[:, 1], order[:, 0]
    return partners


def _corners(inside: Mask) -> npt.NDArray[np.int64]:
    """Where a border turns, one line for each corner.

    Columns: row and column of the vertex between pixels, the direction of INSET in x and y, and whether the border leaves along a row,
    whether its part along the row lies to the right, and that along the column below. With two corners at one vertex, that of each
    pixel is its own.
    """
    padded = np.pad(inside, 1)
    north_west, north_east, south_west, south_east = padded[:-1, :-1], padded[:-1, 1:], padded[1:, :-1], padded[1:, 1:]
    kinds = (
        # One pixel within its two neighbours' absence: the border turns right around it.
        (south_west & ~north_west & ~south_east, (-1, 1, 0, 0, 1)),
        (north_west & ~north_east & ~south_west, (-1, -1, 1, 0, 0)),
        (north_east & ~south_east & ~north_west, (1, -1, 0, 1, 0)),
        (south_east & ~south_west & ~north_east, (1, 1, 1, 1, 1)),
        # One pixel missing among four: the border turns left around the gap.
        (~north_west & north_east & south_west & south_east, (1, 1, 0, 0, 0)),
        (~north_east & north_west & south_west & south_east, (-1, 1, 1, 1, 0)),
        (~south_east & north_west & north_east & south_west, (-1, -1, 0, 1, 1)),
        (~south_west & north_west & north_east & south_east, (1, -1, 1, 0, 1)),
    )
    found = []
    for where, facts in kinds:
        vertices = np.argwhere(where)
        found.append(np.concatenate([vertices, np.tile(facts, (len(vertices), 1))], axis=1))
    return np.concatenate(found).astype(np.int64)
