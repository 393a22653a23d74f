"""The dialog's picture of what the file will be: fitted into the place there is, never enlarged."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.theme import current

MARGIN = 12


class PreviewPicture(QWidget):
    """Shows ``(h, w, 3)`` uint8 pixels, or one sentence while there are none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._image: QImage | None = None
        self._sentence = ""
        self.setMinimumSize(280, 240)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    @property
    def image(self) -> QImage | None:
        return self._image

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(560, 460)

    def show_pixels(self, pixels: npt.NDArray[np.uint8]) -> None:
        height, width = pixels.shape[:2]
        # A copy: the image must own what it shows.
        self._image = QImage(np.ascontiguousarray(pixels).data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()
        self.setAccessibleDescription(f"{width} × {height} px")
        self.update()

    def show_sentence(self, sentence: str) -> None:
        """Why there is nothing to see."""
        self._image, self._sentence = None, sentence
        self.setAccessibleDescription(sentence)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        theme, painter = current(), QPainter(self)
        painter.fillRect(self.rect(), QColor(theme.stage))
        room = QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        if self._image is None:
            painter.setPen(QColor(theme.muted))
            painter.drawText(room, int(Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap), self._sentence)
            return
        ratio = self.devicePixelRatio()
        size = self._image.size().toSizeF() / ratio
        if size.width() > room.width() or size.height() > room.height():
            size.scale(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        place = QRectF(0, 0, size.width(), size.height())
        place.moveCenter(room.center())
        whole = QSize(round(size.width() * ratio), round(size.height() * ratio))
        # Qt's own painter would only halve: scaled first, small text stays legible.
        shown = self._image.scaled(whole, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation)
        painter.drawImage(place, shown)
        painter.setPen(QColor(theme.line))
        painter.drawRect(place.adjusted(-1, -1, 0, 0))
