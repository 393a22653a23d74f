"""What an FCN says about one photo: coarse scores, and the segmentation that one read-out makes of them. Imports no torch."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.badges import Badge
from core.fcn.config import STREAM_STRIDES, Gains, ReadOut
from core.geometry import HALF_PIXEL, Axis1d, PlaneMap
from core.labels import LabelSet

FloatMap = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class RunFacts:
    """How a result was computed: device name, seconds of model time, badges, and the padded input size ``(height, width)``.

    ``margin`` px of the input's padding lie above the photo, and as many to its left.
    """

    device: str
    seconds: float
    badges: tuple[Badge, ...]
    input_size: tuple[int, int]
    margin: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class FcnScores:
    """``scores[s]`` is ``(K, h, w)`` float32 logits at stride s in 32, 16, 8, before fusion, read-only.

    ``to_image`` maps the score maps' px, counted from where they begin, to image pixels; ``image_size`` is ``(height, width)``.
    ``biases[s]`` is the ``(K,)`` float32 bias of the convolution that made ``scores[s]``, which its scores contain; a stride that is
    missing has none.
    ``streams`` are the strides that the network scores, from 32 down; the maps of the others hold zeros.
    ``ring`` cells all around each map are zeros that stand for what lies beyond it: where there are some, the maps fade out at their
    border as the paper's deconvolutions do, and so do the biases.
    """

    scores: Mapping[int, FloatMap]
    to_image: PlaneMap
    image_size: tuple[int, int]
    image_digest: str
    model_key: str
    label_set: LabelSet
    facts: RunFacts
    biases: Mapping[int, FloatMap] = field(default_factory=lambda: MappingProxyType({}))
    streams: tuple[int, ...] = STREAM_STRIDES
    ring: int = 0

    @property
    def read_outs(self) -> tuple[ReadOut, ...]:
        """The read-outs that the network has, from the coarsest to the finest: each ends with a stream of its own."""
        return tuple(map(ReadOut, self.streams))

    def scored(self, stride: int) -> FloatMap:
        """``(K, h, w)``: the cells of ``scores[stride]`` that the network scored: no ring, and nothing that lies beyond its input."""
        ends = (self.ring + math.ceil(side / stride) for side in self.facts.input_size)
        rows, columns = (
            slice(self.ring, min(end, cells - self.ring))
            for end, cells in zip(ends, self.scores[stride].shape[1:], strict=True)
        )  # fmt: skip
        return self.scores[stride][:, rows, columns]

    def cell_to_image(self, stride: int) -> PlaneMap:
        """The map from cells at ``stride`` to image pixels, with the paper's grid: cell i covers stride px from stride*i on."""
        axis = Axis1d(float(stride))
        return PlaneMap(axis, axis).then(self.to_image)


@dataclass(frozen=True, slots=True, eq=False)
class Segmentation:
    """``class_map`` is ``(H, W)`` uint8 at image pixels; ``fused`` is ``(K, h, w)`` float32 logits at the read-out's stride.

    Both are read-only. Points are continuous image pixels: the centre of pixel (column, row) is ``(column + 0.5, row + 0.5)``.
    ``counts`` ``(256,)`` says how many pixels hold each value. It is counted where the map is made, which is not the thread that draws.
    """

    class_map: npt.NDArray[np.uint8]
    scores: FcnScores
    read_out: ReadOut
    gains: Gains
    fused: FloatMap
    counts: npt.NDArray[np.int64] = field(init=False, repr=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "counts", pixel_counts(self.class_map))

    @property
    def image_digest(self) -> str:
        return self.scores.image_digest

    @property
    def model_key(self) -> str:
        return self.scores.model_key

    @property
    def label_set(self) -> LabelSet:
        return self.scores.label_set

    def logits_at(self, x: float, y: float) -> npt.NDArray[np.float32]:
        """Logits ``(K,)`` at a point: bilinear between the four nearest cell centres, clamped at the border."""
        cells = self.scores.cell_to_image(self.read_out)
        left, right, across = _between(cells.x, x, self.fused.shape[2])
        top, bottom, down = _between(cells.y, y, self.fused.shape[1])
        first = self.fused[:, top, left] * (1 - down) + self.fused[:, bottom, left] * down
        second = self.fused[:, top, right] * (1 - down) + self.fused[:, bottom, right] * down
        return np.asarray(first * (1 - across) + second * across, np.float32)

    def probabilities_at(self, x: float, y: float) -> npt.NDArray[np.float32]:
        """Softmax over the classes at a point, ``(K,)``: exp(l_k) / sum_j exp(l_j)."""
        logits = self.logits_at(x, y)
        powers = np.exp(logits - logits.max())
        return np.asarray(powers / powers.sum(), np.float32)

    def cell_at(self, x: float, y: float) -> tuple[int, int]:
        """``(column, row)`` of the cell, at the read-out's stride, whose extent holds the point; a ring's cells are counted."""
        cells = self.scores.cell_to_image(self.read_out)
        return cells.x.index_at(x), cells.y.index_at(y)

    def shares(self) -> npt.NDArray[np.float64]:
        """Share of the image's pixels that each class has, ``(K,)``, summing to 1."""
        return self.counts[: len(self.label_set)] / self.class_map.size


def pixel_counts(class_map: npt.NDArray[np.uint8]) -> npt.NDArray[np.int64]:
    """How many pixels of ``(H, W)`` uint8 hold each value, ``(256,)``, read-only."""
    counts = np.asarray(Image.fromarray(class_map).histogram(), np.int64)  # numpy's would copy the map to eight bytes a pixel
    counts.flags.writeable = False
    return counts


def _between(cell_to_image: Axis1d, point: float, cells: int) -> tuple[int, int, float]:
    index = cell_to_image.inverse()(point) - HALF_PIXEL
    index = min(max(index, 0.0), cells - 1.0)
    before = int(index)
    return before, min(before + 1, cells - 1), index - before
