"""The photo's pixels on screen."""

from __future__ import annotations

import numpy as np
import pytest

from app.canvas.image_canvas import GROUND_LIGHT, ImageCanvas
from app.canvas.photo import Photo
from tests.app.canvas.screen import look_at, pixels, random_photo

GROUND = GROUND_LIGHT.getRgb()[:3]


def test_at_100_percent_each_device_pixel_is_an_image_pixel(canvas: ImageCanvas) -> None:
    photo = random_photo(101, 150)
    canvas.set_photo(photo)
    canvas.set_zoom(1)
    expected = np.full((300, 400, 3), GROUND, dtype=np.uint8)
    top, left = round(150 - 50.5 + 0.5), 125
    expected[top : top + 101, left : left + 150] = photo
    assert np.array_equal(pixels(canvas), expected)


def test_at_800_percent_each_image_pixel_is_a_square_of_8(canvas: ImageCanvas) -> None:
    photo = random_photo(30, 40)
    canvas.set_photo(photo)
    canvas.set_zoom(8)
    expected = np.full((300, 400, 3), GROUND, dtype=np.uint8)
    expected[30:270, 40:360] = photo.repeat(8, axis=0).repeat(8, axis=1)
    assert np.array_equal(pixels(canvas), expected)


@pytest.mark.parametrize("zoom", [1.0, 1.37, 2.5, 7.0, 33.3])
def test_no_colour_is_mixed_at_100_percent_and_above(canvas: ImageCanvas, zoom: float) -> None:
    photo = random_photo(50, 60)
    canvas.set_photo(photo)
    look_at(canvas, 20.123, 31.77, zoom)
    shown = {tuple(colour) for colour in pixels(canvas).reshape(-1, 3).tolist()}
    assert shown <= {tuple(colour) for colour in photo.reshape(-1, 3).tolist()} | {GROUND}


@pytest.mark.parametrize("zoom", [0.5, 0.25, 0.125])
def test_a_fine_chequer_is_grey_when_it_is_made_smaller(canvas: ImageCanvas, zoom: float) -> None:
    chequer = (np.indices((1600, 1600)).sum(axis=0) % 2 * 255).astype(np.uint8)
    canvas.set_photo(np.repeat(chequer[:, :, np.newaxis], 3, axis=2))
    canvas.set_zoom(zoom)
    middle = pixels(canvas)[140:160, 190:210].astype(int)
    assert abs(middle - 127.5).max() <= 2


@pytest.mark.parametrize("zoom", [0.9, 0.51, 0.5, 0.3, 0.17, 0.07])
def test_a_photo_made_smaller_stays_where_it_is(canvas: ImageCanvas, zoom: float) -> None:
    ramp = np.arange(256)
    image_x = (np.arange(400) + 0.5 - 200) / zoom + 128.6
    inside = (image_x > 1 / zoom) & (image_x < 256 - 1 / zoom)
    errors = []
    for greys in (ramp, 255 - ramp):
        canvas.set_photo(np.broadcast_to(greys[np.newaxis, :, np.newaxis], (200, 256, 3)).astype(np.uint8))
        look_at(canvas, 128.6, 100, zoom)
        errors.append((pixels(canvas)[150, :, 0] - np.interp(image_x, ramp + 0.5, greys))[inside])
    assert max(abs(error).max() for error in errors) <= 2.5
    # Rounding has the same sign in both, a shift the opposite one.
    shift_in_device_pixels = (errors[0] - errors[1]).mean() / 2 * zoom
    assert abs(shift_in_device_pixels) < 0.1


