"""Classes or objects as labelme's JSON: polygons that a person can go on drawing, without the photo in the file.

Labelme's polygons have no holes. A region with holes is cut into polygons without (:func:`core.export.regions.polygons`), and polygons
that belong together share a ``group_id``: what they are of is their union, as labelme's own converters read it. Of a class map all
polygons of a class are one group; of objects each object is one, numbered as in the instance PNG. Background and void have no polygon.
"""

from __future__ import annotations

import json
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from core.cancellation import CancelToken
from core.export.regions import class_regions, polygons
from core.labels import LabelSet
from core.maskrcnn.results import DetectionRun, MaskPatch

FORMAT_VERSION = "5.5.0"
"""The version of labelme whose files these are; later ones read them."""

Shape = dict[str, object]


def class_map_labelme(class_map: npt.NDArray[np.uint8], label_set: LabelSet, image_path: str, token: CancelToken) -> bytes:
    """The regions of a class map ``(H, W)`` as JSON in ASCII. ``image_path`` leads from the file's folder to the photo, with slashes.

    Raises Cancelled.
    """
    shapes = []
    for class_id, inside, left, top in class_regions(class_map):
        token.checkpoint("polygons")
        if class_id < len(label_set) and class_id != label_set.background:
            shapes += _shapes(label_set.names[class_id], class_id, "", MaskPatch(left, top, inside))
    return _document(shapes, class_map.shape, image_path)


def objects_labelme(run: DetectionRun, patches: Iterable[MaskPatch], image_path: str, token: CancelToken) -> bytes:
    """The detections of ``run`` with the masks ``patches`` (taken one by one), best first; each says its score. Raises Cancelled."""
    shapes = []
    for index, patch in enumerate(patches):
        token.checkpoint("polygons", index / len(run))
        detection = run.detection(index)
        shapes += _shapes(detection.name, index + 1, f"score {detection.score:.4f}", patch)
    return _document(shapes, run.input.image_size, image_path)


def _shapes(name: str, group: int, description: str, patch: MaskPatch) -> list[Shape]:
    return [
        {
            "label": name, "points": points.tolist(), "group_id": group, "description": description, "shape_type": "polygon", "flags": {},
            "mask": None,
        }
        for points in polygons(patch.inside, patch.left, patch.top)
    ]  # fmt: skip


def _document(shapes: list[Shape], size: tuple[int, ...], image_path: str) -> bytes:
    height, width = size
    document: dict[str, object] = {
        "version": FORMAT_VERSION, "flags": {}, "shapes": shapes, "imagePath": image_path, "imageData": None,
        "imageHeight": height, "imageWidth": width,
    }  # fmt: skip
    return json.dumps(document, allow_nan=False).encode("ascii")
