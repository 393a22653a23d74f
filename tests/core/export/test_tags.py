"""Names at boxes: within the picture, not on each other, and legible."""

from __future__ import annotations

import numpy as np
import pytest
from PIL import Image

from core.export.tags import Tag, draw_tags, readable_on
from core.geometry import Box
from core.palettes import PALETTES, Rgb

ORANGE, BLUE, GREEN = (230, 159, 0), (0, 114, 178), (0, 158, 115)
GREY = (90, 90, 90)


def drawn(tags: list[Tag], size: tuple[int, int] = (400, 300)) -> np.ndarray:
    picture = Image.new("RGB", size, GREY)
    draw_tags(picture, tags)
    return np.asarray(picture)


def plate_of(pixels: np.ndarray, colour: Rgb) -> tuple[int, int, int, int]:
    """The rectangle ``(x1, y1, x2, y2)`` that a colour fills but for its letters; a frame beside it is one pixel wide."""
    filled = (pixels == colour).all(axis=2)
    solid = filled[:-1, :-1] & filled[1:, :-1] & filled[:-1, 1:] & filled[1:, 1:]  # squares of 2 x 2
    rows, columns = np.flatnonzero(solid.any(axis=1)), np.flatnonzero(solid.any(axis=0))
    return int(columns[0]), int(rows[0]), int(columns[-1]) + 2, int(rows[-1]) + 2


def test_a_tag_stands_on_the_upper_left_corner_of_its_box() -> None:
    left, _, right, bottom = plate_of(drawn([Tag("cat 0.98", Box(100, 90, 120, 99), ORANGE)]), ORANGE)
    assert left == 100
    assert bottom in (90, 91)  # the frame's own row lies below
    assert 40 < right - left < 80


@pytest.mark.parametrize("box", [Box(0, 0, 50, 50), Box(380, 2, 400, 290), Box(-9, -9, 500, 400), Box(399.5, 299.5, 400, 300)])
def test_a_tag_stays_within_the_picture(box: Box) -> None:
    """Unclipped: as many pixels as elsewhere."""
    expected = plate_of(drawn([Tag("cat 0.98", Box(100, 80, 101, 81), ORANGE)]), ORANGE)
    left, top, right, bottom = plate_of(drawn([Tag("cat 0.98", box, ORANGE)]), ORANGE)
    assert right - left >= expected[2] - expected[0]
    assert bottom - top >= expected[3] - expected[1] - 1


def test_tags_of_objects_at_one_place_do_not_hide_each_other() -> None:
    box = Box(100, 100, 180, 160)
    colours = (ORANGE, BLUE, GREEN)
    pixels = drawn([Tag("person 0.9", box, colour) for colour in colours])
    alone = [int((drawn([Tag("person 0.9", box, colour)])[:100] == colour).all(axis=2).sum()) for colour in colours]
    shown = [int((pixels == colour).all(axis=2).sum()) for colour in colours]
    assert all(count >= whole for count, whole in zip(shown, alone, strict=True))


def test_the_best_is_on_top_where_there_is_no_room() -> None:
    box = Box(0, 0, 400, 300)
    every = drawn([Tag("best 1.00", box, ORANGE), *(Tag(f"other 0.{index}", box, BLUE) for index in range(30))])
    first = drawn([Tag("best 1.00", box, ORANGE)])
    left, top, right, bottom = plate_of(first, ORANGE)
    np.testing.assert_array_equal(every[top:bottom, left:right], first[top:bottom, left:right])


def test_a_tag_that_would_hide_the_picture_is_left_out() -> None:
    pixels = drawn([Tag("cat 0.98", Box(5, 5, 35, 25), ORANGE)], (40, 30))
    inside = pixels[6:24, 6:34]
    assert (inside == GREY).all()
    assert (pixels[5, 5:35] == ORANGE).all()


@pytest.mark.parametrize("colour", [PALETTES["okabe-ito"].colour(place) for place in range(21)])
def test_text_contrasts_with_every_colour_by_wcags_minimum(colour: Rgb) -> None:
    def luminance(rgb: Rgb) -> float:
        linear = [value / 255 / 12.92 if value <= 10 else ((value / 255 + 0.055) / 1.055) ** 2.4 for value in rgb]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    lighter, darker = sorted((luminance(colour), luminance(readable_on(colour))), reverse=True)
    assert (lighter + 0.05) / (darker + 0.05) >= 4.5


def test_text_and_frames_grow_with_the_picture() -> None:
    small = plate_of(drawn([Tag("cat", Box(100, 80, 120, 90), ORANGE)]), ORANGE)
    large = plate_of(drawn([Tag("cat", Box(1000, 800, 1200, 900), ORANGE)], (4000, 3000)), ORANGE)
    assert (large[3] - large[1]) > 4 * (small[3] - small[1])
