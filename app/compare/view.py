"""CompareView: two to four results for one photo, seen side by side, swiped, blinked, or as a map of where two differ."""

from __future__ import annotations

from collections.abc import Sequence
from enum import Enum

from PySide6.QtCore import QSignalBlocker, Qt
from PySide6.QtGui import QHideEvent, QKeyEvent, QShowEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QPushButton, QSlider, QVBoxLayout, QWidget

from app.canvas.class_map_layer import OverlayStyle
from app.canvas.image_canvas import ImagePoint
from app.compare.difference_tables import DifferenceTables
from app.compare.linking import Link
from app.compare.requests import ComparedPair, DifferenceRequest, EngineOn, ModelRequest
from app.compare.source import (
    READ_OUTS,
    Picture,
    Source,
    SourceKind,
    missing,
    picture_of,
    sources,
    title_of,
    why_not_comparable,
)
from app.compare.stage import Stage
from app.compare.streams import FORMULA, WORDS, StreamSwitches
from app.intents import Intents
from app.jobs import JobFailure, JobRunner
from app.session import Pixel, Session
from app.translation import tr, tr_core
from app.widgets.panel import Panel, name
from app.widgets.segmented_switch import SegmentedSwitch
from core.errors import UserError
from core.fcn.results import Segmentation
from core.image import ImageDocument

DIFFERENCE_CHANNEL, MODEL_CHANNEL = "compare-difference", "compare-model"
MOST = 4
FACTS_WIDTH, LEAST_CHOICE = 340, 90
STEPS = 1000
"""Of the swipe's slider."""
BLINK_KEY = Qt.Key.Key_B


class Mode(Enum):
    SIDE = "side"
    SWIPE = "swipe"
    BLINK = "blink"
    DIFFERENCE = "difference"


