"""What a segmentation is written as: label PNG, overlay PNG, probabilities NPZ. All have the size of the photo, not of the screen."""

from __future__ import annotations

import io
import zipfile

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.errors import ExportError, InputError
from core.export.label_image import encode_labels
from core.export.painting import blended, outline, outline_width
from core.export.png import png_bytes
from core.fcn.results import Segmentation
from core.image import ImageDocument
from core.labels import LabelSet
from core.palettes import overlay_table

DEFAULT_OPACITY = 0.5


def label_png(segmentation: Segmentation) -> bytes:
    """The class ids as an indexed PNG with VOC's palette, 255 void."""
    return encode_labels(segmentation.class_map)


def overlay_png(
    document: ImageDocument,
    segmentation: Segmentation,
    palette: str = "voc",
    opacity: float = DEFAULT_OPACITY,
    *,
    outlined: bool = False,
) -> bytes:
    """The photo with the classes painted over it in a palette's colours, background and void left clear, as an RGB PNG.

    ``opacity`` is 0 .. 1. Raises InputError for another opacity or palette, ExportError when the segmentation is of another photo.
    """
    return painted_png(document, segmentation, overlay_table(segmentation.label_set, palette), opacity, outlined=outlined)


def painted_png(
    document: ImageDocument,
    segmentation: Segmentation,
    table: npt.NDArray[np.uint8],
    opacity: float = DEFAULT_OPACITY,
    *,
    outlined: bool = False,
) -> bytes:
    """:func:`overlay_png` with any colours: class ``i`` is painted as ``table[i]``, ``(256, 4)`` uint8 RGBA, alpha times ``opacity``."""
    if segmentation.image_digest != document.digest:
        raise ExportError("The result on hand is not of {name}; run the model on it first.", name=document.name)
    if not 0.0 <= opacity <= 1.0:
        raise InputError("The opacity {opacity} is not between 0 and 1; choose one that is.", opacity=opacity)
    class_map = segmentation.class_map
    where = outline(class_map, outline_width(class_map.shape)) if outlined else None
    return png_bytes(Image.fromarray(blended(document.rgb, class_map, table, opacity, where)))


def probabilities_npz(
    probabilities: npt.NDArray[np.floating],
    label_set: LabelSet,
    dtype: type[np.float16] | type[np.float32] = np.float16,
) -> bytes:
    """``(K, H, W)`` probabilities as an NPZ file with the arrays ``probabilities`` and ``labels`` (the K names, in order).

    Half precision keeps three decimal digits, and exactly 0 and 1. Equal values give equal bytes. Raises ValueError unless K is the
    number of labels.
    """
    if probabilities.ndim != 3 or len(probabilities) != len(label_set):
        raise ValueError(f"{len(label_set)} labels do not name probabilities of shape {probabilities.shape}")
    arrays = {"probabilities": probabilities.astype(dtype, copy=False), "labels": np.array(label_set.names)}
    content = io.BytesIO()
    # Members opened by name are dated 1980, the earliest that a zip file can state. Level 1: up to thrice as fast, hardly larger.
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as stream:
                np.lib.format.write_array(stream, np.ascontiguousarray(array), allow_pickle=False)
    return content.getvalue()
