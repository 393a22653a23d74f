"""Classes or objects as COCO JSON: one document per photo that pycocotools reads as a data set, and its annotations as results."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence

import numpy as np
import numpy.typing as npt

from core import __version__
from core.export.rle import RunLengths, run_lengths
from core.labels import COCO, NOT_A_CLASS, LabelSet, coco_name
from core.maskrcnn.results import DetectionRun, MaskPatch

LAST_COCO_ID = 200
"""COCO's own numbers end here: 1-90 things, 92-182 stuff, up to 200 in the panoptic set."""

LONGEST_NUMBER = 12
"""Digits of COCO's own file names."""

COCO_IDS = {COCO.names[label]: label for label in COCO.listed if label != COCO.background}
"""COCO's numbers of its 80 classes, with its gaps."""


def coco_json(run: DetectionRun, patches: Iterable[MaskPatch], file_name: str) -> bytes:
    """The detections of ``run`` with the masks ``patches`` (taken one by one), best first, as JSON in ASCII.

    ``images`` holds the photo ``file_name``, numbered as :func:`image_number` says; ``annotations`` have COCO's own category ids,
    ``bbox`` (x, y, width, height) in image px, ``score``, ``area`` in pixels and ``segmentation`` as compressed run lengths.
    """
    annotations = [_object(run, index, patch) for index, patch in enumerate(patches)]
    return _document(run.model_key, run.label_names, range(1, len(run.label_names)), annotations, run.input.image_size, file_name)


def class_map_coco(class_map: npt.NDArray[np.uint8], label_set: LabelSet, model_key: str, file_name: str) -> bytes:
    """Each class of ``class_map`` ``(H, W)`` as one annotation: all its pixels, and the box around them. No score, as there is none.

    Background and void have no annotation.
    """
    labels = [label for label in label_set.listed if label != label_set.background]
    present = np.unique(class_map)
    annotations = [_class(class_map, label_set, label) for label in labels if label in present]
    height, width = class_map.shape
    return _document(model_key, label_set.names, labels, annotations, (height, width), file_name)


def image_number(file_name: str) -> int:
    """The number that COCO's own file names consist of (000000000139.jpg), so that results of COCO's photos can be scored; else 1."""
    stem = file_name.rpartition(".")[0]
    return int(stem) if stem.isascii() and stem.isdigit() and len(stem) <= LONGEST_NUMBER else 1


def category_id(names: Sequence[str], label: int) -> int:
    """COCO's number of a class; a class that COCO lacks is numbered beyond COCO's last."""
    return COCO_IDS.get(coco_name(names[label]), LAST_COCO_ID + label)


def _document(
    model_key: str,
    names: Sequence[str],
    labels: Iterable[int],
    annotations: Iterable[dict[str, object]],
    size: tuple[int, int],
    file_name: str,
) -> bytes:
    height, width = size
    number = image_number(file_name)
    document = {
        "info": {"description": f"{model_key} of Halfpixel {__version__}", "version": __version__},
        "licenses": [],
        "images": [{"id": number, "file_name": file_name, "width": width, "height": height}],
        "categories": [
            {"id": category_id(names, label), "name": coco_name(names[label])} for label in labels if names[label] != NOT_A_CLASS
        ],
        "annotations": [{"id": place, "image_id": number, **entry} for place, entry in enumerate(annotations, 1)],
    }
    return json.dumps(document, allow_nan=False).encode("ascii")


def _object(run: DetectionRun, index: int, patch: MaskPatch) -> dict[str, object]:
    detection = run.detection(index)
    box = detection.box_image
    bbox = [box.x1, box.y1, box.width, box.height]
    return {
        "category_id": category_id(run.label_names, detection.label), "score": detection.score,
        **_pixels(run_lengths(patch, run.input.image_size), bbox),
    }  # fmt: skip


def _class(class_map: npt.NDArray[np.uint8], label_set: LabelSet, label: int) -> dict[str, object]:
    inside = class_map == label
    rows, columns = np.flatnonzero(inside.any(axis=1)), np.flatnonzero(inside.any(axis=0))
    top, left = int(rows[0]), int(columns[0])
    patch = MaskPatch(left, top, inside[top : rows[-1] + 1, left : columns[-1] + 1])
    height, width = patch.inside.shape
    mask = run_lengths(patch, (class_map.shape[0], class_map.shape[1]))
    return {"category_id": category_id(label_set.names, label), **_pixels(mask, [left, top, width, height])}


def _pixels(mask: RunLengths, bbox: list[float]) -> dict[str, object]:
    return {"bbox": bbox, "area": mask.area, "iscrowd": 0, "segmentation": mask.as_json()}
