"""Detected objects over the photo: masks, filled or outlined, boxes, and tags with class and score."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter, QPalette

from app.canvas.label_image import Labels, OverlayStyle, banded, casing, coloured, indices, packed, sampled, widths
from app.canvas.layer import Layer
from app.canvas.tags import TagLook, draw_tag, place_tags
from app.canvas.view_frame import ViewFrame
from core.geometry import round_half_away
from core.maskrcnn.results import MaskPatch
from core.maskrcnn.scene import InstanceScene

BOX_WIDTH, CHOSEN_WIDTH, CASING = 1.5, 2.5, 1.0
"""Logical pixels of a box's line, of the chosen one's, and of the darker or lighter line around it."""

CASING_ALPHA = 140

EDGE_GAIN = 1.6
"""How much more opaque a filled mask is along its border, so that touching ones part even where colours are hard to tell."""

DIMMED = 0.5
"""The opacity of the others' masks while one object is chosen, as a share of their own."""

OUTLINE_FILL = 0.35
"""The opacity of the chosen mask's inside among outlined ones, as a share of a filled mask's."""

OPAQUE = 255

KEPT_TAGS = 2000
"""Tags are drawn once: a slider that is dragged brings the same ones again and again. About 5 kB each."""


@dataclass(frozen=True, slots=True)
class _Sight:
    """What the masks' label under each device pixel depends on."""

    frame: ViewFrame
    emphasis: int | None


