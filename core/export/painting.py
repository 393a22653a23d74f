"""Ids painted over a photo: one table of colours, blended in whole steps so that equal results give equal bytes."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Photo = npt.NDArray[np.uint8]

ROWS = 16
"""Rows of a photo that are blended at once."""


def blended(
    rgb: Photo,
    ids: npt.NDArray[np.unsignedinteger],
    table: npt.NDArray[np.uint8],
    opacity: float,
    where: npt.NDArray[np.bool_] | None = None,
) -> Photo:
    """``round(photo * (1 - a) + colour * a)`` with ``a`` of 0 .. 255 steps, ``(H, W, 3)``; the photo unchanged outside ``where``.

    ``ids`` ``(H, W)`` index ``table`` ``(n, 4)`` RGBA, whose alpha is multiplied by ``opacity`` 0 .. 1.
    """
    alpha = np.rint(table[:, 3] * opacity).astype(np.uint16)[:, None]
    paint = table[:, :3] * alpha + np.uint16(127)
    keep = np.repeat(255 - alpha, 3, axis=1)
    mixture = np.empty_like(rgb)
    for top in range(0, len(ids), ROWS):  # a few rows at once: the 16-bit products of a whole photo need six times its memory
        rows = slice(top, top + ROWS)
        products = rgb[rows] * np.take(keep, ids[rows], axis=0)
        products += np.take(paint, ids[rows], axis=0)
        # products // 255, a third of whose time this takes: the same for all below 65535, and 255 * 255 + 127 is.
        products += (products >> 8) + np.uint16(1)
        np.right_shift(products, 8, out=products)
        mixture[rows] = products
    return mixture if where is None else np.where(where[:, :, None], mixture, rgb)


def outline_width(shape: tuple[int, ...]) -> int:
    """Two pixels, and more on photos that are looked at reduced: one five-hundredth of the longest side."""
    return max(2, round(max(shape) / 500))


def outline(ids: npt.NDArray[np.unsignedinteger], width: int) -> npt.NDArray[np.bool_]:
    """Where another id lies at most ``width`` pixels left, right, above or below, ``(H, W)`` bool."""
    edges = np.zeros(ids.shape, np.bool_)
    for lines, edge in ((ids, edges), (ids.T, edges.T)):
        for step in range(1, min(width, len(lines) - 1) + 1):
            differs = lines[step:] != lines[:-step]
            edge[step:] |= differs
            edge[:-step] |= differs
    return edges
