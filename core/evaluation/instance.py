"""COCO's average precision of boxes and masks, with void regions ignored as COCO ignores crowds.

The rules are those of the COCO API: greedy matching by falling score, each of the thresholds 0.50, 0.55 .. 0.95, precision made
monotone and read at 101 recalls, at most 100 detections of a class in a photo.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from core.evaluation.instance_data import InstanceTruth, ObjectMap
from core.labels import VOID
from core.maskrcnn.results import MaskPatch

Floats = npt.NDArray[np.float64]
THRESHOLDS = np.linspace(0.5, 0.95, 10)
RECALLS = np.linspace(0.0, 1.0, 101)
MAX_DETECTIONS = 100


class Region(Enum):
    """What is compared with the truth."""

    BOX = "box"
    MASK = "mask"


@dataclass(frozen=True, slots=True)
class Precision:
    """Average precision over all thresholds (``ap``), at IoU 0.50 and at 0.75; NaN without any object. ``objects`` were to be found."""

    ap: float
    ap50: float
    ap75: float
    objects: int


@dataclass(frozen=True, slots=True, eq=False)
class _Matches:
    """One class in one photo: scores ``(D,)`` falling, and per threshold whether each hit or is ignored, ``(10, D)``."""

    scores: Floats
    hit: npt.NDArray[np.bool_]
    ignored: npt.NDArray[np.bool_]
    objects: int


class InstanceMetric:
    """Collects photos; :meth:`per_class` and :meth:`mean` may be asked at any time. Order of photos decides between equal scores."""

    def __init__(self, label_names: Sequence[str]) -> None:
        self.label_names = tuple(label_names)
        self._matches: dict[Region, list[list[_Matches]]] = {region: [[] for _ in label_names] for region in Region}

    def add(self, truth: InstanceTruth, boxes: Floats, labels: Sequence[int], scores: Sequence[float], masks: Iterable[MaskPatch]) -> None:
        """Count one photo. ``boxes`` is ``(D, 4)`` in image px, ``labels`` are 1-based; ``masks`` are taken one by one."""
        labels_array, scores_array = np.asarray(labels, np.int64), np.asarray(scores, np.float64)
        boxes = np.asarray(boxes, np.float64).reshape(-1, 4)
        overlaps = {Region.BOX: _box_overlaps(truth, boxes), Region.MASK: _mask_overlaps(truth, masks, len(boxes))}
        owners = np.asarray(truth.labels, np.int64)
        for index in range(len(self.label_names)):
            mine = np.flatnonzero(labels_array == index + 1)
            mine = mine[np.argsort(-scores_array[mine], kind="stable")][:MAX_DETECTIONS]
            objects = np.flatnonzero(owners == index + 1)
            for region, (ious, voids) in overlaps.items():
                self._matches[region][index].append(_match(scores_array[mine], ious[np.ix_(mine, objects)], voids[mine]))

    def per_class(self, region: Region) -> dict[str, Precision]:
        """Precision of each class by its name."""
        return {name: _precision(matches) for name, matches in zip(self.label_names, self._matches[region], strict=True)}

    def mean(self, region: Region, names: Sequence[str] | None = None) -> Precision:
        """Mean over the classes that occur, of ``names`` or of all; ``objects`` is their sum."""
        return mean_precision(self.per_class(region), names)


def mean_precision(per_class: Mapping[str, Precision], names: Sequence[str] | None = None) -> Precision:
    """Mean of the figures over the classes with objects, each class counting the same; NaN when there is none."""
    chosen = [figure for name, figure in per_class.items() if figure.objects and (names is None or name in names)]
    if not chosen:
        return Precision(float("nan"), float("nan"), float("nan"), 0)
    ap, ap50, ap75 = np.mean([(figure.ap, figure.ap50, figure.ap75) for figure in chosen], axis=0).tolist()
    return Precision(ap, ap50, ap75, sum(figure.objects for figure in chosen))


def _mask_overlaps(truth: InstanceTruth, masks: Iterable[MaskPatch], count: int) -> tuple[Floats, Floats]:
    """IoU of each detection with each object ``(D, G)``, and the share of each detection that is void ``(D,)``.

    Objects of one map do not overlap, so one histogram under a mask gives its intersection with all of them.
    """
    areas = np.bincount(truth.ids.ravel(), minlength=256).astype(np.float64)
    shared = np.zeros((count, 256))
    for row, patch in zip(shared, masks, strict=True):
        height, width = patch.inside.shape
        under = truth.ids[patch.top : patch.top + height, patch.left : patch.left + width]
        row[:] = np.bincount(under[patch.inside], minlength=256)
    own = shared.sum(axis=1)
    objects = shared[:, 1 : len(truth.labels) + 1]
    union = own[:, None] + areas[None, 1 : len(truth.labels) + 1] - objects
    return _ratio(objects, union), _ratio(shared[:, VOID], own)


def _box_overlaps(truth: InstanceTruth, boxes: Floats) -> tuple[Floats, Floats]:
    """As :func:`_mask_overlaps`, with the objects' bounding boxes; the void share counts the pixels whose centres a box holds."""
    given = object_boxes(truth)
    upper, lower = np.maximum(boxes[:, None, :2], given[None, :, :2]), np.minimum(boxes[:, None, 2:], given[None, :, 2:])
    shared = np.clip(lower - upper, 0, None).prod(axis=2)
    own = np.clip(boxes[:, 2:] - boxes[:, :2], 0, None).prod(axis=1)
    area = np.clip(given[:, 2:] - given[:, :2], 0, None).prod(axis=1)
    return _ratio(shared, own[:, None] + area[None] - shared), _void_shares(truth.ids, boxes)


