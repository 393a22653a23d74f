"""Small pictures for a diagram's nodes: photos, maps, mosaics of maps, boxes and masks on a photo. No Qt, no torch."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TypeVar

import numpy as np
import numpy.typing as npt
from PIL import Image

from app.colours import Picture, heated
from core.maskrcnn.results import MaskPatch
from core.palettes import Rgb

SIDE = 288
"""Longest side in pixels: about what a card shows on a screen of double density."""
FAINT = 0.45
"""How bright a photo stays under what is drawn on it."""
MOSAIC_GAP = 1
MOSAIC_COLUMNS = (4, 3)
INK: Rgb = (255, 255, 255)

Scalar = TypeVar("Scalar", bound=np.generic)
Values = npt.NDArray[np.floating]


def fitted_size(height: int, width: int) -> tuple[int, int]:
    """``(height, width)`` scaled so that the longest side is SIDE, at least 1 pixel each."""
    scale = SIDE / max(height, width)
    return max(round(height * scale), 1), max(round(width * scale), 1)


def photo_picture(rgb: Picture) -> Picture:
    """A photo ``(H, W, 3)`` made smaller by averaging; a small one is enlarged pixel by pixel."""
    height, width = fitted_size(*rgb.shape[:2])
    if max(rgb.shape[:2]) <= SIDE:
        return enlarged(rgb)
    image = Image.fromarray(rgb)
    # Every other pixel is averaged away before the costly filter: 12 megapixels would take 60 ms.
    return np.asarray(image.resize((width, height), Image.Resampling.BILINEAR, reducing_gap=1.5))


def enlarged(picture: npt.NDArray[np.uint8]) -> npt.NDArray[np.uint8]:
    """Cells as squares, so that nobody who shows the picture larger blurs them: ``(h, w, ...)`` to about SIDE pixels."""
    times = max(SIDE // max(picture.shape[:2]), 1)
    return picture.repeat(times, axis=0).repeat(times, axis=1)


def mean_map(features: Values) -> Values:
    """``(C, h, w)`` to ``(h, w)``: the mean over the channels."""
    return np.asarray(features.mean(axis=0))


def map_picture(values: Values) -> Picture:
    """``(h, w)`` as heat from its 1st to its 99th percentile: one odd cell does not make all others black."""
    if not values.size:
        return np.zeros((1, 1, 3), np.uint8)
    low, high = np.percentile(values, (1, 99))
    return enlarged(heated(_at_most(values), float(low), float(high)))


def mosaic_picture(maps: Sequence[Values] | Values, low: float | None = None, high: float | None = None) -> Picture:
    """Maps ``(n, h, w)`` beside and below each other as heat, on one scale; ``low`` and ``high`` default to their extremes."""
    if not len(maps):
        return np.zeros((1, 1, 3), np.uint8)
    stack = np.asarray(maps)
    low, high = (float(stack.min()) if low is None else low), (float(stack.max()) if high is None else high)
    count, height, width = stack.shape
    columns = mosaic_columns(count)
    rows = -(-count // columns)
    ground = np.full((rows * (height + MOSAIC_GAP) - MOSAIC_GAP, columns * (width + MOSAIC_GAP) - MOSAIC_GAP, 3), 128, np.uint8)
    for place, values in enumerate(stack):
        top, left = (place // columns) * (height + MOSAIC_GAP), (place % columns) * (width + MOSAIC_GAP)
        ground[top : top + height, left : left + width] = heated(values, low, high)
    return enlarged(ground)


def mosaic_columns(count: int) -> int:
    """As many as make the mosaic a little wider than high and leave few places empty."""
    return {1: 1, 2: 2, 4: 2}.get(count) or min(MOSAIC_COLUMNS, key=lambda columns: -count % columns)


def faint(photo: Picture) -> Picture:
    """A photo that what is drawn on it stands out from."""
    return np.asarray(photo * FAINT, np.uint8)


def boxes_picture(
    photo: Picture, boxes_image: Values, image_size: tuple[int, int], colours: Sequence[Rgb] = (INK,), thickness: int = 1
) -> Picture:
    """Boxes ``(n, 4)`` image px of a photo of ``(height, width)`` on its small picture, the first on top; colours repeat."""
    picture = faint(photo)
    across, down = picture.shape[1] / image_size[1], picture.shape[0] / image_size[0]
    for index in range(len(boxes_image) - 1, -1, -1):
        x1, y1, x2, y2 = boxes_image[index] * (across, down, across, down)
        _frame(picture, (float(x1), float(y1), float(x2), float(y2)), colours[index % len(colours)], thickness)
    return picture


def masks_picture(
    photo: Picture, patches: Iterable[MaskPatch], image_size: tuple[int, int], colours: Sequence[Rgb], share: float = 0.6
) -> Picture:
    """Masks in image pixels over the small picture of their photo, the first on top."""
    picture = photo.copy()
    for patch, colour in reversed(list(zip(patches, colours, strict=True))):
        rows, top = _sampled(patch.top, patch.inside.shape[0], image_size[0], picture.shape[0])
        columns, left = _sampled(patch.left, patch.inside.shape[1], image_size[1], picture.shape[1])
        inside = patch.inside[np.ix_(rows, columns)]
        area = picture[top : top + len(rows), left : left + len(columns)]
        area[inside] = area[inside] * (1 - share) + np.array(colour) * share
    return picture


def classes_picture(class_map: npt.NDArray[np.uint8], table: npt.NDArray[np.uint8]) -> Picture:
    """A class map ``(h, w)`` in the colours of ``table`` ``(256, 3)``."""
    return enlarged(table[_at_most(class_map)])


def _at_most(values: npt.NDArray[Scalar]) -> npt.NDArray[Scalar]:
    """Every second, third, ... value, so that no side is longer than SIDE."""
    step = -(-max(values.shape) // SIDE)
    return values[::step, ::step]


def _sampled(first: int, length: int, image_length: int, picture_length: int) -> tuple[npt.NDArray[np.intp], int]:
    """Which rows (or columns) of a patch the picture's own rows show, and the first of those."""
    scale = picture_length / image_length
    low, high = max(round(first * scale), 0), min(round((first + length) * scale), picture_length)
    centres = (np.arange(low, high) + 0.5) / scale - first
    return np.clip(centres.astype(np.intp), 0, length - 1), low


def _frame(picture: Picture, box: tuple[float, float, float, float], colour: Rgb, thickness: int) -> None:
    height, width = picture.shape[:2]
    left, right = (min(max(round(x), 0), width - 1) for x in (box[0], box[2]))
    top, bottom = (min(max(round(y), 0), height - 1) for y in (box[1], box[3]))
    for inset in range(thickness):
        picture[min(top + inset, bottom), left : right + 1] = colour
        picture[max(bottom - inset, top), left : right + 1] = colour
        picture[top : bottom + 1, min(left + inset, right)] = colour
        picture[top : bottom + 1, max(right - inset, left)] = colour
