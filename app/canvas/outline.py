"""Where outlines run between the regions of a label image."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray


def boundary_bands(labels: NDArray[np.uint8] | NDArray[np.uint16], widths: tuple[int, ...]) -> NDArray[np.uint8]:
    """Within how many of ``widths`` of a boundary each pixel lies, ``(h, w)``: 0 away from boundaries, ``len(widths)`` next to one.

    A pixel lies within ``d`` when one of the ``d`` pixels to its left, right, above or below has another label. ``labels`` is
    ``(h + 2 * m, w + 2 * m)`` with ``m = widths[-1]``, the largest: the result leaves out that margin.
    """
    margin = widths[-1]
    # Whether the label changes between a pixel and the next.
    down = labels[1:, margin:-margin] != labels[:-1, margin:-margin]
    across = labels[margin:-margin, 1:] != labels[margin:-margin, :-1]
    height, width = across.shape[0], down.shape[1]
    near = np.zeros((height, width), dtype=np.bool_)
    bands = np.zeros((height, width), dtype=np.uint8)
    for distance in range(1, margin + 1):
        for offset in (margin - distance, margin + distance - 1):
            near |= down[offset : offset + height]
            near |= across[:, offset : offset + width]
        if distance in widths:
            bands += near.view(np.uint8)
    return bands
