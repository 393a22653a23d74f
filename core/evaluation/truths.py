"""The objects that a photo is known to hold, and how much found objects overlap them. Imports no torch.

Two kinds: a map of objects, where nothing overlaps and void has any shape, and outlines with COCO's boxes and crowds. What lies in
void, or in a crowd of its class, is neither hit nor miss.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from core.labels import VOID
from core.maskrcnn.results import MaskPatch

Floats = npt.NDArray[np.float64]
ObjectMap = npt.NDArray[np.uint8]
MAX_OBJECTS = 254


class Region(Enum):
    """What is compared with the truth."""

    BOX = "box"
    MASK = "mask"


@dataclass(frozen=True, slots=True, eq=False)
class Overlap:
    """``ious`` ``(D, G)`` of each detection with each object, ``ignored`` ``(D,)`` the share of each that lies in void or a crowd."""

    ious: Floats
    ignored: Floats


class ObjectTruth(Protocol):
    """What a photo's objects can be asked. ``labels`` are 1-based: label 0 is the background, as in torchvision."""

    @property
    def labels(self) -> tuple[int, ...]: ...

    @property
    def size(self) -> tuple[int, int]:
        """``(height, width)`` in px."""
        ...

    def overlaps(self, boxes: Floats, labels: Sequence[int], masks: Iterable[MaskPatch], /) -> Mapping[Region, Overlap]:
        """Of found objects: ``boxes`` ``(D, 4)`` in image px, their 1-based ``labels``, and ``masks``, which are taken one by one."""
        ...


@dataclass(frozen=True, slots=True, eq=False)
class InstanceTruth:
    """``ids`` is ``(H, W)`` uint8: 0 no object, 1..n objects, 255 void. ``labels[i - 1]`` is object i's class, 1-based."""

    ids: ObjectMap
    labels: tuple[int, ...]

    @property
    def size(self) -> tuple[int, int]:
        return int(self.ids.shape[0]), int(self.ids.shape[1])

    def overlaps(self, boxes: Floats, _labels: Sequence[int], masks: Iterable[MaskPatch], /) -> Mapping[Region, Overlap]:
        """As :class:`ObjectTruth` says; void is void to every class, of a box the share of pixels whose centres it holds."""
        given, shares = object_boxes(self), _void_shares(self.ids, boxes)
        return {Region.BOX: Overlap(box_ious(boxes, given), shares), Region.MASK: self._masks(masks, len(boxes))}

    def _masks(self, masks: Iterable[MaskPatch], count: int) -> Overlap:
        """Objects of one map do not overlap, so one histogram under a mask gives its intersection with all of them."""
        areas = np.bincount(self.ids.ravel(), minlength=256).astype(np.float64)[1 : len(self.labels) + 1]
        shared = np.zeros((count, 256))
        for row, patch in zip(shared, masks, strict=True):
            height, width = patch.inside.shape
            under = self.ids[patch.top : patch.top + height, patch.left : patch.left + width]
            row[:] = np.bincount(under[patch.inside], minlength=256)
        own = shared.sum(axis=1)
        objects = shared[:, 1 : len(self.labels) + 1]
        return Overlap(_ratio(objects, own[:, None] + areas[None] - objects), _ratio(shared[:, VOID], own))


@dataclass(frozen=True, slots=True, eq=False)
class Outline:
    """One object or crowd: its 1-based class, its ``box`` ``(x1, y1, x2, y2)`` in image px as the file gives it, and its pixels."""

    label: int
    box: tuple[float, float, float, float]
    mask: MaskPatch