class CompareView(Panel):
    """Shows what the session has; rests while hidden. Other models and differences are computed on the worker."""

    def __init__(self, session: Session, intents: Intents, worker: JobRunner, engine_on: EngineOn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._intents, self._worker, self._engine_on = session, intents, worker, engine_on
        self.mode = Mode.SIDE
        self.several: list[Source | None] = [*READ_OUTS, None]
        self.pair: list[Source | None] = [READ_OUTS[0], READ_OUTS[2]]
        self.compared: ComparedPair | None = None
        self.others: dict[str, Segmentation] = {}
        self._kept: dict[Source, Picture] = {}
        self._held, self._failure = False, ""
        self._document: ImageDocument | None = None
        self._asked: tuple[object, ...] = ()
        self.link = Link(self)
        self.stages = [Stage(session, self.link) for _ in range(MOST)]
        self.setFocusProxy(self.stages[0].canvas)  # the key that blinks is this view's
        self.modes, self.choices = SegmentedSwitch(list(Mode)), [QComboBox() for _ in range(MOST)]
        self.divider, self.hold, self.tables = QSlider(Qt.Orientation.Horizontal), QPushButton(), DifferenceTables()
        self.sum, self.words = QLabel(), QLabel()
        self.streams = StreamSwitches(session, intents)
        self._lay_out()
        self._connect()
        self.finish()

    @property
    def chosen(self) -> list[Source | None]:
        """What the present mode compares."""
        return self.several if self.mode is Mode.SIDE else self.pair

    # -- layout --------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(10, 6, 10, 6)
        bar.setSpacing(8)
        bar.addWidget(self.modes)
        bar.addSpacing(8)
        for choice in self.choices:
            choice.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
            choice.setMinimumWidth(LEAST_CHOICE)
            bar.addWidget(choice)
        bar.addWidget(self.hold)
        bar.addStretch(1)
        self.divider.setRange(0, STEPS)
        self.divider.setValue(STEPS // 2)
        for label in (self.sum, self.words):
            label.setWordWrap(True)
        side = QWidget()
        facts = QVBoxLayout(side)
        facts.setContentsMargins(10, 6, 10, 6)
        facts.addWidget(self.sum)
        facts.addWidget(self.tables, 1)
        self._facts = side
        side.setFixedWidth(FACTS_WIDTH)
        row = QHBoxLayout()  # not a splitter: its shares wander with every resize, and the scale would with them
        row.setSpacing(2)
        for stage in self.stages:
            row.addWidget(stage, 1)
        row.addWidget(side)
        self.words.setContentsMargins(10, 6, 10, 8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addLayout(row, 1)
        column.addWidget(self.divider)
        below = QHBoxLayout()
        below.addWidget(self.words, 1)
        below.addWidget(self.streams, 0, Qt.AlignmentFlag.AlignVCenter)
        column.addLayout(below)

    def _connect(self) -> None:
        session, intents = self._session, self._intents
        for signal in (session.document_changed, session.read_outs_changed, session.truth_changed, session.segmentation_changed,
                       session.look_changed, session.class_view_changed, session.instance_scene_changed,
                       session.instance_look_changed):  # fmt: skip
            signal.connect(self._refresh)
        for signal in (session.model_changed, session.rows_changed, session.weights_changed):
            signal.connect(self._models_changed)
        session.hover_changed.connect(self._point)
        session.overlays_held_changed.connect(self._hold_overlays)
        self._worker.failed.connect(self._failed)
        for stage in self.stages:
            stage.canvas.hovered.connect(self._hovered)
        first = self.stages[0].canvas
        first.divider_moved.connect(lambda share: self.divider.setValue(round(share * STEPS)))
        self.modes.chosen.connect(self.choose_mode)
        for place, choice in enumerate(self.choices):
            choice.activated.connect(lambda row, place=place: self.choose(place, self.choices[place].itemData(row)))
        self.divider.valueChanged.connect(self._divide)
        self.hold.pressed.connect(lambda: self.blink(True))
        self.hold.released.connect(lambda: self.blink(False))
        intents.fit.connect(lambda: self._zoom(None))
        intents.actual_size.connect(lambda: self._zoom(1.0))
        intents.zoom_by.connect(lambda factor: self._zoom(first.zoom * factor))

    # -- what a person does --------------------------------------------------------------------------------------------

    def choose_mode(self, mode: Mode) -> None:
        self.mode = mode
        self.modes.set_value(mode)
        self._fill()
        self._refresh()

    def choose(self, place: int, source: Source | None) -> None:
        """Compare ``source`` in the place of another; None leaves the place empty (side by side only)."""
        self.chosen[place] = source
        self._refresh()

    def show_several(self, sources: Sequence[Source]) -> None:
        """Two to four sources side by side."""
        self.several = [*sources, *[None] * (MOST - len(sources))]
        self.choose_mode(Mode.SIDE)

    def blink(self, second: bool) -> None:
        """Show the second of the pair for as long as this is held."""
        self._held = second
        if self.mode is Mode.BLINK:
            self.stages[0].canvas.split.set_divider(0.0 if second else 1.0)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        self._blink_key(event, True)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        self._blink_key(event, False)

    def _blink_key(self, event: QKeyEvent, held: bool) -> None:
        if event.key() != BLINK_KEY or self.mode is not Mode.BLINK:
            event.ignore()
        elif not event.isAutoRepeat():
            self.blink(held)

    def _divide(self) -> None:
        if self.mode is Mode.SWIPE:
            self.stages[0].canvas.split.set_divider(self.divider.value() / STEPS)

    def _zoom(self, factor: float | None) -> None:
        if self.isVisible():
            if factor is None:
                self.link.fit()
            else:
                self.stages[0].canvas.set_zoom(factor)

    # -- following the session -----------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._fill()
        self._refresh()
        self.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._held = False  # the key's release goes elsewhere
        self._rest()

    def _rest(self) -> None:
        self._worker.cancel(DIFFERENCE_CHANNEL)
        self._worker.cancel(MODEL_CHANNEL)
        self._asked = ()

    def _models_changed(self) -> None:
        known = sources(self._session)
        for chosen in (self.several, self.pair):
            for place, source in enumerate(chosen):
                if source is not None and source not in known:  # it is the chosen model now, or was removed
                    chosen[place] = READ_OUTS[2]
        self._fill()
        self._refresh()

    def _refresh(self) -> None:
        """Everything as the session has it. What is not there yet leaves what was there: no flash."""
        several = self.mode is Mode.SIDE
        used = [source for source in self.chosen if source is not None]
        # Hidden or not: what is not shown must not count in the least size of the window.
        for place, stage in enumerate(self.stages):
            stage.setVisible(place < len(used) if several else place == 0)
        self._show_controls()
        if not self.isVisible():
            return
        self._follow_photo()
        style = OverlayStyle.OUTLINE if self._session.look.outlined and self.mode is not Mode.DIFFERENCE else OverlayStyle.FILL
        for stage in self.stages:
            stage.canvas.split.set_style(style)
        if several:
            for stage, source in zip(self.stages, used, strict=False):
                stage.canvas.split.set_divider(1.0)
                stage.show_pictures((title_of(source, self._session),), (self._picture(source),), (self._note(source),))
        elif self.mode is Mode.DIFFERENCE:
            self._show_difference(used)
        else:
            self._show_pair(used)
        self._ask_for_models(used)

    def _show_controls(self) -> None:
        self._facts.setVisible(self.mode is Mode.DIFFERENCE)
        self.divider.setVisible(self.mode is Mode.SWIPE)
        self.hold.setVisible(self.mode is Mode.BLINK)
        for place, choice in enumerate(self.choices):
            choice.setVisible(place < len(self.chosen))
            with QSignalBlocker(choice):
                if place < len(self.chosen):
                    choice.setCurrentIndex(self._row_of(self.chosen[place]))

    def _row_of(self, source: Source | None) -> int:
        known = sources(self._session)
        return len(known) if source is None else known.index(source)

    def _follow_photo(self) -> None:
        document = self._session.document
        if document is not self._document:
            self._document, self.compared, self._failure = document, None, ""
            self.others.clear()
            self._kept.clear()
            self._rest()
            self.link.set_photo(None if document is None else document.rgb)

    def _picture(self, source: Source) -> Picture | None:
        """Read-outs and objects stay while newer ones are made: gains or thresholds that move must not make them blink."""
        found = picture_of(source, self._session, self.others)
        if source.kind in (SourceKind.READ_OUT, SourceKind.OBJECTS) and found is not None:
            self._kept[source] = found
        elif source.kind is SourceKind.OBJECTS and self._session.detection is None:
            self._kept.pop(source, None)
        return found or self._kept.get(source)

    def _note(self, source: Source) -> str:
        if self._picture(source) is not None:
            return ""
        return self._failure if self._failure and source.kind is SourceKind.MODEL else missing(source, self._session)

    def _titles(self, used: list[Source]) -> tuple[str, ...]:
        return tuple(title_of(source, self._session) for source in used)

    def _show_pair(self, used: list[Source]) -> None:
        stage = self.stages[0]
        pictures = tuple(self._picture(source) for source in used)
        stage.show_pictures(self._titles(used), pictures, tuple(map(self._note, used)))
        stage.canvas.split.set_divider(self.divider.value() / STEPS if self.mode is Mode.SWIPE else float(not self._held))

    # -- difference ----------------------------------------------------------------------------------------------------

    def _show_difference(self, used: list[Source]) -> None:
        first, second = (self._picture(source) for source in used)
        titles = self._titles(used)
        why_not = why_not_comparable(used, (first, second), tuple(map(self._note, used)))
        if why_not:
            self.stages[0].show_pictures(titles, (None, None), tuple(map(self._note, used)))
            self.sum.setText(why_not)
            self.tables.show_pair(None, (titles[0], titles[1]))
            return
        assert first is not None
        assert second is not None
        if self.compared is not None and self.compared.is_of(first, second):
            found = self.compared.difference
            self.stages[0].show_codes(titles, (first, second), found.pixels, "")
            self.stages[0].canvas.split.set_opacity(self._session.look.opacity)
            share = 0.0 if not found.compared else found.share
            differ = tr("{different} of {compared} pixels differ: {share} %.",
                        different=f"{found.different:,}", compared=f"{found.compared:,}", share=f"{share * 100:.2f}")  # fmt: skip
            left_out = (
                tr("Not compared, void or of a class that only one of them knows: {void}.", void=f"{found.void:,}")
                if self.compared.has_objects
                else tr("Void, not compared: {void}.", void=f"{found.void:,}")
            )
            self.sum.setText(f"{differ} {left_out}")
            self.tables.show_pair(self.compared, (titles[0], titles[1]))
        elif self._asked != (first.ids.ctypes.data, second.ids.ctypes.data):
            self._asked = (first.ids.ctypes.data, second.ids.ctypes.data)
            self._worker.submit(DIFFERENCE_CHANNEL, DifferenceRequest(first, second), self._take_difference)

    def _take_difference(self, pair: ComparedPair) -> None:
        self.compared, self._asked = pair, ()
        self._refresh()

    # -- other models --------------------------------------------------------------------------------------------------

    def _ask_for_models(self, used: list[Source]) -> None:
        document = self._session.document
        wanted = [source.key for source in used if source.kind is SourceKind.MODEL and source.key not in self.others]
        if document is None or not wanted or self._failure or self._worker.is_busy(MODEL_CHANNEL):
            return
        request = ModelRequest(self._engine_on, self._session.device, document, wanted[0])
        self._worker.submit(MODEL_CHANNEL, request, self._take_model)

    def _take_model(self, found: Segmentation) -> None:
        if self._document is not None and found.image_digest == self._document.digest:
            self.others[found.model_key] = found
        self._refresh()

    def _failed(self, failure: JobFailure) -> None:
        if failure.channel in (MODEL_CHANNEL, DIFFERENCE_CHANNEL):
            error = failure.error
            self._failure = tr_core(error.template, error.fields) if isinstance(error, UserError) else str(error)
            self._refresh()

    # -- pointer and overlays ------------------------------------------------------------------------------------------

    def _hovered(self, point: ImagePoint | None) -> None:
        self._intents.point_at.emit(None if point is None else Pixel(int(point.x), int(point.y)))

    def _point(self, pixel: Pixel | None) -> None:
        if self.isVisible():
            for stage in self.stages:
                stage.show_pixel(pixel)

    def _hold_overlays(self, held: bool) -> None:
        for stage in self.stages:
            stage.canvas.set_overlays_visible(not held)

    # -- words ---------------------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        known = sources(self._session)
        for place, choice in enumerate(self.choices):
            with QSignalBlocker(choice):
                choice.clear()
                for source in known:
                    choice.addItem(title_of(source, self._session), source)
                if self.mode is Mode.SIDE and place >= 2:
                    choice.addItem(tr("nothing"), None)

    def retranslate(self) -> None:
        self.modes.set_texts(
            [
                (tr("Side by side"), tr("Two to four pictures that move together.")),
                (tr("Swipe"), tr("The first left of a divider, the second right of it; drag the divider.")),
                (tr("Blink"), tr("The first, and the second for as long as B is held.")),
                (tr("Difference"), tr("Where two class maps, or objects and a class map, differ, and in which classes.")),
            ],
            tr("How to compare"),
        )
        self.modes.set_value(self.mode)
        for place, choice in enumerate(self.choices):
            name(choice, tr("Picture {number}", number=place + 1), tr("What is compared here."))
        name(self.divider, tr("Divider"), tr("Share of the width that the first picture has."))
        self.hold.setText(tr("Hold to see the second (B)"))
        name(self.hold, tr("Hold to see the second (B)"), tr("The first, and the second for as long as B is held."))
        self.words.setText(f"{FORMULA} &nbsp; {tr(WORDS)}")
        self._fill()
        self._refresh()
