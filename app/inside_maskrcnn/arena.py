"""The mask arena: every class's mask of one detection, and what becomes of it when another channel or threshold is read."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import Qt
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QScrollArea, QSplitter, QVBoxLayout, QWidget

from app.chosen import ChosenKind
from app.inside_maskrcnn.arena_channels import ChannelGrid
from app.inside_maskrcnn.arena_curve import AreaCurvePane
from app.inside_maskrcnn.arena_look import ArenaLook, ArenaRequest, EngineOn, LayerLook, LayersRequest, Squash
from app.inside_maskrcnn.arena_pictures import LayerStrip, PastedPreview, ScaleBar
from app.inside_maskrcnn.counts import pixels_text
from app.intents import Intents
from app.jobs import JobFailure, JobRunner
from app.session import Session
from app.theme import tabular
from app.translation import tr, tr_core
from app.widgets.panel import Panel, name
from app.widgets.segmented_switch import SegmentedSwitch
from core.errors import UserError
from core.maskrcnn.fate import nearest_miss
from core.maskrcnn.results import DetectionRun, Floats

PASTE, LAYERS = "mask-arena", "mask-layers"
"""Channels of the worker."""


NO_CHANNELS: Floats = np.zeros((0, 28, 28), np.float32)


@dataclass(frozen=True, slots=True, eq=False)
class _Subject:
    """The detection that the arena is about."""

    run: DetectionRun
    detection: int

    @property
    def own(self) -> int:
        return int(self.run.labels[self.detection])

    def probabilities(self, squash: Squash) -> Floats:
        """``(K, 28, 28)``."""
        if squash is Squash.SOFTMAX:
            return self.run.mask_softmax(self.detection)
        return np.stack([self.run.mask_probabilities(self.detection, label) for label in range(len(self.run.label_names))])


class MaskArena(Panel):
    """About the chosen detection, else the best one. Pastes and layers come from the worker, and only while the pane can be seen."""

    def __init__(self, session: Session, intents: Intents, worker: JobRunner, engine_on: EngineOn, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        del intents
        self._session, self._worker, self._engine_on = session, worker, engine_on
        self._subject: _Subject | None = None
        self._picked: int | None = None
        self._squash = Squash.SIGMOID
        self.look: ArenaLook | None = None
        self._layers: tuple[LayerLook, ...] = ()
        self.heading, self.words, self.verdict, self.notice = QLabel(), QLabel(), QLabel(), QLabel()
        self.body = QScrollArea()
        self.squash = SegmentedSwitch(tuple(Squash))
        self.scale = ScaleBar()
        self.own_again = QPushButton()
        self.grid = ChannelGrid()
        self.preview = PastedPreview()
        self.curve = AreaCurvePane()
        self.strip_title, self.paper = QLabel(), QLabel()
        self.strip = LayerStrip()
        self._lay_out()
        self._connect()
        self.finish()

    @property
    def picked(self) -> int | None:
        """The label whose channel is read; None while there is no detection."""
        if self._subject is None:
            return None
        return self._subject.own if self._picked is None else self._picked

    # -- layout --------------------------------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        for label in (self.words, self.verdict, self.notice, self.paper):
            label.setWordWrap(True)
        self.paper.setAlignment(Qt.AlignmentFlag.AlignVCenter)
        self.verdict.setFont(tabular(self.verdict.font()))
        self.squash.set_value(self._squash)
        bold = self.heading.font()
        bold.setBold(True)
        self.heading.setFont(bold)
        self.strip_title.setFont(bold)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(12, 8, 12, 8)
        whole.setSpacing(8)
        whole.addLayout(self._head())
        whole.addWidget(self.notice)
        page = QWidget()
        body = QVBoxLayout(page)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(8)
        body.addWidget(self._middle(), 1)
        body.addWidget(self.strip_title)
        body.addLayout(self._foot())
        self.body.setWidget(page)  # on low screens all of it scrolls, rather than that each part is cut
        self.body.setWidgetResizable(True)
        self.body.setFrameShape(QFrame.Shape.NoFrame)
        self.body.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        for see_through in (self.body.viewport(), page):
            see_through.setAutoFillBackground(False)
        whole.addWidget(self.body, 1)
        whole.addStretch(0)

    def _head(self) -> QHBoxLayout:
        head = QHBoxLayout()
        head.setSpacing(14)
        head.addWidget(self.heading)
        head.addStretch(1)
        for part in (self.scale, self.squash, self.own_again):
            head.addWidget(part)
        return head

    def _middle(self) -> QSplitter:
        told = QWidget()
        column = QVBoxLayout(told)
        column.setContentsMargins(10, 0, 0, 0)
        column.setSpacing(8)
        said = QVBoxLayout()
        said.setSpacing(10)
        said.addWidget(self.words)
        said.addWidget(self.verdict)
        said.addStretch(1)
        above = QHBoxLayout()
        above.setSpacing(12)
        above.addWidget(self.preview, 1)
        above.addLayout(said, 1)
        column.addLayout(above, 1)
        column.addWidget(self.curve, 1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.addWidget(self.grid)
        halves.addWidget(told)
        halves.setChildrenCollapsible(False)
        halves.setSizes([540, 480])
        halves.setStretchFactor(0, 1)
        return halves

    def _foot(self) -> QHBoxLayout:
        foot = QHBoxLayout()
        foot.setSpacing(14)
        foot.addWidget(self.strip, 3)
        foot.addWidget(self.paper, 1)
        return foot

    def _connect(self) -> None:
        session = self._session
        for signal in (session.detection_changed, session.chosen_changed, session.paste_rule_changed):
            signal.connect(lambda _value: self._look_again())
        self._worker.failed.connect(self._failed)
        self.squash.chosen.connect(self._choose_squash)
        self.grid.label_chosen.connect(self.pick)
        self.own_again.clicked.connect(lambda: self.pick(None))

    # -- what a person does --------------------------------------------------------------------------------------------

    def pick(self, label: int | None) -> None:
        """Read the channel of ``label`` instead of the detection's own; None for the own again."""
        if self._subject is not None:
            self._picked = None if label == self._subject.own else label
            self._show_channels()
            self._ask_for_paste()

    def _choose_squash(self, squash: Squash) -> None:
        self._squash = squash
        self.squash.set_value(squash)
        self._show_channels()
        self._show_look()

    # -- the session's state -------------------------------------------------------------------------------------------

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._look_again()

    def _wanted(self) -> _Subject | None:
        run, chosen = self._session.detection, self._session.chosen
        if run is None or not len(run):
            return None
        return _Subject(run, chosen.index if chosen is not None and chosen.kind is ChosenKind.DETECTION else 0)

    def _look_again(self) -> None:
        """Show the detection that is chosen now, if the pane can be seen."""
        if not self.isVisible():
            return
        subject, before = self._wanted(), self._subject
        same = before is not None and subject is not None and _same_masks(before, subject)
        self._subject = subject
        if not same:
            self._picked, self._layers, self.look = None, (), None
        self._say(self._missing())
        self._show_channels()
        self._show_look()
        self._ask_for_paste()
        if subject is None:
            self._worker.cancel(LAYERS)
        elif not same:
            request = LayersRequest(self._engine_on, self._session.device, subject.run, subject.detection)
            self._worker.submit(LAYERS, request, self._take_layers)

    def _ask_for_paste(self) -> None:
        subject, document, label = self._subject, self._session.document, self.picked
        if subject is None or document is None or label is None:
            self._worker.cancel(PASTE)
            return
        request = ArenaRequest(document.rgb, subject.run, subject.detection, label, self._session.paste_rule)
        self._worker.submit(PASTE, request, self._take_look)

    def _take_look(self, look: ArenaLook) -> None:
        self.look = look
        self._say("")
        self._show_look()

    def _take_layers(self, layers: tuple[LayerLook, ...]) -> None:
        self._layers = layers
        self._show_layers()

    def _failed(self, failure: JobFailure) -> None:
        if failure.channel in (PASTE, LAYERS):
            error = failure.error
            if isinstance(error, UserError):
                self._say(tr_core(error.template, error.fields))
            else:
                self._say(tr("Something went wrong in the mask arena: {error}", error=error))

    # -- words and pictures --------------------------------------------------------------------------------------------

    def _missing(self) -> str:
        run = self._session.detection
        if self._session.document is None:
            return tr("Open a photo, or click a sample; then run Mask R-CNN on it.")
        if run is None:
            return tr("Run Mask R-CNN on the photo; its masks appear here.")
        if len(run):
            return ""
        miss = nearest_miss(run)
        if miss is None:
            return tr("No object was found, and no proposal either.")
        return tr("No object was found; the nearest miss is {name} with score {score:.3f}. Lower the score threshold to see its masks.",
                  name=miss.name, score=miss.score)  # fmt: skip

    def _say(self, notice: str) -> None:
        self.notice.setText(notice)
        self.notice.setVisible(bool(notice))

    def _show_channels(self) -> None:
        subject, picked = self._subject, self.picked
        for part in (self.body, self.scale, self.squash, self.own_again):
            part.setVisible(subject is not None)
        self.own_again.setEnabled(self._picked is not None)
        if subject is None or picked is None:
            self.heading.setText(tr("No detection"))
            self.grid.show_channels((), NO_CHANNELS, -1, -1, 0.5)
        else:
            found = subject.run.detection(subject.detection)
            self.heading.setText(tr("Detection {index}: {name}, score {score:.3f}", index=found.index, name=found.name, score=found.score))
            values, threshold = subject.probabilities(self._squash), subject.run.thresholds.mask
            self.grid.show_channels(subject.run.label_names, values, subject.own, picked, threshold)
        self._show_layers()

    def _show_layers(self) -> None:
        subject, picked = self._subject, self.picked
        if subject is None or picked is None or not self._layers:
            self.strip.set_layers((), None, "")
        else:
            self.strip.set_layers(self._layers, subject.run.mask_logits(subject.detection, picked), subject.run.label_names[picked])

    def _show_look(self) -> None:
        look = self.look if self._subject is not None else None
        self.preview.set_look(look, self._squash)
        self.curve.set_look(look)
        self.verdict.setText("" if look is None else self._told(look))
        self.preview.setAccessibleDescription(self.verdict.text())

    def _told(self, look: ArenaLook) -> str:
        names, picked, own = look.run.label_names, look.picked.reading(self._squash), look.own.reading(self._squash)
        if look.picked is look.own:
            return tr("Channel of the label, {name}: {area} px inside.", name=names[look.own.label], area=pixels_text(own.area))
        if math.isnan(picked.overlap):
            given = {"picked": names[look.picked.label], "own": names[look.own.label]}
            return tr("Channel {picked} instead of {own}: nothing is inside either.", **given)
        return tr(
            "Channel {picked} instead of {own}: {area} px inside instead of {own_area}; IoU {iou:.2f} with the label's own (white).",
            picked=names[look.picked.label], own=names[look.own.label], area=pixels_text(picked.area), own_area=pixels_text(own.area),
            iou=picked.overlap,
        )  # fmt: skip

    def retranslate(self) -> None:
        self.squash.set_texts([
            (tr("Sigmoid, per class"), tr("Each class decides for itself: 1 / (1 + exp(−logit)). Mask R-CNN's own.")),
            (tr("Softmax, across classes"), tr("The classes compete for each cell: exp(logit) over the sum of all classes' exp.")),
        ], tr("From logits to probabilities"))  # fmt: skip
        self.own_again.setText(tr("Own label"))
        name(self.own_again, tr("Own label"), tr("Read the channel of the detection's own label again."))
        name(self.scale, tr("Scale of the probabilities"), tr("From 0, the darkest, to 1, the lightest; the same for every class."))
        self.grid.setAccessibleName(tr("Mask of each class"))
        self.grid.setAccessibleDescription(tr("Arrow keys choose the channel that is pasted."))
        self.preview.setAccessibleName(tr("Pasted mask on the photo"))
        self.strip.setAccessibleName(tr("Layers of the mask head"))
        self.words.setText(tr(
            "Mask R-CNN decides the class in the box head; the mask head draws one mask per class and the label picks its channel. "
            "Choose another tile to see what that label would have cut out."
        ))  # fmt: skip
        self.strip_title.setText(tr("The mask head is a small FCN on each RoI"))
        self.paper.setText(tr(
            "With a softmax the masks of the classes compete; with a sigmoid they do not. Trained each way, the paper reports mask AP 24.8 "
            "with softmax and 30.3 with sigmoid. These weights were trained with the sigmoid, which leaves the background's channel "
            "untrained: a softmax over it is only a look at what competing would mean."
        ))  # fmt: skip
        self._say(self._missing())
        self._show_channels()
        self._show_look()
        self.preview.retint()


def _same_masks(first: _Subject, second: _Subject) -> bool:
    """Whether two subjects are the same row of the same table: other thresholds leave what the mask head said as it was."""
    one, other = first.run, second.run
    if one.image_digest != other.image_digest or one.model_key != other.model_key or one.poolers != other.poolers:
        return False
    tables = ((run.masks.table, int(run.masks.row[index])) for run, index in ((one, first.detection), (other, second.detection)))
    (table, row), (again, there) = tables
    return int(table.anchor[row]) == int(again.anchor[there]) and int(table.label[row]) == int(again.label[there])
