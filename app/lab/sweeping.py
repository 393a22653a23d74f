"""A sweep of the lab's box over one stride, in steps of a twentieth of a photo pixel: of a bin's value, and of what heads say."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import numpy.typing as npt

from app.lab.choices import STEP_IMAGE
from app.lab.looking import Look
from core.cancellation import CancelToken
from core.features import FloatMap
from core.geometry import Axis1d, Box
from core.maskrcnn.glide import GlidePlan, HeadGlide, glide_on
from core.roi.sweep import OperatorSweep, SweepAxis, SweepMode, SweepPath, sweep

STEPS_AT_ONCE = 8
"""Steps whose heads are computed in one request: about a tenth of a second, after which a box that is scrubbed gets its turn."""


class HeadEngine(Protocol):
    """What is asked of core.engine.Engine for the heads of a Mask R-CNN."""

    def box_scores(self, key: str, pooled: FloatMap, token: CancelToken) -> FloatMap: ...

    def mask_probabilities(self, key: str, pooled: FloatMap, label: int, token: CancelToken) -> FloatMap: ...


@dataclass(frozen=True, slots=True, eq=False)
class LabSweep:
    """``offsets_image`` ``(steps + 1,)`` in photo pixels from where the box rests; one operator sweep per reading of ``look``.

    The sweeps run in network-input pixels; ``input_to_image`` is how many photo pixels one of those is along the axis.
    """

    look: Look
    offsets_image: npt.NDArray[np.float64]
    sweeps: tuple[OperatorSweep, OperatorSweep]
    input_to_image: float

    def values(self, place: int, row: int, column: int) -> npt.NDArray[np.float64]:
        """``(steps + 1,)``: one bin of the shown map along the way."""
        return self.sweeps[place].pooled[:, 0, row, column].astype(np.float64)


def axis_map(look: Look) -> Axis1d:
    to_image = look.pyramid.to_image
    return to_image.x if look.choices.axis is SweepAxis.X else to_image.y


def steps_per_stride(look: Look) -> int:
    """How many steps move the box by one cell of the level."""
    return max(round(look.level.stride * axis_map(look).scale / STEP_IMAGE), 1)


@dataclass(frozen=True, slots=True, eq=False)
class SweepRequest:
    """Called on the worker, on the shown map alone: one channel is a tenth of a second, all are many."""

    look: Look

    def __call__(self, token: CancelToken) -> LabSweep:
        look, path = self.look, path_of(self.look)
        first, second = sweep(
            look.map.values, resting_box_input(look), path, look.choices.operators.settings(), spatial_scale=1.0 / look.level.stride,
            checkpoint=lambda fraction: token.checkpoint("sweep", fraction),
        )  # fmt: skip
        scale = axis_map(look).scale
        return LabSweep(look, path.offsets_image * scale, (first, second), scale)


def path_of(look: Look) -> SweepPath:
    """One stride along the chosen axis, in network-input pixels."""
    return SweepPath(SweepMode.MOVE, look.choices.axis, STEP_IMAGE / axis_map(look).scale, steps_per_stride(look))


def resting_box_input(look: Look) -> Box:
    return look.pyramid.to_image.inverse().box(look.choices.box_image)


def plan_of(look: Look, label: int | None, mask_threshold: float) -> GlidePlan:
    """The glide of both operators over one stride."""
    operators = look.choices.operators.settings()
    return GlidePlan(look.features, 1.0 / look.level.stride, resting_box_input(look), path_of(look), operators, mask_threshold, label)


@dataclass(frozen=True, slots=True, eq=False)
class HeadsRequest:
    """Called on the worker: a few more steps of a glide, read by the heads of the model ``key``. ``engine`` is called there too."""

    plan: GlidePlan
    before: HeadGlide | None
    engine: Callable[[], HeadEngine]
    key: str

    def __call__(self, token: CancelToken) -> HeadGlide:
        token.checkpoint("heads")
        engine, key = self.engine(), self.key
        return glide_on(
            self.plan, self.before, STEPS_AT_ONCE, lambda pooled: engine.box_scores(key, pooled, token),
            lambda pooled, label: engine.mask_probabilities(key, pooled, label, token),
        )  # fmt: skip
