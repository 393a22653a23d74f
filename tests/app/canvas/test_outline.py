"""Bands along boundaries, against a slow search."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from app.canvas.outline import boundary_bands


def _distance_to_another_label(labels: np.ndarray, row: int, column: int, reach: int) -> int:
    for distance in range(1, reach + 1):
        for down, across in ((distance, 0), (-distance, 0), (0, distance), (0, -distance)):
            if labels[row + down, column + across] != labels[row, column]:
                return distance
    return reach + 1


@given(arrays(np.uint8, (11, 13), elements=st.integers(0, 2)))
def test_bands_count_the_widths_that_reach_a_pixel(labels: np.ndarray) -> None:
    widths = (1, 3)
    bands = boundary_bands(labels, widths)
    assert bands.shape == (5, 7)
    for row in range(5):
        for column in range(7):
            distance = _distance_to_another_label(labels, row + 3, column + 3, 3)
            assert bands[row, column] == sum(distance <= width for width in widths)


def test_a_width_of_one_marks_pixels_whose_4_neighbour_differs() -> None:
    labels = np.zeros((6, 6), dtype=np.uint8)
    labels[2:4, 2:4] = 7
    bands = boundary_bands(labels, (1,))
    assert bands.tolist() == [[0, 1, 1, 0], [1, 1, 1, 1], [1, 1, 1, 1], [0, 1, 1, 0]]
