"""Small pictures of the samples, made off the GUI thread."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage

from app.workflow.pasting import rgba_of
from core.cancellation import CancelToken
from core.errors import UserError
from core.samples import SAMPLES, load_sample

SIZE = QSize(264, 198)
"""Twice what is shown, for screens with two pixels a point."""

Pixels = npt.NDArray[np.uint8]


def thumbnail(rgb: Pixels) -> Pixels:
    """The middle of a photo ``(H, W, 3)`` uint8, cut and smoothly scaled to SIZE."""
    height, width = rgb.shape[:2]
    photo = QImage(np.ascontiguousarray(rgb).data, width, height, 3 * width, QImage.Format.Format_RGB888)
    scaled = photo.scaled(SIZE, Qt.AspectRatioMode.KeepAspectRatioByExpanding, Qt.TransformationMode.SmoothTransformation)
    left, top = (scaled.width() - SIZE.width()) // 2, (scaled.height() - SIZE.height()) // 2
    return np.ascontiguousarray(rgba_of(scaled.copy(left, top, SIZE.width(), SIZE.height()))[..., :3])


def sample_thumbnails(token: CancelToken) -> dict[str, Pixels]:
    """Sample key to thumbnail, for every sample that can be read."""
    made = {}
    for sample in SAMPLES:
        token.checkpoint("thumbnails")
        try:
            made[sample.key] = thumbnail(load_sample(sample.key).rgb)
        except UserError:  # told when somebody opens that sample
            continue
    return made
