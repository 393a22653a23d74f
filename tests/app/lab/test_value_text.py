"""Numbers in the squares of a grid: as many decimals as there is room for."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtGui import QGuiApplication, QRawFont

from app.lab.plate import LEAST_FOR_TEXT, small
from app.lab.value_text import GAP, fitting, glyphs_of
from app.lab.words import MINUS


@pytest.mark.parametrize(
    ("value", "room", "text"),
    [
        (5.534, 4, "5.53"), (-5.534, 5, f"{MINUS}5.53"), (-5.534, 4, f"{MINUS}5.5"), (-5.56, 2, f"{MINUS}6"), (-0.004, 4, "0.00"),
        (17.25, 4, "17.2"), (-17.26, 4, f"{MINUS}17"), (120.6, 2, "121"), (0.126, 3, "0.1"),
    ],
)  # fmt: skip
def test_decimals_go_until_the_number_fits(value: float, room: float, text: str) -> None:
    assert fitting(value, room, len) == text


@pytest.mark.usefixtures("qapp")
def test_the_smallest_squares_that_have_numbers_hold_them_apart() -> None:
    font = small(QGuiApplication.font())
    glyphs = glyphs_of(font.toString())
    assert glyphs is not None
    raw = QRawFont.fromFont(font)
    for value in np.random.default_rng(0).normal(0, 8, 300).tolist():
        text = fitting(value, LEAST_FOR_TEXT - GAP, glyphs.width)
        advances = raw.advancesForGlyphIndexes(raw.glyphIndexesForString(text))
        assert sum(point.x() for point in advances) <= LEAST_FOR_TEXT - GAP
