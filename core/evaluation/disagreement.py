"""Where a class map and a set of objects disagree, pixel by pixel. Imports no torch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from core.errors import InputError
from core.labels import VOID, LabelSet, coco_name
from core.maskrcnn.results import MaskPatch

Counts = npt.NDArray[np.int64]

NOTHING = 0
"""In tables of names: neither a class of the map nor an object's."""


BLOCK = 256
"""Rows that are compared at once: 12 megapixels of wide integers would take 150 MB."""


class Verdict(IntEnum):
    """What two networks say of one pixel. The value is the pixel's in :attr:`Disagreement.verdicts`."""

    NEITHER = 0
    """Background to both."""
    AGREE = 1
    ONLY_MAP = 2
    """The class map has a class that the objects' network knows as well, but no object is there."""
    ONLY_OBJECT = 3
    """An object of a class that the class map's network knows as well, on its background."""
    DIFFERENT = 4
    NOT_COMPARABLE = 5
    """One of the two names a class that the other does not know."""


@dataclass(frozen=True, slots=True, eq=False)
class Disagreement:
    """``verdicts`` is ``(H, W)`` uint8 of :class:`Verdict`; ``objects`` ``(H, W)`` uint16 the label of the object on top, 0 for none.

    ``names`` are all classes that either network found, and ``counts`` ``(len(names), len(Verdict))`` int64 the pixels of each under
    each verdict. A pixel of two different classes counts for both, so a column may add up to more than its entry of ``totals``,
    ``(len(Verdict),)``, which has every pixel of the photo once.
    """

    verdicts: npt.NDArray[np.uint8]
    objects: npt.NDArray[np.uint16]
    names: tuple[str, ...]
    counts: Counts
    totals: Counts

    def overlap(self, index: int) -> float:
        """Agreed pixels of a class over those that either network gave it (IoU of the two networks); NaN where nothing compares."""
        row = self.counts[index]
        union = int(row[Verdict.AGREE] + row[Verdict.ONLY_MAP] + row[Verdict.ONLY_OBJECT] + row[Verdict.DIFFERENT])
        return float(row[Verdict.AGREE]) / union if union else float("nan")


def disagreement(
    class_map: npt.NDArray[np.uint8],
    label_set: LabelSet,
    patches: Iterable[MaskPatch],
    labels: Sequence[int],
    object_names: Sequence[str],
) -> Disagreement:
    """Compare a class map ``(H, W)`` with objects, best first: where masks overlap the better one counts.

    ``labels`` index ``object_names``, whose first entry is the background. Classes are the same when COCO would give them the same name
    (VOC's sofa is COCO's couch); they are then called as in the map. What one network says and the other has no name for is not
    comparable, nor is void. Raises InputError when a patch reaches beyond the map,
    when there are not as many labels as patches, or when a label or a class id has no name.
    """
    found_map = _checked_map(class_map, label_set)
    objects = painted(patches, labels, class_map.shape[:2], len(object_names))
    map_names = [*label_set.names, *[""] * (VOID + 1 - len(label_set))]
    called = {coco_name(name): name for name in label_set.names}
    object_names = [called.get(coco_name(name), name) for name in object_names]
    table = _verdict_table(map_names, label_set, object_names)
    pairs, verdicts = np.zeros(table.size, np.int64), np.empty(found_map.shape, np.uint8)
    for top in range(0, len(found_map), BLOCK):
        rows = slice(top, top + BLOCK)
        codes = found_map[rows].astype(np.int32) * len(object_names) + objects[rows]
        pairs += np.bincount(codes.ravel(), minlength=table.size)
        verdicts[rows] = table.ravel()[codes]
    names, counts = _counts_by_name(pairs.reshape(table.shape), table, _said(map_names, label_set.background), _said(object_names, NOTHING))
    totals = np.zeros(len(Verdict), np.int64)
    np.add.at(totals, table.ravel(), pairs)
    for values in (verdicts, objects, counts, totals):
        values.flags.writeable = False
    return Disagreement(verdicts, objects, names, counts, totals)


