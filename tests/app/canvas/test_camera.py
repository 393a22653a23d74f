"""Zooming, panning and fitting as arithmetic."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.canvas.camera import FIT_MARGIN, KEPT_IN_SIGHT, MAX_ZOOM, Camera
from app.canvas.view_frame import CanvasView, ImagePoint, ViewFrame, Window

WINDOW = Window(400, 300)


def test_fitting_shows_the_whole_image_with_its_middle_in_the_middle() -> None:
    camera = Camera((1000, 500), WINDOW)
    assert camera.fitted
    assert camera.view == CanvasView(ImagePoint(500, 250), (400 - 2 * FIT_MARGIN) / 1000)


def test_a_fitted_view_follows_the_window_and_another_keeps_its_middle() -> None:
    camera = Camera((1000, 500), WINDOW)
    camera.set_window(Window(800, 300))
    assert camera.view.zoom == pytest.approx((300 - 2 * FIT_MARGIN) / 500)
    camera.set_view(CanvasView(ImagePoint(100, 200), 2.0))
    camera.set_window(Window(50, 40))
    assert camera.view == CanvasView(ImagePoint(100, 200), 2.0)


def test_the_margin_is_in_logical_pixels() -> None:
    camera = Camera((100, 100), Window(232, 232, pixel_ratio=2))
    assert camera.view.zoom == pytest.approx((232 - 4 * FIT_MARGIN) / 100)


@given(
    zooms=st.lists(st.floats(0.05, MAX_ZOOM), min_size=1, max_size=6),
    x=st.floats(100, 300),
    y=st.floats(100, 200),
)
def test_zooming_keeps_the_point_under_the_cursor(zooms: list[float], x: float, y: float) -> None:
    camera = Camera((1000, 700), WINDOW)
    camera.set_view(CanvasView(ImagePoint(480, 320), 1.0))
    shift = camera.frame.to_device.inverse()
    before = ImagePoint(shift.x(x), shift.y(y))
    for zoom in zooms:
        camera.zoom_to(zoom, x, y)
    after = camera.frame.to_device
    # Half a device pixel of rounding in the frame before (at 100 %), magnified, and half in the frame after.
    tolerance = 0.5 * camera.view.zoom + 0.5 + 1e-6
    assert after.x(before.x) == pytest.approx(x, abs=tolerance)
    assert after.y(before.y) == pytest.approx(y, abs=tolerance)


@given(factor=st.floats(0.2, 5), steps=st.integers(1, 40))
def test_zooming_in_and_out_again_ends_where_it_began(factor: float, steps: int) -> None:
    camera = Camera((1000, 700), WINDOW)
    start = CanvasView(ImagePoint(480.3, 320.7), 1.0)
    camera.set_view(start)
    for _ in range(steps):
        camera.zoom_to(factor, 37.5, 211.5)
        camera.zoom_to(1.0, 37.5, 211.5)
    assert camera.view.centre.x == pytest.approx(start.centre.x, abs=1e-6)
    assert camera.view.centre.y == pytest.approx(start.centre.y, abs=1e-6)


def test_zooming_beside_the_image_keeps_its_nearest_border_point() -> None:
    camera = Camera((100, 100), WINDOW)
    camera.set_view(CanvasView(ImagePoint(50, 50), 1.0))  # the image spans 150..250 across and 100..200 down
    camera.zoom_to(8.0, 10.0, 150.0)
    assert camera.frame.to_device.x(0.0) == 150
    assert camera.frame.to_device.y(50.0) == 150


@pytest.mark.parametrize(("dx", "left"), [(1e9, WINDOW.width - KEPT_IN_SIGHT), (-1e9, KEPT_IN_SIGHT - 2000)])
def test_panning_leaves_a_part_in_sight(dx: float, left: float) -> None:
    camera = Camera((1000, 700), WINDOW)
    camera.set_view(CanvasView(ImagePoint(500, 350), 2.0))
    camera.pan_by(dx, 0)
    assert camera.frame.to_device.x(0.0) == left


def test_another_image_keeps_zoom_and_share_of_the_sides_on_request() -> None:
    camera = Camera((1000, 500), WINDOW)
    camera.set_view(CanvasView(ImagePoint(250, 400), 3.0))
    camera.set_image((200, 100), keep_view=True)
    assert camera.view == CanvasView(ImagePoint(50, 80), 3.0)
    camera.set_image((200, 100), keep_view=False)
    assert camera.fitted


def test_a_fitted_view_is_fitted_to_the_next_image_too() -> None:
    camera = Camera((1000, 500), WINDOW)
    camera.set_image((10, 10), keep_view=True)
    assert camera.view == CanvasView(ImagePoint(5, 5), (300 - 2 * FIT_MARGIN) / 10)


@pytest.mark.parametrize("size", [(1, 1), (1, 5000), (5000, 1), (20000, 30000)])
def test_every_fitted_image_covers_at_least_a_pixel(size: tuple[int, int]) -> None:
    frame = Camera(size, WINDOW).frame
    assert len(frame.x.visible) >= 1
    assert len(frame.y.visible) >= 1


@pytest.mark.parametrize("centre", [50.0, 50.25, 50.5, 51.999])
def test_at_whole_zooms_each_image_pixel_covers_as_many_device_pixels(centre: float) -> None:
    frame = ViewFrame.of((100, 100), Window(301, 301), CanvasView(ImagePoint(centre, centre), 3.0))
    counts = np.bincount(frame.x.indices(frame.x.visible))
    assert set(counts[2:-2].tolist()) == {3}
