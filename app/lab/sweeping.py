"""A sweep of the lab's box over one stride, in steps of a twentieth of a photo pixel."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.lab.choices import STEP_IMAGE
from app.lab.looking import Look
from core.cancellation import CancelToken
from core.geometry import Axis1d
from core.roi.sweep import OperatorSweep, SweepAxis, SweepMode, SweepPath, sweep


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
        look = self.look
        scale = axis_map(look).scale
        path = SweepPath(SweepMode.MOVE, look.choices.axis, STEP_IMAGE / scale, steps_per_stride(look))
        box_input = look.pyramid.to_image.inverse().box(look.choices.box_image)
        first, second = sweep(
            look.map.values, box_input, path, look.choices.operators.settings(), spatial_scale=1.0 / look.level.stride,
            checkpoint=lambda fraction: token.checkpoint("sweep", fraction),
        )  # fmt: skip
        return LabSweep(look, path.offsets_image * scale, (first, second), scale)
