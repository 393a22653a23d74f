"""Filters, NMS and top-k: survivors as torchvision says, victims with the rival that a slow reader would name."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torchvision.ops import batched_nms, box_iou

from core.maskrcnn import selection as module
from core.maskrcnn.results import Fate
from core.maskrcnn.selection import iou_table, select


def random_boxes(count: int, seed: int) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    generator = torch.Generator().manual_seed(seed)
    corner = torch.rand(count, 2, generator=generator) * 80
    boxes = torch.cat([corner, corner + 5 + torch.rand(count, 2, generator=generator) * 40], dim=1)
    return boxes, torch.rand(count, generator=generator), torch.randint(0, 4, (count,), generator=generator)


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
@pytest.mark.parametrize("largest", [module.LARGEST_TABLE, 10])
def test_survivors_and_rivals_are_those_of_a_slow_reader(seed: int, largest: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LARGEST_TABLE", largest)
    boxes, scores, groups = random_boxes(120, seed)
    chosen = select(boxes, scores, groups, (), nms=0.4, top=1000)
    survivors, rivals = slow_nms(boxes.double().numpy(), scores.numpy(), groups.numpy(), 0.4)
    assert chosen.kept.tolist() == survivors
    assert {index: int(chosen.rival[index]) for index in np.flatnonzero(chosen.rival >= 0).tolist()} == rivals
    for loser, winner in rivals.items():
        assert chosen.rival_iou[loser] == pytest.approx(slow_iou(boxes[winner].numpy(), boxes[loser].numpy()), abs=1e-5)


@pytest.mark.parametrize("count", [900, 1100])
def test_survivors_are_batched_nmss_to_the_bit_on_both_of_its_ways(count: int) -> None:
    """Below 1,000 boxes torchvision moves groups apart, above it loops over them."""
    boxes, scores, groups = random_boxes(count, 7)
    assert select(boxes, scores, groups, (), nms=0.5, top=count).kept.tolist() == batched_nms(boxes, scores, groups, 0.5).tolist()


def test_the_first_failed_filter_names_the_fate_and_the_top_cuts_last() -> None:
    boxes = torch.tensor([[0, 0, 9, 9], [20, 20, 30, 30], [40, 40, 50, 50], [60, 60, 70, 70], [61, 60, 70, 70]], dtype=torch.float32)
    failures = ((Fate.LOW_SCORE, torch.tensor([True, False, False, False, False])),
                (Fate.TOO_SMALL, torch.tensor([True, True, False, False, False])))  # fmt: skip
    chosen = select(boxes, torch.tensor([0.9, 0.8, 0.3, 0.6, 0.5]), torch.zeros(5, dtype=torch.int64), failures, nms=0.5, top=1)
    assert [Fate(fate) for fate in chosen.fate] == [Fate.LOW_SCORE, Fate.TOO_SMALL, Fate.CROWDED_OUT, Fate.KEPT, Fate.SUPPRESSED]
    assert chosen.kept.tolist() == [3]
    assert chosen.rival.tolist() == [-1, -1, -1, -1, 3]
    assert chosen.rival_iou[4] == pytest.approx(0.9)
    assert np.isnan(chosen.rival_iou[:4]).all()


def test_nothing_to_select_from_is_nothing_selected() -> None:
    chosen = select(torch.zeros(0, 4), torch.zeros(0), torch.zeros(0, dtype=torch.int64), (), nms=0.5, top=10)
    assert len(chosen.fate) == len(chosen.kept) == 0


def test_overlaps_are_torchvisions_and_empty_boxes_overlap_nothing() -> None:
    first, second = random_boxes(30, 1)[0], random_boxes(20, 2)[0]
    assert torch.equal(iou_table(first, second), box_iou(first, second))
    assert iou_table(torch.zeros(1, 4), torch.zeros(1, 4)).tolist() == [[0.0]]
