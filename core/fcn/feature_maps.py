"""A stack of feature maps as one picture: mean, max, and the first principal components as colour. Imports no torch."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from core.geometry import PlaneMap

FloatMap = npt.NDArray[np.float32]

COMPONENTS = 3
"""Red, green and blue."""
PERCENTILES = (2.0, 98.0)
"""Of a component's cells that black and full colour stand for: one odd cell does not make all others grey."""


@dataclass(frozen=True, slots=True, eq=False)
class PrincipalComponents:
    """``maps`` ``(3, h, w)``: each cell's coordinates along ``axes`` ``(3, C)``, which are orthonormal, the longest spread first.

    ``shares`` ``(3,)`` of the variance over the cells that each explains. Where the cells spread along fewer than three directions,
    the rest is 0.
    """

    maps: FloatMap
    axes: FloatMap
    shares: FloatMap


def cells_on_photo(cell_to_image: PlaneMap, shape: tuple[int, int], image_size: tuple[int, int]) -> tuple[int, int]:
    """``(rows, columns)`` of a map of ``shape`` up to the end of an image of ``(height, width)``; the rest is padding.

    Where padding comes before the image too (the paper's nets), its cells are counted: ``cell_to_image`` says where they lie.
    """
    to_cell = cell_to_image.inverse()
    ends = to_cell.y(image_size[0]), to_cell.x(image_size[1])
    # Rounded: a photo's end that falls on a cell's edge, but for rounding errors, does not reach into the next.
    rows, columns = (max(math.ceil(round(end, 3)), 1) for end in ends)
    return min(rows, shape[0]), min(columns, shape[1])


def principal_components(features: FloatMap) -> PrincipalComponents:
    """The first three principal components of the cells of ``(C, h, w)``, each cell a point in C dimensions.

    The eigenvectors of the covariance over the cells (Pearson 1901). A component's sign is free; here the entry of its axis with the
    largest magnitude is positive, so that the same features always give the same picture.
    """
    channels, height, width = features.shape
    cells = features.reshape(channels, -1).astype(np.float64)
    centred = cells - cells.mean(axis=1, keepdims=True)
    variances, vectors = np.linalg.eigh(centred @ centred.T / cells.shape[1])
    variances = np.maximum(variances, 0.0)
    axes = np.zeros((COMPONENTS, channels))
    shares = np.zeros(COMPONENTS)
    total, found = float(variances.sum()), min(COMPONENTS, channels)
    for place in range(found):
        variance, axis = variances[-1 - place], vectors[:, -1 - place]
        if variance <= 1e-12 * total:
            break
        axes[place] = axis * np.sign(axis[np.abs(axis).argmax()])
        shares[place] = variance / total
    maps = (axes @ centred).reshape(COMPONENTS, height, width)
    return PrincipalComponents(maps.astype(np.float32), axes.astype(np.float32), shares.astype(np.float32))


def components_as_colour(components: PrincipalComponents) -> npt.NDArray[np.uint8]:
    """``(h, w, 3)`` uint8: red, green and blue grow with the first, second and third component, between PERCENTILES of its cells."""
    colours = [_bytes(values, *np.percentile(values, PERCENTILES)) for values in components.maps]
    return np.stack(colours, axis=-1)


def thumbnails(features: FloatMap, longest_side: int) -> npt.NDArray[np.uint8]:
    """Every channel of ``(C, h, w)`` as ``(C, h', w')`` uint8, from its own smallest to its own largest value.

    Larger maps are averaged over whole blocks of cells until ``longest_side`` is not passed; smaller ones stay as they are.
    """
    channels, height, width = features.shape
    block = max(-(-max(height, width) // longest_side), 1)
    rows, columns = max(height // block, 1), max(width // block, 1)
    kept = features[:, : rows * block, : columns * block]
    down, across = kept.shape[1] // rows, kept.shape[2] // columns
    small = kept.reshape(channels, rows, down, columns, across).mean(axis=(2, 4))
    low, high = small.min(axis=(1, 2), keepdims=True), small.max(axis=(1, 2), keepdims=True)
    return np.asarray((small - low) / np.where(high > low, high - low, 1) * 255 + 0.5, np.uint8)


def _bytes(values: FloatMap, low: float, high: float) -> npt.NDArray[np.uint8]:
    span = high - low if high > low else 1.0
    return np.asarray(np.clip((values - low) / span * 255 + 0.5, 0, 255), np.uint8)
