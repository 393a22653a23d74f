"""A crowd of boxes looks as if its boxes were painted one over the other."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from app.canvas.photo import pixels_of
from app.inside_maskrcnn.stage_crowd import crowd_picture

SIZE = (60, 80)


def channels(image: QImage) -> np.ndarray:
    """``(h, w, 4)`` int, blue first, premultiplied."""
    return pixels_of(image).copy().view(np.uint8).reshape(image.height(), image.width(), 4).astype(int)


def painted(corners: np.ndarray, alphas: np.ndarray, colour: QColor, line: int) -> QImage:
    """The same with a painter, edge by edge."""
    image = QImage(SIZE[1], SIZE[0], QImage.Format.Format_ARGB32_Premultiplied)
    image.fill(Qt.GlobalColor.transparent)
    painter = QPainter(image)
    for (x1, y1, x2, y2), alpha in zip(corners.tolist(), alphas.tolist(), strict=True):
        ink = QColor(colour)
        ink.setAlphaF(alpha)
        width, height = x2 + line - x1, y2 - y1 - line
        for edge in (QRect(x1, y1, width, line), QRect(x1, y2, width, line), QRect(x1, y1 + line, line, height),
                     QRect(x2, y1 + line, line, height)):  # fmt: skip
            painter.fillRect(edge, ink)
    painter.end()
    return image


@pytest.mark.parametrize("line", [1, 2])
def test_a_crowd_is_what_a_painter_paints(line: int) -> None:
    rng = np.random.default_rng(line)
    first = rng.integers(-10, 70, (40, 2))
    corners = np.concatenate([first, first + rng.integers(4, 40, (40, 2))], axis=1)
    alphas, colour = rng.uniform(0.2, 0.9, 40), QColor("#cc6677")
    crowd, wanted = channels(crowd_picture(corners, alphas, colour, line, SIZE)), channels(painted(corners, alphas, colour, line))
    # A painter rounds after every box, and an opacity to 1/255.
    assert np.abs(crowd - wanted).max() <= 6
    assert ((crowd[..., 3] > 0) == (wanted[..., 3] > 0)).all()


def test_boxes_outside_the_window_leave_nothing() -> None:
    corners = np.array([[-30, -30, -10, -10], [90, 10, 120, 40], [-20, -20, 200, 200]])
    assert not channels(crowd_picture(corners, np.ones(3), QColor("#44aa99"), 1, SIZE)).any()


def test_an_opaque_box_has_its_own_colour() -> None:
    picture = crowd_picture(np.array([[10, 10, 30, 20]]), np.ones(1), QColor("#44aa99"), 1, SIZE)
    assert QColor(picture.pixel(10, 15)) == QColor("#44aa99")
    assert picture.pixelColor(20, 15).alpha() == 0