def painted(patches: Iterable[MaskPatch], labels: Sequence[int], size: tuple[int, int], classes: int) -> npt.NDArray[np.uint16]:
    """``size`` as uint16: the label of the best object at each pixel, 0 where there is none. Raises InputError as above."""
    objects, count = np.zeros(size, np.uint16), 0
    for count, patch in enumerate(patches, start=1):
        height, width = patch.inside.shape
        inside_photo = patch.left >= 0 and patch.top >= 0 and patch.top + height <= size[0] and patch.left + width <= size[1]
        if not inside_photo:
            raise InputError("Mask {number} reaches beyond the class map; compare results of the same photo.", number=count - 1)
        if count > len(labels) or not 1 <= labels[count - 1] < classes:
            raise InputError("Mask {number} has no class with a name; give each mask a label from 1.", number=count - 1)
        under = objects[patch.top : patch.top + height, patch.left : patch.left + width]
        under[patch.inside & (under == NOTHING)] = labels[count - 1]
    if count != len(labels):
        raise InputError("There are {labels} labels but {masks} masks; give each mask one label.", labels=len(labels), masks=count)
    return objects


def _checked_map(class_map: npt.NDArray[np.uint8], label_set: LabelSet) -> npt.NDArray[np.uint8]:
    if class_map.ndim != 2 or class_map.dtype != np.uint8:
        raise InputError("A class map is (height, width) uint8, not {shape} {dtype}.", shape=class_map.shape, dtype=class_map.dtype)
    present = np.flatnonzero(np.bincount(class_map.ravel(), minlength=VOID + 1))
    unnamed = [int(one) for one in present if one >= len(label_set) and one != label_set.void]
    if unnamed:
        raise InputError("Class id {id} has no name in {label_set}; compare with its own classes.", id=unnamed[0], label_set=label_set.name)
    return class_map


def _said(names: Sequence[str], background: int | None) -> list[str]:
    """The names, empty where nothing is said."""
    return ["" if index == background else name for index, name in enumerate(names)]


def _verdict_table(map_names: Sequence[str], label_set: LabelSet, object_names: Sequence[str]) -> npt.NDArray[np.uint8]:
    """``(256, K)`` uint8: the verdict on each pair of a class id and an object's label."""
    from_map, from_objects = _said(map_names, label_set.background), _said(object_names, NOTHING)
    common = set(from_map) & set(from_objects)
    table = np.empty((len(map_names), len(object_names)), np.uint8)
    for class_id, first in enumerate(from_map):
        for label, second in enumerate(from_objects):
            table[class_id, label] = Verdict.NOT_COMPARABLE if class_id >= len(label_set) else _verdict(first, second, common)
    return table


def _verdict(first: str, second: str, common: set[str]) -> Verdict:
    if not first and not second:
        return Verdict.NEITHER
    if (first and first not in common) or (second and second not in common):
        return Verdict.NOT_COMPARABLE
    if first == second:
        return Verdict.AGREE
    if first and second:
        return Verdict.DIFFERENT
    return Verdict.ONLY_MAP if first else Verdict.ONLY_OBJECT


def _counts_by_name(
    pairs: Counts, table: npt.NDArray[np.uint8], from_map: Sequence[str], from_objects: Sequence[str]
) -> tuple[tuple[str, ...], Counts]:
    """The names that occur, in order of the map's and then the objects' classes, and the pixels of each under each verdict."""
    rows: dict[str, Counts] = {}
    for class_id, label in zip(*np.nonzero(pairs), strict=True):
        for name in {from_map[class_id], from_objects[label]} - {""}:
            rows.setdefault(name, np.zeros(len(Verdict), np.int64))[table[class_id, label]] += pairs[class_id, label]
    order = {name: place for place, name in reversed(list(enumerate([*from_map, *from_objects])))}
    names = tuple(sorted(rows, key=order.__getitem__))
    return names, np.array([rows[name] for name in names], np.int64).reshape(-1, len(Verdict))
