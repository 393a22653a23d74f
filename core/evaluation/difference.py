"""Where two class maps of one photo differ, and which classes they take each other's pixels for. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum

import numpy as np
import numpy.typing as npt

from core.errors import InputError
from core.labels import VOID

ClassMap = npt.NDArray[np.uint8]

BLOCK = 256
"""Rows that are compared at once: 12 megapixels of wide integers would take 100 MB."""


class Comparison(IntEnum):
    """What two maps say of one pixel; the value is the pixel's in :attr:`Difference.pixels`."""

    SAME = 0
    DIFFERENT = 1
    VOID = 2
    """Void in one of the two: not compared."""


@dataclass(frozen=True, slots=True)
class Swap:
    """``pixels`` are ``first`` in the one map and ``second`` in the other; two class ids that differ."""

    first: int
    second: int
    pixels: int


@dataclass(frozen=True, slots=True, eq=False)
class Difference:
    """``pixels`` is ``(H, W)`` uint8 of :class:`Comparison`; ``counts[a, b]`` ``(K, K)`` int64 the pixels of a here and b there.

    Both are read-only. ``void`` pixels are in neither the diagonal (same) nor the rest (different) of ``counts``.
    """

    pixels: npt.NDArray[np.uint8]
    counts: npt.NDArray[np.int64]
    void: int

    @property
    def compared(self) -> int:
        return int(self.counts.sum())

    @property
    def different(self) -> int:
        return self.compared - int(np.trace(self.counts))

    @property
    def share(self) -> float:
        """Different pixels over compared ones; NaN when none is compared."""
        return self.different / self.compared if self.compared else float("nan")

    def swaps(self) -> tuple[Swap, ...]:
        """The pairs of differing classes that occur, the most pixels first, then by class ids."""
        found = (Swap(int(a), int(b), int(self.counts[a, b])) for a, b in zip(*np.nonzero(self.counts), strict=True) if a != b)
        return tuple(sorted(found, key=lambda swap: (-swap.pixels, swap.first, swap.second)))

    def of_class(self, class_id: int) -> tuple[int, int, int]:
        """Pixels of a class in both maps, only in the first, only in the second."""
        both = int(self.counts[class_id, class_id])
        return both, int(self.counts[class_id].sum()) - both, int(self.counts[:, class_id].sum()) - both


def difference(first: ClassMap, second: ClassMap, num_classes: int) -> Difference:
    """Compare two maps, ``(H, W)`` uint8, ids of the same ``num_classes`` classes or void.

    Raises InputError when their sizes differ or an id is neither a class nor void.
    """
    if first.shape != second.shape:
        raise InputError(
            "The first map is {first} px, the second {second} px; compare maps of the same photo.",
            first=_size(first), second=_size(second),
        )  # fmt: skip
    pairs, pixels = np.zeros((VOID + 1) ** 2, np.int64), np.empty(first.shape, np.uint8)
    for top in range(0, len(first), BLOCK):
        rows = slice(top, top + BLOCK)
        one, other = first[rows], second[rows]
        pairs += np.bincount((one.astype(np.int32) * (VOID + 1) + other).ravel(), minlength=pairs.size)
        pixels[rows] = np.where((one == VOID) | (other == VOID), Comparison.VOID, one != other)
    counts, void = _split(pairs.reshape(VOID + 1, VOID + 1), num_classes)
    for values in (pixels, counts):
        values.flags.writeable = False
    return Difference(pixels, counts, void)


def _split(pairs: npt.NDArray[np.int64], num_classes: int) -> tuple[npt.NDArray[np.int64], int]:
    """The counts among classes, and those with void."""
    known = pairs[:num_classes, :num_classes].copy()
    void = int(pairs[VOID].sum() + pairs[:, VOID].sum() - pairs[VOID, VOID])
    if int(known.sum()) + void != int(pairs.sum()):
        strange = sorted({int(one) for pair in np.nonzero(pairs) for one in pair if num_classes <= one < VOID})
        raise InputError("Class id {id} is none of the {count} classes; compare maps of one label set.", id=strange[0], count=num_classes)
    return known, void


def _size(class_map: ClassMap) -> str:
    return " x ".join(str(length) for length in reversed(class_map.shape))