def object_boxes(truth: InstanceTruth) -> Floats:
    """The tightest boxes ``(G, 4)`` in image px around each object's pixels: pixel i covers [i, i+1). Zeros without pixels."""
    boxes = np.zeros((len(truth.labels), 4))
    for number in range(1, len(truth.labels) + 1):
        mask = truth.ids == number
        columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
        if len(rows):
            boxes[number - 1] = columns[0], rows[0], columns[-1] + 1, rows[-1] + 1
    return boxes


def _void_shares(ids: ObjectMap, boxes: Floats) -> Floats:
    height, width = ids.shape
    edges = np.rint(boxes).astype(np.int64)
    edges[:, 0::2] = edges[:, 0::2].clip(0, width)
    edges[:, 1::2] = edges[:, 1::2].clip(0, height)
    inside = [ids[y1:y2, x1:x2] for x1, y1, x2, y2 in edges]
    return np.array([float((part == VOID).mean()) if part.size else 0.0 for part in inside])


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.asarray(np.divide(part, whole, out=np.zeros_like(part), where=whole > 0), np.float64)


def _match(scores: Floats, ious: Floats, void_shares: Floats) -> _Matches:
    """Give each detection, best score first, the free object that it overlaps most, if that reaches the threshold.

    What finds no object but lies in void to at least the threshold is ignored: neither hit nor miss.
    """
    hit = np.zeros((len(THRESHOLDS), len(scores)), bool)
    for row, threshold in zip(hit, THRESHOLDS, strict=True):
        free = np.ones(ious.shape[1], bool)
        for index in range(len(scores)):
            candidates = np.where(free, ious[index], -1.0)
            if candidates.size and candidates.max() >= min(threshold, 1 - 1e-10):
                # COCO's loop replaces a match by a later one that is as good.
                best = len(candidates) - 1 - int(candidates[::-1].argmax())
                free[best], row[index] = False, True
    ignored = ~hit & (void_shares[None] >= np.minimum(THRESHOLDS, 1 - 1e-10)[:, None])
    return _Matches(scores, hit, ignored, ious.shape[1])


def _precision(photos: Sequence[_Matches]) -> Precision:
    objects = sum(photo.objects for photo in photos)
    if not objects:
        return Precision(float("nan"), float("nan"), float("nan"), 0)
    order = np.argsort(-np.concatenate([photo.scores for photo in photos]), kind="stable")
    hit = np.concatenate([photo.hit for photo in photos], axis=1)[:, order]
    ignored = np.concatenate([photo.ignored for photo in photos], axis=1)[:, order]
    by_threshold = [_average(row[~skip], objects) for row, skip in zip(hit, ignored, strict=True)]
    return Precision(float(np.mean(by_threshold)), by_threshold[0], by_threshold[5], objects)


def _average(hit: npt.NDArray[np.bool_], objects: int) -> float:
    """Mean precision at 101 recalls, where precision at a recall is the best at that recall or beyond."""
    hits = np.cumsum(hit)
    recall, precision = hits / objects, hits / np.maximum(np.arange(1, len(hit) + 1), 1)
    envelope = np.maximum.accumulate(precision[::-1])[::-1]
    at = np.searchsorted(recall, RECALLS, side="left")
    return float(np.append(envelope, 0.0)[np.minimum(at, len(envelope))].mean())
