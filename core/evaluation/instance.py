"""Boxes and masks measured over a whole data set as COCO does, with void regions ignored as COCO ignores crowds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt

from core.evaluation.average_precision import LOWEST_THRESHOLD, MAX_DETECTIONS, NO_OBJECTS, ClassRecord, Precision, average_precision
from core.evaluation.truths import ObjectTruth, Overlap, Region
from core.labels import NOT_A_CLASS
from core.maskrcnn.results import MaskPatch

Floats = npt.NDArray[np.float64]
PhotoRecord = Mapping[int, ClassRecord]
"""1-based label -> what there is of it in one photo; labels with neither an object nor a detection are left out."""


class InstanceMetric:
    """Collects photos; :meth:`per_class` and :meth:`mean` may be asked at any time. Order of photos decides between equal scores.

    ``label_names`` are those of labels 1 ..; what is called ``N/A`` is no class.
    """

    def __init__(self, label_names: Sequence[str]) -> None:
        self.label_names = tuple(label_names)
        self.photos: list[PhotoRecord] = []

    def add(
        self, truth: ObjectTruth, boxes: Floats, labels: Sequence[int], scores: Sequence[float], masks: Iterable[MaskPatch]
    ) -> PhotoRecord:
        """Count one photo. ``boxes`` is ``(D, 4)`` in image px, ``labels`` are 1-based; ``masks`` are taken one by one."""
        boxes = np.asarray(boxes, np.float64).reshape(-1, 4)
        overlaps = truth.overlaps(boxes, labels, masks)
        record = _photo_record(truth.labels, overlaps, np.asarray(labels, np.int64), np.asarray(scores, np.float64))
        self.photos.append(record)
        return record

    def per_class(self, region: Region) -> dict[str, Precision]:
        """Precision of each class by its name."""
        return {name: self._precision(label, region) for label, name in enumerate(self.label_names, start=1) if name != NOT_A_CLASS}

    def _precision(self, label: int, region: Region) -> Precision:
        return average_precision([photo[label] for photo in self.photos if label in photo], region)

    def mean(self, region: Region, names: Sequence[str] | None = None) -> Precision:
        """Mean over the classes that occur, of ``names`` or of all; ``objects`` is their sum."""
        return mean_precision(self.per_class(region), names)


def mean_precision(per_class: Mapping[str, Precision], names: Sequence[str] | None = None) -> Precision:
    """Mean of the figures over the classes with objects, each class counting the same; NaN when there is none."""
    chosen = [figure for name, figure in per_class.items() if figure.objects and (names is None or name in names)]
    if not chosen:
        return NO_OBJECTS
    ap, ap50, ap75 = np.mean([(figure.ap, figure.ap50, figure.ap75) for figure in chosen], axis=0).tolist()
    return Precision(ap, ap50, ap75, sum(figure.objects for figure in chosen))


def _photo_record(
    owners: Sequence[int], overlaps: Mapping[Region, Overlap], labels: npt.NDArray[np.int64], scores: Floats
) -> PhotoRecord:
    given, record = np.asarray(owners, np.int64), {}
    for label in sorted({*labels.tolist(), *owners}):
        mine, objects = np.flatnonzero(labels == label), np.flatnonzero(given == label)
        mine = mine[np.argsort(-scores[mine], kind="stable")][:MAX_DETECTIONS]
        near = {region: _pairs(it.ious[np.ix_(mine, objects)]) for region, it in overlaps.items()}
        hidden = {region: _shares(it.ignored[mine]) for region, it in overlaps.items()}
        record[label] = ClassRecord(scores[mine], len(objects), near, hidden)
    return record


def _pairs(ious: Floats) -> tuple[tuple[int, int, float], ...]:
    rows, columns = np.nonzero(ious >= LOWEST_THRESHOLD)
    return tuple(zip(rows.tolist(), columns.tolist(), ious[rows, columns].tolist(), strict=True))


def _shares(ignored: Floats) -> tuple[tuple[int, float], ...]:
    rows = np.flatnonzero(ignored >= LOWEST_THRESHOLD)
    return tuple(zip(rows.tolist(), ignored[rows].tolist(), strict=True))


def record_to_json(record: PhotoRecord) -> dict[str, Any]:
    """A photo's record in JSON's types; :func:`record_from_json` gives the same numbers back, to the last bit."""
    return {str(label): [it.scores.tolist(), it.objects, *_regions_to_json(it)] for label, it in record.items()}


def _regions_to_json(record: ClassRecord) -> list[Any]:
    return [[record.near[region], record.hidden[region]] for region in Region]


def record_from_json(document: Any) -> PhotoRecord:
    """Raises ValueError, TypeError, KeyError or AttributeError for what :func:`record_to_json` cannot have written."""
    return {int(label): _class_from_json(*fields) for label, fields in document.items()}


def _class_from_json(scores: list[float], objects: int, *regions: Any) -> ClassRecord:
    array, count = np.array(scores, np.float64), int(objects)
    near, hidden = {}, {}
    for region, (pairs, shares) in zip(Region, regions, strict=True):
        near[region] = tuple((int(row), int(column), float(iou)) for row, column, iou in pairs)
        hidden[region] = tuple((int(row), float(share)) for row, share in shares)
        if any(not (0 <= row < len(array) and 0 <= column < count) for row, column, _ in near[region]):
            raise ValueError("an overlap with what is not there")
        if any(not 0 <= row < len(array) for row, _ in hidden[region]):
            raise ValueError("an ignored detection that is not there")
    if array.ndim != 1 or not np.isfinite(array).all() or count < 0:
        raise ValueError("scores are finite numbers")
    return ClassRecord(array, count, near, hidden)
