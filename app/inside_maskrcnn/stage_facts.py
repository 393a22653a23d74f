"""The stages of a Mask R-CNN by name, with what a run has of each and the milliseconds that it took."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np

from app.preferences import StageKey
from app.translation import mark, tr
from core.maskrcnn.results import DetectionRun, Fate, LevelStage


@dataclass(frozen=True, slots=True)
class StageText:
    """English texts of a stage: its title, what it does, and the names of the timed parts that it consists of."""

    title: str
    tip: str
    timed: tuple[str, ...] = ()


STAGES: Mapping[StageKey, StageText] = {
    StageKey.INPUT: StageText(mark("Input"), mark("The photo, resized, normalised and padded: what the network sees."), ("input",)),
    StageKey.PYRAMID: StageText(mark("Pyramid"), mark("Feature maps at several strides, each with the same channels (FPN)."), ("pyramid",)),
    StageKey.ANCHORS: StageText(mark("Anchors"), mark("Boxes of fixed sizes and shapes at every cell of every level.")),
    StageKey.OBJECTNESS: StageText(mark("Objectness"), mark("How sure the RPN is that an anchor holds an object."), ("objectness",)),
    StageKey.PROPOSALS_BEFORE: StageText(mark("Before NMS"), mark("The best anchors of each level, moved by their deltas and clipped.")),
    StageKey.PROPOSALS_AFTER: StageText(
        mark("Proposals"), mark("What the RPN's non-maximum suppression left; the heads read these."), ("proposals",)
    ),
    StageKey.CLASSES: StageText(
        mark("Classes"), mark("The box head's scores: softmax over all classes and the background."),
        ("box pooling", "box head", "classes and boxes"),
    ),
    StageKey.BOXES: StageText(mark("Final boxes"), mark("Boxes of each class after score filter and NMS per class."), ("detections",)),
    StageKey.MASKS: StageText(mark("28 × 28 masks"), mark("What the mask head says of each object's box."), ("mask pooling", "mask head")),
    StageKey.PASTED: StageText(mark("Pasted"), mark("The masks, resized to their boxes and cut at the mask threshold.")),
}  # fmt: skip

TIMED_ELSEWHERE = {
    StageKey.ANCHORS: mark("in objectness"),
    StageKey.PROPOSALS_BEFORE: mark("in proposals"),
    StageKey.PASTED: mark("when looked at"),
}


def milliseconds(run: DetectionRun, stage: StageKey) -> float | None:
    """None for a stage that is not timed by itself."""
    parts = [run.facts.stage_seconds[name] for name in STAGES[stage].timed if name in run.facts.stage_seconds]
    return sum(parts) * 1000 if parts else None


def time_text(run: DetectionRun, stage: StageKey) -> str:
    spent = milliseconds(run, stage)
    if spent is None:
        return tr(TIMED_ELSEWHERE[stage]) if stage in TIMED_ELSEWHERE else ""
    return tr("{time} ms", time=f"{spent:.1f}" if spent < 10 else f"{spent:,.0f}")


def count_text(run: DetectionRun, stage: StageKey) -> str:
    """What a run has of a stage, in two or three words."""
    return _COUNTS[stage](run)


def _input(run: DetectionRun) -> str:
    height, width = run.input.size
    return f"{width} × {height} px"


def _pyramid(run: DetectionRun) -> str:
    *levels, pool = (level.name for level in run.levels)
    return f"{levels[0]} … {levels[-1]}, {pool}" if len(levels) > 1 else ", ".join((*levels, pool))


def _anchors(run: DetectionRun) -> str:
    return f"{sum(len(level.anchors) for level in run.levels):,}"


def _objectness(run: DetectionRun) -> str:
    best = max((float(level.objectness.max(initial=-np.inf)) for level in run.levels), default=-np.inf)
    return tr("best {score}", score=f"{sigmoid(best):.3f}")


def _before(run: DetectionRun) -> str:
    return f"{len(run.candidates.anchor):,}"


def _after(run: DetectionRun) -> str:
    return f"{len(run.boxes):,}"


def _classes(run: DetectionRun) -> str:
    if not len(run.boxes):
        return tr("none")
    objects = int((run.boxes.scores.argmax(axis=1) > 0).sum())
    return tr("{count} as objects", count=f"{objects:,}")


def _boxes(run: DetectionRun) -> str:
    passed = int((run.boxes.selection.fate >= Fate.SUPPRESSED).sum())
    return tr("{count} of {all}", count=len(run), all=f"{passed:,}")


def _masks(run: DetectionRun) -> str:
    return tr("{count} masks", count=len(run)) if len(run) != 1 else tr("1 mask")


def _pasted(run: DetectionRun) -> str:
    return tr("{count} objects", count=len(run)) if len(run) != 1 else tr("1 object")


_COUNTS: dict[StageKey, Callable[[DetectionRun], str]] = {
    StageKey.INPUT: _input, StageKey.PYRAMID: _pyramid, StageKey.ANCHORS: _anchors, StageKey.OBJECTNESS: _objectness,
    StageKey.PROPOSALS_BEFORE: _before, StageKey.PROPOSALS_AFTER: _after, StageKey.CLASSES: _classes, StageKey.BOXES: _boxes,
    StageKey.MASKS: _masks, StageKey.PASTED: _pasted,
}  # fmt: skip


def sigmoid(logit: float) -> float:
    """By way of tanh, which does not overflow."""
    return float(0.5 + 0.5 * np.tanh(0.5 * logit))


def surest_level(run: DetectionRun) -> int:
    """The place of the level with the best objectness, 0 for the finest."""
    return int(np.argmax([level.objectness.max(initial=-np.inf) for level in run.levels]))


def objectness_map(level: LevelStage) -> np.ndarray[tuple[int, ...], np.dtype[np.float32]]:
    """``(h, w)`` float32: the best objectness among the anchors of each cell, as a probability."""
    best = level.objectness.reshape(*level.grid, -1).max(axis=2)
    return np.asarray(0.5 + 0.5 * np.tanh(0.5 * best), np.float32)
