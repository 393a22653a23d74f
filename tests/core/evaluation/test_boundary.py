"""Boundary IoU against masks eroded one by one, as the paper's authors do it."""

from __future__ import annotations

import numpy as np
import pytest

from core.evaluation.boundary import BoundaryCounts, boundary_distance, boundary_regions
from core.labels import VOID
from tests.core.evaluation.eroded import slow_region

Map = np.ndarray


def blocks(seed: int, shape: tuple[int, int], ids: list[int]) -> Map:
    rng = np.random.default_rng(seed)
    coarse = rng.choice(ids, (-(-shape[0] // 13), -(-shape[1] // 17)))
    return np.kron(coarse, np.ones((13, 17)))[: shape[0], : shape[1]].astype(np.uint8)


@pytest.mark.parametrize("seed", range(4))
def test_the_counts_are_those_of_masks_eroded_one_by_one(seed: int) -> None:
    counts, shared, either = BoundaryCounts(4), np.zeros(4), np.zeros(4)
    for number, shape in enumerate([(60, 90), (100, 40)]):
        truth = blocks(10 * seed + number, shape, [0, 1, 2, 3, VOID])
        predicted = np.roll(np.where(truth == VOID, 1, truth), 2, axis=1).astype(np.uint8)
        counts.add(truth, predicted)
        distance = boundary_distance(*shape)
        assert distance == round(0.02 * np.hypot(*shape))
        for label in range(4):
            given, found = (slow_region(it == label, distance) & (truth != VOID) for it in (truth, predicted))
            shared[label] += (given & found).sum()
            either[label] += (given | found).sum()
    assert counts.shared.tolist() == shared.tolist()
    assert counts.either.tolist() == either.tolist()
    assert counts.iou() == pytest.approx(shared / either)
    assert counts.mean_iou() == pytest.approx(np.mean(shared / either))


def test_the_region_of_a_square_is_a_frame() -> None:
    square = np.zeros((100, 120), np.uint8)
    square[30:60, 40:80] = 1
    inside = boundary_regions(square, 3) & (square == 1)
    assert inside.sum() == 30 * 40 - 24 * 34


def test_a_shift_costs_the_boundary_more_than_the_whole() -> None:
    truth = np.zeros((200, 200), np.uint8)
    truth[50:150, 50:150] = 1
    counts = BoundaryCounts(2)
    counts.add(truth, np.roll(truth, 3, axis=1))
    assert counts.iou()[1] < 0.8 < 97 / 103


def test_a_small_photo_still_has_a_boundary_and_a_class_that_is_nowhere_no_figure() -> None:
    assert boundary_distance(10, 10) == 1
    counts = BoundaryCounts(3)
    counts.add(np.zeros((10, 10), np.uint8), np.zeros((10, 10), np.uint8))
    assert counts.iou()[0] == 1.0
    assert np.isnan(counts.iou()[1:]).all()
    assert counts.mean_iou() == 1.0
    assert np.isnan(BoundaryCounts(2).mean_iou())
