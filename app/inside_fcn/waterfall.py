"""The fusion waterfall: what each stream adds to the logits of one pixel, and what that makes of the whole photo."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QScrollArea, QSlider, QSplitter, QVBoxLayout, QWidget

from app.canvas.image_canvas import CanvasClick
from app.inside_fcn.gain_controls import GainControls
from app.inside_fcn.map_legend import MapLegend
from app.inside_fcn.map_look import SENTENCES, TITLES, class_table, columns_of, entries_of, table_of
from app.inside_fcn.map_photo import MapPhoto
from app.inside_fcn.pixel_maps import MapKind, MapRequest, PixelMap
from app.inside_fcn.pixel_terms import PixelTerms
from app.inside_fcn.room import FcnRoom, sentence_of
from app.jobs import JobFailure
from app.session import Pixel
from app.theme import current
from app.translation import mark, tr
from app.widgets.mirror import mirror
from app.widgets.panel import Panel, name
from app.widgets.segmented_switch import SegmentedSwitch
from core.fcn.config import STREAM_STRIDES, Gains, ReadOut
from core.fcn.results import Segmentation

CHANNEL = "fcn-pixel-map"
SUM_FORMULA = "<i>l</i><sub>k</sub> = <i>b</i><sub>k</sub>" + "".join(
    f" + <i>g</i><sub>{stride}</sub> <i>R</i><sub>{stride}</sub>(<i>s</i><sub>{stride}</sub>)<sub>k</sub>" for stride in STREAM_STRIDES
)
WORDS = mark(
    "After the score convolutions everything is linear: gains, bilinear upsampling, adding. So the logit of a class at a pixel is "
    "exactly the sum of what the streams put there and of the biases, counted once; R reads a score map s, without its bias, at the "
    "pixel. Switching a stream off shows what it adds in this network, not what a network trained without it would say."
)


class WaterfallPane(Panel):
    """Follows the session while it can be seen. A map stays until the next one is there; a pinned pixel stays until it is let go."""

    def __init__(self, room: FcnRoom, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room, self._session = room, room.session
        self.kind, self.stride = MapKind.CLASSES, STREAM_STRIDES[0]
        self.shown: PixelMap | None = None
        self.pinned: Pixel | None = None
        self._asked: tuple[object, ...] = ()
        self.photo = MapPhoto(room)
        self.map_choice, self.stream_choice = QComboBox(), SegmentedSwitch(list(STREAM_STRIDES), stripes=True)
        self.opacity = QSlider(Qt.Orientation.Horizontal)
        self.legend, self.map_words, self.notice = MapLegend(), QLabel(), QLabel()
        mirror(self.photo, self.legend)
        self.gains, self.numbers, self.words = GainControls(), PixelTerms(), QLabel()
        self._labels = {key: QLabel() for key in ("map", "opacity")}
        self._lay_out()
        self._connect()
        self.finish()

    # -- layout --------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for label in (self.map_words, self.notice, self.words):
            label.setWordWrap(True)
        self.map_words.setForegroundRole(self.map_words.palette().ColorRole.PlaceholderText)
        self.notice.hide()
        self.opacity.setRange(0, 100)
        self.opacity.setMaximumWidth(140)
        for kind in MapKind:
            self.map_choice.addItem("", kind)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._photo_side())
        split.addWidget(self._number_side())
        split.setSizes([860, 460])
        split.setStretchFactor(0, 1)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)

    def _photo_side(self) -> QWidget:
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 6, 10, 6)
        bar.setSpacing(8)
        bar.addWidget(self._labels["map"])
        bar.addWidget(self.map_choice)
        bar.addWidget(self.stream_choice)
        bar.addStretch(1)
        bar.addWidget(self._labels["opacity"])
        bar.addWidget(self.opacity)
        below = QVBoxLayout()
        below.setContentsMargins(10, 6, 10, 8)
        below.setSpacing(4)
        for part in (self.notice, self.map_words, self.legend, self.words):
            below.addWidget(part)
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.photo, 1)
        column.addLayout(below)
        return side

    def _number_side(self) -> QWidget:
        content = QWidget()
        column = QVBoxLayout(content)
        column.setContentsMargins(10, 8, 10, 8)
        column.setSpacing(10)
        column.addWidget(self.gains)
        column.addWidget(self.numbers, 1)
        area = QScrollArea()
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setMinimumWidth(420)
        return area

    def _connect(self) -> None:
        session = self._session
        session.document_changed.connect(self._photo_changed)
        session.segmentation_changed.connect(self._catch_up)
        session.gains_changed.connect(self._wanted_changed)
        session.read_out_changed.connect(self._wanted_changed)
        session.look_changed.connect(self._show_look)
        session.class_view_changed.connect(self._show_look)
        session.hover_changed.connect(self._hovered)
        self._room.worker.failed.connect(self._failed)
        self.photo.clicked.connect(self._clicked)
        self.gains.changed.connect(self._choose_gains)
        self.map_choice.currentIndexChanged.connect(lambda: self.choose_map(self.map_choice.currentData()))
        self.stream_choice.chosen.connect(lambda stride: self.choose_map(MapKind.FLIPPED, stride))
        self.opacity.valueChanged.connect(lambda percent: self._room.intents.set_opacity.emit(percent / 100))
        self.numbers.chosen.connect(self.pin)

    # -- what a person does --------------------------------------------------------------------------------------------

    def choose_map(self, kind: MapKind, stride: int | None = None) -> None:
        """Show another map; ``stride`` is the stream of a map of flips."""
        self.kind, self.stride = kind, stride or self.stride
        self._show_choice()
        self._ask_for_map()

    def pin(self, pixel: Pixel | None) -> None:
        """Keep looking at a pixel, or at the one under the pointer again."""
        self.pinned = pixel
        self.photo.pin.put(pixel)
        self.numbers.set_pinned(pixel is not None)
        self._show_pixel(pixel or self._session.hover or self.numbers.pixel)

    def _clicked(self, click: CanvasClick) -> None:
        pixel = Pixel(int(click.point.x), int(click.point.y))
        self.pin(None if pixel == self.pinned else pixel)

    def _choose_gains(self, gains: Gains) -> None:
        """Gains are those of the finest read-out, which alone adds up all streams."""
        found = self._session.segmentation
        self._room.intents.set_gains.emit(gains)
        self._room.intents.choose_read_out.emit(ReadOut.STRIDE_8 if found is None else found.scores.read_outs[-1])

    # -- following the session -----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._wanted_changed()
        self._show_look()
        self._catch_up()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._stop()

    def _stop(self) -> None:
        self._room.worker.cancel(CHANNEL)
        self._asked = ()

    def _photo_changed(self) -> None:
        self._stop()
        self.notice.hide()
        self.shown = self.pinned = None
        self.numbers.set_pinned(False)
        self.numbers.show_pixel(None, None, self._waiting)
        self._catch_up()

    def _wanted_changed(self) -> None:
        session, found = self._session, self._session.segmentation
        if not self.isVisible():
            return
        self._stop()  # pixels first: the worker must be free to read out
        self._show_gains()
        if found is not None and (found.gains, found.read_out) == (session.gains, session.read_out):
            self._ask_for_map()  # what is wanted is here already

    def _show_gains(self) -> None:
        found = self._session.segmentation
        self.gains.set_gains(self._session.gains, self._session.read_out, STREAM_STRIDES if found is None else found.scores.streams)

    def _catch_up(self) -> None:
        """Show the session's result: its classes at once, any other map as soon as it is made."""
        if not self.isVisible():
            return
        found, document = self._session.segmentation, self._session.document
        self._show_gains()
        if found is None:
            self.shown = None
            self.photo.clear_map()
            self._show_look()
        elif self.shown is None or self.shown.kind is MapKind.CLASSES:
            self._paint_classes(found)
        if document is None:
            self._show_pixel(None)
        else:
            self.numbers.set_size(document.width, document.height)
            middle = Pixel(document.width // 2, document.height // 2)
            self._show_pixel(self.pinned or self.numbers.pixel or middle)
        self._ask_for_map()

    def _hovered(self, pixel: Pixel | None) -> None:
        if pixel is not None and self.pinned is None and self.isVisible():
            self._show_pixel(pixel)

    @property
    def _waiting(self) -> str:
        return tr("Waiting for the first result.") if self._session.document else tr("Open a photo, or click a sample.")

    def _show_pixel(self, pixel: Pixel | None) -> None:
        session = self._session
        self.numbers.set_colours(class_table(session.label_set, session.look.palette, session.class_view))
        self.numbers.show_pixel(session.segmentation, pixel, self._waiting)

    # -- the map -------------------------------------------------------------------------------------------------------

    def _ask_for_map(self) -> None:
        found = self._session.segmentation
        wanted = (found, self.kind, self.stride)
        if found is None or not self.isVisible() or wanted == self._asked:
            return
        self._asked = wanted
        request = MapRequest(self._room.engine_on, self._session.device, found, self.kind, self.stride)
        self._room.worker.submit(CHANNEL, request, self._take_map)

    def _take_map(self, made: PixelMap) -> None:
        self.shown = made
        self.notice.hide()
        self._show_look()

    def _failed(self, failure: JobFailure) -> None:
        if failure.channel == CHANNEL:
            self.notice.setText(sentence_of(failure.error))
            self.notice.show()

    def _paint_classes(self, found: Segmentation) -> None:
        self.photo.show_map(found.class_map, class_table(found.label_set, self._session.look.palette, self._session.class_view))

    def _show_look(self) -> None:
        if not self.isVisible():
            return
        look, view, shown, theme = self._session.look, self._session.class_view, self.shown, current()
        with QSignalBlocker(self.opacity):
            self.opacity.setValue(round(look.opacity * 100))
        self.photo.map_layer.set_opacity(look.opacity)
        self.legend.set_entries(() if shown is None else entries_of(shown, look.palette, view, theme), columns_of(self.kind))
        if shown is not None and shown.kind is not MapKind.CLASSES:
            self.photo.show_map(shown.codes, table_of(shown, look.palette, view, theme))
        elif self._session.segmentation is not None:  # shares may be a result behind, pixels never are
            self._paint_classes(self._session.segmentation)
        self._show_pixel(self.numbers.pixel)

    # -- words ---------------------------------------------------------------------------------------------------------

    def _show_choice(self) -> None:
        with QSignalBlocker(self.map_choice):
            self.map_choice.setCurrentIndex(self.map_choice.findData(self.kind))
        self.stream_choice.set_value(self.stride)
        self.stream_choice.setVisible(self.kind is MapKind.FLIPPED)
        self.map_words.setText(tr(SENTENCES[self.kind]))

    def retranslate(self) -> None:
        for place, kind in enumerate(MapKind):
            self.map_choice.setItemText(place, tr(TITLES[kind]))
            self.map_choice.setItemData(place, tr(SENTENCES[kind]), Qt.ItemDataRole.ToolTipRole)
        name(self.map_choice, tr("Map"), tr("What is painted over the photo."), self._labels["map"])
        streams = [(str(stride), tr("Pixels that stream {stride} flips.", stride=stride)) for stride in STREAM_STRIDES]
        self.stream_choice.set_texts(streams, tr("Stream"))
        name(self.opacity, tr("Opacity"), tr("How much of the overlay is seen; [ and ] change it by 10 %."), self._labels["opacity"])
        self.photo.setAccessibleName(tr("Photo with the map"))
        self.photo.setAccessibleDescription(tr("Point at a pixel to take its logits apart; a click pins it."))
        self.legend.setAccessibleName(tr("Legend of the map"))
        self.words.setText(f"{SUM_FORMULA} &nbsp; {tr(WORDS)}")
        self._show_choice()
        self._show_look()
