"""What a person has chosen in a Mask R-CNN's run, and where it is found again in the next run of the same photo."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from core.maskrcnn.results import DetectionRun


class ChosenKind(Enum):
    """What an index counts: see :mod:`core.maskrcnn.results`."""

    DETECTION = "detection"
    PROPOSAL = "proposal"
    CANDIDATE = "candidate"
    PAIR = "pair"


@dataclass(frozen=True, slots=True)
class Chosen:
    kind: ChosenKind
    index: int


def find_again(chosen: Chosen, old: DetectionRun, new: DetectionRun) -> Chosen | None:
    """The same object in another run of the same photo and network, None where it is gone.

    Candidates and proposals are the same where their anchor is, pairs and detections where their label is too.
    """
    if chosen.kind is ChosenKind.CANDIDATE:
        return _at(chosen.kind, new.candidates.anchor, int(old.candidates.anchor[chosen.index]))
    anchors = new.candidates.anchor[new.boxes.candidate]
    if chosen.kind is ChosenKind.PROPOSAL:
        return _at(chosen.kind, anchors, _anchor_of(old, chosen.index))
    pair = old.pair_of(chosen.index) if chosen.kind is ChosenKind.DETECTION else chosen.index
    proposal, label = old.pair(pair)
    found = _at(ChosenKind.PROPOSAL, anchors, _anchor_of(old, proposal))
    if found is None:
        return None
    again = new.pair_index(found.index, label)
    return Chosen(ChosenKind.PAIR, again) if chosen.kind is ChosenKind.PAIR else _at(chosen.kind, new.boxes.selection.kept, again)


def _anchor_of(run: DetectionRun, proposal: int) -> int:
    return int(run.candidates.anchor[run.boxes.candidate[proposal]])


def _at(kind: ChosenKind, values: np.ndarray[tuple[int, ...], np.dtype[np.int64]], wanted: int) -> Chosen | None:
    places = np.flatnonzero(values == wanted)
    return Chosen(kind, int(places[0])) if len(places) else None
