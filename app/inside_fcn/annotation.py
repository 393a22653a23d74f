"""Annotation, two ways: prediction or ground truth as one map of ids, or as one channel per class."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

from app.class_view import class_colours
from app.inside_fcn.annotated import Annotation, Channels, ChannelsRequest, ExportRequest, Source, Writing
from app.inside_fcn.channel_list import ChannelList
from app.inside_fcn.map_legend import LegendEntry, MapLegend
from app.inside_fcn.map_photo import MapPhoto
from app.inside_fcn.room import FcnRoom, sentence_of
from app.inside_fcn.truth_choice import ask_for_truth, truth_tip
from app.jobs import JobFailure
from app.session import Pixel
from app.theme import tabular
from app.translation import mark, tr
from app.widgets.mirror import mirror
from app.widgets.panel import Panel, name
from app.widgets.segmented_switch import SegmentedSwitch
from core.palettes import palette_table

CHANNEL, EXPORT = "fcn-annotation", "fcn-annotation-export"
LEGEND_COLUMNS = 4
SUFFIXES = {Writing.INDEX: ".png", Writing.ONE_HOT: ".npz"}
WORDS = mark(
    "The same annotation, written two ways: one number per pixel (index map m), or one picture of 0 and 1 per class k (one-hot): "
    "C<sub>k</sub>(p) = [m(p) = k]. Every pixel is 1 in exactly one channel, except void (255), which is in none: it is neither trained "
    "on nor measured. The argmax over the channels leads back to the index map."
)


class AnnotationPane(Panel):
    """Follows the session while it can be seen; counts and thumbnails are made on the worker, and stay until the next ones are there."""

    def __init__(self, room: FcnRoom, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room, self._session = room, room.session
        self.source, self.writing = Source.PREDICTION, Writing.INDEX
        self.channels: Channels | None = None
        self._shown: Annotation | None = None
        self.source_choice, self.writing_choice = SegmentedSwitch(list(Source)), SegmentedSwitch(list(Writing))
        self.load, self.forget, self.export = QPushButton(), QPushButton(), QPushButton()
        self.photo, self.stack, self.empty = MapPhoto(room), ChannelList(), QLabel()
        self.pages, self.legend = QStackedWidget(), MapLegend()
        mirror(self.photo, self.legend)
        self.pointed, self.notice, self.words = QLabel(), QLabel(), QLabel()
        self._labels = {key: QLabel() for key in ("source", "writing")}
        self._lay_out()
        self._connect()
        self.finish()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 6, 10, 6)
        bar.setSpacing(8)
        for part in (self._labels["source"], self.source_choice, self.load, self.forget):
            bar.addWidget(part)
        bar.addSpacing(12)
        for part in (self._labels["writing"], self.writing_choice):
            bar.addWidget(part)
        bar.addStretch(1)
        bar.addWidget(self.export)
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setForegroundRole(self.empty.palette().ColorRole.PlaceholderText)
        for page in (self.photo, self.stack, self.empty):
            self.pages.addWidget(page)
        for label in (self.notice, self.words, self.empty):
            label.setWordWrap(True)
        self.pointed.setFont(tabular(self.pointed.font()))
        self.notice.hide()
        below = QVBoxLayout()
        below.setContentsMargins(10, 6, 10, 8)
        below.setSpacing(4)
        for line in (self.notice, self.pointed, self.legend, self.words):
            below.addWidget(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self.pages, 1)
        column.addLayout(below)

    def _connect(self) -> None:
        room, session = self._room, self._session
        for signal in (session.document_changed, session.segmentation_changed):
            signal.connect(self._catch_up)
        session.document_changed.connect(lambda: self._say(""))
        for signal in (session.look_changed, session.class_view_changed):
            signal.connect(self._show_look)
        session.truth_changed.connect(self._truth_changed)
        session.hover_changed.connect(self._show_pixel)
        self._room.worker.failed.connect(self._failed)
        self.source_choice.chosen.connect(self.choose_source)
        self.writing_choice.chosen.connect(self.choose_writing)
        self.load.clicked.connect(lambda: ask_for_truth(room, self))
        self.forget.clicked.connect(lambda: room.intents.load_truth.emit(None))
        self.export.clicked.connect(self._ask_for_path)

    # -- what a person does --------------------------------------------------------------------------------------------

    def choose_source(self, source: Source) -> None:
        self.source = source
        self.source_choice.set_value(source)
        self._catch_up()

    def choose_writing(self, writing: Writing) -> None:
        self.writing = writing
        self.writing_choice.set_value(writing)
        self.retranslate()
        self._catch_up()

    def export_to(self, path: Path) -> None:
        """Write what is shown, the way it is shown; says in place what was written, or why not."""
        annotation = self.annotation
        if annotation is not None:
            self._room.worker.submit(EXPORT, ExportRequest(annotation, self.writing, path), self._exported)

    def _ask_for_path(self) -> None:
        suffix = SUFFIXES[self.writing]
        title, kinds = {
            Writing.INDEX: (tr("Export the index map"), tr("Label PNG (*.png)")),
            Writing.ONE_HOT: (tr("Export the channels"), tr("NumPy archive (*.npz)")),
        }[self.writing]
        chosen, _ = QFileDialog.getSaveFileName(self, title, f"{self.source.value}{suffix}", kinds)
        if chosen:
            path = Path(chosen)
            self.export_to(path if path.suffix else path.with_suffix(suffix))

    def _exported(self, path: Path) -> None:
        self._say(tr("Written: {files}", files=str(path)))

    # -- following the session -----------------------------------------------------------------------------------------

    @property
    def annotation(self) -> Annotation | None:
        """What is to be looked at."""
        found, truth = self._session.segmentation, self._session.truth
        if self.source is Source.TRUTH:
            return None if truth is None else self._same(Annotation(self.source, truth.class_map, truth.label_set))
        return None if found is None else self._same(Annotation(self.source, found.class_map, found.label_set))

    def _same(self, wanted: Annotation) -> Annotation:
        """The one on screen, if it is of the same ids."""
        shown = self._shown
        return shown if shown is not None and shown.class_map is wanted.class_map and shown.source is wanted.source else wanted

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._catch_up()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._room.worker.cancel(CHANNEL)
        self._shown = None

    def _truth_changed(self) -> None:
        """Ground truth is looked at as soon as it is there: who loads it wants to see it."""
        if self._session.truth is not None and self.isVisible():
            self.choose_source(Source.TRUTH)
        self._catch_up()

    def _catch_up(self) -> None:
        if not self.isVisible():
            return
        wanted = self.annotation
        self._show_buttons(wanted)
        self._show_page(wanted)
        if wanted is None:
            self._room.worker.cancel(CHANNEL)
            self._shown = self.channels = None
            self.stack.show_channels(None)
        elif wanted is not self._shown:
            self._shown = wanted
            self._room.worker.submit(CHANNEL, ChannelsRequest(wanted), self._take)
        self._show_look()
        self._show_pixel()

    def _take(self, channels: Channels) -> None:
        self.channels = channels
        self.stack.show_channels(channels)
        self._show_look()

    def _failed(self, failure: JobFailure) -> None:
        if failure.channel in (CHANNEL, EXPORT):
            self._say(sentence_of(failure.error))

    def _say(self, text: str) -> None:
        self.notice.setText(text)
        self.notice.setVisible(bool(text))

    # -- what is shown -------------------------------------------------------------------------------------------------

    def _show_page(self, annotation: Annotation | None) -> None:
        if annotation is None:
            self.empty.setText(self._what_to_do())
            self.pages.setCurrentWidget(self.empty)
        else:
            self.pages.setCurrentWidget(self.photo if self.writing is Writing.INDEX else self.stack)

    def _show_buttons(self, annotation: Annotation | None) -> None:
        """What cannot be done says why."""
        has_photo, why = self._session.document is not None, self._what_to_do()
        self.forget.setVisible(self._session.truth is not None)
        self.load.setEnabled(has_photo)
        said = truth_tip() if has_photo else why
        name(self.load, tr("Load ground truth…"), said)
        self.export.setEnabled(annotation is not None)
        said = tr("Write the annotation as it is shown, in the size of the photo.") if annotation is not None else why
        name(self.export, self.export.text(), said)

    def _what_to_do(self) -> str:
        if self._session.document is None:
            return tr("Open a photo, or click a sample.")
        if self.source is Source.TRUTH:
            return tr("No ground truth yet: load the label PNG of this photo.")
        return tr("Waiting for the first result.")

    def _show_look(self) -> None:
        shown = self._shown
        if shown is None or not self.isVisible():
            self.legend.set_entries((), LEGEND_COLUMNS)
            return
        table = self._table(shown)
        self.photo.map_layer.set_opacity(self._session.look.opacity)
        self.photo.show_map(shown.class_map, table)
        if self.channels is not None:
            self.legend.set_entries(_entries(self.channels, table), LEGEND_COLUMNS)

    def _table(self, annotation: Annotation) -> npt.NDArray[np.uint8]:
        """Every id is painted, background and void too: here they are what is looked at."""
        labels, look, table = annotation.label_set, self._session.look, np.zeros((256, 4), np.uint8)
        table[:, :3] = palette_table(look.palette, len(labels), background=labels.background)
        view = self._session.class_view
        table[: len(labels), :3] = class_colours(labels, look.palette, view)
        table[: len(labels), 3] = table[labels.void, 3] = 255
        return table

    def _show_pixel(self) -> None:
        pixel, shown = self._session.hover, self._shown
        if not self.isVisible():
            return
        if shown is None or pixel is None or pixel.row >= shown.class_map.shape[0] or pixel.column >= shown.class_map.shape[1]:
            self.pointed.setText(tr("Point at the photo") if shown is not None and self.writing is Writing.INDEX else "")
            return
        self.pointed.setText(_pixel_words(shown, pixel))

    def retranslate(self) -> None:
        self._labels["source"].setText(tr("Annotation"))
        self._labels["writing"].setText(tr("Written as"))
        prediction = (tr("Prediction"), tr("What the read-out says."))
        truth = (tr("Ground truth"), tr("What a person drew: a label PNG beside the photo."))
        self.source_choice.set_texts([prediction, truth], tr("Annotation"))
        self.source_choice.set_value(self.source)
        index = (tr("Index map"), tr("One number per pixel."))
        channels = (tr("One channel per class"), tr("A stack of pictures of 0 and 1: one-hot."))
        self.writing_choice.set_texts([index, channels], tr("Written as"))
        self.writing_choice.set_value(self.writing)
        self.load.setText(tr("Load ground truth…"))
        self.forget.setText(tr("Remove"))
        name(self.forget, tr("Remove"), tr("Take the ground truth away."))
        exports = {Writing.INDEX: tr("Export index PNG…"), Writing.ONE_HOT: tr("Export one-hot NPZ…")}
        self.export.setText(exports[self.writing])
        self.photo.setAccessibleName(tr("Photo with the index map"))
        self.stack.setAccessibleName(tr("Channels, one per class"))
        self.legend.setAccessibleName(tr("Legend of the map"))
        self.words.setText(tr(WORDS))
        if self.channels is not None:
            self.stack.show_channels(self.channels)
        self._show_buttons(self.annotation)
        self._show_page(self.annotation)
        self._show_look()
        self._show_pixel()


def _entries(channels: Channels, table: npt.NDArray[np.uint8]) -> tuple[LegendEntry, ...]:
    """The ids that are there, by share, and void."""
    labels = channels.annotation.label_set
    ids = sorted((k for k in range(len(labels)) if channels.shares[k]), key=lambda k: -channels.shares[k])
    entries = [LegendEntry(f"{k}  {labels.names[k]}", channels.shares[k], (_hex(table[k]),)) for k in ids]
    if channels.void_share:
        entries.append(LegendEntry(tr("{id}  void", id=labels.void), channels.void_share, (_hex(table[labels.void]),)))
    return tuple(entries)


def _pixel_words(annotation: Annotation, pixel: Pixel) -> str:
    labels, found = annotation.label_set, int(annotation.class_map[pixel.row, pixel.column])
    place = f"x {pixel.column}   y {pixel.row}   "
    if found == labels.void:
        return place + tr("m = {id}, void: all {count} channels are 0", id=found, count=len(labels))
    return place + tr("m = {id}, {name}: channel {id} is 1, the others are 0", id=found, name=labels.names[found])


def _hex(colour: npt.NDArray[np.uint8]) -> str:
    return "#{:02x}{:02x}{:02x}".format(*(int(channel) for channel in colour[:3]))
