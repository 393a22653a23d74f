"""The connected region of a class map at a pixel: an object, as far as a class map can tell one from the next. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.errors import InputError
from core.geometry import Box
from core.labels import LabelSet


@dataclass(frozen=True, slots=True)
class Region:
    """``box_image`` holds the region's pixels whole; ``name`` is its class, empty for void and background; ``pixels`` its area."""

    box_image: Box
    name: str
    pixels: int


def region_at(class_map: npt.NDArray[np.uint8], label_set: LabelSet, row: int, column: int) -> Region:
    """The pixels of the same class that hang together with ``(row, column)``, by sides or corners.

    ``class_map`` is ``(H, W)`` uint8. Raises InputError for a pixel beyond the map.
    """
    height, width = class_map.shape
    if not (0 <= row < height and 0 <= column < width):
        raise InputError("There is no pixel x {x}, y {y}; the map is {width} x {height} px.", x=column, y=row, width=width, height=height)
    from skimage.segmentation import flood  # imports scipy: 0.3 s, on the worker

    inside = flood(class_map, (row, column), connectivity=2)
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    box = Box(float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1))
    class_id = int(class_map[row, column])
    named = class_id < len(label_set) and class_id != label_set.background
    return Region(box, label_set.names[class_id] if named else "", int(np.count_nonzero(inside)))
