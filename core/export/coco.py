"""Detections as COCO JSON: one document per photo that pycocotools reads as a data set, and whose annotations it reads as results."""

from __future__ import annotations

import json
from collections.abc import Iterable

from core import __version__
from core.export.rle import run_lengths
from core.maskrcnn.results import DetectionRun, MaskPatch

LAST_COCO_ID = 200
"""COCO's own numbers end here: 1-90 things, 92-182 stuff, up to 200 in the panoptic set."""

LONGEST_NUMBER = 12
"""Digits of COCO's own file names."""

COCO_IDS = {
    "person": 1, "bicycle": 2, "car": 3, "motorcycle": 4, "airplane": 5, "bus": 6, "train": 7, "boat": 9, "bird": 16, "cat": 17, "dog": 18,
    "horse": 19, "sheep": 20, "cow": 21, "bottle": 44, "chair": 62, "couch": 63, "potted plant": 64, "dining table": 67, "tv": 72,
}  # fmt: skip
"""COCO's numbers of the classes that VOC has too."""

COCO_NAMES = {
    "aeroplane": "airplane", "diningtable": "dining table", "motorbike": "motorcycle", "pottedplant": "potted plant", "sofa": "couch",
    "tvmonitor": "tv",
}  # fmt: skip
"""What COCO calls VOC's classes, where the two differ."""


def coco_json(run: DetectionRun, patches: Iterable[MaskPatch], file_name: str) -> bytes:
    """The detections of ``run`` with the masks ``patches`` (taken one by one), best first, as JSON in ASCII.

    ``images`` holds the photo ``file_name``, numbered as :func:`image_number` says; ``annotations`` have COCO's own category ids,
    ``bbox`` (x, y, width, height) in image px, ``score``, ``area`` in pixels and ``segmentation`` as compressed run lengths.
    """
    height, width = run.input.image_size
    number = image_number(file_name)
    document = {
        "info": {"description": f"{run.model_key} of Halfpixel {__version__}", "version": __version__},
        "licenses": [],
        "images": [{"id": number, "file_name": file_name, "width": width, "height": height}],
        "categories": [_category(run, label) for label in range(1, len(run.label_names))],
        "annotations": [_annotation(run, index, patch, number) for index, patch in enumerate(patches)],
    }
    return json.dumps(document, allow_nan=False).encode("ascii")


def image_number(file_name: str) -> int:
    """The number that COCO's own file names consist of (000000000139.jpg), so that results of COCO's photos can be scored; else 1."""
    stem = file_name.rpartition(".")[0]
    return int(stem) if stem.isascii() and stem.isdigit() and len(stem) <= LONGEST_NUMBER else 1


def category_id(run: DetectionRun, label: int) -> int:
    """COCO's number of a class; a class that COCO lacks is numbered beyond COCO's last."""
    return COCO_IDS.get(_coco_name(run, label), LAST_COCO_ID + label)


def _coco_name(run: DetectionRun, label: int) -> str:
    name = run.label_names[label]
    return COCO_NAMES.get(name, name)


def _category(run: DetectionRun, label: int) -> dict[str, object]:
    return {"id": category_id(run, label), "name": _coco_name(run, label)}


def _annotation(run: DetectionRun, index: int, patch: MaskPatch, image_id: int) -> dict[str, object]:
    detection = run.detection(index)
    mask = run_lengths(patch, run.input.image_size)
    box = detection.box_image
    return {
        "id": index + 1,
        "image_id": image_id,
        "category_id": category_id(run, detection.label),
        "bbox": [box.x1, box.y1, box.width, box.height],
        "score": detection.score,
        "area": mask.area,
        "iscrowd": 0,
        "segmentation": mask.as_json(),
    }
