"""The feature pyramid of one photo, and a cache of pyramids bounded in bytes."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.geometry import Axis1d, PlaneMap

FloatMap = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class FeaturePyramid:
    """``levels[name]`` is ``(C, h, w)`` float32, read-only; cell ``i`` of a level covers ``stride`` input pixels.

    Trunk levels are called C1 (stride 2) to C5 (stride 32), FPN levels P2 to P5 and pool, as in the FPN paper.
    ``input_size`` is ``(height, width)`` of the padded network input; ``to_image`` maps input pixels to image pixels.
    """

    levels: Mapping[str, FloatMap]
    strides: Mapping[str, int]
    input_size: tuple[int, int]
    to_image: PlaneMap

    def cell_to_image(self, level: str) -> PlaneMap:
        """The map from a level's cells to image pixels. Raises KeyError for a level that the model lacks."""
        axis = Axis1d(float(self.strides[level]))
        return PlaneMap(axis, axis).then(self.to_image)

    @property
    def nbytes(self) -> int:
        return sum(level.nbytes for level in self.levels.values())


@dataclass(frozen=True, slots=True)
class FeatureKey:
    """What a pyramid depends on, and nothing else: a threshold or a read-out is not in here."""

    image_digest: str
    weights_hash: str
    input_size: tuple[int, int]


class FeatureCache:
    """Least recently used pyramids go first when ``limit_bytes`` is passed. Not thread-safe: one owner, the worker."""

    def __init__(self, limit_bytes: int) -> None:
        self.limit_bytes = limit_bytes
        self._pyramids: OrderedDict[FeatureKey, FeaturePyramid] = OrderedDict()

    def get(self, key: FeatureKey) -> FeaturePyramid | None:
        pyramid = self._pyramids.get(key)
        if pyramid is not None:
            self._pyramids.move_to_end(key)
        return pyramid

    def put(self, key: FeatureKey, pyramid: FeaturePyramid) -> None:
        """Keep ``pyramid``; one that is larger than the whole limit is not kept."""
        self._pyramids.pop(key, None)
        if pyramid.nbytes > self.limit_bytes:
            return
        self._pyramids[key] = pyramid
        while self.nbytes > self.limit_bytes:
            self._pyramids.popitem(last=False)

    @property
    def nbytes(self) -> int:
        return sum(pyramid.nbytes for pyramid in self._pyramids.values())
