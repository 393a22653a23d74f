"""Which colour each detected object is drawn in: neighbours differ, and few objects all differ. Imports no torch."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from core.maskrcnn.results import DetectionRun, MaskPatch
from core.palettes import PALETTES

PALETTE = "okabe-ito"
"""Made to be told apart by colour-blind people (Okabe & Ito 2008)."""

ROUNDS = 3
"""A palette comes as it is, then lighter, then darker."""

CELLS = 96
"""Neighbourhood is judged on a grid with so many cells along the photo's longest side."""

SAMPLES = 112
"""Samples along each side of a mask: four for each of its 28 cells lose nothing of its shape."""


def instance_colours(run: DetectionRun, patches: Iterable[MaskPatch]) -> npt.NDArray[np.uint8]:
    """A colour for each detection of ``run``, ``(d, 3)`` uint8 RGB, read-only; ``patches`` are its masks in the same order.

    Objects that touch, overlap or nearly do so get different colours, up to 21 at one place; far ones may share one. The colour of an
    object depends on better-scored ones only: a higher score threshold recolours nothing that stays.
    """
    near = neighbours(run.input.image_size, patches)
    places = _greedy(near, len(PALETTES[PALETTE].colours))
    colours = np.array([PALETTES[PALETTE].colour(place) for place in places], np.uint8).reshape(-1, 3)
    colours.setflags(write=False)
    return colours


def neighbours(image_size: tuple[int, int], patches: Iterable[MaskPatch]) -> npt.NDArray[np.bool_]:
    """Which objects touch or nearly do, ``(d, d)`` bool, on a photo of ``(height, width)``; an object without pixels has none.

    ``patches`` are taken one by one, so that they need not all be in memory.
    """
    side = -(-max(image_size) // CELLS)
    rows, columns = (-(-length // side) for length in image_size)
    held = np.array([_cells(patch, side, (rows, columns)) for patch in patches], bool).reshape(-1, rows, columns)
    # Products of 0 and 1: an entry counts the cells that one object's surroundings share with the other.
    surroundings, cells = (marks.reshape(-1, rows * columns).astype(np.float32) for marks in (_widened(held), held))
    shared = surroundings @ cells.T
    near: npt.NDArray[np.bool_] = shared > 0
    np.fill_diagonal(near, False)
    return near


def _cells(patch: MaskPatch, side: int, grid: tuple[int, int]) -> npt.NDArray[np.bool_]:
    """The cells, squares of ``side`` image px, in which the object has a sampled pixel, ``(rows, columns)``."""
    height, width = patch.inside.shape
    step = max(height // SAMPLES, 1), max(width // SAMPLES, 1)
    row, column = np.nonzero(patch.inside[:: step[0], :: step[1]])
    cells = np.zeros(grid, bool)
    cells[(patch.top + row * step[0]) // side, (patch.left + column * step[1]) // side] = True
    return cells


def _widened(held: npt.NDArray[np.bool_]) -> npt.NDArray[np.bool_]:
    """Each object's cells and the eight around each, ``(d, rows, columns)``."""
    tall = held.copy()
    tall[:, 1:] |= held[:, :-1]
    tall[:, :-1] |= held[:, 1:]
    wide = tall.copy()
    wide[:, :, 1:] |= tall[:, :, :-1]
    wide[:, :, :-1] |= tall[:, :, 1:]
    return wide


def _greedy(near: npt.NDArray[np.bool_], base: int) -> list[int]:
    """A place in the palette for each object, best score first: of the first round that has one free, the least used."""
    uses, places = np.zeros(base * ROUNDS, np.int64), np.zeros(len(near), np.int64)
    for index in range(len(near)):
        around = np.bincount(places[:index][near[index, :index]], minlength=base * ROUNDS)
        # Without a free place, the one that the fewest neighbours have.
        free = np.flatnonzero(around == around.min())
        first = free[free // base == free[0] // base]
        places[index] = first[uses[first].argmin()]
        uses[places[index]] += 1
    return [int(place) for place in places]
