"""Label images as PNG files that the field's tools read: one number per pixel, no colour blending, nothing lost."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.export.png import png_bytes
from core.labels import VOID
from core.palettes import palette_table

LARGEST_ID = 65_535


def encode_labels(ids: npt.NDArray[np.integer]) -> bytes:
    """``(H, W)`` ids to the bytes of a PNG file: indexed with VOC's palette, or 16-bit greyscale when an id exceeds 255.

    Raises ValueError for ids outside 0 .. 65535 and for another shape.
    """
    if ids.ndim != 2 or ids.size == 0:
        raise ValueError(f"a label image is (H, W) and not empty, not {ids.shape}")
    lowest, highest = int(ids.min()), int(ids.max())
    if lowest < 0 or highest > LARGEST_ID:
        raise ValueError(f"ids {lowest} .. {highest} do not fit a PNG of 16 bits")
    if highest > VOID:
        return png_bytes(Image.fromarray(ids.astype(np.uint16)))
    image = Image.fromarray(ids.astype(np.uint8))
    image.putpalette(palette_table("voc", VOID).tobytes())
    return png_bytes(image)
