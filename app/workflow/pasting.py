"""From the clipboard's image to a document."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QImage

from core.decoding import NEUTRAL_GREY
from core.image import ImageDocument, LoadNote, LoadNoteKind, from_array


def rgba_of(image: QImage) -> npt.NDArray[np.uint8]:
    """The pixels of any QImage, ``(H, W, 4)`` uint8, not premultiplied. A copy."""
    converted = image.convertToFormat(QImage.Format.Format_RGBA8888)
    rows = np.frombuffer(converted.constBits(), np.uint8).reshape(converted.height(), converted.bytesPerLine())
    return rows[:, : 4 * converted.width()].reshape(converted.height(), converted.width(), 4).copy()


def document_of(image: QImage, name: str) -> ImageDocument:
    """A document of a pasted image; transparent parts are laid on the grey that transparent files are laid on.

    Raises ImageTooLarge.
    """
    rgba = rgba_of(image)
    if not image.hasAlphaChannel() or rgba[..., 3].min() == 255:
        return from_array(np.ascontiguousarray(rgba[..., :3]), name=name)
    alpha = rgba[..., 3:].astype(np.uint32)
    mixed = rgba[..., :3] * alpha + np.array(NEUTRAL_GREY, np.uint32) * (255 - alpha)
    rgb = ((mixed + 127) // 255).astype(np.uint8)
    return from_array(rgb, name=name, notes=[LoadNote(LoadNoteKind.ALPHA_COMPOSITED)])
