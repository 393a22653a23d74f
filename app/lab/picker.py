"""Whose maps are read, and which box of a Mask R-CNN's run: drawn by hand, a detection or a proposal."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QWidget

from app.chosen import Chosen, ChosenKind
from app.lab.choices import LabChoices, MapSource
from app.lab.desk import Desk
from app.lab.picking import count_of
from app.theme import tabular
from app.translation import mark, tr
from app.widgets.elided_label import ElidedLabel
from app.widgets.panel import Panel, name
from app.widgets.segmented_switch import SegmentedSwitch
from core.errors import InputError
from core.maskrcnn.results import DetectionRun

BY_HAND = "by hand"
LEAST_WORDS = 150
"""Logical px: a class and its score."""
SOURCE_TEXTS = (
    (MapSource.FCN, mark("FCN"), mark("Read the feature maps of the FCN's trunk.")),
    (MapSource.MASKRCNN, mark("Mask R-CNN"), mark("Read the pyramid P2 to P5 that the heads of Mask R-CNN read.")),
)
KIND_TEXTS = (
    (BY_HAND, mark("by hand"), mark("Drag the box on the photo, or type its edges.")),
    (ChosenKind.DETECTION, mark("detection"), mark("The box of an object that Mask R-CNN found.")),
    (ChosenKind.PROPOSAL, mark("proposal"), mark("A box that the region proposal network put forward.")),
)
NO_RUN = mark("Run Mask R-CNN on this photo first.")


class BoxPicker(Panel):
    """Shows where the box on the photo comes from, and puts it where the run has another."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: tuple[object, ...] = ()
        self.source = SegmentedSwitch([source for source, _, _ in SOURCE_TEXTS])
        self.kind = SegmentedSwitch([kind for kind, _, _ in KIND_TEXTS])
        self.index = QSpinBox()
        self.index.setFont(tabular(self.index.font()))
        self.index.setKeyboardTracking(False)
        self.words = ElidedLabel(LEAST_WORDS)
        self.words.setFont(tabular(self.words.font()))
        self._labels = (QLabel(), QLabel())
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(5)
        for part in (self._labels[0], self.source, 8, self._labels[1], self.kind, self.index, 4):
            if isinstance(part, int):
                row.addSpacing(part)
            else:
                row.addWidget(part)
        row.addWidget(self.words, 1)
        self.source.chosen.connect(desk.read_from)
        self.kind.chosen.connect(self._choose_kind)
        self.index.valueChanged.connect(self._choose_index)
        desk.choices_changed.connect(self._show_choices)
        desk.run_changed.connect(self._show_run)
        self.finish()

    # -- a person's wishes ---------------------------------------------------------------------------------------------

    def _choose_kind(self, kind: object) -> None:
        """A kind begins with its first box, for a proposal with the one that the detection on screen came from."""
        run, choices = self._desk.run, self._desk.choices
        if run is None or choices is None:
            return
        picked = choices.picked
        if not isinstance(kind, ChosenKind):
            self._desk.let_go()
        elif kind is ChosenKind.PROPOSAL and picked is not None and picked.kind is ChosenKind.DETECTION:
            self._pick(Chosen(kind, run.detection(picked.index).proposal))
        else:
            self._pick(Chosen(kind, 0))

    def _choose_index(self, index: int) -> None:
        picked = None if self._desk.choices is None else self._desk.choices.picked
        if picked is not None:
            self._pick(Chosen(picked.kind, index))

    def _pick(self, chosen: Chosen) -> None:
        try:
            self._desk.pick(chosen)
        except InputError:
            self._shown = ()
            self._show_choices(self._desk.choices)  # a box without area says nothing; the one that is shown stays

    # -- the desk's state ----------------------------------------------------------------------------------------------

    def _show_run(self, run: DetectionRun | None) -> None:
        no_run = "" if run is not None else tr(NO_RUN)
        nothing = tr("Mask R-CNN found no object on this photo.") if run is not None and not len(run) else no_run
        for switch, texts, reasons in ((self.source, SOURCE_TEXTS, ("", no_run)), (self.kind, KIND_TEXTS, ("", nothing, no_run))):
            for segment, (_, _, tip), reason in zip(switch.segments, texts, reasons, strict=True):
                segment.setEnabled(not reason)
                segment.setToolTip(reason or tr(tip))
        self._show_choices(self._desk.choices)

    def _show_choices(self, choices: LabChoices | None) -> None:
        run = self._desk.run
        picked = None if choices is None or run is None else choices.picked
        state = (run, picked, None if choices is None else choices.source)
        if state == self._shown:
            return  # only the box has moved, many times a second
        self._shown = state
        self.source.set_value(MapSource.FCN if choices is None or run is None else choices.source)
        shown = picked is not None and picked.kind in (ChosenKind.DETECTION, ChosenKind.PROPOSAL)
        self.kind.set_value(picked.kind if shown and picked is not None else BY_HAND)
        self.index.setVisible(shown)
        if shown and picked is not None and run is not None:
            self.index.blockSignals(True)
            self.index.setMaximum(count_of(run, picked.kind) - 1)
            self.index.setValue(picked.index)
            self.index.setSuffix(f" / {count_of(run, picked.kind)}")
            self.index.blockSignals(False)
        found = self._desk.pick_of_choices()
        self.words.setText("" if found is None else found.words)
        self.words.setToolTip(self.words.text())

    def retranslate(self) -> None:
        for label, text in zip(self._labels, (tr("Maps of"), tr("Box")), strict=True):
            label.setText(text)
        self.source.set_texts([(tr(text), tr(tip)) for _, text, tip in SOURCE_TEXTS], tr("Maps of"))
        self.kind.set_texts([(tr(text), tr(tip)) for _, text, tip in KIND_TEXTS], tr("Where the box comes from"))
        name(self.index, tr("Number in the run"), tr("Counted from 0, best first, as the table of the run counts."))
        self._shown = ()
        self._show_run(self._desk.run)
