"""What the mask arena asks the worker for: a channel pasted onto the photo, and the layers of the mask head."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt

from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.geometry import Box
from core.maskrcnn.area import area_curve
from core.maskrcnn.results import DetectionRun, Floats, PasteRule

if TYPE_CHECKING:
    from core.maskrcnn.paste import ProbabilityPatch

PREVIEW_SIDE = 420
"""Pixels of the longer side of a preview, at most: a box may hold 12 megapixels."""

MARGIN = 0.15
"""How much of the photo around the box a preview shows, as a share of its sides."""


class Layer(Protocol):
    """A layer of the mask head as the engine hands it over: ``values`` ``(C, h, w)``."""

    @property
    def name(self) -> str: ...

    @property
    def values(self) -> Floats: ...


class MaskEngine(Protocol):
    """What the arena asks of core.engine.Engine."""

    def mask_head_layers(self, run: DetectionRun, detection: int, token: CancelToken) -> Sequence[Layer]: ...


EngineOn = Callable[[DeviceChoice], MaskEngine]
"""Called on the worker only: the engine, set to run on a device."""


class Squash(Enum):
    """How logits become probabilities."""

    SIGMOID = "sigmoid"
    SOFTMAX = "softmax"


@dataclass(frozen=True, slots=True, eq=False)
class Reading:
    """One reading of a channel, pasted: ``areas`` ``(101,)`` px above each threshold, ``area`` px above the present one.

    ``inside`` ``(h, w)`` bool is the mask at the pixels of the preview; ``overlap`` its IoU, at all pixels, with the mask of the
    detection's own label read alike, NaN when both are empty.
    """

    areas: npt.NDArray[np.int64]
    area: int
    inside: npt.NDArray[np.bool_]
    overlap: float


@dataclass(frozen=True, slots=True, eq=False)
class ChannelLook:
    """A class's channel read by a sigmoid of its own and by a softmax across the classes."""

    label: int
    sigmoid: Reading
    softmax: Reading

    def reading(self, squash: Squash) -> Reading:
        return self.softmax if squash is Squash.SOFTMAX else self.sigmoid


@dataclass(frozen=True, slots=True, eq=False)
class ArenaLook:
    """``own`` is the channel of the detection's label, ``picked`` the one to compare it with, the same object when it is the same.

    ``crop`` ``(h, w, 3)`` uint8 is the photo around the box, every ``step``-th pixel of it; ``box_pixels`` the area of the box within
    the photo.
    """

    run: DetectionRun
    detection: int
    own: ChannelLook
    picked: ChannelLook
    crop: npt.NDArray[np.uint8]
    step: int
    box_pixels: float


@dataclass(frozen=True, slots=True)
class _Grid:
    """The photo pixels that a preview shows."""

    rows: range
    columns: range

    @classmethod
    def around(cls, box: Box, size: tuple[int, int]) -> _Grid:
        dx, dy = box.width * MARGIN + 2, box.height * MARGIN + 2
        left, right = max(math.floor(box.x1 - dx), 0), min(math.ceil(box.x2 + dx), size[1])
        top, bottom = max(math.floor(box.y1 - dy), 0), min(math.ceil(box.y2 + dy), size[0])
        step = max(math.ceil(max(right - left, bottom - top) / PREVIEW_SIDE), 1)
        return cls(range(top, bottom, step), range(left, right, step))

    def sample(self, patch: ProbabilityPatch) -> Floats:
        """The patch at the grid's pixels, 0 outside it."""
        found = np.zeros((len(self.rows), len(self.columns)), np.float32)
        rows, columns = np.array(self.rows) - patch.top, np.array(self.columns) - patch.left
        height, width = patch.values.shape
        down, across = np.flatnonzero((rows >= 0) & (rows < height)), np.flatnonzero((columns >= 0) & (columns < width))
        found[np.ix_(down, across)] = patch.values[np.ix_(rows[down], columns[across])]
        return found


@dataclass(frozen=True, slots=True, eq=False)
class ArenaRequest:
    """Called on the worker; ``rgb`` is the photo, ``label`` the channel to pick."""

    rgb: npt.NDArray[np.uint8]
    run: DetectionRun
    detection: int
    label: int
    rule: PasteRule

    def __call__(self, token: CancelToken) -> ArenaLook:
        token.checkpoint("import")
        run, own_label = self.run, int(self.run.labels[self.detection])
        box, size = run.detection(self.detection).box_image, run.input.image_size
        grid = _Grid.around(box, size)
        patches = self._patches(own_label, token)
        own = picked = self._channel(own_label, patches, patches, grid)
        if self.label != own_label:
            picked = self._channel(self.label, self._patches(self.label, token), patches, grid)
        crop = np.ascontiguousarray(self.rgb[grid.rows.start : grid.rows.stop : grid.rows.step][:, list(grid.columns)])
        inside = box.intersection(Box(0, 0, size[1], size[0])).area
        return ArenaLook(run, self.detection, own, picked, crop, grid.rows.step, inside)

    def _patches(self, label: int, token: CancelToken) -> tuple[ProbabilityPatch, ProbabilityPatch]:
        """The channel pasted as sigmoid and as softmax."""
        import torch

        from core.maskrcnn.paste import paste, paste_into_box

        token.checkpoint("paste")
        run, index = self.run, self.detection
        corners, across = torch.tensor(run.boxes_image[index]), torch.tensor(run.mask_softmax(index)[label])
        return paste(run, index, self.rule, label), paste_into_box(across, corners, run.input.image_size, self.rule)

    def _channel(
        self, label: int, patches: tuple[ProbabilityPatch, ...], own: tuple[ProbabilityPatch, ...], grid: _Grid
    ) -> ChannelLook:
        return ChannelLook(label, *(self._reading(patch, other, grid) for patch, other in zip(patches, own, strict=True)))

    def _reading(self, patch: ProbabilityPatch, own: ProbabilityPatch, grid: _Grid) -> Reading:
        threshold = self.run.thresholds.mask
        inside = patch.values > threshold
        overlap = _iou(inside, own.values > threshold)
        return Reading(area_curve(patch.values), int(np.count_nonzero(inside)), grid.sample(patch) > threshold, overlap)


def _iou(first: npt.NDArray[np.bool_], second: npt.NDArray[np.bool_]) -> float:
    """Of two masks of the same box; NaN when both are empty."""
    union = int(np.count_nonzero(first | second))
    return int(np.count_nonzero(first & second)) / union if union else math.nan


@dataclass(frozen=True, slots=True, eq=False)
class LayerLook:
    """A layer: its ``shape`` ``(C, h, w)`` and ``mean`` ``(h, w)``, the mean over its channels."""

    name: str
    shape: tuple[int, int, int]
    mean: Floats


@dataclass(frozen=True, slots=True, eq=False)
class LayersRequest:
    """Called on the worker: what each layer of the mask head makes of one detection."""

    engine_on: EngineOn
    device: DeviceChoice
    run: DetectionRun
    detection: int

    def __call__(self, token: CancelToken) -> tuple[LayerLook, ...]:
        layers = self.engine_on(self.device).mask_head_layers(self.run, self.detection, token)
        return tuple(_look_at(layer) for layer in layers)


def _look_at(layer: Layer) -> LayerLook:
    channels, height, width = layer.values.shape
    return LayerLook(layer.name, (channels, height, width), np.asarray(layer.values.mean(axis=0), np.float32))
