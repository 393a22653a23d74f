"""What a Mask R-CNN did to one photo, stage by stage, as arrays that are read-only. Imports no torch.

Boxes are ``(x1, y1, x2, y2)``; those called ``input`` are in pixels of the network's input, those called ``image`` in the photo's.
A *candidate* is an anchor that was among the best of its level; a *proposal* is a candidate that survived to the heads; a *pair* is a
proposal read as one class. Pair ``i`` belongs to proposal ``i // (K - 1)`` and label ``i % (K - 1) + 1``, as torchvision lays them out.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, IntEnum

import numpy as np
import numpy.typing as npt

from core.badges import Badge
from core.features import FeaturePyramid
from core.geometry import Box, PlaneMap
from core.roi.settings import OperatorSettings

Floats = npt.NDArray[np.float32]
Indices = npt.NDArray[np.int64]

PROPOSAL_MIN_SIDE = 1e-3
DETECTION_MIN_SIDE = 1e-2
"""Input px; smaller boxes are dropped before NMS. torchvision's."""


class Fate(IntEnum):
    """What became of a candidate or a pair, in the order in which the rules are applied."""

    OUTRANKED = 0
    """Not among the best of its level before NMS (anchors only)."""
    TOO_SMALL = 1
    LOW_SCORE = 2
    SUPPRESSED = 3
    """Overlapped a better one of its group by more than the NMS threshold."""
    CROWDED_OUT = 4
    """Survived NMS, but only so many go on."""
    KEPT = 5


@dataclass(frozen=True, slots=True)
class Thresholds:
    """Every rule of the network that a person may change. Defaults are torchvision's.

    ``proposals_before_nms`` is per level; ``mask`` is the probability from which a pixel is inside.
    """

    proposals_before_nms: int = 1000
    proposals_after_nms: int = 1000
    proposal_score: float = 0.0
    proposal_nms: float = 0.7
    score: float = 0.05
    nms: float = 0.5
    detections: int = 100
    mask: float = 0.5


@dataclass(frozen=True, slots=True, eq=False)
class InputStage:
    """``pixels`` is ``(3, H, W)`` float32, normalised and padded at the right and bottom; ``size`` ``(h, w)`` shows the photo."""

    pixels: Floats
    size: tuple[int, int]
    to_image: PlaneMap
    image_size: tuple[int, int]

    @property
    def padded_size(self) -> tuple[int, int]:
        return self.pixels.shape[1], self.pixels.shape[2]

    @property
    def scale(self) -> tuple[float, float]:
        """Input pixels per image pixel, down and across."""
        return 1.0 / self.to_image.y.scale, 1.0 / self.to_image.x.scale


@dataclass(frozen=True, slots=True, eq=False)
class LevelStage:
    """One pyramid level's anchors and what the region proposal network says of them, n = rows * columns * kinds, kinds fastest.

    ``anchors`` and ``decoded`` are ``(n, 4)`` input px, before and after the ``deltas`` ``(n, 4)`` (dx, dy, dw, dh); ``objectness``
    ``(n,)`` are logits. ``first`` is the number of the level's first anchor in the whole pyramid.
    """

    name: str
    stride: int
    grid: tuple[int, int]
    first: int
    anchors: Floats
    objectness: Floats
    deltas: Floats
    decoded: Floats

    @property
    def kinds(self) -> int:
        """Anchors at one cell."""
        return len(self.anchors) // (self.grid[0] * self.grid[1])

    def cell_of(self, anchor: int) -> tuple[int, int, int]:
        """``(row, column, kind)`` of an anchor, given by its number in the whole pyramid."""
        cell, kind = divmod(anchor - self.first, self.kinds)
        return (*divmod(cell, self.grid[1]), kind)

    def rank_of(self, anchor: int) -> int:
        """The place of an anchor among its level's by objectness, 1 for the best."""
        return int((self.objectness > self.objectness[anchor - self.first]).sum()) + 1


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """What filters, NMS and the last top-k did to n boxes.

    ``fate`` is ``(n,)`` uint8 of :class:`Fate`; ``rival`` ``(n,)`` int32 is who suppressed a box, else -1, and ``rival_iou`` their
    overlap, else NaN. ``kept`` are the survivors, best score first.
    """

    fate: npt.NDArray[np.uint8]
    rival: npt.NDArray[np.int32]
    rival_iou: Floats
    kept: Indices

    def count(self, fate: Fate) -> int:
        return int((self.fate == fate).sum())


