"""A box from a Mask R-CNN's run: where it lies, and what the run says of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from app.chosen import Chosen, ChosenKind
from app.translation import tr
from core.geometry import Box

if TYPE_CHECKING:
    from core.maskrcnn.results import DetectionRun


@dataclass(frozen=True, slots=True)
class Pick:
    """``label`` 1-based where the run gave the box a class; ``words`` are in the window's language."""

    box_image: Box
    label: int | None
    words: str


def count_of(run: DetectionRun, kind: ChosenKind) -> int:
    """How many of a kind the run has."""
    return {
        ChosenKind.DETECTION: len(run), ChosenKind.PROPOSAL: len(run.boxes), ChosenKind.CANDIDATE: len(run.candidates.anchor),
        ChosenKind.PAIR: len(run.boxes) * (len(run.label_names) - 1),
    }[kind]  # fmt: skip


def pick(run: DetectionRun, chosen: Chosen) -> Pick:
    """Raises IndexError when the run has not that many."""
    return {
        ChosenKind.DETECTION: _detection, ChosenKind.PROPOSAL: _proposal, ChosenKind.CANDIDATE: _candidate, ChosenKind.PAIR: _pair,
    }[chosen.kind](run, chosen.index)  # fmt: skip


def _detection(run: DetectionRun, index: int) -> Pick:
    found = run.detection(index)
    words = tr(
        "{name}, score {score}, from proposal {proposal}; mask head reads {level}", name=found.name, score=f"{found.score:.3f}",
        proposal=found.proposal, level=f"P{run.masks.level(index)}",
    )  # fmt: skip
    return Pick(found.box_image, found.label, words)


def _proposal(run: DetectionRun, index: int) -> Pick:
    found = run.proposal(index)
    words = tr(
        "objectness {score}, anchor of {anchor}; box head reads {level}", score=f"{found.objectness:.3f}", anchor=found.anchor_level,
        level=found.roi_level,
    )  # fmt: skip
    return Pick(found.box_image, None, words)


def _candidate(run: DetectionRun, index: int) -> Pick:
    box = Box(*(float(edge) for edge in run.candidates.boxes_input[index]))
    words = tr(
        "candidate {index}, objectness {score}, anchor of {anchor}", index=index, score=f"{run.candidates.scores[index]:.3f}",
        anchor=run.levels[run.candidates.level[index]].name,
    )  # fmt: skip
    return Pick(run.input.to_image.box(box), None, words)


def _pair(run: DetectionRun, index: int) -> Pick:
    proposal, label = run.pair(index)
    words = tr(
        "proposal {proposal} moved as {name}, score {score}", proposal=proposal, name=run.label_names[label],
        score=f"{run.boxes.scores[proposal, label]:.3f}",
    )  # fmt: skip
    return Pick(run.pair_box_image(index), label, words)
