"""The feature pyramid of one photo, and a cache of pyramids bounded in bytes."""

from __future__ import annotations

import contextlib
import math
import mmap
import sys
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.geometry import Axis1d, PlaneMap

FloatMap = npt.NDArray[np.float32]

ALIGNED = 64
"""Bytes. Where torch's kernels like a tensor to begin."""


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


def room_for_levels(shapes: Mapping[str, tuple[int, ...]]) -> dict[str, FloatMap]:
    """Arrays for a pyramid's levels, float32, to be written into, in memory of their own that goes back to the system with the last.

    A pyramid outlives what is made beside it by many photos. Among that in the C library's heap, each one that goes would leave a hole
    between what stays, which glibc does not give to an aligned tensor of the same size: the heap would grow with every photo.
    """
    counts = {name: math.prod(shape) for name, shape in shapes.items()}
    starts, end = {}, 0
    for name, count in counts.items():
        starts[name] = end
        end += -(-count * 4 // ALIGNED) * ALIGNED
    memory = _memory(end)
    return {name: np.frombuffer(memory, np.float32, counts[name], starts[name]).reshape(shape) for name, shape in shapes.items()}


def _memory(size: int) -> mmap.mmap | bytearray:
    """At least ``size`` zeros. On other systems large pieces of the heap are kept apart, or given back, without this."""
    if not sys.platform.startswith("linux"):
        return bytearray(size)
    memory = mmap.mmap(-1, max(size, 1), flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS)
    with contextlib.suppress(OSError):  # a kernel without large pages gives it in small ones, each after a fault of its own
        memory.madvise(mmap.MADV_HUGEPAGE)
    return memory


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
