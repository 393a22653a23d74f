"""Views written down by hand: a photo of noise, two classes and two objects on it."""

from __future__ import annotations

import numpy as np

from core.export.picture import ClassLayer, ObjectLayer, View
from core.labels import VOC
from core.palettes import overlay_table

CAT, PERSON = 8, 15
RED, BLUE = (200, 0, 0), (0, 0, 200)


def noise(height: int, width: int) -> np.ndarray:
    return np.random.default_rng(1).integers(0, 256, (height, width, 3), np.uint8)


def classes_on(height: int, width: int) -> ClassLayer:
    """Background at the left half, person at the right one above, cat below; person and cat are a quarter each."""
    class_map = np.zeros((height, width), np.uint8)
    class_map[: height // 2, width // 2 :] = PERSON
    class_map[height // 2 :, width // 2 :] = CAT
    return ClassLayer(class_map, VOC.names, overlay_table(VOC, "voc"))


def objects_on(height: int, width: int) -> ObjectLayer:
    """Two objects, a tenth of the width each, from top to bottom."""
    ids = np.zeros((height, width), np.uint8)
    tenth = width // 10
    ids[:, tenth : 2 * tenth], ids[:, 3 * tenth : 4 * tenth] = 1, 2
    boxes = np.array([(tenth, 0, 2 * tenth, height), (3 * tenth, 0, 4 * tenth, height)], np.float32)
    shares = np.array([0.1, 0.1])
    return ObjectLayer(ids, boxes, ("cat 0.90", "dog 0.80"), np.array([RED, BLUE], np.uint8), shares)


def view_of(height: int = 240, width: int = 360) -> View:
    return View(noise(height, width), classes_on(height, width), objects_on(height, width))