@dataclass(frozen=True, slots=True, eq=False)
class CandidateStage:
    """The best anchors of each level, k in all, in torchvision's order, and what was selected from them.

    ``anchor`` ``(k,)`` numbers into the whole pyramid; ``level`` ``(k,)`` indexes the levels; ``boxes_input`` ``(k, 4)`` are clipped
    to the photo; ``scores`` ``(k,)`` are sigmoids of the objectness.
    """

    anchor: Indices
    level: Indices
    boxes_input: Floats
    scores: Floats
    selection: Selection


@dataclass(frozen=True, slots=True, eq=False)
class BoxTable:
    """What the box head said of every proposal that it was ever asked about, t rows of K classes.

    ``anchor`` ``(t,)`` names the row; ``proposals_input`` ``(t, 4)``; ``level`` ``(t,)`` is the pyramid level read, 2 for P2;
    ``roi_features`` ``(t, C, 7, 7)``; ``logits`` and softmax ``scores`` ``(t, K)``; ``deltas`` ``(t, K, 4)``; ``boxes_input``
    ``(t, K, 4)`` are the proposals moved by each class's deltas and clipped to the photo.
    """

    anchor: Indices
    proposals_input: Floats
    level: Indices
    roi_features: Floats
    logits: Floats
    deltas: Floats
    scores: Floats
    boxes_input: Floats


@dataclass(frozen=True, slots=True, eq=False)
class MaskTable:
    """What the mask head said of every pair that it was ever asked about, t rows, each named by ``anchor`` and ``label`` ``(t,)``.

    ``level`` ``(t,)``; ``roi_features`` ``(t, C, 14, 14)``; ``logits`` ``(t, K, 28, 28)`` of all classes.
    """

    anchor: Indices
    label: Indices
    level: Indices
    roi_features: Floats
    logits: Floats


@dataclass(frozen=True, slots=True, eq=False)
class BoxStage:
    """The p proposals: ``candidate`` ``(p,)`` says which, ``row`` ``(p,)`` where they stand in ``table``.

    ``selection`` is over the pairs.
    """

    candidate: Indices
    row: Indices
    table: BoxTable
    selection: Selection

    def __len__(self) -> int:
        return len(self.row)

    @property
    def proposals_input(self) -> Floats:
        """``(p, 4)`` input px."""
        return self.table.proposals_input[self.row]

    @property
    def level(self) -> Indices:
        """``(p,)``: the pyramid level that the box head read, 2 for P2."""
        return self.table.level[self.row]

    @property
    def logits(self) -> Floats:
        """``(p, K)``."""
        return self.table.logits[self.row]

    @property
    def scores(self) -> Floats:
        """``(p, K)``: softmax of the logits."""
        return self.table.scores[self.row]

    @property
    def deltas(self) -> Floats:
        """``(p, K, 4)``: dx, dy, dw, dh as the head gave them."""
        return self.table.deltas[self.row]

    @property
    def boxes_input(self) -> Floats:
        """``(p, K, 4)`` input px."""
        return self.table.boxes_input[self.row]

    def roi_features(self, proposal: int) -> Floats:
        """``(C, 7, 7)`` of one proposal."""
        return np.asarray(self.table.roi_features[self.row[proposal]])


@dataclass(frozen=True, slots=True, eq=False)
class MaskStage:
    """The d detections' masks: ``row`` ``(d,)`` says where they stand in ``table``."""

    row: Indices
    table: MaskTable

    def roi_features(self, detection: int) -> Floats:
        """``(C, 14, 14)``."""
        return np.asarray(self.table.roi_features[self.row[detection]])

    def logits(self, detection: int) -> Floats:
        """``(K, 28, 28)``."""
        return np.asarray(self.table.logits[self.row[detection]])

    def level(self, detection: int) -> int:
        """The pyramid level that the mask head read, 2 for P2."""
        return int(self.table.level[self.row[detection]])


@dataclass(frozen=True, slots=True)
class Proposal:
    """One proposal as a person reads it: ``index`` is its row in the table, ``objectness`` a probability."""

    index: int
    box_image: Box
    box_input: Box
    objectness: float
    anchor_level: str
    roi_level: str


@dataclass(frozen=True, slots=True)
class Detection:
    """One detection: ``index`` is its row, ``label`` 1-based, ``proposal`` the row of the proposal that it came from."""

    index: int
    box_image: Box
    label: int
    name: str
    score: float
    proposal: int


