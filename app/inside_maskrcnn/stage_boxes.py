"""The boxes of a stage as arrays: what is drawn, in which colour, and what a click chooses."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor

from app.chosen import Chosen, ChosenKind
from app.inside_maskrcnn.stage_colours import class_colours, fate_colour
from app.inside_maskrcnn.stage_lineage import best_pairs, boxes_image
from app.preferences import StageKey
from core.maskrcnn.results import DetectionRun, Fate, Floats, Indices

EDGE_REACH = 4.0
"""Logical pixels within which a click means an edge, rather than the box around it."""


@dataclass(frozen=True, slots=True, eq=False)
class StageBoxes:
    """n boxes, the best first. ``index`` ``(n,)`` are numbers of ``kind`` in the run; ``image`` ``(n, 4)`` are image px.

    ``scores`` ``(n,)`` 0..1 decide how opaque a box is; ``group`` ``(n,)`` indexes ``colours``; ``strong`` groups are drawn on top.
    """

    kind: ChosenKind
    index: Indices
    image: Floats
    scores: Floats
    group: npt.NDArray[np.intp]
    colours: tuple[QColor, ...]
    strong: frozenset[int]

    def __len__(self) -> int:
        return len(self.index)

    def first(self, count: int) -> StageBoxes:
        """The best ``count``."""
        if count >= len(self):
            return self
        part = slice(count)
        return StageBoxes(self.kind, self.index[part], self.image[part], self.scores[part], self.group[part], self.colours, self.strong)

    def in_colours(self, colours: npt.NDArray[np.uint8]) -> StageBoxes:
        """Each box in the colour ``(3,)`` that ``colours`` has for its index."""
        own = tuple(QColor(*colour) for colour in colours.tolist())
        return replace(self, group=self.index.astype(np.intp), colours=own, strong=frozenset(range(len(own))))

    def hits(self, x: float, y: float, reach: float) -> Indices:
        """The indices of the boxes at an image point: those with an edge within ``reach`` image px first, then the smaller first."""
        x1, y1, x2, y2 = self.image.T
        near = np.flatnonzero((x >= x1 - reach) & (x <= x2 + reach) & (y >= y1 - reach) & (y <= y2 + reach))
        x1, y1, x2, y2 = self.image[near].T
        depth = np.minimum(np.minimum(x - x1, x2 - x), np.minimum(y - y1, y2 - y))
        order = np.lexsort(((x2 - x1) * (y2 - y1), depth > reach))
        return np.asarray(self.index[near[order]], np.int64)

    def next_at(self, x: float, y: float, reach: float, current: Chosen | None) -> Chosen | None:
        """What a click there chooses: the first hit, or the one after ``current`` when that is a hit already."""
        found = self.hits(x, y, reach).tolist()
        if not found:
            return None
        here = found.index(current.index) if current is not None and current.kind is self.kind and current.index in found else -1
        return Chosen(self.kind, found[(here + 1) % len(found)])


def _by_fate(kind: ChosenKind, index: Indices, image: Floats, scores: Floats, fates: npt.NDArray[np.uint8]) -> StageBoxes:
    colours = tuple(fate_colour(fate) for fate in Fate)
    return StageBoxes(kind, index, image, scores, fates.astype(np.intp), colours, frozenset({int(Fate.KEPT)}))


def _candidates(run: DetectionRun, palette: str) -> StageBoxes:
    del palette
    stage = run.candidates
    order = np.argsort(-stage.scores, kind="stable")
    boxes = boxes_image(run, stage.boxes_input[order])
    return _by_fate(ChosenKind.CANDIDATE, order, boxes, stage.scores[order], stage.selection.fate[order])


def _proposals(run: DetectionRun, palette: str) -> StageBoxes:
    """Coloured by what became of them later: they all survived so far."""
    del palette
    index = np.arange(len(run.boxes))
    scores, fates = run.candidates.scores[run.boxes.candidate], run.boxes.selection.fate[best_pairs(run)]
    return _by_fate(ChosenKind.PROPOSAL, index, boxes_image(run, run.boxes.proposals_input), scores, fates)


def _classes(run: DetectionRun, palette: str) -> StageBoxes:
    """Coloured by the best class; the surest objects first, those that are background to the network last."""
    scores = run.boxes.scores
    order = np.argsort(-scores[:, 1:].max(axis=1, initial=0), kind="stable")
    label = scores[order].argmax(axis=1)
    best = np.where(label > 0, scores[order].max(axis=1, initial=0), 0).astype(np.float32)
    colours = class_colours(palette, run.label_names)
    boxes = boxes_image(run, run.boxes.proposals_input[order])
    return StageBoxes(ChosenKind.PROPOSAL, order, boxes, best, label, colours, frozenset(range(1, len(colours))))


def passed_score_filter(run: DetectionRun) -> Indices:
    """The pairs that NMS was asked about, best score first."""
    pairs = np.flatnonzero(run.boxes.selection.fate >= Fate.SUPPRESSED)
    scores = run.boxes.scores[:, 1:].ravel()[pairs]
    return np.asarray(pairs[np.argsort(-scores, kind="stable")], np.int64)


def pair_boxes_image(run: DetectionRun, pairs: Indices) -> Floats:
    """``(n, 4)`` image px."""
    proposal, below = np.divmod(pairs, len(run.label_names) - 1)
    return boxes_image(run, run.boxes.table.boxes_input[run.boxes.row[proposal], below + 1])


def _pairs(run: DetectionRun, palette: str) -> StageBoxes:
    del palette
    pairs = passed_score_filter(run)
    scores = run.boxes.scores[:, 1:].ravel()[pairs]
    return _by_fate(ChosenKind.PAIR, pairs, pair_boxes_image(run, pairs), scores, run.boxes.selection.fate[pairs])


def _detections(run: DetectionRun, palette: str) -> StageBoxes:
    colours = class_colours(palette, run.label_names)
    every = frozenset(range(len(colours)))
    return StageBoxes(ChosenKind.DETECTION, np.arange(len(run)), run.boxes_image, run.scores, run.labels.astype(np.intp), colours, every)


_OF_STAGE: dict[StageKey, Callable[[DetectionRun, str], StageBoxes]] = {
    StageKey.PROPOSALS_BEFORE: _candidates,
    StageKey.PROPOSALS_AFTER: _proposals,
    StageKey.CLASSES: _classes,
    StageKey.BOXES: _pairs,
    StageKey.MASKS: _detections,
    StageKey.PASTED: _detections,
}


def boxes_of(run: DetectionRun, stage: StageKey, palette: str) -> StageBoxes | None:
    """The boxes of a stage; None for the stages before the candidates, which have no boxes to choose from."""
    build = _OF_STAGE.get(stage)
    return None if build is None else build(run, palette)
