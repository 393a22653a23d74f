"""Encoder and decoder: feature maps and score maps over the photo, and what one cell of them covers and sees."""

from __future__ import annotations

from enum import Enum

import numpy as np
from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSlider, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from app.canvas.image_canvas import CanvasClick
from app.colours import heated
from app.inside_fcn.encoder_features import FeatureSide
from app.inside_fcn.encoder_maps import EffectiveField, EffectiveRequest, LevelMaps, LevelRequest
from app.inside_fcn.encoder_photo import EncoderPhoto, cut_to
from app.inside_fcn.encoder_scores import ScoreSide
from app.inside_fcn.room import FcnRoom
from app.jobs import JobFailure
from app.session import Pixel
from app.theme import tabular
from app.translation import mark, tr, tr_core
from app.widgets.mirror import mirror
from app.widgets.panel import Panel, name
from app.widgets.segmented_switch import SegmentedSwitch
from core.errors import UserError
from core.geometry import HALF_PIXEL, Box, PlaneMap

CHANNEL, FIELD_CHANNEL = "fcn-encoder", "fcn-effective-field"


class Side(Enum):
    """Which half of the network is on the photo."""

    FEATURES = "features"
    SCORES = "scores"


WORDS = {
    Side.FEATURES: mark(
        "The encoder learns what is there and forgets where: a cell at stride s stands for s × s input pixels with one vector, whatever "
        "lies where inside. What it can see grows with every layer l of kernel k: r<sub>l</sub> = r<sub>l−1</sub> + (k<sub>l</sub> − 1) "
        "j<sub>l−1</sub>, j<sub>l</sub> = s<sub>l</sub> j<sub>l−1</sub> (dashed box). Most of that hardly matters: the effective field, "
        "|∂ cell / ∂ pixel|, is a smaller blob."
    ),
    Side.SCORES: mark(
        "A 1 × 1 convolution turns each level's features into scores of the classes. The decoder doubles the coarse ones and adds the "
        "finer: "
        "f<sub>16</sub> = up<sub>2</sub>(s<sub>32</sub>) + s<sub>16</sub>, f<sub>8</sub> = up<sub>2</sub>(f<sub>16</sub>) + s<sub>8</sub>. "
        "Doubling brings no place back that was lost; only the finer scores do. All maps share one scale around 0."
    ),
}  # fmt: skip