@pytest.mark.parametrize("zoom", [0.03, 0.11, 0.35, 0.499, 0.77, 1.0, 1.3])
@pytest.mark.parametrize("centre", [(150.0, 99.5), (151.37, 98.21), (149.99, 100.01)])
def test_the_photo_covers_the_device_pixels_whose_centre_it_holds(canvas: ImageCanvas, zoom: float, centre: tuple[float, float]) -> None:
    canvas.set_photo(np.zeros((201, 300, 3), dtype=np.uint8))
    look_at(canvas, *centre, zoom)
    covered = (pixels(canvas) == 0).all(axis=2)
    for axis, positions in ((0, range(400)), (1, range(300))):
        length, middle = ((300, 200), (201, 150))[axis]
        left = middle - centre[axis] * canvas.zoom
        left = np.floor(left + 0.5) if canvas.zoom >= 1 else left
        held = [left <= position + 0.5 < left + length * canvas.zoom for position in positions]
        assert covered.any(axis=axis).tolist() == held


@pytest.mark.parametrize("size", [(1, 1), (5000, 1), (1, 5000), (3, 2)])
def test_extreme_photos_are_shown_whole(canvas: ImageCanvas, size: tuple[int, int]) -> None:
    canvas.set_photo(np.full((*size, 3), (200, 10, 30), dtype=np.uint8))
    shown = (pixels(canvas) == (200, 10, 30)).all(axis=2)
    assert shown.any()
    rows, columns = np.flatnonzero(shown.any(axis=1)), np.flatnonzero(shown.any(axis=0))
    assert shown[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1].all()
    for zoom in (0.01, 1, 1000):
        canvas.set_zoom(zoom)
        assert (pixels(canvas) == (200, 10, 30)).all(axis=2).any()


def test_a_photo_does_not_hold_on_to_the_array_it_was_made_from(canvas: ImageCanvas) -> None:
    rgb = np.full((50, 50, 3), 90, dtype=np.uint8)
    canvas.set_photo(rgb)
    canvas.set_zoom(1)
    rgb[:] = 0
    canvas.set_zoom(2)
    assert pixels(canvas)[150, 200].tolist() == [90, 90, 90]


def test_read_only_and_strided_arrays_are_shown(canvas: ImageCanvas) -> None:
    photo = random_photo(80, 120)
    photo.flags.writeable = False
    canvas.set_photo(photo[::2, ::-2])
    canvas.set_zoom(1)
    assert np.array_equal(pixels(canvas)[130:170, 170:230], photo[::2, ::-2])


@pytest.mark.parametrize(
    "rgb",
    [np.zeros((4, 4), np.uint8), np.zeros((4, 4, 4), np.uint8), np.zeros((4, 4, 3), np.float32), np.zeros((0, 4, 3), np.uint8)],
)
def test_what_is_no_photo_is_refused_and_the_canvas_stays(canvas: ImageCanvas, rgb: np.ndarray) -> None:
    canvas.set_photo(random_photo(60, 60))
    before = pixels(canvas)
    with pytest.raises(ValueError, match=r"a photo is \(height, width, 3\) uint8"):
        canvas.set_photo(rgb)
    assert np.array_equal(pixels(canvas), before)


def test_size_is_width_then_height() -> None:
    assert Photo(random_photo(3, 7)).size == (7, 3)


def test_canvases_share_the_pixels_of_a_frozen_photo(canvas: ImageCanvas) -> None:
    """To convert 12 megapixels takes a frame or more; each further canvas must not do it again."""
    rgb = random_photo(40, 60)
    rgb.flags.writeable = False
    assert Photo(rgb).size == (60, 40)
    first, second = Photo(rgb), Photo(rgb)
    assert first._full is second._full
    canvas.set_photo(rgb)
    canvas.set_zoom(1)
    assert np.array_equal(pixels(canvas)[130:170, 170:230], rgb)


def test_an_array_that_may_change_is_copied_each_time(canvas: ImageCanvas) -> None:
    rgb = random_photo(40, 60)
    before = Photo(rgb)
    rgb[:] = 7
    canvas.set_photo(rgb)
    canvas.set_zoom(1)
    assert (pixels(canvas)[130:170, 170:230] == 7).all()
    assert before.size == (60, 40)
