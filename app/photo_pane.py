"""The photo with its overlays, messages above it, and the welcome page while there is none: the canvas, bound to the session."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from app.canvas.class_map_layer import ClassMapLayer, OverlayStyle
from app.canvas.image_canvas import CanvasClick, ImageCanvas, ImagePoint
from app.canvas.instance_layer import InstanceLayer
from app.canvas.layers import CLASS_MAP, INSTANCES
from app.chosen import Chosen, ChosenKind
from app.class_view import overlay_table, spoken_shares
from app.folder_strip import FolderStrip
from app.intents import Intents
from app.message_strip import MessageStrip
from app.messages import Messages
from app.session import Pixel, Session
from app.translation import tr
from app.welcome import Welcome
from core.fcn.results import Segmentation
from core.image import ImageDocument


class PhotoPane(QWidget):
    """Redraws from the session; says where the pointer is through an intent."""

    def __init__(self, session: Session, intents: Intents, messages: Messages, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._intents = intents
        self._folder: Path | None = None
        self.canvas = ImageCanvas()
        self.welcome = Welcome(session, intents)
        self.strip = MessageStrip(messages)
        self.folder_strip = FolderStrip(session, intents)
        self._pages = QStackedWidget()
        self._pages.addWidget(self.welcome)
        self._pages.addWidget(self.canvas)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addWidget(self._pages, 1)
        column.addWidget(self.folder_strip)
        self.setFocusProxy(self._pages)
        self._pages.setFocusProxy(self.welcome)
        self._connect()
        self._name_canvas()
        self._show_table()
        self._show_look()
        self._show_instance_look()

    @property
    def class_map_layer(self) -> ClassMapLayer:
        layer = self.canvas.layer(CLASS_MAP.key)
        assert isinstance(layer, ClassMapLayer)
        return layer

    @property
    def instance_layer(self) -> InstanceLayer:
        layer = self.canvas.layer(INSTANCES.key)
        assert isinstance(layer, InstanceLayer)
        return layer

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._name_canvas()
            self.folder_strip.retranslate()

    def _name_canvas(self) -> None:
        self.canvas.setAccessibleName(tr("Photo"))
        session, scene = self._session, self.instance_layer.scene
        shown = None if session.segmentation is None else spoken_shares(session.segmentation.counts, session.label_set)
        found = None if scene is None else ", ".join(scene.texts) or tr("no object")
        told = tr("The photo with its overlays. The wheel zooms, dragging pans, Space hides the overlays while it is held.")
        self.canvas.setAccessibleDescription(" ".join((told, "; ".join(text for text in (shown, found) if text))).strip())

    def _connect(self) -> None:
        session, intents = self._session, self._intents
        session.document_changed.connect(self._show_photo)
        session.segmentation_changed.connect(self._show_segmentation)
        session.class_view_changed.connect(self._show_table)
        session.look_changed.connect(self._show_look)
        session.instance_scene_changed.connect(self._show_instances)
        session.instance_look_changed.connect(self._show_instance_look)
        session.chosen_changed.connect(self._show_chosen)
        session.overlays_held_changed.connect(lambda held: self.canvas.set_overlays_visible(not held))
        self.canvas.hovered.connect(self._hovered)
        self.canvas.clicked.connect(self._clicked)
        self.canvas.double_clicked.connect(self._double_clicked)
        intents.fit.connect(self.canvas.fit)
        intents.actual_size.connect(lambda: self.canvas.set_zoom(1.0))
        intents.zoom_by.connect(lambda factor: self.canvas.set_zoom(self.canvas.zoom * factor))

    def _show_photo(self, document: ImageDocument) -> None:
        folder = document.path.parent if document.path else None
        # Who goes through a folder compares photos: the zoom stays.
        self.canvas.set_photo(document.rgb, keep_view=folder is not None and folder == self._folder)
        self._folder = folder
        self._pages.setFocusProxy(self.canvas)
        if self._pages.currentWidget() is not self.canvas:
            self._pages.setCurrentWidget(self.canvas)
            self.canvas.setFocus()

    def _show_segmentation(self, segmentation: Segmentation | None) -> None:
        self._show_table()  # before the classes: another model's colours must not flash up
        self.class_map_layer.set_class_map(None if segmentation is None else segmentation.class_map)
        self._name_canvas()

    def _show_table(self) -> None:
        session = self._session
        self.class_map_layer.set_table(overlay_table(session.label_set, session.look.palette, session.class_view))

    def _show_look(self) -> None:
        look = self._session.look
        self._show_table()
        self.class_map_layer.set_opacity(look.opacity)
        self.instance_layer.set_opacity(look.opacity)
        self.class_map_layer.set_style(OverlayStyle.OUTLINE if look.outlined else OverlayStyle.FILL)

    def _show_instances(self) -> None:
        self.instance_layer.set_scene(self._session.instance_scene)
        self._show_chosen()
        self._name_canvas()

    def _show_instance_look(self) -> None:
        look, layer = self._session.instance_look, self.instance_layer
        layer.set_visible(look.visible)
        layer.set_style(OverlayStyle.OUTLINE if look.outlined else OverlayStyle.FILL)
        layer.set_shown(boxes=look.boxes, labels=look.labels)

    def _show_chosen(self) -> None:
        # Before its masks are pasted, a chosen object can be in the run but not yet on the photo.
        self.instance_layer.set_emphasis(None if self.instance_layer.scene is None else self._session.chosen_detection)

    def _hovered(self, point: ImagePoint | None) -> None:
        self._intents.point_at.emit(None if point is None else Pixel(int(point.x), int(point.y)))

    def _clicked(self, click: CanvasClick) -> None:
        """A click chooses the object there, or none; Alt-click shows the class there alone, as it does in the legend."""
        shown = self._session.segmentation
        if click.modifiers & Qt.KeyboardModifier.AltModifier:
            if shown is not None:
                self._intents.toggle_solo.emit(int(shown.class_map[int(click.point.y), int(click.point.x)]))
        elif self.instance_layer.visible and self.instance_layer.scene is not None:
            self._intents.choose.emit(self._object_at(click))

    def _double_clicked(self, click: CanvasClick) -> None:
        """A double click reads the object's box in the RoI lab."""
        found = self._object_at(click)
        if found is not None and not click.modifiers & Qt.KeyboardModifier.AltModifier:
            self._intents.open_in_lab.emit(found)

    def _object_at(self, click: CanvasClick) -> Chosen | None:
        layer = self.instance_layer
        if not layer.visible or layer.scene is None:
            return None
        index = layer.at(click.point.x, click.point.y)
        return None if index is None else Chosen(ChosenKind.DETECTION, index)
