"""Pictures of the mask arena: the pasted mask on the photo, the layers of the head in a row, and the scale of the colours."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from app.colours import heated, image_of
from app.inside_maskrcnn.arena_look import ArenaLook, LayerLook, Squash
from app.theme import current
from app.translation import mark, tr
from core.maskrcnn.results import Floats

TINT = 0.45
"""Opacity of the picked mask over the photo."""


def outline_of(inside: npt.NDArray[np.bool_], width: int = 1) -> npt.NDArray[np.bool_]:
    """The inner border of a mask, ``width`` pixels wide; also along the picture's edge."""
    core = inside
    for _ in range(width):
        padded = np.pad(core, 1)
        core = core & padded[:-2, 1:-1] & padded[2:, 1:-1] & padded[1:-1, :-2] & padded[1:-1, 2:]
    return inside & ~core


class PastedPreview(QWidget):
    """The photo around the box with the picked channel's mask filled and outlined, the own label's only outlined in white."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._picture = QImage()
        self._look: ArenaLook | None = None
        self._squash = Squash.SIGMOID
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(300, 150)  # low enough for the curve below it to be seen with it in the least window

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(160, 120)

    def set_look(self, look: ArenaLook | None, squash: Squash) -> None:
        self._look, self._squash = look, squash
        self.retint()

    def retint(self) -> None:
        """Take the theme's colours anew."""
        look = self._look
        self._picture = QImage() if look is None else image_of(self._painted(look))
        self.update()

    def _painted(self, look: ArenaLook) -> npt.NDArray[np.uint8]:
        colour = QColor(current().accent)
        accent = np.array([colour.red(), colour.green(), colour.blue()])
        shown, inside = look.crop.astype(np.float32), look.picked.reading(self._squash).inside
        shown[inside] = shown[inside] * (1 - TINT) + accent * TINT
        if look.own is not look.picked:
            shown[outline_of(look.own.reading(self._squash).inside)] = 255
        shown[outline_of(inside, 2 if min(inside.shape) > 150 else 1)] = accent
        return shown.astype(np.uint8)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        painter = QPainter(self)
        painter.fillRect(self.rect(), QColor(current().stage))
        if self._picture.isNull():
            return
        scale = min(self.width() / self._picture.width(), self.height() / self._picture.height())
        size = QPointF(self._picture.width() * scale, self._picture.height() * scale)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, scale < 1)
        painter.drawImage(QRectF((self.width() - size.x()) / 2, (self.height() - size.y()) / 2, size.x(), size.y()), self._picture)


class ScaleBar(QWidget):
    """The colours from 0 to 1."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFixedSize(150, 18)
        self._ramp = image_of(heated(np.linspace(0, 1, 256)[None], 0.0, 1.0))

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        painter = QPainter(self)
        painter.setPen(QColor(current().muted))
        figure = self.fontMetrics().horizontalAdvance("0")
        base = (self.height() + self.fontMetrics().capHeight()) / 2
        painter.drawText(QPointF(0, base), "0")
        painter.drawText(QPointF(self.width() - figure, base), "1")
        painter.drawImage(QRectF(figure + 6, 4, self.width() - 2 * figure - 12, self.height() - 8), self._ramp)


TITLES = {"features": mark("RoI features"), "deconv": "deconv 2×2", "logits": "conv 1×1"}
THUMBNAIL, GAP, LEAST_GAP, PAD = 84.0, 46.0, 22.0, 10.0
"""Logical pixels: the side of a thumbnail, the room between two where there is enough and at least, and beside the outer ones."""


class LayerStrip(QWidget):
    """The mask head from its RoI features to its logits, left to right: what each layer holds on average, and its shape."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._layers: tuple[LayerLook, ...] = ()
        self._pictures: list[QImage] = []
        self._ends: list[tuple[float, float]] = []
        self._last = ""
        self.setMinimumHeight(round(THUMBNAIL) + 3 * self.fontMetrics().height() + 8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def layers(self) -> tuple[LayerLook, ...]:
        return self._layers

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._width(GAP), self.minimumHeight())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._width(LEAST_GAP), self.minimumHeight())

    def _width(self, gap: float) -> int:
        count = max(len(self._layers), 1)
        return round(count * THUMBNAIL + (count - 1) * gap + 2 * PAD)

    def set_layers(self, layers: tuple[LayerLook, ...], logits: Floats | None, name: str) -> None:
        """``logits`` ``(28, 28)`` are those of the picked class, ``name`` what it is called: a mean over classes would say nothing."""
        self._layers, self._last = layers, name
        values = [layer.mean if layer.name != "logits" or logits is None else logits for layer in layers]
        self._pictures = [image_of(heated(one, float(one.min()), float(one.max()))) for one in values]
        self._ends = [(float(one.min()), float(one.max())) for one in values]
        self.setAccessibleDescription("; ".join(self._spoken(layer, ends) for layer, ends in zip(layers, self._ends, strict=True)))
        self.updateGeometry()
        self.update()

    def caption(self, layer: LayerLook) -> str:
        return tr(TITLES.get(layer.name, "conv 3×3"))

    def _below(self, layer: LayerLook) -> str:
        return tr("logit of {name}", name=self._last) if layer.name == "logits" else tr("mean of channels")

    def _spoken(self, layer: LayerLook, ends: tuple[float, float]) -> str:
        shape = " × ".join(str(side) for side in layer.shape)
        return f"{self.caption(layer)}, {shape}, {self._below(layer)} {ends[0]:.2f} … {ends[1]:.2f}"

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        painter, theme, metrics = QPainter(self), current(), self.fontMetrics()
        count = len(self._layers)
        room = (self.width() - 2 * PAD - count * THUMBNAIL) / max(count - 1, 1)
        gap = min(max(room, LEAST_GAP), GAP)
        for place, (layer, image) in enumerate(zip(self._layers, self._pictures, strict=True)):
            left = PAD + place * (THUMBNAIL + gap)
            area = QRectF(left, metrics.height() + 3, THUMBNAIL, THUMBNAIL)
            painter.drawImage(area, image)
            low, high = self._ends[place]
            for row, (text, colour) in enumerate((
                (self.caption(layer), theme.text),
                (" × ".join(str(side) for side in layer.shape), theme.text),
                (f"{low:.1f} … {high:.1f}".replace("-", "−"), theme.muted),
            )):  # fmt: skip
                top = 0.0 if row == 0 else area.bottom() + 2 + (row - 1) * metrics.height()
                painter.setPen(QColor(colour))
                painter.drawText(QRectF(left - gap / 2, top, THUMBNAIL + gap, metrics.height()), Qt.AlignmentFlag.AlignHCenter, text)
            if place:
                _arrow(painter, QPointF(left - gap + 5, area.center().y()), QPointF(left - 5, area.center().y()))


def _arrow(painter: QPainter, start: QPointF, end: QPointF) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(QColor(current().edge), 1.5))
    painter.drawLine(start, end)
    painter.drawPolyline(QPolygonF([end + QPointF(-5, -4), end, end + QPointF(-5, 4)]))
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
