"""The image view: a photo, its overlays, and vector items in image coordinates."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPalette,
    QPen,
    QResizeEvent,
    QTransform,
    QWheelEvent,
)
from PySide6.QtWidgets import QFrame, QGraphicsItem, QGraphicsItemGroup, QGraphicsScene, QGraphicsView, QWidget

from app.canvas.camera import Camera
from app.canvas.layer import Layer
from app.canvas.layers import LAYERS, LayerRow
from app.canvas.photo import Photo
from app.canvas.view_frame import CanvasView, ImagePoint, ViewFrame, Window
from app.translation import tr

__all__ = ["CanvasClick", "CanvasView", "ImageCanvas", "ImagePoint"]

GROUND_DARK = QColor("#1e1f22")
GROUND_LIGHT = QColor("#f6f6f7")

DRAG_DISTANCE = 4
"""Logical pixels after which a press is a drag. Less than Qt's default of 10: a photo that lags by 10 feels stuck."""

FOCUS_WIDTH = 2
"""Logical pixels of the frame that shows the keyboard focus."""

ZOOM_PER_NOTCH = 1.25
ANGLE_PER_NOTCH = 120
"""Wheel units of one notch. Touchpads send fractions of it, which zoom by fractions."""


@dataclass(frozen=True, slots=True)
class CanvasClick:
    """A left click inside the photo that was not a drag."""

    point: ImagePoint
    modifiers: Qt.KeyboardModifier


@dataclass(slots=True)
class _Press:
    button: Qt.MouseButton
    last: QPointF
    start: QPointF
    dragging: bool = False


