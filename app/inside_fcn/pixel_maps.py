"""Maps of what the streams do to every pixel, made on the worker: ids in a picture, and what share of the photo each has."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import Enum

import numpy as np
import numpy.typing as npt

from app.inside_fcn.room import EngineOn
from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.fcn.attribution import DECIDED_BY, deciding_stream, entropies, flipped, gains_without, margins, streams_read
from core.fcn.results import Segmentation

CODES = 256
MARGIN_TOP = 8.0
"""Logits; a margin of 8 is odds of 3000 to 1, beyond which nothing is worth telling apart."""
MARGIN_EDGES = (0.0, 0.5, 1.0, 2.0, 4.0, MARGIN_TOP)
ENTROPY_EDGES = (0.0, 0.1, 0.5, 1.0, 2.0)
"""Bits; the last bin reaches to log2 K."""
TOP_CHANGES = 5


class MapKind(Enum):
    """What the map over the photo shows."""

    CLASSES = "classes"
    DECIDING = "deciding"
    FLIPPED = "flipped"
    MARGIN = "margin"
    ENTROPY = "entropy"


@dataclass(frozen=True, slots=True)
class Change:
    """Pixels that are ``now`` and would be ``without`` another class: both class ids, and their share of the photo."""

    now: int
    without: int
    share: float


@dataclass(frozen=True, slots=True, eq=False)
class PixelMap:
    """``codes`` ``(H, W)`` uint8, painted by a table of its ``kind``; ``stride`` is the stream of a map of flips.

    ``shares`` belong to classes, to DECIDED_BY, to the streams 32, 16, 8 (flips) or to the bins of ``edges``; ``top`` is the number
    that the highest code stands for.
    """

    kind: MapKind
    stride: int
    segmentation: Segmentation
    codes: npt.NDArray[np.uint8]
    shares: tuple[float, ...]
    edges: tuple[float, ...] = ()
    top: float = 0.0
    changes: tuple[Change, ...] = ()


@dataclass(frozen=True, slots=True, eq=False)
class MapRequest:
    """Everything that a map is made of; called on the worker. Runs no network."""

    engine_on: EngineOn
    device: DeviceChoice
    segmentation: Segmentation
    kind: MapKind
    stride: int

    def __call__(self, token: CancelToken) -> PixelMap:
        found = self.segmentation
        match self.kind:
            case MapKind.CLASSES:
                return PixelMap(self.kind, self.stride, found, found.class_map, tuple(found.shares().tolist()))
            case MapKind.DECIDING:
                codes = deciding_stream(found, self._without_each(token))
                return PixelMap(self.kind, self.stride, found, codes, _shares(codes, len(DECIDED_BY)))
            case MapKind.FLIPPED:
                return self._flips(token)
            case MapKind.MARGIN:
                return self._measured(margins(found, token), MARGIN_TOP, MARGIN_EDGES)
            case MapKind.ENTROPY:
                return self._measured(entropies(found, token), math.log2(len(found.label_set)), ENTROPY_EDGES)

    def _without_each(self, token: CancelToken) -> dict[int, Segmentation | None]:
        """The read-out without each stream that takes part, None where it is the only one."""
        found, read = self.segmentation, streams_read(self.segmentation)
        if len(read) == 1:
            return {read[0]: None}
        without: dict[int, Segmentation | None] = {}
        for stride in read:
            token.checkpoint("read-out")
            gains = gains_without(found.gains, stride)
            without[stride] = self.engine_on(self.device).read_out(found.scores, found.read_out, gains)
        return without

    def _flips(self, token: CancelToken) -> PixelMap:
        found, without = self.segmentation, self._without_each(token)
        flips = {stride: flipped(found, other) for stride, other in without.items()}
        shares = tuple(float(flips[s].mean()) if s in flips else 0.0 for s in DECIDED_BY[1:] if s is not None)
        shown = flips.get(self.stride)
        codes = np.zeros(found.class_map.shape, np.uint8) if shown is None else shown.view(np.uint8)
        other = without.get(self.stride)
        changes = () if other is None else top_changes(found, other)
        return PixelMap(self.kind, self.stride, found, codes, shares, changes=changes)

    def _measured(self, values: npt.NDArray[np.float32], top: float, edges: tuple[float, ...]) -> PixelMap:
        codes = np.minimum(values * np.float32((CODES - 1) / top) + np.float32(0.5), CODES - 1).astype(np.uint8)
        below: list[int] = [0, *(int(np.count_nonzero(values < edge)) for edge in edges[1:]), values.size]
        shares = tuple((np.diff(below) / values.size).tolist())
        return PixelMap(self.kind, self.stride, self.segmentation, codes, shares, edges, top)


def top_changes(found: Segmentation, without: Segmentation) -> tuple[Change, ...]:
    """The pairs of classes that most pixels change between, the largest first."""
    differs = found.class_map != without.class_map
    pairs = found.class_map[differs].astype(np.int64) * CODES + without.class_map[differs]
    counts = np.bincount(pairs, minlength=1)
    order = [int(pair) for pair in np.argsort(-counts, kind="stable")[:TOP_CHANGES] if counts[pair]]
    return tuple(Change(*divmod(pair, CODES), float(counts[pair] / differs.size)) for pair in order)


def _shares(codes: npt.NDArray[np.uint8], number: int) -> tuple[float, ...]:
    return tuple((np.bincount(codes.ravel(), minlength=number) / codes.size).tolist())
