"""Regions of a class map against a walk from pixel to pixel."""

from __future__ import annotations

import numpy as np
import pytest

from core.errors import InputError
from core.evaluation.regions import region_at
from core.geometry import Box
from core.labels import CAMVID, VOC, VOID


def walked(class_map: np.ndarray, row: int, column: int) -> set[tuple[int, int]]:
    seen, waiting = {(row, column)}, [(row, column)]
    while waiting:
        y, x = waiting.pop()
        for dy in (-1, 0, 1):
            for dx in (-1, 0, 1):
                place = (y + dy, x + dx)
                inside = 0 <= place[0] < class_map.shape[0] and 0 <= place[1] < class_map.shape[1]
                if inside and place not in seen and class_map[place] == class_map[row, column]:
                    seen.add(place)
                    waiting.append(place)
    return seen


@pytest.mark.parametrize("seed", range(6))
def test_it_is_what_a_walk_from_pixel_to_pixel_reaches(seed: int) -> None:
    rng = np.random.default_rng(seed)
    class_map = rng.choice(np.array([0, 3, 15], np.uint8), (15, 22), p=[0.6, 0.2, 0.2])
    row, column = int(rng.integers(15)), int(rng.integers(22))
    region, reached = region_at(class_map, VOC, row, column), walked(class_map, row, column)
    ys, xs = zip(*reached, strict=True)
    assert region.box_image == Box(min(xs), min(ys), max(xs) + 1, max(ys) + 1)
    assert region.pixels == len(reached)


def test_background_and_void_have_no_name() -> None:
    class_map = np.array([[0, 15, VOID]], np.uint8)
    assert [region_at(class_map, VOC, 0, column).name for column in range(3)] == ["", "person", ""]


def test_where_nothing_is_background_every_class_has_a_name() -> None:
    assert region_at(np.zeros((2, 2), np.uint8), CAMVID, 0, 0).name == "sky"


@pytest.mark.parametrize(("row", "column"), [(-1, 0), (0, -1), (2, 0), (0, 3)])
def test_a_pixel_beyond_the_map_is_refused(row: int, column: int) -> None:
    with pytest.raises(InputError, match="There is no pixel"):
        region_at(np.zeros((2, 3), np.uint8), VOC, row, column)
