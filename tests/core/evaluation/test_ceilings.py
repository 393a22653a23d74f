"""Ceilings against a slow, readable oracle, and against maps whose way down and back is known by hand."""

from __future__ import annotations

import math

import numpy as np
import pytest

from core.errors import InputError
from core.evaluation.ceilings import CEILING_STRIDES, Ceilings, IouGap, coarsened
from core.labels import VOID


def share(truth: np.ndarray, row: int, column: int, stride: int, class_id: int) -> float:
    cell = truth[row * stride : (row + 1) * stride, column * stride : (column + 1) * stride]
    known = cell[cell != VOID]
    return float((known == class_id).mean()) if known.size else 0.0


def between(place: float, cells: int) -> list[tuple[int, float]]:
    index = min(max(place - 0.5, 0.0), cells - 1.0)
    low = math.floor(index)
    return [(low, 1 - (index - low)), (min(low + 1, cells - 1), index - low)]


def slow(truth: np.ndarray, stride: int) -> np.ndarray:
    """One pixel after the other, from the definition."""
    height, width = (math.ceil(length / stride) for length in truth.shape)
    found = np.empty(truth.shape, np.uint8)
    for y, x in np.ndindex(*truth.shape):
        best, winner = 1e-6, VOID
        for class_id in range(5):
            total = sum(
                a * b * share(truth, row, column, stride, class_id)
                for row, a in between((y + 0.5) / stride, height)
                for column, b in between((x + 0.5) / stride, width)
            )
            if total > best + 1e-6:
                best, winner = total, class_id
        found[y, x] = winner
    return found


@pytest.mark.parametrize("stride", [1, 2, 3, 4, 8])
def test_the_way_down_and_back_is_that_of_the_definition(stride: int) -> None:
    random = np.random.default_rng(stride)
    truth = random.integers(0, 5, (13, 10)).astype(np.uint8)
    truth[random.random(truth.shape) < 0.2] = VOID
    assert (coarsened(truth, stride) == slow(truth, stride)).all()


def test_a_map_of_stride_one_comes_back_as_it_was() -> None:
    truth = np.random.default_rng(0).integers(0, 7, (20, 31)).astype(np.uint8)
    assert (coarsened(truth, 1) == truth).all()


def test_an_edge_between_cells_is_kept_and_one_inside_a_cell_is_not() -> None:
    truth = np.zeros((64, 64), np.uint8)
    truth[:, 32:] = 1
    assert (coarsened(truth, 32) == truth).all()
    thin = np.zeros((64, 64), np.uint8)
    thin[:, 40:44] = 1
    assert (coarsened(thin, 32) == 0).all()


def test_void_has_no_say() -> None:
    truth = np.full((8, 8), VOID, np.uint8)
    truth[0, 0] = 3
    assert (coarsened(truth, 8) == 3).all()
    assert (coarsened(np.full((8, 8), VOID, np.uint8), 8) == VOID).all()


def test_finer_grids_allow_more_of_a_round_object() -> None:
    rows, columns = np.mgrid[:200, :260]
    measured = Ceilings(2)
    measured.add((np.hypot(rows - 97, columns - 131) < 53).astype(np.uint8))
    means = [measured.matrices[stride].mean_iou() for stride in CEILING_STRIDES]
    assert means == sorted(means)
    assert means[0] > 0.8
    assert means[-1] < 1


def test_the_two_parts_of_a_gap_add_up_to_it() -> None:
    gap = IouGap(32, 0.8, 0.5)
    assert gap.location + gap.recognition == pytest.approx(1 - 0.5)
    assert gap.location == pytest.approx(0.2)


def test_a_stride_below_one_is_refused() -> None:
    with pytest.raises(InputError, match="from 1, not 0"):
        coarsened(np.zeros((2, 2), np.uint8), 0)
