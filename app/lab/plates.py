"""PLATES: the one table of linked views, and how they are arranged."""

from __future__ import annotations

from app.lab.cell_plates import MapPlate, PhotoCrop
from app.lab.grid_plates import DifferencePlate, PooledPlate
from app.lab.plate import Plate
from app.translation import mark

NAMES = ("first", "second")
PHOTO, DIFFERENCE = PhotoCrop("photo", mark("Photo")), DifferencePlate("difference", mark("{first} − {second}"))
MAPS = tuple(MapPlate(f"map-{name}", mark("{map}, {operator}"), place) for place, name in enumerate(NAMES))
POOLED = tuple(PooledPlate(f"pooled-{name}", mark("{operator} {size}"), place) for place, name in enumerate(NAMES))
COMPANIONS = tuple(PooledPlate(f"companion-{name}", mark("{operator} {size}"), place, True) for place, name in enumerate(NAMES))

ONE_GRID: tuple[tuple[Plate, ...], ...] = ((PHOTO, *MAPS), (DIFFERENCE, *POOLED))
"""Rows of views while one head's grid is shown."""
BOTH_GRIDS: tuple[tuple[Plate, ...], ...] = ((PHOTO, *MAPS, DIFFERENCE), (*POOLED, *COMPANIONS))
"""... and while both are."""
PLATES: tuple[Plate, ...] = tuple(plate for row in BOTH_GRIDS for plate in row)


def arrangement(*, both_sizes: bool) -> tuple[tuple[Plate, ...], ...]:
    return BOTH_GRIDS if both_sizes else ONE_GRID
