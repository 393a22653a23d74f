"""One sentence for every survivor and every victim: which stage, which rule, which rival. Imports no torch."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from core.maskrcnn.results import DETECTION_MIN_SIDE, PROPOSAL_MIN_SIDE, DetectionRun, Fate, Floats, Selection

_CANDIDATE = {
    Fate.TOO_SMALL: "Died before the RPN's NMS: a side of {side:.2g} input pixels is under {limit}.",
    Fate.LOW_SCORE: "Died before the RPN's NMS: objectness {score:.3f} is under {limit:.3f}.",
    Fate.CROWDED_OUT: "Survived the RPN's NMS at place {place}, but only {limit} proposals go on.",
    Fate.KEPT: "Became proposal {proposal}: objectness {score:.3f}, rank {rank} of level {level}.",
}
_SUPPRESSED_BY_PROPOSAL = "Died in the RPN's NMS: suppressed by proposal {proposal}, IoU {iou:.2f} > {limit:.2f}."
_SUPPRESSED_BY_CANDIDATE = "Died in the RPN's NMS: suppressed by a candidate with objectness {score:.3f}, IoU {iou:.2f} > {limit:.2f}."

_PAIR = {
    Fate.TOO_SMALL: "Proposal {proposal} as {name} died before NMS: a side of {side:.2g} input pixels is under {limit}.",
    Fate.LOW_SCORE: "Proposal {proposal} as {name} died at the score filter: {score:.3f} is not above {limit:.3f}.",
    Fate.CROWDED_OUT: "Proposal {proposal} as {name} survived NMS at place {place}, but only {limit} detections are kept.",
    Fate.KEPT: "Proposal {proposal} became detection {detection}: {name}, score {score:.3f}.",
}
_SUPPRESSED_BY_DETECTION = "Proposal {proposal} as {name} died in NMS: suppressed by detection {detection}, IoU {iou:.2f} > {limit:.2f}."
_SUPPRESSED_BY_PAIR = "Proposal {proposal} as {name} died in NMS: suppressed by proposal {rival}, IoU {iou:.2f} > {limit:.2f}."
_OUTRANKED = "Died before the RPN's NMS: rank {rank} by objectness in level {level}, only {limit} go on."
_ONE_CANDIDATE = "Survived the RPN's NMS at place {place}, but only 1 proposal goes on."
_ONE_PAIR = "Proposal {proposal} as {name} survived NMS at place {place}, but only 1 detection is kept."
_OUTRANKED_BY_ONE = "Died before the RPN's NMS: rank {rank} by objectness in level {level}, only 1 goes on."


MOST_DECIMALS = 9
"""They tell any two neighbouring float32 below 1 apart."""


class ToldApart(float):
    """A number beside another that a rule compares it with: written with as many more decimals as it takes to read as different.

    0.7004 over 0.7 is "0.7004 > 0.7000", never "0.70 > 0.70".
    """

    def __new__(cls, value: float, other: float) -> ToldApart:
        del other
        return super().__new__(cls, value)

    def __init__(self, value: float, other: float) -> None:
        del value
        self.other = other

    def __format__(self, spec: str) -> str:
        """``spec`` is empty or ``.nf``: at least n decimals."""
        if not spec or self == self.other:
            return format(float(self), spec)
        for decimals in range(int(spec[1:-1]), MOST_DECIMALS):
            own, other = (f"{it:.{decimals}f}" for it in (float(self), self.other))
            if own != other:
                return own
        return f"{float(self):.{MOST_DECIMALS}f}"


def compared(value: float, limit: float) -> tuple[ToldApart, ToldApart]:
    """A value and its limit, to be written side by side."""
    return ToldApart(value, limit), ToldApart(limit, value)


@dataclass(frozen=True, slots=True)
class Explanation:
    """A sentence as a template with its fields, so that the window can translate it; ``fate`` says the same to a program.

    Rows of proposals and detections count from 0, as in their tables.
    """

    fate: Fate
    template: str
    fields: Mapping[str, object]

    @property
    def text(self) -> str:
        return self.template.format(**self.fields)


def explain_candidate(run: DetectionRun, candidate: int) -> Explanation:
    """What became of a candidate before the heads."""
    stage, rules = run.candidates, run.thresholds
    fate = Fate(stage.selection.fate[candidate])
    score = float(stage.scores[candidate])
    if fate is Fate.SUPPRESSED:
        rival = int(stage.selection.rival[candidate])
        overlap, most = compared(float(stage.selection.rival_iou[candidate]), rules.proposal_nms)
        fields: dict[str, object] = {"iou": overlap, "limit": most}
        proposal = place_among(stage.selection, rival)
        if proposal is not None:
            return Explanation(fate, _SUPPRESSED_BY_PROPOSAL, {**fields, "proposal": proposal})
        return Explanation(fate, _SUPPRESSED_BY_CANDIDATE, {**fields, "score": float(stage.scores[rival])})
    score, least = compared(score, rules.proposal_score) if fate is Fate.LOW_SCORE else (score, 0.0)
    limits = {Fate.TOO_SMALL: PROPOSAL_MIN_SIDE, Fate.LOW_SCORE: least, Fate.CROWDED_OUT: rules.proposals_after_nms, Fate.KEPT: 0}
    level, anchor = run.levels[stage.level[candidate]], int(stage.anchor[candidate])
    fields = {
        "score": score, "limit": limits[fate], "side": _shorter_side(stage.boxes_input[candidate]), "rank": level.rank_of(anchor),
        "level": level.name, "proposal": place_among(stage.selection, candidate), "place": _place(stage.selection, stage.scores, candidate),
    }  # fmt: skip
    only_one = fate is Fate.CROWDED_OUT and rules.proposals_after_nms == 1
    return Explanation(fate, _ONE_CANDIDATE if only_one else _CANDIDATE[fate], fields)


def explain_anchor(run: DetectionRun, anchor: int) -> Explanation:
    """What became of an anchor, given by its number in the whole pyramid, before the heads."""
    candidate = np.flatnonzero(run.candidates.anchor == anchor)
    if len(candidate):
        return explain_candidate(run, int(candidate[0]))
    level = next(level for level in reversed(run.levels) if level.first <= anchor)
    fields = {"rank": level.rank_of(anchor), "level": level.name, "limit": run.thresholds.proposals_before_nms}
    return Explanation(Fate.OUTRANKED, _OUTRANKED_BY_ONE if run.thresholds.proposals_before_nms == 1 else _OUTRANKED, fields)


def explain_pair(run: DetectionRun, pair: int) -> Explanation:
    """What became of a proposal read as one class."""
    selection, rules = run.boxes.selection, run.thresholds
    fate = Fate(selection.fate[pair])
    proposal, label = run.pair(pair)
    row = run.boxes.row[proposal]
    fields: dict[str, object] = {
        "proposal": proposal, "name": run.label_names[label], "score": float(run.boxes.table.scores[row, label]),
    }  # fmt: skip
    if fate is Fate.SUPPRESSED:
        rival = int(selection.rival[pair])
        overlap, most = compared(float(selection.rival_iou[pair]), rules.nms)
        fields |= {"iou": overlap, "limit": most, "rival": run.pair(rival)[0]}
        fields["detection"] = place_among(selection, rival)
        return Explanation(fate, _SUPPRESSED_BY_PAIR if fields["detection"] is None else _SUPPRESSED_BY_DETECTION, fields)
    scores = run.boxes.scores[:, 1:].ravel()
    score, least = compared(float(scores[pair]), rules.score)
    limits = {Fate.TOO_SMALL: DETECTION_MIN_SIDE, Fate.LOW_SCORE: least, Fate.CROWDED_OUT: rules.detections, Fate.KEPT: 0}
    if fate is Fate.LOW_SCORE:
        fields["score"] = score
    fields |= {
        "limit": limits[fate], "side": _shorter_side(run.boxes.table.boxes_input[row, label]),
        "detection": place_among(selection, pair), "place": _place(selection, scores, pair),
    }  # fmt: skip
    only_one = fate is Fate.CROWDED_OUT and rules.detections == 1
    return Explanation(fate, _ONE_PAIR if only_one else _PAIR[fate], fields)


def place_among(selection: Selection, index: int) -> int | None:
    """The row of ``index`` among those kept, or None."""
    found = np.flatnonzero(selection.kept == index)
    return int(found[0]) if len(found) else None


def _place(selection: Selection, scores: Floats, index: int) -> int:
    """Place by score among what survived NMS, from 1."""
    survivors = selection.fate >= Fate.CROWDED_OUT
    return int((scores[survivors] > scores[index]).sum()) + 1


def _shorter_side(corners: Floats) -> float:
    return float(min(corners[2] - corners[0], corners[3] - corners[1]))
