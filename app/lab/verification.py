"""The badge "equals torchvision": torchvision's own operator, run on the worker on the same box and the same features."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from app.lab.looking import Look, Reading
from core.cancellation import CancelToken
from core.features import FloatMap
from core.roi.settings import BinConvention, Operator

if TYPE_CHECKING:
    import torch

TOLERANCE = 1e-5
"""Largest difference that float32 rounding explains, relative to values of order 1."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """``difference``: the largest absolute difference over all channels; None where torchvision has no such operator.

    ``scale``: the largest absolute value that torchvision made, what the difference is relative to.
    """

    operator: Operator
    difference: float | None
    scale: float = 0.0

    @property
    def equal(self) -> bool:
        return self.difference is not None and self.difference <= TOLERANCE * max(self.scale, 1.0)


@dataclass(frozen=True, slots=True, eq=False)
class VerifyRequest:
    """Called on the worker; imports torch there."""

    look: Look

    def __call__(self, token: CancelToken) -> tuple[Verdict, Verdict]:
        token.checkpoint("torchvision")
        first, second = (self._verdict(reading) for reading in self.look.readings)
        return first, second

    def _verdict(self, reading: Reading) -> Verdict:
        operator = reading.settings.operator
        expected = torchvision_values(reading, self.look.features)
        if expected is None:
            return Verdict(operator, None)
        differences = np.abs(expected.astype(np.float64) - reading.pooled)
        return Verdict(operator, float(differences.max()), float(np.abs(expected).max()))


def torchvision_values(reading: Reading, features: FloatMap) -> FloatMap | None:
    """``(C, n, n)`` as torchvision computes it; None for crop_and_resize and the bins that torchvision does not have.

    RoIWarp is checked as ``roi_align(aligned=True)`` of the rounded window, which is what it is defined as.
    """
    import torch
    from torchvision.ops import roi_align, roi_pool

    trace, settings = reading.trace, reading.settings
    scale, size, ratio = trace.grid.spatial_scale, settings.output_size, settings.sampling_ratio
    maps = _tensor(features)[None]
    box = torch.tensor([[0.0, *trace.box_image.as_tuple()]])
    with torch.inference_mode():
        if settings.operator is Operator.POOL and settings.bins is BinConvention.TORCHVISION:
            found = roi_pool(maps, box, size, scale)
        elif settings.operator is Operator.ALIGN:
            found = roi_align(maps, box, size, scale, ratio, settings.aligned)
        elif settings.operator is Operator.WARP:
            window = torch.tensor([[0.0, *trace.used_box_feature.as_tuple()]])
            found = roi_align(maps, window, size, 1.0, ratio, True)
        else:
            return None
    values: FloatMap = found[0].numpy()
    return values


def _tensor(features: FloatMap) -> torch.Tensor:
    import torch

    # A read-only array cannot be shared with torch without a warning; the copy is a few milliseconds once per rest of the box.
    return torch.from_numpy(np.array(features))
