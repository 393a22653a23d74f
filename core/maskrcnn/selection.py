"""Filters, NMS and top-k by torchvision's own operators, remembering what each box fell to."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from torchvision.ops import batched_nms

from core.maskrcnn.arrays import array
from core.maskrcnn.results import Fate, Selection

LARGEST_TABLE = 1 << 20
"""Overlaps of everything with everything are computed at once up to this many; beyond, group by group."""


def select(
    boxes: torch.Tensor, scores: torch.Tensor, groups: torch.Tensor, failures: Sequence[tuple[Fate, torch.Tensor]], *, nms: float, top: int
) -> Selection:
    """Drop what fails a filter, then what NMS suppresses within its group, then all but the best ``top``.

    ``boxes`` ``(n, 4)``, ``scores`` and ``groups`` ``(n,)``; ``failures`` are ``(fate, (n,) bool)``: a box gets the fate of the first
    filter that it fails. What survives, and in which order, is what torchvision's ``batched_nms`` says, to the bit.
    """
    fate = torch.full((len(boxes),), int(Fate.KEPT), dtype=torch.uint8)
    for name, failed in reversed(failures):
        fate[failed] = int(name)
    alive = torch.where(fate == int(Fate.KEPT))[0]
    survivors = alive[batched_nms(boxes[alive], scores[alive], groups[alive], nms)]
    fate[alive] = int(Fate.SUPPRESSED)
    fate[survivors] = int(Fate.CROWDED_OUT)
    fate[survivors[:top]] = int(Fate.KEPT)
    rival, rival_iou = _rivals(boxes, groups, survivors, torch.where(fate == int(Fate.SUPPRESSED))[0], nms)
    return Selection(array(fate), array(rival), array(rival_iou), array(survivors[:top]))


def _rivals(
    boxes: torch.Tensor, groups: torch.Tensor, survivors: torch.Tensor, suppressed: torch.Tensor, nms: float
) -> tuple[torch.Tensor, torch.Tensor]:
    """Who suppressed each box and by which IoU: the best-scored survivor of its group that overlaps it by more than ``nms``."""
    rival = torch.full((len(boxes),), -1, dtype=torch.int32)
    rival_iou = torch.full((len(boxes),), float("nan"))
    parts = [(survivors, suppressed)]
    if len(survivors) * len(suppressed) > LARGEST_TABLE:
        names = torch.unique(groups[suppressed]).tolist()
        parts = [(survivors[groups[survivors] == name], suppressed[groups[suppressed] == name]) for name in names]
    for winners, losers in parts:
        if len(losers):
            overlaps = iou_table(boxes[winners], boxes[losers])
            overlaps[groups[winners][:, None] != groups[losers][None]] = -1.0
            found = _first_above(overlaps, nms)
            rival[losers] = winners[found].int()
            rival_iou[losers] = overlaps.gather(0, found[None])[0]
    return rival, rival_iou


def _first_above(overlaps: torch.Tensor, threshold: float) -> torch.Tensor:
    """Row of the first overlap above the threshold in each column.

    NMS may have moved the boxes apart by group before it compared them, which rounds: where none is above, the largest did it.
    """
    above = overlaps > threshold
    first = above.to(torch.uint8).argmax(dim=0)
    nobody = ~above.gather(0, first[None])[0]
    if nobody.any():
        first[nobody] = overlaps[:, nobody].argmax(dim=0)
    return first


def iou_table(first: torch.Tensor, second: torch.Tensor) -> torch.Tensor:
    """Intersection over union of boxes ``(n, 4)`` and ``(m, 4)``: ``(n, m)``, in the arithmetic of torchvision's NMS; 0 for empty ones."""
    width = torch.min(first[:, None, 2], second[None, :, 2]) - torch.max(first[:, None, 0], second[None, :, 0])
    height = torch.min(first[:, None, 3], second[None, :, 3]) - torch.max(first[:, None, 1], second[None, :, 1])
    shared = width.clamp_(min=0).mul_(height.clamp_(min=0))
    areas = [(boxes[:, 2] - boxes[:, 0]) * (boxes[:, 3] - boxes[:, 1]) for boxes in (first, second)]
    union = (areas[0][:, None] + areas[1][None]).sub_(shared)
    return shared.div_(union).nan_to_num_(nan=0.0)
