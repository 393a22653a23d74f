"""From recorded tensors to detections under any thresholds: no backbone, and the heads only for what they never saw before."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, fields, replace
from typing import Any, Protocol, TypeVar

import numpy as np
import numpy.typing as npt
import torch
from torchvision.models.detection.transform import resize_boxes
from torchvision.ops import clip_boxes_to_image

from core.maskrcnn.arrays import array, tensor
from core.maskrcnn.results import (
    DETECTION_MIN_SIDE,
    PROPOSAL_MIN_SIDE,
    BoxStage,
    BoxTable,
    CandidateStage,
    DetectionRun,
    Fate,
    Floats,
    Indices,
    LevelStage,
    MaskStage,
    MaskTable,
    RunFacts,
    Selection,
    Thresholds,
)
from core.maskrcnn.selection import select, with_top
from core.maskrcnn.stopwatch import Stopwatch

RULES = frozenset({"proposals", "detections"})
"""Stages that are done anew where thresholds change; the others' results are kept and added to."""

Table = TypeVar("Table", BoxTable, MaskTable)


class Heads(Protocol):
    """The box head and the mask head on one photo's pyramid."""

    def box_table(self, anchor: Indices, proposals_input: Floats) -> BoxTable:
        """Rows for proposals ``(n, 4)``."""

    def mask_table(self, anchor: Indices, label: Indices, boxes_input: Floats) -> MaskTable:
        """Rows for boxes ``(n, 4)``."""


@dataclass(frozen=True, slots=True, eq=False)
class Funnel:
    """Everything after the pyramid that thresholds decide. ``boxes_image`` ``(d, 4)``, ``labels`` and ``scores`` ``(d,)``."""

    candidates: CandidateStage
    boxes: BoxStage
    masks: MaskStage
    boxes_image: Floats
    labels: Indices
    scores: Floats


def rerun(run: DetectionRun, thresholds: Thresholds, heads: Heads, watch: Stopwatch | None = None) -> DetectionRun:
    """What the network would have found under other thresholds, from what ``run`` recorded.

    Proposals and detections that the heads have not seen are shown to ``heads``, and remembered in the new run. Its seconds are those
    of what it shows: of a rule that was applied again, of the last time; of the heads, of all that they were ever asked, as far as they
    stop the same ``watch``; of the rest, as they were.
    """
    watch = Stopwatch() if watch is None else watch
    with watch.time("proposals"):
        candidates = _candidates_again(run, thresholds)
    with watch.time("detections"):
        funnel = run_funnel(candidates, run.boxes.table, run.masks.table, thresholds, heads, run.input.size, run.input.image_size)
    facts = _facts_again(run.facts, watch.seconds, kept={"proposals"} if candidates is run.candidates else set())
    return replace(run, thresholds=thresholds, facts=facts, **{field.name: getattr(funnel, field.name) for field in fields(funnel)})


def _facts_again(facts: RunFacts, spent: Mapping[str, float], kept: Set[str]) -> RunFacts:
    """With what a re-run ``spent``; a stage that is ``kept`` took as long as it did."""
    seconds = dict(facts.stage_seconds)
    for stage in spent.keys() - kept:
        seconds[stage] = spent[stage] + (0.0 if stage in RULES else seconds.get(stage, 0.0))
    return replace(facts, seconds=facts.seconds + sum(seconds.values()) - sum(facts.stage_seconds.values()), stage_seconds=seconds)


def _candidates_again(run: DetectionRun, thresholds: Thresholds) -> CandidateStage:
    """Only as much of the funnel before the heads as the change of thresholds asks for."""
    old = run.thresholds
    if old.proposals_before_nms != thresholds.proposals_before_nms:
        return choose_candidates(run.levels, run.input.size, thresholds)
    given = run.candidates
    if any(getattr(old, name) != getattr(thresholds, name) for name in ("proposal_score", "proposal_nms")):
        return replace(given, selection=_select_candidates(given.boxes_input, given.scores, given.level, thresholds))
    if old.proposals_after_nms != thresholds.proposals_after_nms:
        return replace(given, selection=with_top(given.selection, given.scores, thresholds.proposals_after_nms))
    return given


