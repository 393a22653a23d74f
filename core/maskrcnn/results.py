"""What a Mask R-CNN says about one photo. Imports no torch."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True, slots=True, eq=False)
class MaskPatch:
    """The part of an object's mask that can be inside: ``inside`` is ``(h, w)`` bool, its first pixel image pixel ``(left, top)``.

    Every image pixel outside the patch is outside the object; the patch lies within the image.
    """

    left: int
    top: int
    inside: npt.NDArray[np.bool_]
