"""The fate of an object: how far the network followed it, from its best anchor to the rule and the rival that ended it.

Imports no torch.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from core.errors import InputError
from core.geometry import Box
from core.maskrcnn.explain import Explanation, ToldApart, explain_anchor, explain_candidate, explain_pair, place_among
from core.maskrcnn.overlap import iou_table
from core.maskrcnn.results import DetectionRun, Fate, Floats, Indices

COVERS = 0.5
"""IoU from which a box counts as the object's, as in COCO's AP50."""

_NEVER_COVERED = "No anchor was moved onto it: the best reaches IoU {iou:.2f}."
_MOVED_AWAY = "Proposal {proposal} covered it (IoU {before:.2f}), but the box head moved that to IoU {iou:.2f}."
_OTHER_CLASS = "Became detection {detection}, but as {name} with score {score:.3f}; {wanted} got {wanted_score:.3f}."


class Reached(IntEnum):
    """The last stage that a box of the object took part in, in the order of the pipeline."""

    ANCHORS = 0
    PROPOSALS = 1
    BOX_HEAD = 2
    DETECTIONS = 3


@dataclass(frozen=True, slots=True)
class AnchorMatch:
    """One anchor beside the object: its cell, its IoU with it before and after the deltas, objectness and rank in its level."""

    anchor: int
    level: str
    row: int
    column: int
    kind: int
    iou: float
    iou_decoded: float
    objectness: float
    rank: int
    level_size: int


@dataclass(frozen=True, slots=True)
class ObjectFate:
    """``best_anchor`` overlaps the object most as it is, ``best_decoded`` after the RPN's deltas.

    ``reached`` and ``explanation`` tell of the box that came furthest among those that cover the object; ``iou`` is its overlap.
    ``candidate``, ``proposal``, ``label`` and ``detection`` name it as far as it came. ``found`` says whether it became a detection
    (of the asked class, when one was asked for).
    """

    best_anchor: AnchorMatch
    best_decoded: AnchorMatch
    reached: Reached
    found: bool
    explanation: Explanation
    iou: float
    candidate: int | None = None
    proposal: int | None = None
    label: int | None = None
    detection: int | None = None


def fate_of(run: DetectionRun, box_image: Box, label: int | None = None) -> ObjectFate:
    """Follow the object in ``box_image``: a true, drawn or missed one; of class ``label``, or of any.

    A box is the object's when their IoU is at least 0.5; the one that came furthest is told of, the best-scored among several.
    Raises InputError for a box without area or not finite, or a label that is no object's.
    """
    return Follower(run).fate_of(box_image, label)


class Follower:
    """Follows objects through one run. What does not depend on the object is laid out once: a dragged box is answered in a frame."""

    def __init__(self, run: DetectionRun) -> None:
        self.run = run
        self.anchors = np.concatenate([level.anchors for level in run.levels])
        self.decoded = _clipped(np.concatenate([level.decoded for level in run.levels]), run.input.size)
        self.pair_boxes = run.boxes.boxes_input[:, 1:].reshape(-1, 4)
        self.pair_scores = run.boxes.scores[:, 1:].ravel()
        self.pair_labels = np.tile(np.arange(1, len(run.label_names)), len(run.boxes))

    def fate_of(self, box_image: Box, label: int | None = None) -> ObjectFate:
        """As :func:`fate_of`."""
        if not (box_image.is_finite and box_image.area > 0):
            raise InputError("The box {box} has no area; draw it around the object.", box=box_image.as_tuple())
        last = len(self.run.label_names) - 1
        if label is not None and not 1 <= label <= last:
            raise InputError("There is no class {label}; classes count from 1 to {last}.", label=label, last=last)
        return _Follow(self, box_image, label).fate()


class _Follow:
    """One object on its way; each step answers, or hands on to the stage before it."""

    def __init__(self, follower: Follower, box_image: Box, label: int | None) -> None:
        self.run, self.label = follower.run, label
        self.pair_scores, self.pair_labels = follower.pair_scores, follower.pair_labels
        self.object_input = np.array([self.run.input.to_image.inverse().box(box_image).as_tuple()], np.float32)
        self.anchor_ious, self.decoded_ious = self._ious(follower.anchors), self._ious(follower.decoded)
        self.candidate_ious = self.decoded_ious[self.run.candidates.anchor]
        self.pair_ious = self._ious(follower.pair_boxes)

    def _ious(self, boxes: Floats) -> Floats:
        overlaps: Floats = iou_table(self.object_input, boxes)[0]
        return overlaps

    def fate(self) -> ObjectFate:
        return self._as_detection() or self._as_other_class() or self._at_box_head() or self._as_candidate() or self._as_anchor()

    def _as_detection(self) -> ObjectFate | None:
        pairs = self._covering_pairs(self.label, Fate.KEPT)
        return self._pair_fate(_best(pairs, self.pair_scores), Reached.DETECTIONS, found=True) if len(pairs) else None

    def _as_other_class(self) -> ObjectFate | None:
        """Detected, but not as the class that was asked for."""
        pairs = self._covering_pairs(None, Fate.KEPT)
        if self.label is None or not len(pairs):
            return None
        pair = _best(pairs, self.pair_scores)
        proposal, label = self.run.pair(pair)
        fields = {
            "detection": place_among(self.run.boxes.selection, pair), "name": self.run.label_names[label],
            "score": float(self.pair_scores[pair]), "wanted": self.run.label_names[self.label],
            "wanted_score": float(self.pair_scores[self.run.pair_index(proposal, self.label)]),
        }  # fmt: skip
        return self._pair_fate(pair, Reached.DETECTIONS, Explanation(Fate.KEPT, _OTHER_CLASS, fields))

    def _at_box_head(self) -> ObjectFate | None:
        pairs = self._covering_pairs(self.label)
        if len(pairs):
            fates = self.run.boxes.selection.fate[pairs]
            return self._pair_fate(_best(pairs[fates == fates.max()], self.pair_scores), Reached.BOX_HEAD)
        return self._moved_away()

    def _moved_away(self) -> ObjectFate | None:
        """A proposal covered the object, but none of its classes' boxes does."""
        before = self.candidate_ious[self.run.boxes.candidate]
        if not len(before) or before.max() < COVERS:
            return None
        proposal = int(before.argmax())
        own = np.flatnonzero(self.pair_labels == self.label) if self.label else np.arange(len(self.pair_ious))
        own = own[own // (len(self.run.label_names) - 1) == proposal]
        pair = int(own[self.pair_ious[own].argmax()])
        fields = {"proposal": proposal, "before": float(before[proposal]), "iou": ToldApart(float(self.pair_ious[pair]), COVERS)}
        return self._pair_fate(pair, Reached.BOX_HEAD, Explanation(Fate(self.run.boxes.selection.fate[pair]), _MOVED_AWAY, fields))

    def _as_candidate(self) -> ObjectFate | None:
        covering = np.flatnonzero(self.candidate_ious >= COVERS)
        if not len(covering):
            return None
        fates = self.run.candidates.selection.fate[covering]
        candidate = _best(covering[fates == fates.max()], self.run.candidates.scores)
        explanation = explain_candidate(self.run, candidate)
        return self._result(Reached.PROPOSALS, explanation, float(self.candidate_ious[candidate]), candidate=candidate)

    def _as_anchor(self) -> ObjectFate:
        objectness = np.concatenate([level.objectness for level in self.run.levels])
        covering = np.flatnonzero(self.decoded_ious >= COVERS)
        if len(covering):
            anchor = _best(covering, objectness)
            return self._result(Reached.ANCHORS, explain_anchor(self.run, anchor), float(self.decoded_ious[anchor]))
        best = float(self.decoded_ious.max())
        return self._result(Reached.ANCHORS, Explanation(Fate.OUTRANKED, _NEVER_COVERED, {"iou": ToldApart(best, COVERS)}), best)

    def _covering_pairs(self, label: int | None, fate: Fate | None = None) -> Indices:
        chosen = self.pair_ious >= COVERS
        if label is not None:
            chosen &= self.pair_labels == label
        if fate is not None:
            chosen &= self.run.boxes.selection.fate == fate
        return np.flatnonzero(chosen)

    def _pair_fate(self, pair: int, reached: Reached, explanation: Explanation | None = None, *, found: bool = False) -> ObjectFate:
        proposal, label = self.run.pair(pair)
        return self._result(
            reached, explanation or explain_pair(self.run, pair), float(self.pair_ious[pair]), found=found,
            candidate=int(self.run.boxes.candidate[proposal]), proposal=proposal, label=label,
            detection=place_among(self.run.boxes.selection, pair),
        )  # fmt: skip

    def _result(
        self,
        reached: Reached,
        explanation: Explanation,
        iou: float,
        *,
        found: bool = False,
        candidate: int | None = None,
        proposal: int | None = None,
        label: int | None = None,
        detection: int | None = None,
    ) -> ObjectFate:
        best, decoded = self._match(int(self.anchor_ious.argmax())), self._match(int(self.decoded_ious.argmax()))
        return ObjectFate(best, decoded, reached, found, explanation, iou, candidate, proposal, label, detection)

    def _match(self, anchor: int) -> AnchorMatch:
        level = next(level for level in reversed(self.run.levels) if level.first <= anchor)
        logit = float(level.objectness[anchor - level.first])
        return AnchorMatch(
            anchor, level.name, *level.cell_of(anchor), float(self.anchor_ious[anchor]), float(self.decoded_ious[anchor]),
            0.5 + 0.5 * math.tanh(0.5 * logit), level.rank_of(anchor), len(level.anchors),
        )  # fmt: skip


def _best(indices: Indices, scores: npt.NDArray[np.float32]) -> int:
    return int(indices[scores[indices].argmax()])


def _clipped(boxes: Floats, size: tuple[int, int]) -> Floats:
    height, width = size
    return np.clip(boxes, 0, np.array([width, height, width, height], np.float32))


@dataclass(frozen=True, slots=True)
class NearestMiss:
    """The best-scored pair that is no detection: what to say when nothing was found."""

    pair: int
    name: str
    score: float
    box_image: Box
    explanation: Explanation


def nearest_miss(run: DetectionRun) -> NearestMiss | None:
    """The pair with the best score that did not become a detection; None when there is no proposal at all."""
    scores = np.where(run.boxes.selection.fate == Fate.KEPT, -1.0, run.boxes.scores[:, 1:].ravel())
    if not len(scores) or scores.max() < 0:
        return None
    pair = int(scores.argmax())
    _, label = run.pair(pair)
    return NearestMiss(pair, run.label_names[label], float(scores[pair]), run.pair_box_image(pair), explain_pair(run, pair))
