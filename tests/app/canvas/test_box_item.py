"""Dragging a box by its body and its handles."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from app.canvas.box_item import GRIPS, BoxItem, Grip
from app.canvas.image_canvas import ImageCanvas, ImagePoint
from core.geometry import Box
from tests.app.canvas.screen import look_at, pixels

BOX = Box(30.0, 20.0, 70.0, 50.0)
ZOOM = 4.0


@pytest.fixture
def item(canvas: ImageCanvas) -> BoxItem:
    """BOX on a black photo of 100 x 80 at 400 %: 120 screen pixels high."""
    canvas.set_photo(np.zeros((80, 100, 3), dtype=np.uint8))
    look_at(canvas, 50, 35, ZOOM)
    item = BoxItem(BOX, QColor("#e69f00"))
    canvas.add_item(item)
    return item


def drag(canvas: ImageCanvas, point: ImagePoint, dx: int, dy: int) -> None:
    """Drag what lies at an image point by screen pixels."""
    start = canvas.position_of(point).toPoint()
    QTest.mousePress(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    QTest.mouseMove(canvas.viewport(), start + QPoint(dx, dy) / 2)
    QTest.mouseMove(canvas.viewport(), start + QPoint(dx, dy))
    QTest.mouseRelease(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + QPoint(dx, dy))


def position(grip: Grip) -> ImagePoint:
    return ImagePoint(50 + grip.x * 20, 35 + grip.y * 15)


@pytest.mark.parametrize("grip", GRIPS)
def test_a_handle_moves_its_edges_by_fractions_of_a_pixel(canvas: ImageCanvas, item: BoxItem, grip: Grip) -> None:
    drag(canvas, position(grip), 3, -5)
    dx, dy = 3 / ZOOM, -5 / ZOOM
    assert item.box == Box(
        BOX.x1 + dx * (grip.x == -1), BOX.y1 + dy * (grip.y == -1), BOX.x2 + dx * (grip.x == 1), BOX.y2 + dy * (grip.y == 1)
    )


def test_there_are_eight_handles() -> None:
    assert len(set(GRIPS)) == 8


def test_the_body_moves_the_box(canvas: ImageCanvas, item: BoxItem) -> None:
    view = canvas.view
    drag(canvas, ImagePoint(45, 30), -7, 9)
    assert item.box == Box(BOX.x1 - 7 / 4, BOX.y1 + 9 / 4, BOX.x2 - 7 / 4, BOX.y2 + 9 / 4)
    assert canvas.view == view


def test_a_drag_says_each_step_and_its_end_once(canvas: ImageCanvas, item: BoxItem) -> None:
    changing: list[Box] = []
    changed: list[Box] = []
    item.box_changing.connect(changing.append)
    item.box_changed.connect(changed.append)
    drag(canvas, ImagePoint(45, 30), 8, 0)
    assert [box.x1 for box in changing] == [31, 32]
    assert changed == [item.box]
    drag(canvas, ImagePoint(45, 30), 0, 0)
    item.set_box(BOX)
    assert len(changing) == 2
    assert len(changed) == 1


def test_an_edge_dragged_past_the_other_changes_places_with_it(canvas: ImageCanvas, item: BoxItem) -> None:
    drag(canvas, position(Grip(-1, 0)), 200, 0)
    assert item.box == Box(70.0, 20.0, 80.0, 50.0)


def test_inverted_boxes_are_shown_as_given(canvas: ImageCanvas, item: BoxItem) -> None:
    item.set_box(Box(70, 50, 30, 20))
    assert item.box == Box(70, 50, 30, 20)
    x, y = canvas.position_of(ImagePoint(40, 50)).toTuple()
    assert pixels(canvas)[int(y), int(x)].tolist() == [0xE6, 0x9F, 0x00]


@pytest.mark.usefixtures("item")
@pytest.mark.parametrize("zoom", [2.0, 16.0])
def test_handles_are_as_large_on_screen_at_any_zoom(canvas: ImageCanvas, zoom: float) -> None:
    look_at(canvas, BOX.x2, BOX.y2, zoom)
    assert (pixels(canvas) == 255).all(axis=2)[130:170, 180:220].sum() == 6 * 6


@pytest.mark.parametrize(
    ("point", "shape"),
    [
        (position(Grip(-1, -1)), Qt.CursorShape.SizeFDiagCursor),
        (position(Grip(1, -1)), Qt.CursorShape.SizeBDiagCursor),
        (position(Grip(0, 1)), Qt.CursorShape.SizeVerCursor),
        (position(Grip(1, 0)), Qt.CursorShape.SizeHorCursor),
        (ImagePoint(45, 30), Qt.CursorShape.SizeAllCursor),
        (ImagePoint(5, 5), Qt.CursorShape.ArrowCursor),
    ],
)
@pytest.mark.usefixtures("item")
def test_the_cursor_says_what_a_drag_would_do(canvas: ImageCanvas, point: ImagePoint, shape: Qt.CursorShape) -> None:
    QTest.mouseMove(canvas.viewport(), canvas.position_of(point).toPoint())
    assert canvas.viewport().cursor().shape() == shape


def test_a_short_side_has_no_handle_in_its_middle(canvas: ImageCanvas, item: BoxItem) -> None:
    item.set_box(Box(48, 20, 52, 50))  # 16 screen pixels wide
    assert not item.has_room_for(Grip(0, -1))
    assert item.has_room_for(Grip(-1, 0))
    assert item.has_room_for(Grip(1, 1))
    drag(canvas, ImagePoint(50, 20.5), 8, 0)
    assert item.box == Box(50, 20, 54, 50)


def test_a_box_that_is_not_editable_lets_clicks_and_drags_through(canvas: ImageCanvas, item: BoxItem) -> None:
    item.set_editable(False)
    clicks: list[object] = []
    canvas.clicked.connect(clicks.append)
    drag(canvas, ImagePoint(45, 30), 0, 0)
    drag(canvas, position(Grip(-1, -1)), 40, 0)
    assert len(clicks) == 1
    assert item.box == BOX
    assert canvas.view.centre == ImagePoint(50 - 10, 35)
    assert not (pixels(canvas) == 255).all(axis=2).any()  # no handle


@pytest.mark.usefixtures("item")
def test_hovering_goes_on_over_a_box(canvas: ImageCanvas) -> None:
    said: list[ImagePoint | None] = []
    canvas.hovered.connect(said.append)
    QTest.mouseMove(canvas.viewport(), canvas.position_of(ImagePoint(45, 30)).toPoint())
    assert said == [ImagePoint(45.125, 30.125)]
