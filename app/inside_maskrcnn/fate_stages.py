"""The way of an object through the network as rows: which rules it passed, which ended it, and the numbers of each."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, IntEnum

import numpy as np

from app.chosen import Chosen, ChosenKind
from app.translation import mark, tr
from core.geometry import Box
from core.maskrcnn.explain import ToldApart, compared, place_among
from core.maskrcnn.fate import COVERS, AnchorMatch, ObjectFate, Reached
from core.maskrcnn.overlap import iou_table
from core.maskrcnn.results import DetectionRun, Fate

MOST_MISSES = 500
"""Pairs that are looked through for a missed object."""


class Step(IntEnum):
    """The rules that a box meets, in their order."""

    ANCHORS = 0
    DELTAS = 1
    TOP_K = 2
    RPN_FILTERS = 3
    RPN_NMS = 4
    RPN_TOP = 5
    BOX_HEAD = 6
    SCORE = 7
    NMS = 8
    TOP = 9
    DETECTION = 10


class Passage(Enum):
    PASSED = "passed"
    ENDED = "ended"
    UNREACHED = "not reached"


PASSAGE_NAMES = {Passage.PASSED: mark("passed"), Passage.ENDED: mark("ended here"), Passage.UNREACHED: mark("not reached")}

TITLES = {
    Step.ANCHORS: mark("Best anchor"),
    Step.DELTAS: mark("Moved by the RPN"),
    Step.TOP_K: mark("Best of its level before NMS"),
    Step.RPN_FILTERS: mark("Size and objectness"),
    Step.RPN_NMS: mark("NMS of the RPN"),
    Step.RPN_TOP: mark("Becomes a proposal"),
    Step.BOX_HEAD: mark("Read by the box head"),
    Step.SCORE: mark("Size and score"),
    Step.NMS: mark("NMS per class"),
    Step.TOP: mark("Best detections"),
    Step.DETECTION: mark("The object is found"),
}


@dataclass(frozen=True, slots=True)
class StageRow:
    """One rule: its name, whether the box passed it, and its numbers, empty where it was never asked."""

    step: Step
    passage: Passage
    text: str

    @property
    def title(self) -> str:
        return tr(TITLES[self.step])

    @property
    def spoken(self) -> str:
        """The row for a screen reader."""
        return f"{self.title}: {tr(PASSAGE_NAMES[self.passage])}. {self.text}".strip()


def ended_at(fate: ObjectFate) -> Step | None:
    """The rule that ended it; None for an object that was found."""
    if fate.reached is Reached.DETECTIONS:
        return None if fate.found else Step.DETECTION
    if fate.reached is Reached.ANCHORS:
        return Step.DELTAS if fate.iou < COVERS else Step.TOP_K
    if fate.reached is Reached.PROPOSALS:
        return {Fate.SUPPRESSED: Step.RPN_NMS, Fate.CROWDED_OUT: Step.RPN_TOP}.get(fate.explanation.fate, Step.RPN_FILTERS)
    if fate.iou < COVERS:
        return Step.BOX_HEAD
    return {Fate.SUPPRESSED: Step.NMS, Fate.CROWDED_OUT: Step.TOP}.get(fate.explanation.fate, Step.SCORE)


def timeline(run: DetectionRun, box_image: Box, fate: ObjectFate) -> tuple[StageRow, ...]:
    """A row for every rule, in their order."""
    end, numbers = ended_at(fate), _Numbers(run, box_image, fate)
    rows = []
    for step in Step:
        if end is not None and step > end:
            rows.append(StageRow(step, Passage.UNREACHED, ""))
        else:
            rows.append(StageRow(step, Passage.ENDED if step == end else Passage.PASSED, numbers.of(step)))
    return tuple(rows)


class _Numbers:
    """What each rule measured of the box that came furthest."""

    def __init__(self, run: DetectionRun, box_image: Box, fate: ObjectFate) -> None:
        self.run, self.box, self.fate = run, box_image, fate
        self.fields = fate.explanation.fields

    def of(self, step: Step) -> str:
        if step is Step.ANCHORS:
            return _anchor(self.run, self.fate.best_anchor)
        if step is Step.DELTAS:
            best = self.fate.best_decoded
            after, least = compared(best.iou_decoded, COVERS)
            return tr("{level}: IoU {before:.2f} → {after:.2f}, covers from {least:.2f}",
                      level=best.level, before=best.iou, after=after, least=least)  # fmt: skip
        if step is Step.TOP_K:
            return self._top_k()
        if step <= Step.RPN_TOP:
            return self._as_candidate(step)
        return self._as_pair(step)

    def _top_k(self) -> str:
        run, candidate = self.run, self.fate.candidate
        if candidate is None:
            rank, level = self.fields["rank"], self.fields["level"]
        else:
            stage = run.levels[run.candidates.level[candidate]]
            rank, level = stage.rank_of(int(run.candidates.anchor[candidate])), stage.name
        limit = f"{run.thresholds.proposals_before_nms:,}"
        return tr("rank {rank} by objectness in {level}; at most {limit} passed on", rank=f"{rank:,}", level=level, limit=limit)

    def _as_candidate(self, step: Step) -> str:
        run, candidate = self.run, self.fate.candidate
        assert candidate is not None
        if step is Step.RPN_FILTERS:
            x1, y1, x2, y2 = run.candidates.boxes_input[candidate].tolist()
            score = float(run.candidates.scores[candidate])
            return tr("objectness {score:.3f}, {width:.0f} × {height:.0f} input px", score=score, width=x2 - x1, height=y2 - y1)
        if step is Step.RPN_NMS:
            return self._nms(ended_at(self.fate) is step, run.thresholds.proposal_nms)
        place = self.fields.get("place") if self.fate.proposal is None else self.fate.proposal + 1
        limit = f"{run.thresholds.proposals_after_nms:,}"
        return tr("place {place} by objectness; at most {limit} passed on", place=f"{place:,}", limit=limit)

    def _as_pair(self, step: Step) -> str:
        run, fate = self.run, self.fate
        assert fate.proposal is not None
        assert fate.label is not None
        proposal, score = run.proposal(fate.proposal), float(run.boxes.scores[fate.proposal, fate.label])
        if step is Step.BOX_HEAD:
            return tr(
                "proposal {proposal} from {level} as {name}: IoU {before:.2f} → {after:.2f}", proposal=fate.proposal,
                level=proposal.roi_level, name=run.label_names[fate.label], before=self.box.iou(proposal.box_image),
                after=ToldApart(fate.iou, COVERS),
            )  # fmt: skip
        if step is Step.SCORE:
            told, limit = compared(score, run.thresholds.score)
            return tr("{score:.3f}; passes above {limit:.3f}", score=told, limit=limit)
        if step is Step.NMS:
            return self._nms(ended_at(fate) is step, run.thresholds.nms)
        place = self.fields.get("place") if fate.detection is None else fate.detection + 1
        if step is Step.TOP:
            return tr("place {place} by score; at most {limit} kept", place=place, limit=run.thresholds.detections)
        name = run.label_names[fate.label]
        return tr(
            "detection {detection}: {name}, score {score:.3f}, IoU {iou:.2f}", detection=fate.detection, name=name, score=score,
            iou=fate.iou,
        )  # fmt: skip

    def _nms(self, ended: bool, limit: float) -> str:
        if ended:
            return tr("a better box overlaps it: IoU {iou:.2f} > {limit:.2f}", iou=self.fields["iou"], limit=self.fields["limit"])
        return tr("no better box overlaps it by more than {limit:.2f}", limit=limit)


def _anchor(run: DetectionRun, match: AnchorMatch) -> str:
    kinds = next(level.kinds for level in run.levels if level.name == match.level)
    return tr(
        "{level}, row {row}, column {column}, kind {kind} of {kinds}: IoU {iou:.2f}, rank {rank} of {size}", level=match.level,
        row=match.row, column=match.column, kind=match.kind + 1, kinds=kinds, iou=match.iou, rank=f"{match.rank:,}",
        size=f"{match.level_size:,}",
    )  # fmt: skip


def own_choice(run: DetectionRun, fate: ObjectFate) -> Chosen | None:
    """What the box that came furthest is in the run, as far as it came."""
    if fate.detection is not None:
        return Chosen(ChosenKind.DETECTION, fate.detection)
    if fate.proposal is not None and fate.label is not None:
        return Chosen(ChosenKind.PAIR, run.pair_index(fate.proposal, fate.label))
    return None if fate.candidate is None else Chosen(ChosenKind.CANDIDATE, fate.candidate)


def rival_of(run: DetectionRun, fate: ObjectFate) -> Chosen | None:
    """Who suppressed the box, or the detection of another class that stands in its place; None where no rival ended it."""
    end = ended_at(fate)
    if end is Step.RPN_NMS and fate.candidate is not None:
        rival = int(run.candidates.selection.rival[fate.candidate])
        proposal = place_among(run.candidates.selection, rival)
        return Chosen(ChosenKind.CANDIDATE, rival) if proposal is None else Chosen(ChosenKind.PROPOSAL, proposal)
    if end is Step.NMS and fate.proposal is not None and fate.label is not None:
        rival = int(run.boxes.selection.rival[run.pair_index(fate.proposal, fate.label)])
        detection = place_among(run.boxes.selection, rival)
        return Chosen(ChosenKind.PAIR, rival) if detection is None else Chosen(ChosenKind.DETECTION, detection)
    return own_choice(run, fate) if end is Step.DETECTION else None


def missed_pair(run: DetectionRun) -> int | None:
    """The best-scored pair whose object no detection covers: duplicates of what was found are no misses. None where there is none."""
    scores = np.where(run.boxes.selection.fate == Fate.KEPT, -1.0, run.boxes.scores[:, 1:].ravel())
    best = np.argsort(-scores, kind="stable")[:MOST_MISSES]
    boxes = run.boxes.boxes_input[:, 1:].reshape(-1, 4)
    kept = boxes[run.boxes.selection.kept]
    free = iou_table(kept, boxes[best]).max(axis=0, initial=0) < COVERS
    missed = best[free & (scores[best] >= 0)]
    return int(missed[0]) if len(missed) else None


def box_of(run: DetectionRun, chosen: Chosen) -> Box:
    """The box of what is chosen, in image px."""
    if chosen.kind is ChosenKind.DETECTION:
        return run.detection(chosen.index).box_image
    if chosen.kind is ChosenKind.PROPOSAL:
        return run.proposal(chosen.index).box_image
    if chosen.kind is ChosenKind.PAIR:
        return run.pair_box_image(chosen.index)
    corners = run.candidates.boxes_input[chosen.index].tolist()
    return run.input.to_image.box(Box(*corners))


def anchor_box(run: DetectionRun, match: AnchorMatch) -> Box:
    """The anchor as it lies, in image px."""
    level = next(level for level in run.levels if level.name == match.level)
    return run.input.to_image.box(Box(*level.anchors[match.anchor - level.first].tolist()))