def choose_candidates(levels: tuple[LevelStage, ...], size: tuple[int, int], thresholds: Thresholds) -> CandidateStage:
    """The region proposal network's funnel, as ``RegionProposalNetwork.filter_proposals`` does it for one photo."""
    best, anchors, numbers, boxes = [], [], [], []
    for index, level in enumerate(levels):
        objectness = tensor(level.objectness)[None]
        _, top = objectness.topk(min(thresholds.proposals_before_nms, objectness.shape[1]), dim=1)
        best.append(objectness[0, top[0]])
        numbers.append(torch.full_like(top[0], index))
        anchors.append(top[0] + level.first)
        boxes.append(tensor(level.decoded)[top[0]])
    clipped, level_of = array(clip_boxes_to_image(torch.cat(boxes), size)), array(torch.cat(numbers))
    scores = array(torch.sigmoid(torch.cat(best)))
    selection = _select_candidates(clipped, scores, level_of, thresholds)
    return CandidateStage(array(torch.cat(anchors)), level_of, clipped, scores, selection)


def _select_candidates(boxes: Floats, scores: Floats, level: Indices, thresholds: Thresholds) -> Selection:
    failures = ((Fate.TOO_SMALL, _small(boxes, PROPOSAL_MIN_SIDE)), (Fate.LOW_SCORE, ~(scores >= thresholds.proposal_score)))
    return select(boxes, scores, level, failures, nms=thresholds.proposal_nms, top=thresholds.proposals_after_nms)


def run_funnel(
    candidates: CandidateStage,
    box_table: BoxTable,
    mask_table: MaskTable,
    thresholds: Thresholds,
    heads: Heads,
    size: tuple[int, int],
    image_size: tuple[int, int],
) -> Funnel:
    """Candidates to detections, as ``RoIHeads.postprocess_detections`` and ``postprocess`` do it for one photo.

    ``size`` and ``image_size`` are ``(height, width)`` of the photo in input px and in its own.
    """
    kept = candidates.selection.kept
    anchor = candidates.anchor[kept]
    row = _find(box_table.anchor, anchor)
    if (row < 0).any() or not len(box_table.anchor):
        box_table = _append(box_table, heads.box_table(anchor[row < 0], candidates.boxes_input[kept[row < 0]]))
        row = _find(box_table.anchor, anchor)
    boxes = _detect(BoxStage(kept, row, box_table, candidates.selection), thresholds)
    proposal, below = np.divmod(boxes.selection.kept, box_table.logits.shape[1] - 1)
    label = below + 1
    keys, classes = anchor[proposal], box_table.logits.shape[1]
    found = _find(mask_table.anchor * classes + mask_table.label, keys * classes + label)
    boxes_input = box_table.boxes_input[row[proposal], label]
    if (found < 0).any() or not len(mask_table.anchor):
        new = found < 0
        mask_table = _append(mask_table, heads.mask_table(keys[new], label[new], boxes_input[new]))
        found = _find(mask_table.anchor * classes + mask_table.label, keys * classes + label)
    boxes_image = resize_boxes(tensor(boxes_input), size, image_size)
    scores = box_table.scores[row[proposal], label]
    return Funnel(candidates, boxes, MaskStage(found, mask_table), array(boxes_image), _frozen(label), _frozen(scores))


def _detect(stage: BoxStage, thresholds: Thresholds) -> BoxStage:
    """The stage with its selection over pairs, which stands empty until here."""
    boxes, scores = stage.boxes_input[:, 1:].reshape(-1, 4), stage.scores[:, 1:].reshape(-1)
    groups = np.tile(np.arange(1, stage.table.logits.shape[1]), len(stage))
    failures = ((Fate.LOW_SCORE, ~(scores > thresholds.score)), (Fate.TOO_SMALL, _small(boxes, DETECTION_MIN_SIDE)))
    return replace(stage, selection=select(boxes, scores, groups, failures, nms=thresholds.nms, top=thresholds.detections))


def _small(boxes: Floats, side: float) -> npt.NDArray[np.bool_]:
    return ~(((boxes[:, 2] - boxes[:, 0]) >= side) & ((boxes[:, 3] - boxes[:, 1]) >= side))


def _find(keys: Indices, wanted: Indices) -> Indices:
    """Place of each wanted key among ``keys``, -1 where it is not."""
    if not len(keys):
        return np.full(len(wanted), -1, np.int64)
    order = np.argsort(keys, kind="stable")
    place = order[np.searchsorted(keys, wanted, sorter=order).clip(max=len(keys) - 1)]
    return np.where(keys[place] == wanted, place, -1)


def _append(table: Table, more: Table) -> Table:
    """Both tables' rows. The first rows that a table ever gets are taken as they are: a copy of the RoI features costs 20 MB."""
    if not len(table.anchor):
        return more
    return type(table)(*(_frozen(np.concatenate([getattr(table, it.name), getattr(more, it.name)])) for it in fields(table)))


def _frozen(values: npt.NDArray[Any]) -> npt.NDArray[Any]:
    values.flags.writeable = False
    return values