@dataclass(frozen=True, slots=True, eq=False)
class OutlinedTruth:
    """Objects that may overlap, and crowds of one class each, in a photo of ``size`` (height, width)."""

    size: tuple[int, int]
    given: tuple[Outline, ...]
    crowds: tuple[Outline, ...]

    @property
    def labels(self) -> tuple[int, ...]:
        return tuple(outline.label for outline in self.given)

    def overlaps(self, boxes: Floats, labels: Sequence[int], masks: Iterable[MaskPatch], /) -> Mapping[Region, Overlap]:
        """As :class:`ObjectTruth` says; a crowd hides only what is called its class, by the share of it that the crowd holds."""
        ious, hidden = np.zeros((len(boxes), len(self.given))), np.zeros(len(boxes))
        for row, (patch, label) in enumerate(zip(masks, labels, strict=True)):
            own = int(np.count_nonzero(patch.inside))
            for column, outline in enumerate(self.given):
                if outline.label == label:
                    shared = _shared_pixels(patch, outline.mask)
                    ious[row, column] = shared / max(own + int(np.count_nonzero(outline.mask.inside)) - shared, 1)
            shares = [_shared_pixels(patch, crowd.mask) / max(own, 1) for crowd in self.crowds if crowd.label == label]
            hidden[row] = max(shares, default=0.0)
        return {Region.BOX: self._boxes(boxes, labels), Region.MASK: Overlap(ious, hidden)}

    def _boxes(self, boxes: Floats, labels: Sequence[int]) -> Overlap:
        crowds = _as_array([crowd.box for crowd in self.crowds])
        same = np.asarray(labels)[:, None] == np.array([crowd.label for crowd in self.crowds], np.int64)[None]
        shares = np.where(same, _ratio(_shared_area(boxes, crowds), _area(boxes)[:, None]), 0.0)
        given = _as_array([outline.box for outline in self.given])
        return Overlap(box_ious(boxes, given), shares.max(axis=1, initial=0.0))


def object_boxes(truth: InstanceTruth) -> Floats:
    """The tightest boxes ``(G, 4)`` in image px around each object's pixels: pixel i covers [i, i+1). Zeros without pixels."""
    boxes = np.zeros((len(truth.labels), 4))
    for number in range(1, len(truth.labels) + 1):
        boxes[number - 1] = tight_box(truth.ids == number)
    return boxes


def tight_box(mask: npt.NDArray[np.bool_]) -> tuple[float, float, float, float]:
    """``(x1, y1, x2, y2)`` around the pixels of ``mask`` ``(H, W)``; zeros when it has none."""
    columns, rows = np.flatnonzero(mask.any(axis=0)), np.flatnonzero(mask.any(axis=1))
    return (float(columns[0]), float(rows[0]), float(columns[-1] + 1), float(rows[-1] + 1)) if len(rows) else (0.0, 0.0, 0.0, 0.0)


def cropped(mask: npt.NDArray[np.bool_]) -> MaskPatch:
    """The part of a photo's ``mask`` that has pixels."""
    x1, y1, x2, y2 = (int(edge) for edge in tight_box(mask))
    return MaskPatch(x1, y1, mask[y1:y2, x1:x2].copy())


def box_ious(boxes: Floats, given: Floats) -> Floats:
    """IoU of ``boxes`` ``(D, 4)`` with ``given`` ``(G, 4)``, both ``(x1, y1, x2, y2)``: ``(D, G)``; 0 where neither has an area."""
    shared = _shared_area(boxes, given)
    return _ratio(shared, _area(boxes)[:, None] + _area(given)[None] - shared)


def _shared_area(boxes: Floats, given: Floats) -> Floats:
    upper, lower = np.maximum(boxes[:, None, :2], given[None, :, :2]), np.minimum(boxes[:, None, 2:], given[None, :, 2:])
    return np.asarray(np.clip(lower - upper, 0, None).prod(axis=2), np.float64)


def _area(boxes: Floats) -> Floats:
    return np.asarray(np.clip(boxes[:, 2:] - boxes[:, :2], 0, None).prod(axis=1), np.float64)


def _shared_pixels(one: MaskPatch, other: MaskPatch) -> int:
    left, top = max(one.left, other.left), max(one.top, other.top)
    right = min(one.left + one.inside.shape[1], other.left + other.inside.shape[1])
    bottom = min(one.top + one.inside.shape[0], other.top + other.inside.shape[0])
    if right <= left or bottom <= top:
        return 0
    parts = [it.inside[top - it.top : bottom - it.top, left - it.left : right - it.left] for it in (one, other)]
    return int(np.count_nonzero(parts[0] & parts[1]))


def _void_shares(ids: ObjectMap, boxes: Floats) -> Floats:
    height, width = ids.shape
    edges = np.rint(boxes).astype(np.int64)
    edges[:, 0::2] = edges[:, 0::2].clip(0, width)
    edges[:, 1::2] = edges[:, 1::2].clip(0, height)
    inside = [ids[y1:y2, x1:x2] for x1, y1, x2, y2 in edges]
    return np.array([float((part == VOID).mean()) if part.size else 0.0 for part in inside])


def _as_array(boxes: Sequence[tuple[float, float, float, float]]) -> Floats:
    return np.asarray(boxes, np.float64).reshape(-1, 4)


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.asarray(np.divide(part, whole, out=np.zeros_like(part), where=whole > 0), np.float64)
