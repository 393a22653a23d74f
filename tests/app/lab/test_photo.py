"""The box on the photo: dragged by its handles, nudged by arrow keys, stopped where nothing could be read."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from app.canvas.view_frame import ImagePoint
from app.colours import OPERATOR_COLOURS
from core.geometry import Box
from core.roi.settings import Operator
from tests.app.lab.conftest import Bench


def at(bench: Bench, x: float, y: float) -> QPoint:
    return bench.lab.photo.canvas.position_of(ImagePoint(x, y)).toPoint()


def drag(bench: Bench, start: QPoint, by: QPoint) -> None:
    port = bench.lab.photo.canvas.viewport()
    QTest.mousePress(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start)
    for share in (0.3, 0.7, 1.0):
        QTest.mouseMove(port, start + (QPointF(by) * share).toPoint())
    QTest.mouseRelease(port, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, start + by)


def test_dragging_the_inside_moves_the_box_and_the_views_follow(bench: Bench) -> None:
    bench.put(50, 40, 150, 140)
    zoom = bench.lab.photo.canvas.zoom
    drag(bench, at(bench, 75, 65), QPoint(30, 20))
    box = bench.settle().choices.box_image
    assert box.x1 == pytest.approx(50 + 30 / zoom, abs=0.01)
    assert box.y1 == pytest.approx(40 + 20 / zoom, abs=0.01)
    assert (box.width, box.height) == pytest.approx((100, 100), abs=0.02)
    bench.desk.undo_stack.undo()
    assert bench.desk.choices is not None
    assert bench.desk.choices.box_image == Box(50, 40, 150, 140)


def test_dragging_a_corner_moves_its_two_edges(bench: Bench) -> None:
    bench.put(50, 40, 150, 140)
    zoom = bench.lab.photo.canvas.zoom
    drag(bench, at(bench, 150, 140), QPoint(24, -12))
    box = bench.settle().choices.box_image
    assert (box.x1, box.y1) == (50, 40)
    assert (box.x2, box.y2) == pytest.approx((150 + 24 / zoom, 140 - 12 / zoom), abs=1 / zoom)


def test_a_box_cannot_be_dragged_off_the_photo(bench: Bench) -> None:
    bench.put(50, 40, 150, 140)
    bench.lab.photo.box.box_changing.emit(Box(900, 40, 1000, 140))
    assert bench.settle().choices.box_image == Box(50, 40, 150, 140)
    assert bench.lab.photo.box.box == Box(50, 40, 150, 140)


@pytest.mark.parametrize(
    ("key", "modifier", "moved"),
    [
        (Qt.Key.Key_Right, Qt.KeyboardModifier.NoModifier, (1, 0)),
        (Qt.Key.Key_Up, Qt.KeyboardModifier.NoModifier, (0, -1)),
        (Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier, (-0.1, 0)),
        (Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier, (0, 0.1)),
    ],
)
def test_arrow_keys_nudge(bench: Bench, key: Qt.Key, modifier: Qt.KeyboardModifier, moved: tuple[float, float]) -> None:
    bench.put(50, 40, 150, 140)
    canvas = bench.lab.photo.canvas
    canvas.setFocus()
    for _ in range(10):
        QTest.keyClick(canvas, key, modifier)
    dx, dy = 10 * moved[0], 10 * moved[1]
    assert bench.desk.choices is not None
    assert bench.desk.choices.box_image == Box(50 + dx, 40 + dy, 150 + dx, 140 + dy)


def test_a_click_beside_the_box_leaves_it_the_arrow_keys(bench: Bench) -> None:
    bench.put(50, 40, 150, 140)
    canvas = bench.lab.photo.canvas
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at(bench, 250, 200))
    QTest.keyClick(canvas, Qt.Key.Key_Right)
    assert bench.desk.choices is not None
    assert bench.desk.choices.box_image.x1 == 51


def test_the_photo_shows_the_window_that_roi_pool_really_used(bench: Bench) -> None:
    """Box 50...150 at stride 8 is 6.25...18.75 cells: RoIPool uses cells 6 to 19, 48...160 px."""
    bench.desk.choose_level(3)
    bench.put(50, 40, 150, 140)
    canvas = bench.lab.photo.canvas
    image = canvas.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    pixels = rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3)
    orange = QColor(OPERATOR_COLOURS[Operator.POOL])
    is_orange = (pixels == (orange.red(), orange.green(), orange.blue())).all(axis=-1)
    middle = at(bench, 160, 100)
    near = is_orange[middle.y() - 5 : middle.y() + 5, middle.x() - 3 : middle.x() + 4]
    assert near.any(axis=1).all()  # an unbroken upright line at 160 px
    beyond = is_orange[:, middle.x() + 6 :]
    assert not beyond.any()


def test_pointing_at_the_photo_lights_up_the_bin_there(bench: Bench) -> None:
    bench.put(50, 40, 150, 140)
    bench.lab.photo.canvas.hovered.emit(ImagePoint(50 + 100 * 2.5 / 7, 40 + 100 * 5.5 / 7))
    assert bench.desk.spot is not None
    assert (bench.desk.spot.row, bench.desk.spot.column) == (5, 2)
    bench.lab.photo.canvas.hovered.emit(None)
    assert (bench.desk.spot.row, bench.desk.spot.column) == (3, 3)  # the pinned one


def test_zoom_to_the_box_puts_it_in_the_middle(bench: Bench) -> None:
    bench.put(50, 40, 90, 80)
    bench.lab.controls.closely.click()
    view = bench.lab.photo.canvas.view
    assert (view.centre.x, view.centre.y) == (70, 60)
    assert view.zoom * 40 < min(bench.lab.photo.canvas.viewport().width(), bench.lab.photo.canvas.viewport().height())
