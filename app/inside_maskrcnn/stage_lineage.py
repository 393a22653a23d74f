"""The way of one object through a run: what was chosen, found again in every stage before and after it."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.chosen import Chosen, ChosenKind
from app.preferences import StageKey
from core.geometry import Box
from core.maskrcnn.explain import place_among
from core.maskrcnn.results import DetectionRun, Fate, Floats, Selection

KIND_OF_STAGE: dict[StageKey, ChosenKind] = {
    StageKey.PROPOSALS_BEFORE: ChosenKind.CANDIDATE,
    StageKey.PROPOSALS_AFTER: ChosenKind.PROPOSAL,
    StageKey.CLASSES: ChosenKind.PROPOSAL,
    StageKey.BOXES: ChosenKind.PAIR,
    StageKey.MASKS: ChosenKind.DETECTION,
    StageKey.PASTED: ChosenKind.DETECTION,
}
"""What the boxes of a stage are; the stages before the candidates have none to choose."""


@dataclass(frozen=True, slots=True)
class Lineage:
    """``anchor`` numbers into the whole pyramid, ``level`` into the run's levels; None where the object did not get so far.

    Of a proposal that was not chosen as one class, ``pair`` is the class with which it came furthest, the best-scored among several.
    """

    anchor: int
    level: int
    candidate: int
    proposal: int | None
    pair: int | None
    detection: int | None

    def at(self, stage: StageKey) -> Chosen | None:
        """The object in a stage whose boxes can be chosen, None where it never got there."""
        kind = KIND_OF_STAGE.get(stage, ChosenKind.CANDIDATE)
        index = getattr(self, kind.value)
        return None if index is None else Chosen(kind, index)

    @property
    def last(self) -> Chosen:
        """The furthest that it came."""
        if self.detection is not None:
            return Chosen(ChosenKind.DETECTION, self.detection)
        if self.pair is not None:
            return Chosen(ChosenKind.PAIR, self.pair)
        return Chosen(ChosenKind.CANDIDATE, self.candidate)


def follow(run: DetectionRun, chosen: Chosen) -> Lineage:
    """Raises IndexError for an index that the run does not have."""
    if chosen.kind is ChosenKind.CANDIDATE:
        proposal = place_among(run.candidates.selection, chosen.index)
        return _of_candidate(run, chosen.index) if proposal is None else _of_pair(run, best_pair(run, proposal))
    if chosen.kind is ChosenKind.PROPOSAL:
        return _of_pair(run, best_pair(run, chosen.index))
    return _of_pair(run, run.pair_of(chosen.index) if chosen.kind is ChosenKind.DETECTION else chosen.index)


def _of_candidate(run: DetectionRun, candidate: int) -> Lineage:
    return Lineage(int(run.candidates.anchor[candidate]), int(run.candidates.level[candidate]), candidate, None, None, None)


def _of_pair(run: DetectionRun, pair: int) -> Lineage:
    proposal, _ = run.pair(pair)
    candidate = int(run.boxes.candidate[proposal])
    anchor, level = int(run.candidates.anchor[candidate]), int(run.candidates.level[candidate])
    return Lineage(anchor, level, candidate, proposal, pair, place_among(run.boxes.selection, pair))


def best_pair(run: DetectionRun, proposal: int) -> int:
    """The class with which a proposal came furthest, as a pair."""
    first = run.pair_index(proposal, 1)
    fates = run.boxes.selection.fate[first : first + len(run.label_names) - 1]
    return first + int(_rank(fates, run.boxes.scores[proposal, 1:]).argmax())


def best_pairs(run: DetectionRun) -> npt.NDArray[np.int64]:
    """:func:`best_pair` of every proposal, ``(p,)``."""
    classes = len(run.label_names) - 1
    ranks = _rank(run.boxes.selection.fate.reshape(-1, classes), run.boxes.scores[:, 1:])
    return np.asarray(np.arange(len(run.boxes)) * classes + ranks.argmax(axis=1), np.int64)


def _rank(fates: npt.NDArray[np.uint8], scores: Floats) -> npt.NDArray[np.float64]:
    """Orders pairs by fate, and within one fate by score: scores are at most 1."""
    return np.asarray(fates * 2.0 + scores, np.float64)


def selection_of(run: DetectionRun, kind: ChosenKind) -> Selection | None:
    """The selection that candidates or pairs went through."""
    return {ChosenKind.CANDIDATE: run.candidates.selection, ChosenKind.PAIR: run.boxes.selection}.get(kind)


def fate_of_chosen(run: DetectionRun, chosen: Chosen) -> Fate:
    """Of a candidate or a pair its own fate, of a proposal that of its best class; detections were kept."""
    if chosen.kind is ChosenKind.DETECTION:
        return Fate.KEPT
    if chosen.kind is ChosenKind.PROPOSAL:
        return Fate(run.boxes.selection.fate[best_pair(run, chosen.index)])
    selection = selection_of(run, chosen.kind)
    assert selection is not None
    return Fate(selection.fate[chosen.index])


def rival_of(run: DetectionRun, chosen: Chosen) -> Chosen | None:
    """The candidate or pair that suppressed it."""
    selection = selection_of(run, chosen.kind)
    rival = -1 if selection is None else int(selection.rival[chosen.index])
    return None if rival < 0 else Chosen(chosen.kind, rival)


def victims_of(run: DetectionRun, chosen: Chosen) -> npt.NDArray[np.int64]:
    """The indices of those that it suppressed, of its own kind."""
    selection = selection_of(run, chosen.kind)
    return np.zeros(0, np.int64) if selection is None else np.flatnonzero(selection.rival == chosen.index)


def boxes_image(run: DetectionRun, boxes_input: Floats) -> Floats:
    """``(n, 4)`` input px as image px."""
    x, y = run.input.to_image.x, run.input.to_image.y
    return np.asarray(boxes_input * (x.scale, y.scale, x.scale, y.scale) + (x.shift, y.shift, x.shift, y.shift), np.float32)


def box_of(run: DetectionRun, chosen: Chosen) -> Box:
    """In image px."""
    if chosen.kind is ChosenKind.DETECTION:
        return run.detection(chosen.index).box_image
    if chosen.kind is ChosenKind.PAIR:
        return run.pair_box_image(chosen.index)
    if chosen.kind is ChosenKind.PROPOSAL:
        return run.proposal(chosen.index).box_image
    return run.input.to_image.box(as_box(run.candidates.boxes_input[chosen.index]))


def as_box(corners: npt.NDArray[np.floating]) -> Box:
    return Box(*(float(value) for value in corners))
