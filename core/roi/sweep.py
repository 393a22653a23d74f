"""Moving or scaling a box in sub-pixel steps: which operator follows, which one stands still and then jumps."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import pairwise
from typing import Any

import numpy as np
import numpy.typing as npt

from core.errors import InputError
from core.geometry import Box, PlaneMap
from core.roi.grid import Features
from core.roi.operators import trace_box
from core.roi.settings import OperatorSettings

Head = Callable[[Features], npt.NDArray[np.floating[Any]]]
"""``(steps, C, rows, columns)`` pooled values -> ``(steps, K)`` outputs, such as class scores and a mask's IoU."""

MOST_STEPS = 10_000
MOST_VALUES = 2**28
"""Pooled values kept per operator: 1 GiB of float32."""

NOISE = 64
"""Rounding errors of one pooled value, in units of the dtype's epsilon; the largest seen is about a tenth of it."""


class SweepMode(StrEnum):
    """What happens to the box from step to step."""

    MOVE = "move"
    SCALE = "scale"


class SweepAxis(StrEnum):
    """Along which axis."""

    X = "x"
    Y = "y"


@dataclass(frozen=True, slots=True)
class SweepPath:
    """``count`` steps of ``step_image`` pixels. A moved box keeps its size; a scaled one keeps its centre and grows by a step.

    ``first`` is the number of the step that it begins after: a part of a longer path, which can be swept by itself.
    Raises InputError when there are no steps, too many, or a step is not a finite number other than 0.
    """

    mode: SweepMode
    axis: SweepAxis
    step_image: float
    count: int
    first: int = 0

    def __post_init__(self) -> None:
        if not 1 <= self.count <= MOST_STEPS:
            raise InputError("A sweep of {count} steps is not between 1 and {limit}.", count=self.count, limit=MOST_STEPS)
        if not np.isfinite(self.step_image) or self.step_image == 0:
            raise InputError("The step {step} is not a number of pixels other than 0.", step=self.step_image)

    @property
    def offsets_image(self) -> npt.NDArray[np.float64]:
        """``(count + 1,)``: how far the box has moved, or grown, at each step; 0 at the first unless it is a part."""
        return np.arange(self.first, self.first + self.count + 1, dtype=np.float64) * self.step_image

    def box_at(self, box_image: Box, offset: float) -> Box:
        """The box moved or grown by ``offset`` pixels."""
        near, far = (offset, offset) if self.mode is SweepMode.MOVE else (-offset / 2, offset / 2)
        x1, y1, x2, y2 = box_image.as_tuple()
        if self.axis is SweepAxis.X:
            return Box(x1 + near, y1, x2 + far, y2)
        return Box(x1, y1 + near, x2, y2 + far)

    @property
    def reach_image(self) -> float:
        """How far any point of the box moves in one step, in pixels."""
        return abs(self.step_image) * (1.0 if self.mode is SweepMode.MOVE else 0.5)


@dataclass(frozen=True, slots=True)
class SweepSummary:
    """``jumps``: steps that jump. ``largest_jump``: the largest absolute change of them, 0 without one.

    ``slope``: the largest absolute change per image pixel over the steps in which no value of the operator jumps; 0 for a
    staircase, which stands still there.
    """

    jumps: int
    largest_jump: float
    slope: float


@dataclass(frozen=True, slots=True, eq=False)
class OperatorSweep:
    """One operator along a path: ``pooled`` ``(count + 1, C, rows, columns)``, ``head_outputs`` ``(count + 1, K)`` or None.

    A step is a **jump** of a value when the value changes by more than any reading that follows the box continuously could
    change. Such a reading changes by at most the largest difference between two neighbouring cells of the channel along the
    axis, times the cells that a point of the box moves in the step; ``limits`` ``(C,)`` is that product plus the rounding
    error of the arithmetic. ``jumped`` ``(count,)``: steps in which any value jumps. A head is continuous, so it jumps only
    where any of its pooled inputs does.
    """

    settings: OperatorSettings
    path: SweepPath
    pooled: Features
    head_outputs: npt.NDArray[np.floating[Any]] | None
    limits: npt.NDArray[np.float64]
    jumped: npt.NDArray[np.bool_]

    def summary(self, *, channel: int, row: int, column: int) -> SweepSummary:
        """Jumps and slope of one pooled value."""
        changes = np.abs(np.diff(self.pooled[:, channel, row, column].astype(np.float64)))
        return self._summary(changes, changes > self.limits[channel])

    def overall(self) -> SweepSummary:
        """All pooled values together: a step counts once, however many values jump in it."""
        limits = self.limits[:, None, None]
        largest_jump, largest_glide = 0.0, 0.0
        for (before, after), jumped in zip(pairwise(self.pooled), self.jumped, strict=True):
            changes = np.abs(after.astype(np.float64) - before)
            if jumped:
                largest_jump = max(largest_jump, float(changes[changes > limits].max()))
            else:
                largest_glide = max(largest_glide, float(changes.max(initial=0.0)))
        return SweepSummary(int(self.jumped.sum()), largest_jump, largest_glide / abs(self.path.step_image))

    def head_summary(self, output: int) -> SweepSummary:
        """Jumps and slope of one head output: it jumps where it changes in a step in which a pooled value jumps.

        Raises InputError when the sweep had no head.
        """
        if self.head_outputs is None:
            raise InputError("This sweep has no head; its pooled values have summaries of their own.")
        changes = np.abs(np.diff(self.head_outputs[:, output].astype(np.float64)))
        return self._summary(changes, self.jumped & (changes > 0))

    def _summary(self, changes: npt.NDArray[np.float64], jumps: npt.NDArray[np.bool_]) -> SweepSummary:
        slope = float(changes[~self.jumped].max(initial=0.0)) / abs(self.path.step_image)
        return SweepSummary(int(jumps.sum()), float(changes[jumps].max(initial=0.0)), slope)


