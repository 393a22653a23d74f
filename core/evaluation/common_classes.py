"""Objects and a class map in terms of the classes that both know, so that their pixels can be compared. Imports no torch."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from core.errors import InputError
from core.labels import VOID, LabelSet, coco_name

Ids = npt.NDArray[np.uint8]


def known_to(class_map: Ids, label_set: LabelSet, object_names: Sequence[str]) -> Ids:
    """``class_map`` ``(H, W)`` uint8 with void wherever it names a class that is none of ``object_names``.

    The background stays, and classes are the same when COCO spells them the same.
    """
    known = {coco_name(name) for name in object_names}
    table = np.full(VOID + 1, VOID, np.uint8)
    for class_id, name in enumerate(label_set.names):
        if class_id == label_set.background or coco_name(name) in known:
            table[class_id] = class_id
    return table[class_map]


def painted_as(ids: npt.NDArray[np.uint8] | npt.NDArray[np.uint16], names: Sequence[str], label_set: LabelSet) -> Ids:
    """Objects as a class map of ``label_set``, ``(H, W)`` uint8: void where an object is none of its classes.

    ``ids`` ``(H, W)`` is 0 where there is no object, else 1 + its place in ``names``. Where there is none the map has its background,
    or void when the set has none (CamVid): no object says nothing of which surface is there. Raises InputError for an id without a name.
    """
    places = {coco_name(name): class_id for class_id, name in enumerate(label_set.names) if class_id != label_set.background}
    nothing = VOID if label_set.background is None else label_set.background
    table = np.array([nothing, *(places.get(coco_name(name), VOID) for name in names)], np.uint8)
    if int(ids.max(initial=0)) >= len(table):
        raise InputError("Object {number} has no class; give each object a name.", number=int(ids.max()))
    return table[ids]
