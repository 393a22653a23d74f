"""COCO's average precision from recorded overlaps, computed by faster-coco-eval.

Matching by falling score, the thresholds 0.50, 0.55 .. 0.95, precision made monotone and read at 101 recalls, at most 100 detections of
a class in a photo: that is COCO's evaluation, and left to it. The overlaps are our own, so that void may have any shape.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.evaluation.truths import Region

Floats = npt.NDArray[np.float64]
MAX_DETECTIONS = 100
LOWEST_THRESHOLD = 0.5


@dataclass(frozen=True, slots=True)
class Precision:
    """Average precision over all thresholds (``ap``), at IoU 0.50 and at 0.75; NaN without any object. ``objects`` were to be found."""

    ap: float
    ap50: float
    ap75: float
    objects: int


NO_OBJECTS = Precision(float("nan"), float("nan"), float("nan"), 0)


@dataclass(frozen=True, slots=True, eq=False)
class ClassRecord:
    """One class in one photo: ``scores`` ``(D,)`` falling, at most 100, and the number of ``objects``.

    ``near`` are the overlaps that can count: (detection, object, IoU) from 0.5 on, per region; ``hidden`` those with void and crowds:
    (detection, share) from 0.5 on.
    """

    scores: Floats
    objects: int
    near: Mapping[Region, tuple[tuple[int, int, float], ...]]
    hidden: Mapping[Region, tuple[tuple[int, float], ...]]


def average_precision(records: Sequence[ClassRecord], region: Region) -> Precision:
    """Of one class over all photos. The order of photos decides between equal scores."""
    objects = sum(record.objects for record in records)
    if not objects:
        return NO_OBJECTS
    if not any(len(record.scores) for record in records):
        return Precision(0.0, 0.0, 0.0, objects)
    from core.evaluation.coco_run import precision_table

    precision = precision_table(records, region)
    return Precision(float(precision.mean()), float(precision[0].mean()), float(precision[5].mean()), objects)