@dataclass(frozen=True, slots=True)
class Poolers:
    """Operators in the place of the ones that the weights were trained with; None where the own one stays."""

    box: OperatorSettings | None = None
    mask: OperatorSettings | None = None

    @property
    def transplanted(self) -> bool:
        return self.box is not None or self.mask is not None


OWN_POOLERS = Poolers()


@dataclass(frozen=True, slots=True)
class RunFacts:
    """How a result was computed: device name, seconds of model time, badges, and seconds of each stage by its name."""

    device: str
    seconds: float
    badges: tuple[Badge, ...]
    stage_seconds: Mapping[str, float]


@dataclass(frozen=True, slots=True, eq=False)
class DetectionRun:
    """Every stage of one photo under one set of thresholds. ``boxes_image`` ``(d, 4)``, ``labels`` and ``scores`` ``(d,)``."""

    image_digest: str
    model_key: str
    label_names: tuple[str, ...]
    thresholds: Thresholds
    poolers: Poolers
    facts: RunFacts
    input: InputStage
    pyramid: FeaturePyramid
    levels: tuple[LevelStage, ...]
    candidates: CandidateStage
    boxes: BoxStage
    masks: MaskStage
    boxes_image: Floats
    labels: Indices
    scores: Floats

    def __len__(self) -> int:
        return len(self.labels)

    def pair_of(self, detection: int) -> int:
        return int(self.boxes.selection.kept[detection])

    def pair(self, index: int) -> tuple[int, int]:
        """``(proposal, label)`` of a pair."""
        proposal, below = divmod(index, len(self.label_names) - 1)
        return proposal, below + 1

    def pair_index(self, proposal: int, label: int) -> int:
        return proposal * (len(self.label_names) - 1) + label - 1

    def pair_box_image(self, index: int) -> Box:
        proposal, label = self.pair(index)
        return self.input.to_image.box(_box(self.boxes.table.boxes_input[self.boxes.row[proposal], label]))

    def proposal(self, index: int) -> Proposal:
        """Raises IndexError when there are not that many."""
        candidate = self.boxes.candidate[index]
        row = self.boxes.row[index]
        box = _box(self.boxes.table.proposals_input[row])
        level = self.levels[self.candidates.level[candidate]].name
        score = float(self.candidates.scores[candidate])
        return Proposal(index, self.input.to_image.box(box), box, score, level, f"P{self.boxes.table.level[row]}")

    def detection(self, index: int) -> Detection:
        """Raises IndexError when there are not that many."""
        label = int(self.labels[index])
        proposal, _ = self.pair(self.pair_of(index))
        return Detection(index, _box(self.boxes_image[index]), label, self.label_names[label], float(self.scores[index]), proposal)

    def mask_logits(self, detection: int, label: int | None = None) -> Floats:
        """``(28, 28)`` logits of the detection's own class, or of ``label``."""
        chosen = int(self.labels[detection]) if label is None else label
        return np.asarray(self.masks.logits(detection)[chosen])

    def mask_probabilities(self, detection: int, label: int | None = None) -> Floats:
        """Sigmoid of :meth:`mask_logits`: each class decides for itself (Mask R-CNN, He et al. 2017, section 3)."""
        # The sigmoid as a tanh, which does not overflow.
        return np.asarray(0.5 + 0.5 * np.tanh(0.5 * self.mask_logits(detection, label)), np.float32)

    def mask_softmax(self, detection: int) -> Floats:
        """``(K, 28, 28)`` softmax across the classes at each cell: what the paper compares the sigmoid with (table 2b)."""
        logits = self.masks.logits(detection)
        powers = np.exp(logits - logits.max(axis=0))
        return np.asarray(powers / powers.sum(axis=0), np.float32)


def _box(corners: npt.NDArray[np.floating]) -> Box:
    return Box(*(float(value) for value in corners))


class PasteRule(Enum):
    """How a mask of 28 x 28 cells becomes pixels.

    torchvision: one empty cell is added on each side, the box grows to fit and is truncated to whole pixels, and the mask is resized
    to those, ends included. detectron2: each pixel's centre is read bilinearly at its place in the unrounded box.
    """

    TORCHVISION = "torchvision"
    DETECTRON2 = "detectron2"


@dataclass(frozen=True, slots=True, eq=False)
class MaskPatch:
    """The part of an object's mask that can be inside: ``inside`` is ``(h, w)`` bool, its first pixel image pixel ``(left, top)``.

    Every image pixel outside the patch is outside the object; the patch lies within the image.
    """

    left: int
    top: int
    inside: npt.NDArray[np.bool_]
