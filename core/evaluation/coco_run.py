"""faster-coco-eval run on overlaps that are already known. Imports it at once; who may never ask for a figure imports this late."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import numpy.typing as npt
from faster_coco_eval import COCO, COCOeval_faster

from core.evaluation.average_precision import MAX_DETECTIONS, ClassRecord
from core.evaluation.truths import Region

Floats = npt.NDArray[np.float64]
WHOLE_PHOTO = (0.0, 1e10)
"""Areas in px that count: COCO's range "all"."""

ANY_BOX = (0.0, 0.0, 1.0, 1.0)


def precision_table(records: Sequence[ClassRecord], region: Region) -> Floats:
    """Precision of one class ``(10, 101)``: at IoU 0.50, 0.55 .. 0.95 and recall 0, 0.01 .. 1. One record needs an object."""
    run = _Recorded(records, region)
    run.evaluate()
    run.accumulate()
    return np.asarray(run.eval["precision"], np.float64)[:, :, 0, 0, 0]


class _Recorded(COCOeval_faster):  # type: ignore[misc]
    """COCO's evaluation of one category whose overlaps are already known: the boxes that it is given mean nothing."""

    def __init__(self, records: Sequence[ClassRecord], region: Region) -> None:
        self._records, self._region = records, region
        truth, found = COCO(_data_set(records, _objects(records, region))), COCO(_data_set(records, _detections(records)))
        super().__init__(truth, found, "bbox", print_function=_say_nothing)
        self.params.areaRng, self.params.areaRngLbl = [list(WHOLE_PHOTO)], ["all"]
        self.params.maxDets = [MAX_DETECTIONS]

    def computeIoU(self, imgId: int, catId: int) -> Floats | list[float]:  # noqa: ARG002, N802, N803 - COCO's names
        """Detections by falling score x objects, then one column for all that hides them."""
        record = self._records[imgId - 1]
        crowd = bool(record.hidden[self._region])
        overlaps = np.zeros((len(record.scores), record.objects + crowd))
        for detection, number, iou in record.near[self._region]:
            overlaps[detection, number] = iou
        for detection, share in record.hidden[self._region]:
            overlaps[detection, record.objects] = share
        return overlaps if overlaps.size else []


def _say_nothing(*_words: object) -> None:
    """In the place of print."""


def _data_set(records: Sequence[ClassRecord], annotations: Iterator[dict[str, Any]]) -> dict[str, Any]:
    numbered = [{"id": number, "category_id": 1, "bbox": ANY_BOX, "area": 1.0, **one} for number, one in enumerate(annotations, start=1)]
    images = [{"id": number, "height": 1, "width": 1} for number in range(1, len(records) + 1)]
    return {"images": images, "categories": [{"id": 1, "name": "it"}], "annotations": numbered}


def _objects(records: Sequence[ClassRecord], region: Region) -> Iterator[dict[str, Any]]:
    for number, record in enumerate(records, start=1):
        yield from ({"image_id": number, "iscrowd": 0} for _ in range(record.objects))
        if record.hidden[region]:
            yield {"image_id": number, "iscrowd": 1}


def _detections(records: Sequence[ClassRecord]) -> Iterator[dict[str, Any]]:
    for number, record in enumerate(records, start=1):
        yield from ({"image_id": number, "iscrowd": 0, "score": score} for score in record.scores.tolist())