class EncoderPane(Panel):
    """Follows the session while it can be seen. Maps stay until the next ones are there; a pinned cell stays until it is let go."""

    def __init__(self, room: FcnRoom, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room, self._session = room, room.session
        self.side = Side.FEATURES
        self.pinned: Pixel | None = None
        self.field: EffectiveField | None = None
        self._asked: tuple[object, ...] = ()
        self.photo = EncoderPhoto(room)
        self.side_choice, self.grid, self.opacity = SegmentedSwitch(list(Side)), QCheckBox(), QSlider(Qt.Orientation.Horizontal)
        self.features, self.scores = FeatureSide(), ScoreSide()
        mirror(self.photo, self.features.facts)
        self.pages = QStackedWidget()
        self.pointed, self.notice, self.words = QLabel(), QLabel(), QLabel()
        self._opacity_label = QLabel()
        self._lay_out()
        self._connect()
        self.finish()

    # -- layout --------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for label in (self.notice, self.words, self.pointed):
            label.setWordWrap(True)
        self.pointed.setFont(tabular(self.pointed.font()))
        self.pointed.setMinimumHeight(2 * self.pointed.fontMetrics().height())
        self.pointed.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.notice.hide()
        self.opacity.setRange(0, 100)
        self.opacity.setMaximumWidth(140)
        for page in (self.features, self.scores):
            self.pages.addWidget(page)
        split = QSplitter(Qt.Orientation.Horizontal)
        split.addWidget(self._photo_side())
        split.addWidget(self._map_side())
        split.setSizes([860, 360])
        split.setStretchFactor(0, 1)
        split.setChildrenCollapsible(False)
        split.setHandleWidth(4)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(split)

    def _photo_side(self) -> QWidget:
        bar, below, side = QHBoxLayout(), QVBoxLayout(), QWidget()
        bar.setContentsMargins(10, 6, 10, 6)
        bar.setSpacing(8)
        bar.addWidget(self.side_choice)
        bar.addSpacing(8)
        bar.addWidget(self.grid)
        bar.addStretch(1)
        bar.addWidget(self._opacity_label)
        bar.addWidget(self.opacity)
        below.setContentsMargins(10, 6, 10, 8)
        below.setSpacing(4)
        for part in (self.notice, self.pointed, self.words):
            below.addWidget(part)
        column = QVBoxLayout(side)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.photo, 1)
        column.addLayout(below)
        return side

    def _map_side(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(10, 8, 10, 8)
        column.addWidget(self.pages)
        side.setMinimumWidth(320)
        return side

    def _connect(self) -> None:
        session = self._session
        session.document_changed.connect(self._photo_changed)
        session.segmentation_changed.connect(self._catch_up)
        session.look_changed.connect(self._show_opacity)
        session.hover_changed.connect(self._show_cell)
        self._room.worker.failed.connect(self._failed)
        self.photo.clicked.connect(self._clicked)
        self.side_choice.chosen.connect(self.choose_side)
        self.grid.toggled.connect(self._show_grid)
        self.opacity.valueChanged.connect(lambda percent: self._room.intents.set_opacity.emit(percent / 100))
        self.features.level_chosen.connect(self._level_chosen)
        self.features.field_wanted.connect(self._ask_for_field)
        for part in (self.features, self.scores):
            part.looked.connect(self._looked)

    # -- what a person does --------------------------------------------------------------------------------------------

    def choose_side(self, side: Side) -> None:
        self.side = side
        self.side_choice.set_value(side)
        shown = self.features if side is Side.FEATURES else self.scores
        self.pages.setCurrentWidget(shown)
        mirror(self.photo, shown.facts)
        self.words.setText(tr(WORDS[side]))
        self._show_picture()
        self._show_grid()
        self._show_cell()
        if side is Side.FEATURES and self.field is None and self.features.effective.isChecked():
            self._ask_for_field()  # another cell may have been pinned meanwhile

    def pin(self, pixel: Pixel | None) -> None:
        """Keep the cell under ``pixel`` in sight, or let it go; the effective field is that of the pinned cell."""
        self.pinned = pixel
        self.photo.pin.put(pixel)
        self._show_cell()
        self._ask_for_field()

    def _clicked(self, click: CanvasClick) -> None:
        pixel = Pixel(int(click.point.x), int(click.point.y))
        self.pin(None if pixel == self.pinned else pixel)

    def _level_chosen(self) -> None:
        self._forget_field()
        self._catch_up()

    def _looked(self) -> None:
        """A map was asked for: it is what is wanted on the photo, not the field of a cell."""
        if self.side is Side.FEATURES:
            with QSignalBlocker(self.features.effective):
                self.features.effective.setChecked(False)
            self._forget_field()
        self._show_picture()
        self._show_grid()
        self._show_cell()

    # -- following the session -----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._catch_up()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        for channel in (CHANNEL, FIELD_CHANNEL):
            self._room.worker.cancel(channel)
        self._asked = ()

    def _photo_changed(self) -> None:
        self.pinned = None
        self._forget_field()
        self.features.show_maps(None)
        self.scores.show_result(None)
        self.photo.clear_map()
        self._asked = ()
        self._catch_up()

    def _catch_up(self) -> None:
        """Ask for the maps of what is on screen, unless they are there or on their way."""
        if not self.isVisible():
            return
        found, document = self._session.segmentation, self._session.document
        self._say("" if found is not None else self._what_to_do())
        self._show_opacity()
        if found is None or document is None:
            return
        self.scores.show_result(found)
        asked = (document.digest, found.model_key, found.scores.to_image, self._session.device, self.features.level)
        if asked != self._asked:
            self._asked = asked
            request = LevelRequest(self._room.engine_on, self._session.device, document, found, self.features.level)
            self._room.worker.submit(CHANNEL, request, self._take)
        if self.features.maps is None:
            self._say(tr("Reading the feature maps…"))  # the first time takes seconds
        if self.side is Side.SCORES:
            self._show_picture()
        self._show_cell()

    def _take(self, maps: LevelMaps) -> None:
        self._say("")
        self._forget_field()
        self.features.show_maps(maps)
        self._show_picture()
        self._show_grid()
        self._show_cell()
        self._ask_for_field()

    def _failed(self, failure: JobFailure) -> None:
        if failure.channel in (CHANNEL, FIELD_CHANNEL):
            if failure.channel == CHANNEL:
                self._asked = ()
            error = failure.error
            self._say(tr_core(error.template, error.fields) if isinstance(error, UserError) else str(error))

    def _say(self, text: str) -> None:
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    def _what_to_do(self) -> str:
        return tr("Open a photo, or click a sample.") if self._session.document is None else tr("Waiting for the first result.")

    # -- the effective field -------------------------------------------------------------------------------------------

    def _ask_for_field(self) -> None:
        """From a gradient, for the pinned cell, while the button is down: the one thing here that runs the trunk."""
        document, maps, cell = self._session.document, self.features.maps, self._cell_of(self.pinned)
        wanted = self.features.effective.isChecked()
        if not wanted or document is None or maps is None or cell is None or self.side is not Side.FEATURES:
            self._room.worker.cancel(FIELD_CHANNEL)
            if self.field is not None:
                self._forget_field()
                self._show_picture()
            if maps is not None:
                asks = wanted and cell is None and self.side is Side.FEATURES
                self._say(tr("Click the photo to pin the cell whose field is wanted.") if asks else "")
            return
        self._say(tr("The gradient of the cell is on its way."))
        request = EffectiveRequest(self._room.engine_on, self._session.device, document, maps, cell)
        self._room.worker.submit(FIELD_CHANNEL, request, self._take_field)

    def _take_field(self, field: EffectiveField) -> None:
        self._say("")
        self.field = field
        self.features.show_field(True)
        self._show_picture()

    def _forget_field(self) -> None:
        self.field = None
        self.features.show_field(False)

    # -- what is shown -------------------------------------------------------------------------------------------------

    @property
    def cells(self) -> tuple[PlaneMap, tuple[int, int]] | None:
        """The map from the cells on screen to image px, and their rows and columns."""
        if self.side is Side.SCORES:
            scores, values = self.scores.maps, self.scores.values()
            return None if scores is None or values is None else (scores.cells(self.scores.place), (values.shape[0], values.shape[1]))
        maps = self.features.maps
        return None if maps is None else (maps.pyramid.cell_to_image(maps.level), (maps.mean.shape[0], maps.mean.shape[1]))

    def _show_picture(self) -> None:
        document = self._session.document
        if document is None or not self.isVisible():
            return
        size, cells = (document.height, document.width), self.cells
        if self.side is Side.FEATURES and self.field is not None:
            # The square root brings out the faint surroundings: the middle is often a hundred times stronger.
            picture = heated(np.sqrt(self.field.values), 0.0, 1.0)
            self.photo.show_cells(picture, self.field.maps.pyramid.to_image, size)
            return
        picture_of = self.features if self.side is Side.FEATURES else self.scores
        shown = picture_of.picture()
        if shown is None or cells is None:
            self.photo.heat.clear()
        else:
            self.photo.show_cells(shown, cells[0], size)

    def _show_grid(self) -> None:
        document, cells = self._session.document, self.cells
        self.photo.grid.set_visible(self.grid.isChecked())
        if document is not None and cells is not None and self.grid.isChecked() and self.isVisible():
            self.photo.show_grid(*cells, (document.height, document.width))

    def _show_opacity(self) -> None:
        opacity = self._session.look.opacity
        self.photo.heat.set_opacity(opacity)
        with QSignalBlocker(self.opacity):
            self.opacity.setValue(round(opacity * 100))

    def _cell_of(self, pixel: Pixel | None) -> tuple[int, int] | None:
        """``(row, column)`` of the cell on screen under a pixel of the photo."""
        cells = self.cells
        if pixel is None or cells is None:
            return None
        to_image, (rows, columns) = cells
        row, column = to_image.y.index_at(pixel.row + HALF_PIXEL), to_image.x.index_at(pixel.column + HALF_PIXEL)
        return min(max(row, 0), rows - 1), min(max(column, 0), columns - 1)

    def _show_cell(self) -> None:
        """The cell under the pointer, else the pinned one: where it lies, what it holds, and what it can see."""
        document, cells = self._session.document, self.cells
        pixel = self._session.hover or self.pinned
        cell = self._cell_of(pixel)
        if not self.isVisible():
            return
        if document is None or cells is None or cell is None or pixel is None:
            self.photo.mark.put(None, None)
            self.scores.forget_point()
            self.pointed.setText(tr("Point at the photo") if cells is not None else "")
            return
        size = (document.height, document.width)
        row, column = cell
        box_image = cut_to(cells[0].box(Box(column, row, column + 1, row + 1)), size)
        field = self._field_image(row, column, size)
        self.photo.mark.put(box_image, field)
        if self.side is Side.SCORES:
            self.scores.point(pixel.column + HALF_PIXEL, pixel.row + HALF_PIXEL)
        self.pointed.setText(self._words_of(row, column, box_image, field))

    def _field_image(self, row: int, column: int, size: tuple[int, int]) -> Box | None:
        """What the cell can see of the photo, image px; scores see it through heads, which see more."""
        maps = self.features.maps
        if self.side is Side.SCORES or maps is None:
            return None
        return cut_to(maps.pyramid.to_image.box(maps.field.box(row, column)), size)

    def _words_of(self, row: int, column: int, box: Box, field: Box | None) -> str:
        side = self.features if self.side is Side.FEATURES else self.scores
        text = tr("cell row {row}, column {column}", row=row, column=column) + "   " + side.value_words(row, column) + "   "
        text += tr("covers {box}", box=_span(box))
        if field is None:
            return text
        document = self._session.document
        sees_all = document is not None and field == Box(0, 0, document.width, document.height)
        return text + "   " + (tr("sees the whole photo") if sees_all else tr("sees {box}", box=_span(field)))

    def retranslate(self) -> None:
        features = (tr("Features"), tr("The encoder: what each stage of the trunk holds."))
        scores = (tr("Scores and sums"), tr("The decoder: one class's scores, doubled and added up."))
        self.side_choice.set_texts([features, scores], tr("Half of the network"))
        self.side_choice.set_value(self.side)
        self.grid.setText(tr("Cell grid"))
        name(self.grid, tr("Cell grid"), tr("The edges of all cells: where inside one something lies is lost."))
        name(self.opacity, tr("Opacity"), tr("How much the map covers the photo."), self._opacity_label)
        self.photo.setAccessibleName(tr("Photo with the map of cells"))
        self.words.setText(tr(WORDS[self.side]))
        for part in (self.features, self.scores):
            part.retranslate()
        if self.isVisible():
            self._say("" if self._session.segmentation is not None else self._what_to_do())
        self._show_cell()


def _span(box: Box) -> str:
    return f"x {box.x1:.1f}\N{EN DASH}{box.x2:.1f}  y {box.y1:.1f}\N{EN DASH}{box.y2:.1f} px"
