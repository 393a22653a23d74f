"""Polygons of masks: filled again, by Pillow and by a rule of our own, they are the same pixels."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image, ImageDraw

from core.export.regions import class_regions, polygons


def filled(points: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """As labelme fills a polygon: Pillow cuts the coordinates down to whole numbers and draws the outline too."""
    picture = Image.fromarray(np.zeros(shape, np.uint8))
    ImageDraw.Draw(picture).polygon([(x, y) for x, y in points.tolist()], outline=1, fill=1)
    return np.asarray(picture) > 0


def holds_centres(points: np.ndarray, shape: tuple[int, int]) -> np.ndarray:
    """Even-odd rule at every pixel's centre, ``(column + 0.5, row + 0.5)``: the polygon's borders crossed on the way to the left."""
    y, x = np.mgrid[: shape[0], : shape[1]] + 0.5
    crossed = np.zeros(shape, bool)
    for (x1, y1), (x2, y2) in zip(points, np.roll(points, -1, axis=0), strict=True):
        if x1 == x2:
            crossed ^= (min(y1, y2) < y) & (y < max(y1, y2)) & (x1 < x)
    return crossed


def noise(seed: int, smooth: bool) -> np.ndarray:
    random = np.random.default_rng(seed)
    values = random.random(random.integers(1, 28, 2))
    if smooth:
        values = values + np.roll(values, 1, 0) + np.roll(values, 1, 1) + np.roll(values, (1, 1), (0, 1))
    return values > np.quantile(values, random.random())


@pytest.mark.parametrize("smooth", [False, True])
@pytest.mark.parametrize("seed", range(40))
def test_filled_again_they_are_the_mask_and_do_not_overlap(seed: int, smooth: bool) -> None:
    mask = noise(seed, smooth)
    for fill in (filled, holds_centres):
        covered = np.zeros(mask.shape, int)
        for points in polygons(mask):
            covered += fill(points, mask.shape)
        np.testing.assert_array_equal(covered, mask)


def test_a_ring_is_cut_through_its_hole_into_two_without_holes() -> None:
    ring = np.ones((7, 9), bool)
    ring[2:5, 3:6] = False
    upper, lower = polygons(ring)
    assert filled(upper, ring.shape)[:3].any()
    assert filled(lower, ring.shape)[4:].any()
    np.testing.assert_array_equal(filled(upper, ring.shape) ^ filled(lower, ring.shape), ring)


def test_a_rectangle_has_four_corners_a_quarter_pixel_inside_its_edges() -> None:
    (points,) = polygons(np.ones((3, 5), bool), left=10, top=20)
    assert sorted(map(tuple, points.tolist())) == [(10.25, 20.25), (10.25, 22.75), (14.75, 20.25), (14.75, 22.75)]


def test_one_pixel_is_a_polygon_that_labelme_takes() -> None:
    (points,) = polygons(np.ones((1, 1), bool))
    assert len(points) == 4
    assert filled(points, (1, 1)).all()


def test_pixels_that_touch_at_a_corner_are_two() -> None:
    assert len(polygons(np.eye(2, dtype=bool))) == 2


def test_nothing_has_no_polygon() -> None:
    assert polygons(np.zeros((4, 4), bool)) == []
    assert polygons(np.zeros((0, 0), bool)) == []


def test_class_regions_make_up_the_class_map() -> None:
    class_map = np.random.default_rng(3).choice(np.array([0, 7, 255], np.uint8), (23, 31))
    again = np.full(class_map.shape, 99, np.uint8)
    ids = []
    for class_id, inside, left, top in class_regions(class_map):
        there = again[top : top + inside.shape[0], left : left + inside.shape[1]]
        assert (there[inside] == 99).all()
        there[inside] = class_id
        ids.append(class_id)
    np.testing.assert_array_equal(again, class_map)
    assert ids == sorted(ids)
