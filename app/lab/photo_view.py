"""The photo with the box on it, bound to the desk."""

from __future__ import annotations

from PySide6.QtCore import QObject, QRectF, QTimer
from PySide6.QtWidgets import QWidget

from app.canvas.image_canvas import CanvasClick, ImageCanvas, ImagePoint
from app.lab.choices import LabChoices
from app.lab.desk import Desk
from app.lab.ideal_box_item import IdealBoxItem
from app.lab.photo_overlay import PhotoOverlay
from app.lab.pointing import Spot, bin_of_box
from app.lab.scene import Scene
from app.lab.text_pane import REST_MS
from app.lab.words import coordinate
from app.session import Session
from app.translation import tr
from core.errors import InputError
from core.geometry import Box
from core.image import ImageDocument

DECIMALS = 2
"""Dragged edges land on hundredths of a pixel: numbers that can be read out and typed again."""


class PhotoView(QObject):
    """Owns the canvas of the lab; proposes what a hand does to the box, and points at the bin under the pointer."""

    def __init__(self, session: Session, desk: Desk, parent: QWidget) -> None:
        super().__init__(parent)
        self._desk = desk
        self.canvas = ImageCanvas(parent, rows=())
        self.box, self.overlay = IdealBoxItem(), PhotoOverlay()
        self.canvas.add_item(self.overlay)
        self.canvas.add_item(self.box)
        self.canvas.scene().setStickyFocus(True)  # a click beside the box must not take the arrow keys from it
        self.box.setFocus()
        self._words_timer = QTimer(self)  # words for a screen reader wait until a drag pauses
        self._words_timer.setSingleShot(True)
        self._words_timer.setInterval(REST_MS)
        self._words_timer.timeout.connect(self._describe)
        self.box.box_changing.connect(self._drag)
        self.box.box_changed.connect(desk.finish_drag)
        self.box.nudged.connect(self._nudge)
        self.canvas.hovered.connect(self._hover)
        self.canvas.clicked.connect(self._click)
        session.document_changed.connect(self._show_photo)
        desk.choices_changed.connect(self._show_box)
        if session.document is not None:
            self._show_photo(session.document)
        self.retranslate()

    def set_scene(self, scene: Scene | None) -> None:
        self.overlay.set_scene(scene)

    def show_box_closely(self) -> None:
        """Zoom so that the box fills about half of the view."""
        if self._desk.choices is None:
            return
        box, port = self._desk.choices.box_read_image, QRectF(self.canvas.viewport().rect())
        zoom = 0.55 * min(port.width() / max(box.width, 1.0), port.height() / max(box.height, 1.0))
        centre = ImagePoint((box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2)
        self.canvas.set_view(centre, zoom * self.canvas.devicePixelRatioF())

    def retranslate(self) -> None:
        self.canvas.setAccessibleName(tr("Photo with the box"))
        self._describe()

    def _describe(self) -> None:
        choices = self._desk.choices
        if choices is not None:
            box = ", ".join(coordinate(edge) for edge in choices.box_image.as_tuple())
            self.canvas.setAccessibleDescription(
                tr("Box {box} px. Arrow keys move it by 1 px, with Shift by 0.1 px; drag its handles to resize it.", box=box)
            )

    def _show_photo(self, document: ImageDocument) -> None:
        self.canvas.set_photo(document.rgb)

    def _show_box(self, choices: LabChoices) -> None:
        self.box.set_box(choices.box_read_image)
        self._words_timer.start()

    def _drag(self, box: Box) -> None:
        choices = self._desk.choices
        if choices is None:
            return
        wanted = Box(*(round(edge, DECIMALS) for edge in box.as_tuple()))
        try:
            self._desk.check(wanted)
        except InputError:
            self.box.set_box(choices.box_read_image)  # the box stops at the edge of what can be read
            return
        self._desk.show_box(wanted)

    def _nudge(self, box: Box) -> None:
        try:
            self._desk.try_box(box, nudge=True)
        except InputError:
            return

    def _spot(self, point: ImagePoint) -> Spot | None:
        look = self._desk.look
        if look is None:
            return None
        place = bin_of_box(look.choices.box_read_image, point.x, point.y, look.output_size)
        return None if place is None else Spot(*place, point.x, point.y)

    def _hover(self, point: ImagePoint | None) -> None:
        self._desk.point_at(None if point is None else self._spot(point))
        if point is not None:
            self._desk.point_moved.emit(point.x, point.y)

    def _click(self, click: CanvasClick) -> None:
        spot = self._spot(click.point)
        if spot is not None:
            self._desk.pin_spot(spot)
