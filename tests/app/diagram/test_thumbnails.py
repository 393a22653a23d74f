"""Small pictures: cells stay squares, photos are averaged, boxes and masks land where they are."""

from __future__ import annotations

import numpy as np
import pytest

from app.colours import heat_table
from app.diagram.thumbnails import (
    SIDE,
    boxes_picture,
    classes_picture,
    enlarged,
    map_picture,
    masks_picture,
    mosaic_columns,
    mosaic_picture,
    photo_picture,
)
from core.maskrcnn.results import MaskPatch

RNG = np.random.default_rng(0)


@pytest.mark.parametrize("size", [(4000, 3000), (300, 451), (1, 1), (3, 5000), (SIDE, SIDE)])
def test_a_photo_of_any_size_becomes_a_small_one(size: tuple[int, int]) -> None:
    picture = photo_picture(RNG.integers(0, 256, (*size, 3), np.uint8))
    assert max(picture.shape[:2]) <= SIDE
    assert min(picture.shape[:2]) >= 1


def test_a_large_photo_is_averaged_and_not_sampled() -> None:
    stripes = np.zeros((1200, 1200, 3), np.uint8)
    stripes[:, ::2] = 200
    middle = photo_picture(stripes)[20:-20, 20:-20]
    assert np.abs(middle.astype(int) - 100).max() <= 12


def test_cells_are_enlarged_to_squares() -> None:
    cells = RNG.integers(0, 256, (5, 7, 3), np.uint8)
    picture = enlarged(cells)
    times = SIDE // 7
    assert picture.shape == (5 * times, 7 * times, 3)
    assert (picture[times // 2 :: times, times // 2 :: times] == cells).all()


def test_a_map_goes_from_dark_to_light() -> None:
    picture = map_picture(np.arange(100, dtype=np.float32).reshape(10, 10))
    assert (picture[0, 0] == heat_table()[0]).all()
    assert (picture[-1, -1] == heat_table()[255]).all()


def test_a_map_of_one_value_is_one_colour() -> None:
    assert len(np.unique(map_picture(np.full((4, 4), 3.0)).reshape(-1, 3), axis=0)) == 1


def test_maps_of_a_mosaic_share_one_scale() -> None:
    low, high = np.zeros((2, 2)), np.ones((2, 2))
    picture = mosaic_picture([low, high, high, high])
    rows, columns = 5, 5  # two maps of two cells and a gap of one
    times = SIDE // 5
    assert picture.shape == (rows * times, columns * times, 3)
    assert (picture[0, 0] == heat_table()[0]).all()
    assert (picture[0, -1] == heat_table()[255]).all()
    assert (picture[-1, 0] == heat_table()[255]).all()


@pytest.mark.parametrize(("count", "columns"), [(1, 1), (2, 2), (3, 3), (4, 2), (5, 3), (6, 3), (7, 4), (9, 3), (12, 4)])
def test_a_mosaic_leaves_few_places_empty(count: int, columns: int) -> None:
    assert mosaic_columns(count) == columns


def test_a_box_lies_on_its_photo_where_it_is_on_the_large_one() -> None:
    photo = np.full((100, 200, 3), 100, np.uint8)
    picture = boxes_picture(photo, np.array([[40.0, 20.0, 400.0, 300.0]]), (400, 800), ((1, 2, 3),))
    marked = np.argwhere((picture == (1, 2, 3)).all(axis=2))
    assert marked.min(axis=0).tolist() == [5, 10]
    assert marked.max(axis=0).tolist() == [75, 100]
    assert (picture[40, 50] == 45).all()  # the photo inside is fainter, and unmarked


def test_a_box_beyond_the_photo_is_cut_at_its_edge() -> None:
    photo = np.full((100, 200, 3), 100, np.uint8)
    picture = boxes_picture(photo, np.array([[-50.0, -50.0, 900.0, 900.0]]), (400, 800), ((255, 0, 0),))
    assert (picture[0] == (255, 0, 0)).all()
    assert (picture[:, -1] == (255, 0, 0)).all()


def test_a_mask_covers_its_pixels_and_the_better_one_is_on_top() -> None:
    photo = np.zeros((50, 100, 3), np.uint8)
    whole = MaskPatch(0, 0, np.ones((400, 800), bool))
    left = MaskPatch(0, 0, np.ones((400, 400), bool))
    picture = masks_picture(photo, [left, whole], (400, 800), ((200, 0, 0), (0, 200, 0)), share=1.0)
    assert (picture[:, :50] == (200, 0, 0)).all()
    assert (picture[:, 50:] == (0, 200, 0)).all()


def test_an_empty_mask_changes_nothing() -> None:
    photo = np.full((50, 100, 3), 7, np.uint8)
    assert (masks_picture(photo, [MaskPatch(3, 4, np.zeros((0, 0), bool))], (400, 800), ((200, 0, 0),)) == photo).all()


def test_classes_have_the_colours_of_the_table() -> None:
    table = RNG.integers(0, 256, (256, 3), np.uint8)
    picture = classes_picture(np.array([[3, 255]], np.uint8), table)
    assert (picture[0, 0] == table[3]).all()
    assert (picture[0, -1] == table[255]).all()