class InstanceLayer(Layer):
    """Draws an InstanceScene. Opacity is that of the masks: boxes and tags stay legible.

    The masks are one label image, sampled once per view; another style, opacity or accent only looks colours up again. The emphasised
    object lies on top and is marked in the palette's accent; the others' masks are dimmed.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._scene: InstanceScene | None = None
        self._style = OverlayStyle.FILL
        self._boxes_shown = self._labels_shown = True
        self._emphasis: int | None = None
        self._chosen_patch: MaskPatch | None = None
        self._looked_at: _Sight | None = None
        self._codes: NDArray[Any] = np.zeros((0, 0), np.uint16)
        self._coloured: QImage | None = None
        self._accent = QColor()
        self._tags: dict[TagLook, QImage] = {}

    @property
    def scene(self) -> InstanceScene | None:
        return self._scene

    @property
    def style(self) -> OverlayStyle:
        return self._style

    @property
    def emphasis(self) -> int | None:
        return self._emphasis

    def set_scene(self, scene: InstanceScene | None) -> None:
        """Show other objects, or none; nothing is emphasised any more."""
        self._scene = scene
        self._emphasise(None)

    def set_style(self, style: OverlayStyle) -> None:
        if style is not self._style:
            self._style = style
            self._recolour()

    def set_shown(self, *, boxes: bool, labels: bool) -> None:
        """Whether boxes and tags are drawn with the masks."""
        if (boxes, labels) != (self._boxes_shown, self._labels_shown):
            self._boxes_shown, self._labels_shown = boxes, labels
            self.changed.emit()

    def set_emphasis(self, index: int | None) -> None:
        """Mark one object, or none. Raises IndexError for one that the scene does not have."""
        if index is not None and (self._scene is None or not 0 <= index < len(self._scene)):
            raise IndexError(f"there is no object {index}")
        if index != self._emphasis:
            self._emphasise(index)

    def set_opacity(self, opacity: float) -> None:
        """Set the masks' opacity, 0 (not seen) to 1; values outside are clamped."""
        self._coloured = None
        super().set_opacity(opacity)

    def at(self, x: float, y: float) -> int | None:
        """The object at an image point, see :meth:`core.maskrcnn.scene.InstanceScene.at`; the emphasised one's mask is on top."""
        return None if self._scene is None else self._scene.at(x, y, self._emphasis)

    def clear(self) -> None:
        if self._scene is not None:
            self.set_scene(None)

    def paint(self, painter: QPainter, frame: ViewFrame) -> bool:
        scene = self._scene
        if scene is None or scene.ids.shape != frame.image_shape:
            return False
        if not len(frame.x.visible) or not len(frame.y.visible):
            return False
        self._follow_palette()
        if len(scene):
            self._paint_masks(painter, scene, frame)
            self._paint_boxes_and_tags(painter, scene, frame)
        return True

    def _emphasise(self, index: int | None) -> None:
        self._emphasis = index
        self._chosen_patch = None if index is None or self._scene is None else self._scene.masks[index].patch()
        self._looked_at = None
        self._recolour()

    def _recolour(self) -> None:
        self._coloured = None
        self.changed.emit()

    def _follow_palette(self) -> None:
        accent = QGuiApplication.palette().color(QPalette.ColorRole.Highlight)
        if accent != self._accent:
            self._accent, self._coloured = accent, None

    # -- masks ---------------------------------------------------------------------------------------------------------

    def _paint_masks(self, painter: QPainter, scene: InstanceScene, frame: ViewFrame) -> None:
        sight = _Sight(frame, self._emphasis)
        if self._looked_at != sight:
            self._codes = banded(self._labels(scene, frame), frame, len(scene) + 1)
            self._looked_at, self._coloured = sight, None
        if self._coloured is None:
            self._coloured = coloured(self._codes, self._table(scene))
        painter.drawImage(frame.x.visible.start, frame.y.visible.start, self._coloured)

    def _labels(self, scene: InstanceScene, frame: ViewFrame) -> Labels:
        reach = widths(frame)[1]
        labels = sampled(scene.ids, frame, reach)
        patch = self._chosen_patch
        if patch is not None and self._emphasis is not None:
            rows, columns = indices(frame, reach)
            height, width = patch.inside.shape
            down = slice(*np.searchsorted(rows, (patch.top, patch.top + height)))
            across = slice(*np.searchsorted(columns, (patch.left, patch.left + width)))
            inside = patch.inside[rows[down] - patch.top][:, columns[across] - patch.left]
            labels[down, across][inside] = self._emphasis + 1
        return labels

    def _table(self, scene: InstanceScene) -> NDArray[np.uint32]:
        """The colour of every code: inside, in the casing and in the line, each ``1 + d`` long and first that of no object."""
        line = np.zeros((len(scene) + 1, 4), np.uint8)
        line[1:, :3] = scene.colours
        dimmed = self._emphasis is not None and self._style is OverlayStyle.FILL
        strength = np.full(len(line), self.opacity * DIMMED if dimmed else self.opacity)
        strength[0] = 0
        if self._emphasis is not None:
            strength[self._emphasis + 1] = self.opacity
        inside, edge = line.copy(), line.copy()
        inside[:, 3] = _alpha(strength)
        edge[:, 3] = _alpha(np.minimum(strength * EDGE_GAIN, 1.0))
        middle = inside if self._style is OverlayStyle.FILL else casing(edge)
        if self._style is OverlayStyle.OUTLINE:
            inside[:, 3] = 0
        if self._emphasis is not None:
            own = self._emphasis + 1
            if self._style is OverlayStyle.OUTLINE:
                inside[own, 3] = round(OUTLINE_FILL * self.opacity * OPAQUE)
            accent = self._accent
            middle = middle.copy()
            middle[own] = edge[own] = (accent.red(), accent.green(), accent.blue(), OPAQUE if self.opacity else 0)
        return packed(np.concatenate([inside, middle, edge]))

    # -- boxes and tags ------------------------------------------------------------------------------------------------

    def _paint_boxes_and_tags(self, painter: QPainter, scene: InstanceScene, frame: ViewFrame) -> None:
        boxes = _on_screen(scene, frame)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        if self._boxes_shown:
            # The best on top, and the chosen one above all.
            for index in reversed(self._order(scene)):
                self._paint_box(painter, scene, index, boxes[index], frame.pixel_ratio)
        if self._labels_shown:
            self._paint_tags(painter, scene, boxes, frame)
        painter.restore()

    def _order(self, scene: InstanceScene) -> list[int]:
        """The chosen object first, then by score."""
        order = list(range(len(scene)))
        if self._emphasis is not None:
            order.remove(self._emphasis)
            order.insert(0, self._emphasis)
        return order

    def _paint_box(self, painter: QPainter, scene: InstanceScene, index: int, box: NDArray[np.float64], ratio: float) -> None:
        chosen = index == self._emphasis
        colour = self._accent if chosen else QColor(*(int(channel) for channel in scene.colours[index]))
        line = max(round_half_away((CHOSEN_WIDTH if chosen else BOX_WIDTH) * ratio), 1)
        dark = QColor(0, 0, 0, CASING_ALPHA) if colour.lightness() > OPAQUE // 2 else QColor(255, 255, 255, CASING_ALPHA)
        x1, y1, x2, y2 = (round_half_away(float(edge)) for edge in box)
        around = max(round_half_away(CASING * ratio), 1)
        inset = line // 2
        frame = QRect(x1 - inset, y1 - inset, x2 - x1 + line, y2 - y1 + line)
        for strip in _strips(frame.adjusted(-around, -around, around, around), around):
            painter.fillRect(strip, dark)
        for strip in _strips(frame, line):
            painter.fillRect(strip, colour)

    def _paint_tags(self, painter: QPainter, scene: InstanceScene, boxes: NDArray[np.float64], frame: ViewFrame) -> None:
        tags = [self._tag(scene, index, text, frame.pixel_ratio) for index, text in enumerate(scene.texts)]
        sizes = [(tag.width(), tag.height()) for tag in tags]
        room = (frame.x.visible.start, frame.y.visible.start, frame.x.visible.stop, frame.y.visible.stop)
        places = place_tags(sizes, boxes, self._order(scene), room)
        for index, (x, y) in reversed(places.items()):
            painter.drawImage(x, y, tags[index])

    def _tag(self, scene: InstanceScene, index: int, text: str, ratio: float) -> QImage:
        red, green, blue = (int(channel) for channel in scene.colours[index])
        look = TagLook(text, (red, green, blue), self._accent.rgba() if index == self._emphasis else None, ratio)
        if look not in self._tags:
            if len(self._tags) >= KEPT_TAGS:
                self._tags.clear()
            self._tags[look] = draw_tag(look)
        return self._tags[look]


def _strips(frame: QRect, width: int) -> tuple[QRect, ...]:
    """The border of ``frame`` as four rectangles that do not overlap; filling them is ten times as fast as Qt's drawRect."""
    x, y, across, down = frame.x(), frame.y(), frame.width(), frame.height()
    between = down - 2 * width
    if across <= 2 * width or between <= 0:
        return (frame,) if frame.isValid() else ()
    return (
        QRect(x, y, across, width), QRect(x, y + down - width, across, width),
        QRect(x, y + width, width, between), QRect(x + across - width, y + width, width, between),
    )  # fmt: skip


def _alpha(strength: NDArray[np.float64]) -> NDArray[np.uint8]:
    alpha: NDArray[np.uint8] = (strength * OPAQUE + 0.5).astype(np.uint8)
    return alpha


def _on_screen(scene: InstanceScene, frame: ViewFrame) -> NDArray[np.float64]:
    """The boxes in device pixels, ``(d, 4)``."""
    x, y = frame.x.to_device, frame.y.to_device
    scale, shift = np.array([x.scale, y.scale] * 2), np.array([x.shift, y.shift] * 2)
    boxes: NDArray[np.float64] = scene.boxes.astype(np.float64) * scale + shift
    return boxes
