"""Detections as they are drawn over a photo: masks, boxes, texts and colours, ready for a canvas. Imports no torch before it pastes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.cancellation import CancelToken
from core.maskrcnn.colours import instance_colours
from core.maskrcnn.results import DetectionRun, Floats, MaskPatch, PasteRule

BITS = 8


@dataclass(frozen=True, slots=True, eq=False)
class PackedMask:
    """A :class:`MaskPatch` in an eighth of its memory: ``bits`` is ``(height, ceil(width / 8))`` uint8, ``np.packbits`` of its rows.

    ``area`` counts the image pixels inside. ``source`` is all that the mask was pasted from: the same source gives the same mask.
    """

    left: int
    top: int
    width: int
    bits: npt.NDArray[np.uint8]
    area: int
    source: bytes = b""

    @classmethod
    def of(cls, patch: MaskPatch, source: bytes = b"") -> PackedMask:
        bits = np.packbits(patch.inside, axis=1)
        bits.setflags(write=False)
        return cls(patch.left, patch.top, patch.inside.shape[1], bits, int(np.count_nonzero(patch.inside)), source)

    def patch(self) -> MaskPatch:
        inside = np.unpackbits(self.bits, axis=1, count=self.width).view(np.bool_)
        inside.setflags(write=False)
        return MaskPatch(self.left, self.top, inside)

    def holds(self, column: int, row: int) -> bool:
        """Whether image pixel ``(column, row)`` is inside."""
        x, y = column - self.left, row - self.top
        if not (0 <= x < self.width and 0 <= y < len(self.bits)):
            return False
        byte, bit = divmod(x, BITS)
        return bool(self.bits[y, byte] >> (BITS - 1 - bit) & 1)


@dataclass(frozen=True, slots=True, eq=False)
class InstanceScene:
    """The d objects of a photo, best score first; arrays are read-only.

    ``ids`` ``(H, W)`` is 0 where there is no object, else 1 + the row of the best one there: uint8, or uint16 for more than 255 objects.
    ``boxes`` ``(d, 4)`` float32 image px; ``names`` and ``scores`` say what and how sure; ``colours`` ``(d, 3)`` uint8.
    """

    ids: npt.NDArray[np.uint8] | npt.NDArray[np.uint16]
    masks: tuple[PackedMask, ...]
    boxes: Floats
    names: tuple[str, ...]
    scores: Floats
    colours: npt.NDArray[np.uint8]

    def __len__(self) -> int:
        return len(self.masks)

    @property
    def texts(self) -> tuple[str, ...]:
        """What stands beside each object: its class and its score."""
        return tuple(f"{name} {score:.2f}" for name, score in zip(self.names, self.scores, strict=True))

    def at(self, x: float, y: float, first: int | None = None) -> int | None:
        """The object at an image point: the one whose mask is on top there, else the one with the smallest box around the point.

        The mask of ``first``, a row or None, lies above all others. Raises IndexError when there is no such row.
        """
        column, row = int(x // 1), int(y // 1)
        height, width = self.ids.shape
        if not (0 <= column < width and 0 <= row < height):
            return None
        if first is not None and self.masks[first].holds(column, row):
            return first
        on_top = int(self.ids[row, column])
        return on_top - 1 if on_top else self._smallest_box(x, y)

    def _smallest_box(self, x: float, y: float) -> int | None:
        x1, y1, x2, y2 = self.boxes.T
        around = np.flatnonzero((x1 <= x) & (x < x2) & (y1 <= y) & (y < y2))
        areas = (x2 - x1) * (y2 - y1)
        return int(around[areas[around].argmin()]) if len(around) else None

    def shares(self) -> npt.NDArray[np.float64]:
        """What share of the photo's pixels each mask covers, ``(d,)``, whatever lies on top of it."""
        return np.array([mask.area for mask in self.masks], np.float64) / max(self.ids.size, 1)


def make_instance_scene(
    run: DetectionRun,
    rule: PasteRule = PasteRule.TORCHVISION,
    token: CancelToken | None = None,
    before: InstanceScene | None = None,
) -> InstanceScene:
    """Paste every mask of ``run`` at its mask threshold; at no time is more than one of them unpacked.

    Masks that ``before`` has already are taken from it: a slider changes few of a hundred. Raises Cancelled when ``token`` says so.
    """
    known = {} if before is None else {mask.source: mask for mask in before.masks}
    ids = np.zeros(run.input.image_size, np.uint8 if len(run) < 256 else np.uint16)
    masks: list[PackedMask] = []
    colours = instance_colours(run, _pasted(run, rule, token or CancelToken(), known, ids, masks))
    for values in (ids, colours):
        values.setflags(write=False)
    return InstanceScene(ids, tuple(masks), run.boxes_image, tuple(run.label_names[label] for label in run.labels), run.scores, colours)


def _pasted(
    run: DetectionRun,
    rule: PasteRule,
    token: CancelToken,
    known: Mapping[bytes, PackedMask],
    ids: npt.NDArray[np.uint8] | npt.NDArray[np.uint16],
    masks: list[PackedMask],
) -> Iterator[MaskPatch]:
    """One mask after the other, entered into ``ids`` below those before it and kept in ``masks``."""
    from core.maskrcnn.paste import paste

    for index in range(len(run)):
        token.checkpoint("paste", index / len(run))
        source = _source(run, index, rule)
        mask = known.get(source)
        patch = paste(run, index, rule).above(run.thresholds.mask) if mask is None else mask.patch()
        masks.append(PackedMask.of(patch, source) if mask is None else mask)
        height, width = patch.inside.shape
        there = ids[patch.top : patch.top + height, patch.left : patch.left + width]
        np.copyto(there, index + 1, where=patch.inside & (there == 0), casting="unsafe")
        yield patch


def _source(run: DetectionRun, detection: int, rule: PasteRule) -> bytes:
    logits, box = run.mask_logits(detection), run.boxes_image[detection]
    settings = f"{rule.value} {run.thresholds.mask!r} {run.input.image_size}"
    return b"".join((logits.tobytes(), box.tobytes(), settings.encode()))