class ImageCanvas(QGraphicsView):
    """Shows a photo. The wheel zooms at the cursor, dragging pans; zooms are device pixels per image pixel.

    Scene coordinates are the widget's logical pixels; items added by ``add_item`` live in image coordinates. What the layers show
    belongs to one photo: a new photo clears them.
    """

    hovered = Signal(object)
    """ImagePoint under the cursor, None when it leaves the photo."""
    clicked = Signal(object)
    """CanvasClick."""
    double_clicked = Signal(object)
    """CanvasClick: the second press of a double click; each of the two is told as ``clicked`` too."""
    zoom_changed = Signal(float)
    """Device pixels per image pixel."""
    view_changed = Signal(object)
    """CanvasView, after every zoom, pan, fit or resize that changed it; give it to ``set_view`` of another canvas to link them."""
    overlay_painted = Signal(object)
    """Key of a layer, after the first paint that showed its latest change."""

    _paint_finished = Signal(object)

    def __init__(self, parent: QWidget | None = None, *, rows: tuple[LayerRow, ...] = LAYERS) -> None:
        super().__init__(parent)
        self._photo: Photo | None = None
        self._camera = Camera((1, 1), Window(1, 1))
        self._layers: dict[str, Layer] = {}
        self._fresh: set[str] = set()
        self._overlays_visible = True
        self._press: _Press | None = None
        self._cursor: QPointF | None = None
        self._hovered: ImagePoint | None = None
        self._announced = self._camera.view
        self._tab_focus = False
        self._set_up_view()
        self._root = QGraphicsItemGroup()
        self._root.setHandlesChildEvents(False)
        self._scene.addItem(self._root)
        # Queued, so that a slot may close the window without doing so inside its paint.
        self._paint_finished.connect(self.overlay_painted, Qt.ConnectionType.QueuedConnection)
        for row in rows:
            self.add_layer(row)

    def _set_up_view(self) -> None:
        self._scene = QGraphicsScene(self)
        # Box handles have a constant size on screen, hence bounds that change with the zoom: nothing may index them.
        self._scene.setItemIndexMethod(QGraphicsScene.ItemIndexMethod.NoIndex)
        self.setScene(self._scene)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTransformationAnchor(QGraphicsView.ViewportAnchor.NoAnchor)
        self.setViewportUpdateMode(QGraphicsView.ViewportUpdateMode.FullViewportUpdate)
        self.setRenderHint(QPainter.RenderHint.Antialiasing)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(tr("Photo"))
        self.setAccessibleDescription(tr("The photo with its overlays. The wheel zooms, dragging pans."))
        self.setAcceptDrops(False)
        self.viewport().setAcceptDrops(False)  # files dropped here are for the window
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    # -- photo and view ------------------------------------------------------------------------------------------------

    def set_photo(self, rgb: NDArray[np.uint8] | None, *, keep_view: bool = False) -> None:
        """Show ``rgb``, ``(height, width, 3)`` uint8, or nothing; layers are cleared. The view is fitted, or kept on request.

        ``keep_view`` keeps the zoom and the share of width and height that is looked at; a fitted view stays fitted. Raises
        ValueError on another shape or dtype, with the canvas unchanged.
        """
        photo = None if rgb is None else Photo(rgb)
        keep_view = keep_view and self._photo is not None
        self._photo = photo
        for layer in self._layers.values():
            layer.clear()
        if photo is not None:
            self._camera.set_image(photo.size, keep_view=keep_view)
        self._root.setVisible(photo is not None)
        self._after_view_change()

    @property
    def zoom(self) -> float:
        """Device pixels per image pixel."""
        return self._camera.view.zoom

    @property
    def view(self) -> CanvasView:
        return self._camera.view

    @property
    def fitted(self) -> bool:
        """Whether the whole photo is shown, and stays so when the canvas is resized."""
        return self._camera.fitted

    def fit(self) -> None:
        """Show the whole photo."""
        self._camera.fit()
        self._after_view_change()

    def set_zoom(self, factor: float, at: QPointF | None = None) -> None:
        """Zoom to ``factor`` device pixels per image pixel; the image point at ``at`` (logical pixels, default: the middle) stays."""
        self._zoom_at(factor, QRectF(self.viewport().rect()).center() if at is None else at)

    def set_view(self, centre: ImagePoint, zoom: float) -> None:
        """Look where another canvas looks. Emits nothing when this is where it looks already, so canvases can link in a ring."""
        self._camera.set_view(CanvasView(centre, zoom))
        self._after_view_change()

    def image_point(self, position: QPointF) -> ImagePoint | None:
        """The image point shown at ``position`` (logical pixels of the viewport), None outside the photo."""
        if self._photo is None:
            return None
        ratio = self._pixel_ratio
        point = self._camera.point_at(position.x() * ratio, position.y() * ratio)
        return point if self._camera.frame.contains(point) else None

    def position_of(self, point: ImagePoint) -> QPointF:
        """Where an image point lies, in logical pixels of the viewport."""
        return self._root.mapToScene(QPointF(point.x, point.y))

    # -- layers and items ----------------------------------------------------------------------------------------------

    def add_layer(self, row: LayerRow) -> Layer:
        """Build the row's layer above the others. Raises ValueError when the key is taken."""
        if row.key in self._layers:
            raise ValueError(f"there is a layer {row.key!r} already")
        layer = row.build(self)
        self._layers[row.key] = layer
        layer.changed.connect(lambda key=row.key: self._on_layer_changed(key))
        return layer

    def layer(self, key: str) -> Layer:
        """Raises KeyError on an unknown key."""
        return self._layers[key]

    def set_overlays_visible(self, visible: bool) -> None:
        """Show or hide all layers at once, without touching their own visibility; items stay."""
        self._overlays_visible = visible
        self.viewport().update()

    def add_item(self, item: QGraphicsItem) -> None:
        """Put an item above the photo; its parent coordinates are continuous image pixels. Use cosmetic pens."""
        item.setParentItem(self._root)

    def remove_item(self, item: QGraphicsItem) -> None:
        self._scene.removeItem(item)

    def _on_layer_changed(self, key: str) -> None:
        self._fresh.add(key)
        self.viewport().update()

    # -- painting ------------------------------------------------------------------------------------------------------

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(960, 640)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(240, 160)

    def drawBackground(self, painter: QPainter, rect: QRectF | QRect) -> None:  # noqa: ARG002, N802
        painter.fillRect(self.viewport().rect(), self.ground)
        if self._photo is None:
            return
        painter.save()
        painter.scale(1 / self._pixel_ratio, 1 / self._pixel_ratio)
        frame = self._camera.frame
        self._photo.paint(painter, frame)
        if self._overlays_visible:
            self._paint_layers(painter, frame)
        painter.restore()

    def _paint_layers(self, painter: QPainter, frame: ViewFrame) -> None:
        for key, layer in self._layers.items():
            if layer.visible and layer.paint(painter, frame) and key in self._fresh:
                self._fresh.discard(key)
                self._paint_finished.emit(key)

    def drawForeground(self, painter: QPainter, rect: QRectF | QRect) -> None:  # noqa: ARG002, N802
        if self._tab_focus:
            pen = QPen(self.palette().color(QPalette.ColorRole.Highlight), FOCUS_WIDTH)
            pen.setJoinStyle(Qt.PenJoinStyle.MiterJoin)
            painter.setPen(pen)
            inset = FOCUS_WIDTH / 2
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(inset, inset, -inset, -inset))

    @property
    def ground(self) -> QColor:
        """The neutral colour around the photo: dark or light as the palette is."""
        return GROUND_DARK if self.palette().color(QPalette.ColorRole.Window).lightness() < 128 else GROUND_LIGHT

    # -- events --------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._on_window_changed()

    def viewportEvent(self, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._on_window_changed()
        elif event.type() == QEvent.Type.Leave:
            self._cursor = None
            self._update_hover()
        elif isinstance(event, QNativeGestureEvent) and event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self._zoom_at(self.zoom * max(1 + event.value(), 0.1), event.position())
            return True
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:  # noqa: N802
        event.accept()
        # After the fingers have left a touchpad it coasts on; a zoom that does so overshoots.
        if event.phase() != Qt.ScrollPhase.ScrollMomentum and event.angleDelta().y():
            notches = event.angleDelta().y() / ANGLE_PER_NOTCH
            self._zoom_at(self.zoom * ZOOM_PER_NOTCH**notches, event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        """Keys are for the item that has the focus, else for the window: an idle scroll area would swallow the arrows."""
        if self._scene.focusItem() is None:
            event.ignore()
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mousePressEvent(event)
        pans = event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton)
        if pans and self._photo is not None and self._scene.mouseGrabberItem() is None:
            self._press = _Press(event.button(), event.position(), event.position())
            event.accept()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        """The second press of a double click is a press like any other."""
        self.mousePressEvent(event)
        point = self.image_point(event.position())
        if event.button() == Qt.MouseButton.LeftButton and point is not None:
            self.double_clicked.emit(CanvasClick(point, event.modifiers()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        super().mouseMoveEvent(event)
        self._cursor = event.position()
        if self._press is not None:
            self._drag(self._press, event.position())
        self._update_hover()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        press = self._press
        if press is None or event.button() != press.button:
            super().mouseReleaseEvent(event)
            return
        self._press = None
        self.viewport().unsetCursor()
        point = self.image_point(press.start)
        if not press.dragging and press.button == Qt.MouseButton.LeftButton and point is not None:
            self.clicked.emit(CanvasClick(point, event.modifiers()))

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self._show_focus(event.reason() in (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason))

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self._show_focus(False)

    def _show_focus(self, shown: bool) -> None:
        self._tab_focus = shown
        self.viewport().update()

    # -- from events to the view ---------------------------------------------------------------------------------------

    @property
    def _pixel_ratio(self) -> float:
        return self.viewport().devicePixelRatioF()

    def _on_window_changed(self) -> None:
        ratio, size = self._pixel_ratio, self.viewport().size()
        self._scene.setSceneRect(0, 0, size.width(), size.height())
        self._camera.set_window(Window(round(size.width() * ratio), round(size.height() * ratio), ratio))
        self._after_view_change()

    def _drag(self, press: _Press, position: QPointF) -> None:
        travelled: QPoint = (position - press.start).toPoint()
        if not press.dragging and travelled.manhattanLength() < DRAG_DISTANCE:
            return
        if not press.dragging:
            press.dragging = True
            self.viewport().setCursor(Qt.CursorShape.ClosedHandCursor)
        moved = (position - press.last) * self._pixel_ratio
        press.last = position
        self._camera.pan_by(moved.x(), moved.y())
        self._after_view_change()

    def _zoom_at(self, zoom: float, position: QPointF) -> None:
        ratio = self._pixel_ratio
        self._camera.zoom_to(zoom, position.x() * ratio, position.y() * ratio)
        self._after_view_change()

    def _after_view_change(self) -> None:
        image_to_device, ratio = self._camera.frame.to_device, self._pixel_ratio
        x, y = image_to_device.x, image_to_device.y
        self._root.setTransform(QTransform(x.scale / ratio, 0, 0, y.scale / ratio, x.shift / ratio, y.shift / ratio))
        self.viewport().update()
        self._announce()
        self._update_hover()

    def _announce(self) -> None:
        before, now = self._announced, self._camera.view
        if self._photo is None or now == before:
            return
        self._announced = now
        if now.zoom != before.zoom:
            self.zoom_changed.emit(now.zoom)
        self.view_changed.emit(now)

    def _update_hover(self) -> None:
        point = None if self._cursor is None else self.image_point(self._cursor)
        if point != self._hovered:
            self._hovered = point
            self.hovered.emit(point)
