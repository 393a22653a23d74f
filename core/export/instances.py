"""What detected objects are written as: overlay PNG and instance-id PNG, both of the size of the photo. Imports no torch."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.errors import ExportError, InputError
from core.export.label_image import encode_labels
from core.export.painting import blended, outline, outline_width
from core.export.png import png_bytes
from core.export.tags import Tag, draw_tags
from core.image import ImageDocument
from core.maskrcnn.results import DetectionRun

DEFAULT_OPACITY = 0.5
Ids = npt.NDArray[np.uint8] | npt.NDArray[np.uint16]


def instance_png(ids: Ids) -> bytes:
    """Object numbers, 0 for none, as a PNG file: 8 bits with VOC's palette, 16 bits when there are more than 255 objects."""
    return encode_labels(ids)


def overlay_png(
    document: ImageDocument, run: DetectionRun, ids: Ids, colours: npt.NDArray[np.uint8], opacity: float = DEFAULT_OPACITY
) -> bytes:
    """The photo with each object's pixels in its colour, outlined, framed and named with its score, as an RGB PNG.

    ``ids`` ``(H, W)`` are 0 or 1 + the row of a detection (:func:`core.maskrcnn.paste.instance_map`), ``colours`` ``(d, 3)`` uint8 RGB
    (:func:`core.maskrcnn.colours.instance_colours`); ``opacity`` 0 .. 1 is that of the pixels within an outline.
    Raises InputError for another opacity, ExportError when the run is of another photo.
    """
    if run.image_digest != document.digest:
        raise ExportError("The result on hand is not of {name}; run the model on it first.", name=document.name)
    if not 0.0 <= opacity <= 1.0:
        raise InputError("The opacity {opacity} is not between 0 and 1; choose one that is.", opacity=opacity)
    table = np.zeros((len(run) + 1, 4), np.uint8)
    table[1:, :3], table[1:, 3] = colours, 255
    filled = blended(document.rgb, ids, table, opacity)
    picture = Image.fromarray(blended(filled, ids, table, 1.0, outline(ids, outline_width(ids.shape))))
    draw_tags(picture, [_tag(run, index, colour) for index, colour in enumerate(colours.tolist())])
    return png_bytes(picture)


def _tag(run: DetectionRun, index: int, colour: list[int]) -> Tag:
    detection = run.detection(index)
    red, green, blue = colour
    return Tag(f"{detection.name} {detection.score:.2f}", detection.box_image, (red, green, blue))