def sweep(
    features: Features,
    box_image: Box,
    path: SweepPath,
    operators: Sequence[OperatorSettings],
    *,
    spatial_scale: float,
    cell_to_image: PlaneMap | None = None,
    head: Head | None = None,
    limits: npt.NDArray[np.float64] | None = None,
    checkpoint: Callable[[float], None] | None = None,
) -> tuple[OperatorSweep, ...]:
    """Pool ``features`` ``(C, H, W)`` along ``path`` with each operator; ``box_image`` is where the path starts.

    Pass ``features[c:c + 1]`` to sweep one channel. ``head`` is called once per operator. ``limits`` saves
    a part of a path what :func:`glide_limits` says of the whole. ``checkpoint`` is called with the
    fraction done before each step and may raise, to cancel. Coordinates are in the pixels that ``spatial_scale`` refers to.
    Raises InputError as the traces do, and when the pooled values would take more than a gigabyte.
    """
    offsets = path.offsets_image
    limits = glide_limits(features, box_image, path, spatial_scale=spatial_scale) if limits is None else limits
    swept = []
    for done, settings in enumerate(operators):
        shape = (len(offsets), len(features), *settings.output_size)
        if np.prod(shape, dtype=np.float64) > MOST_VALUES:
            raise InputError("The sweep would keep {count} values; sweep fewer channels or steps.", count=int(np.prod(shape)))
        pooled = np.empty(shape, features.dtype)
        for step, offset in enumerate(offsets.tolist()):
            if checkpoint is not None:
                checkpoint((done + step / len(offsets)) / len(operators))
            trace = trace_box(
                settings, path.box_at(box_image, offset), spatial_scale=spatial_scale, map_size=features.shape[1:],
                dtype=features.dtype, cell_to_image=cell_to_image,
            )  # fmt: skip
            pooled[step] = trace.evaluate(features)
        swept.append(OperatorSweep(settings, path, pooled, head(pooled) if head else None, limits, _steps_that_jump(pooled, limits)))
    return tuple(swept)


def _steps_that_jump(pooled: Features, limits: npt.NDArray[np.float64]) -> npt.NDArray[np.bool_]:
    changes = (np.abs(after.astype(np.float64) - before) for before, after in pairwise(pooled))
    return np.array([bool((change > limits[:, None, None]).any()) for change in changes])


def glide_limits(features: Features, box_image: Box, path: SweepPath, *, spatial_scale: float) -> npt.NDArray[np.float64]:
    """``(C,)``: the largest change of a value in one step that is no jump; see :class:`OperatorSweep`."""
    epsilon = float(np.finfo(features.dtype).eps)
    along = features.astype(np.float64) if path.axis is SweepAxis.X else np.moveaxis(features.astype(np.float64), 1, 2)
    steepest = np.abs(np.diff(along, axis=2)).max(axis=(1, 2), initial=0.0)
    reach_cells = path.reach_image * spatial_scale + 8 * epsilon * _farthest_cell(box_image, path, spatial_scale)
    glides: npt.NDArray[np.float64] = steepest * reach_cells + NOISE * epsilon * np.abs(along).max(axis=(1, 2))
    return glides


def _farthest_cell(box_image: Box, path: SweepPath, spatial_scale: float) -> float:
    """The largest coordinate on the way, in cells: what rounding errors of positions are relative to."""
    ends = (*box_image.as_tuple(), *path.box_at(box_image, float(path.offsets_image[-1])).as_tuple())
    return max(abs(value) for value in ends) * spatial_scale + 1
