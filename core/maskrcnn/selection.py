"""Filters, NMS and top-k as torchvision applies them, remembering what each box fell to."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import torch

from core.maskrcnn.results import Fate, Floats, Indices, Selection
from core.maskrcnn.suppression import suppress

SMALL_SET = 1000
"""Up to so many boxes torchvision runs one NMS over all groups, moved apart; beyond, one NMS for each."""


def select(
    boxes: Floats, scores: Floats, groups: Indices, failures: Sequence[tuple[Fate, npt.NDArray[np.bool_]]], *, nms: float, top: int
) -> Selection:
    """Drop what fails a filter, then what NMS suppresses within its group, then all but the best ``top``.

    ``boxes`` ``(n, 4)`` and ``scores`` ``(n,)`` float32, ``groups`` ``(n,)`` from 0; ``failures`` are ``(fate, (n,) bool)``: a box gets
    the fate of the first filter that it fails. Survivors and their order are those of ``torchvision.ops.batched_nms`` on a CPU.
    """
    fate = np.full(len(boxes), Fate.KEPT, np.uint8)
    for name, failed in reversed(failures):
        fate[failed] = name
    alive = np.flatnonzero(fate == Fate.KEPT)
    alive = alive[np.argsort(-scores[alive], kind="stable")]
    rival, rival_iou = np.full(len(boxes), -1, np.int32), np.full(len(boxes), np.nan, np.float32)
    compared = moved_apart(boxes[alive], groups[alive]) if len(alive) <= SMALL_SET else boxes[alive]
    for group in np.unique(groups[alive]):
        members = np.flatnonzero(groups[alive] == group)
        winners, overlaps = suppress(compared[members], nms)
        losers = winners >= 0
        rival[alive[members[losers]]] = alive[members[winners[losers]]]
        rival_iou[alive[members[losers]]] = overlaps[losers]
    fate[rival >= 0] = Fate.SUPPRESSED
    return _best(fate, rival, rival_iou, _ordered(alive[rival[alive] < 0], scores, len(alive)), top)


def with_top(selection: Selection, scores: Floats, top: int) -> Selection:
    """What :func:`select` finds for another ``top``: who fails a filter, or falls to whom, does not depend on it."""
    fate = selection.fate.copy()
    survives = (fate == Fate.KEPT) | (fate == Fate.CROWDED_OUT)
    fate[survives] = Fate.KEPT
    survivors = np.flatnonzero(survives)
    survivors = survivors[np.argsort(-scores[survivors], kind="stable")]
    compared = len(survivors) + selection.count(Fate.SUPPRESSED)
    return _best(fate, selection.rival, selection.rival_iou, _ordered(survivors, scores, compared), top)


def _best(fate: npt.NDArray[np.uint8], rival: npt.NDArray[np.int32], rival_iou: Floats, survivors: Indices, top: int) -> Selection:
    fate[survivors[top:]] = Fate.CROWDED_OUT
    chosen = Selection(fate, rival, rival_iou, survivors[:top].astype(np.int64))
    for values in (chosen.fate, chosen.rival, chosen.rival_iou, chosen.kept):
        values.flags.writeable = False
    return chosen


def _ordered(survivors: Indices, scores: Floats, compared: int) -> Indices:
    """Best score first. Among equal ones torchvision's order of a small set is that of the boxes, of a large one that of torch's sort."""
    if compared <= SMALL_SET:
        return survivors
    survivors = np.sort(survivors)
    order = torch.tensor(scores[survivors]).sort(descending=True)[1].numpy()
    return np.asarray(survivors[order], np.int64)


def moved_apart(boxes: Floats, groups: Indices) -> Floats:
    """The boxes with each group moved beyond the others. It only matters in that it rounds: torchvision compares these."""
    if not len(boxes):
        return boxes
    moved: Floats = boxes + (groups.astype(np.float32) * (boxes.max() + np.float32(1)))[:, None]
    return moved
