"""Filters, NMS and top-k: survivors as torchvision says, victims with the rival that a slow reader would name."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torchvision.ops import batched_nms, box_iou

from core.maskrcnn.overlap import iou_table
from core.maskrcnn.results import Fate
from core.maskrcnn.selection import select, with_top


def random_boxes(count: int, seed: int, *, whole: bool = False, side: float = 80) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Boxes, scores that repeat now and then, and groups; ``whole`` numbers make overlaps that hit a threshold exactly."""
    rng = np.random.default_rng(seed)
    corner, size = rng.random((count, 2)) * side, 5 + rng.random((count, 2)) * 40
    boxes = np.concatenate([corner, corner + size], axis=1)
    boxes = np.rint(boxes) if whole else boxes
    return boxes.astype(np.float32), rng.integers(0, 700, count).astype(np.float32) / 700, rng.integers(0, 4, count)


def torchvisions(boxes: np.ndarray, scores: np.ndarray, groups: np.ndarray, threshold: float) -> list[int]:
    return batched_nms(torch.tensor(boxes), torch.tensor(scores), torch.tensor(groups), threshold).tolist()


def slow_nms(boxes: np.ndarray, scores: np.ndarray, groups: np.ndarray, threshold: float) -> tuple[list[int], dict[int, int]]:
    """NMS as the papers say it, one box at a time: survivors, and who suppressed whom."""
    survivors: list[int] = []
    rivals: dict[int, int] = {}
    for index in np.argsort(-scores, kind="stable").tolist():
        for winner in survivors:
            if groups[winner] == groups[index] and slow_iou(boxes[winner], boxes[index]) > threshold:
                rivals[index] = winner
                break
        else:
            survivors.append(index)
    return survivors, rivals


def slow_iou(first: np.ndarray, second: np.ndarray) -> float:
    shared = max(min(first[2], second[2]) - max(first[0], second[0]), 0) * max(min(first[3], second[3]) - max(first[1], second[1]), 0)
    areas = [(box[2] - box[0]) * (box[3] - box[1]) for box in (first, second)]
    return float(shared / (sum(areas) - shared))


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("count", [20, 150, 400])
def test_survivors_and_rivals_are_those_of_a_slow_reader(seed: int, count: int) -> None:
    boxes, scores, groups = random_boxes(count, seed)
    chosen = select(boxes, scores, groups, (), nms=0.4, top=1000)
    survivors, rivals = slow_nms(boxes.astype(np.float64), scores, groups, 0.4)
    assert chosen.kept.tolist() == survivors
    assert {index: int(chosen.rival[index]) for index in np.flatnonzero(chosen.rival >= 0).tolist()} == rivals
    for loser, winner in rivals.items():
        assert chosen.rival_iou[loser] == pytest.approx(slow_iou(boxes[winner], boxes[loser]), abs=1e-4)


@pytest.mark.parametrize("count", [30, 900, 1000, 1001, 2500])
@pytest.mark.parametrize("threshold", [0.0, 0.3, 0.5, 0.7, 0.95, 1.0])
@pytest.mark.parametrize("whole", [False, True])
def test_survivors_are_torchvisions_to_the_bit_on_both_of_its_ways(count: int, threshold: float, whole: bool) -> None:
    """Up to 1,000 boxes torchvision moves groups apart, beyond it loops over them. Whole numbers meet thresholds exactly."""
    given = random_boxes(count, 7, whole=whole)
    assert select(*given, (), nms=threshold, top=count).kept.tolist() == torchvisions(*given, threshold)


