"""Which level of a feature pyramid a box is read from."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.errors import InputError
from core.geometry import Box
from core.roi.grid import arithmetic_dtype, written

CANONICAL_LEVEL = 4
CANONICAL_SIDE = 224
"""A box of this side, in pixels of the network's input, belongs to the canonical level (ImageNet's crop, FPN section 4.2)."""

TIE_BREAKER = 1e-6
"""Added before the floor, so that 224 itself does not fall below its level by a rounding error."""


@dataclass(frozen=True, slots=True)
class FpnLevel:
    """``level = clamp(floor(unclamped), lowest, highest)``, ``unclamped = 4 + log2(root / 224) + 1e-6``, with its parts.

    ``area`` is in squared pixels of the network's input, ``root`` its square root, ``octaves`` the logarithm: how many
    doublings the box is larger than 224. ``floored`` is -inf for a box without area.
    """

    area: float
    root: float
    octaves: float
    unclamped: float
    floored: float
    lowest: int
    highest: int
    level: int

    @property
    def clamped(self) -> bool:
        """Whether the pyramid had no level that fine or that coarse."""
        return self.floored != self.level


def fpn_level(
    box_input: Box,
    *,
    lowest: int = 2,
    highest: int = 5,
    canonical_level: int = CANONICAL_LEVEL,
    canonical_side: int = CANONICAL_SIDE,
    dtype: npt.DTypeLike = np.float32,
) -> FpnLevel:
    """The level of a box in pixels of the network's *input* (not of the photo), as ``MultiScaleRoIAlign`` chooses it.

    Computed in ``dtype``, as the operator does. Raises InputError for a coordinate that is not finite or a negative area.
    Source: FPN, eq. 1, Lin et al. 2017; the added 1e-6 is torchvision's.
    """
    number = arithmetic_dtype(dtype).type
    if not box_input.is_finite:
        raise InputError("The box {box} has a coordinate that is not a finite number.", box=written(box_input))
    with np.errstate(over="ignore"):  # an area beyond the dtype becomes infinite, which is refused below
        x1, y1, x2, y2 = (number(value) for value in box_input.as_tuple())
        area = (x2 - x1) * (y2 - y1)
    if not 0 <= area < math.inf:
        raise InputError("The box {box} has no sensible area; its level is not defined.", box=written(box_input))
    root = np.sqrt(area)
    octaves = np.log2(root / number(canonical_side)) if area > 0 else number(-math.inf)
    unclamped = number(canonical_level) + octaves + number(TIE_BREAKER)
    floored = float(np.floor(unclamped))
    level = int(min(max(floored, lowest), highest))
    return FpnLevel(float(area), float(root), float(octaves), float(unclamped), floored, lowest, highest, level)


FINEST_STRIDE = 4
"""Detection heads read no finer level: FPN starts at P2."""

COARSEST_STRIDE = 32
"""... and no coarser one: the pooled level after P5 feeds the region proposals only."""


@dataclass(frozen=True, slots=True)
class LevelChoice:
    """The pyramid level ``name`` at ``stride``, and the formula behind it; None where a person forced the level."""

    name: str
    stride: int
    formula: FpnLevel | None


def choose_level(box_input: Box, strides: Mapping[str, int], forced: int | None = None) -> LevelChoice:
    """The level of a pyramid to read ``box_input`` from; ``strides`` maps level names to strides, level k at stride 2^k.

    Automatic by :func:`fpn_level`, clamped to the levels present at strides 4 to 32 (also for trunks without FPN, which have no
    rule of their own). ``forced`` takes level k whatever the box, also a finer or coarser one. Raises InputError when the
    pyramid has no such level.
    """
    names = {stride.bit_length() - 1: name for name, stride in strides.items()}
    if forced is not None:
        if forced not in names:
            raise InputError(
                "This model has no level {level}; it has {known}.", level=forced,
                known=", ".join(f"{level} ({names[level]})" for level in sorted(names)),
            )  # fmt: skip
        return LevelChoice(names[forced], 2**forced, None)
    readable = [level for level in names if FINEST_STRIDE <= 2**level <= COARSEST_STRIDE]
    if not readable:
        raise InputError("This model has no level at a stride from {low} to {high}.", low=FINEST_STRIDE, high=COARSEST_STRIDE)
    formula = fpn_level(box_input, lowest=min(readable), highest=max(readable))
    nearest = min(readable, key=lambda level: (abs(level - formula.level), level))
    return LevelChoice(names[nearest], 2**nearest, formula)