@pytest.mark.parametrize("count", [300, 1000, 4000])
@pytest.mark.parametrize("threshold", [0.05, 0.3, 0.5, 0.7, 0.95, 1.0])
@pytest.mark.parametrize("whole", [False, True])
@pytest.mark.parametrize("stretched", [(1, 1), (0.05, 1), (1, 0.05)])
def test_boxes_with_few_neighbours_fall_to_the_same_rivals(
    count: int, threshold: float, whole: bool, stretched: tuple[float, float]
) -> None:
    """Far apart along both sides or along one of them, where only those nearby are compared."""
    boxes, scores, groups = random_boxes(count, 11, whole=whole, side=500)
    boxes *= np.float32(stretched * 2)
    groups = np.zeros_like(groups)
    chosen = select(boxes, scores, groups, (), nms=threshold, top=count)
    assert chosen.kept.tolist() == torchvisions(boxes, scores, groups, threshold)
    order = np.argsort(-scores, kind="stable")
    overlaps, survives = box_iou(*[torch.tensor(boxes)] * 2).numpy(), chosen.fate == Fate.KEPT
    for loser in np.flatnonzero(~survives)[:: 1 + count // 300].tolist():
        winner = next(it for it in order.tolist() if survives[it] and overlaps[it, loser] > threshold)
        assert chosen.rival[loser] == winner
        assert chosen.rival_iou[loser] == overlaps[winner, loser]


@pytest.mark.parametrize("threshold", [0.3, 0.7, 0.9])
def test_strange_boxes_among_many_fall_as_torchvision_lets_them(threshold: float) -> None:
    """Inside out, empty, without end and not numbers; and very small ones far from the corner, where float32 is coarse."""
    boxes, scores, groups = random_boxes(900, 5, side=2000)
    boxes[::7, [0, 2]] = boxes[::7, [2, 0]]
    boxes[::11, 2:] = boxes[::11, :2]
    boxes[::13, 3] = np.inf
    boxes[::17, 0] = np.nan
    boxes[600:, :2] = np.float32(4000) + np.random.default_rng(0).integers(0, 12, (300, 2)) * np.float32(1e-3)
    boxes[600:, 2:] = boxes[600:, :2] + np.float32(4e-3)
    groups = np.zeros_like(groups)
    assert select(boxes, scores, groups, (), nms=threshold, top=900).kept.tolist() == torchvisions(boxes, scores, groups, threshold)


@pytest.mark.parametrize("count", [0, 30, 1000, 1001, 2500])
@pytest.mark.parametrize(("before", "after"), [(100, 5), (5, 100), (7, 5000), (5000, 0)])
def test_another_top_cuts_as_if_it_had_been_asked_for_at_first(count: int, before: int, after: int) -> None:
    boxes, scores, groups = random_boxes(count, 3, whole=True)
    failures = ((Fate.LOW_SCORE, scores < 0.1),)
    first, wanted = (select(boxes, scores, groups, failures, nms=0.5, top=top) for top in (before, after))
    found = with_top(first, scores, after)
    for name in ("fate", "rival", "rival_iou", "kept"):
        np.testing.assert_array_equal(getattr(found, name), getattr(wanted, name))
        assert not getattr(found, name).flags.writeable
    assert first.count(Fate.KEPT) == len(first.kept)


def test_the_first_failed_filter_names_the_fate_and_the_top_cuts_last() -> None:
    boxes = np.array([[0, 0, 9, 9], [20, 20, 30, 30], [40, 40, 50, 50], [60, 60, 70, 70], [61, 60, 70, 70]], np.float32)
    failures = ((Fate.LOW_SCORE, np.array([1, 0, 0, 0, 0], bool)), (Fate.TOO_SMALL, np.array([1, 1, 0, 0, 0], bool)))
    chosen = select(boxes, np.array([0.9, 0.8, 0.3, 0.6, 0.5], np.float32), np.zeros(5, np.int64), failures, nms=0.5, top=1)
    assert [Fate(fate) for fate in chosen.fate] == [Fate.LOW_SCORE, Fate.TOO_SMALL, Fate.CROWDED_OUT, Fate.KEPT, Fate.SUPPRESSED]
    assert chosen.kept.tolist() == [3]
    assert chosen.rival.tolist() == [-1, -1, -1, -1, 3]
    assert chosen.rival_iou[4] == pytest.approx(0.9)
    assert np.isnan(chosen.rival_iou[:4]).all()


def test_nothing_to_select_from_is_nothing_selected() -> None:
    chosen = select(np.zeros((0, 4), np.float32), np.zeros(0, np.float32), np.zeros(0, np.int64), (), nms=0.5, top=10)
    assert len(chosen.fate) == len(chosen.kept) == 0


def test_overlaps_are_torchvisions_and_empty_boxes_overlap_nothing() -> None:
    first, second = random_boxes(30, 1)[0], random_boxes(20, 2)[0]
    assert np.array_equal(iou_table(first, second), box_iou(torch.tensor(first), torch.tensor(second)).numpy())
    assert iou_table(np.zeros((1, 4), np.float32), np.zeros((1, 4), np.float32)).tolist() == [[0.0]]
