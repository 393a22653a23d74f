"""The lab's switches: box, pair of operators and their conventions, level and map, undo and export."""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QMenu, QSpinBox, QToolButton, QVBoxLayout, QWidget

from app.lab.box_fields import BoxFields
from app.lab.choices import HEAD_SIZES, LabChoices, MapChoice, MapKind
from app.lab.desk import Desk
from app.lab.looking import Look
from app.theme import icon, tabular
from app.translation import mark, tr
from app.widgets.flow import FlowLayout, group
from app.widgets.panel import Panel, name
from app.widgets.segmented_switch import SegmentedSwitch
from core.errors import InputError
from core.features import FeaturePyramid
from core.geometry import Box
from core.roi.settings import BinConvention, Operator

LARGEST_SIZE = 64
"""Larger grids are finer than the screen."""
LARGEST_RATIO = 16
NO_BOX = Box(0, 0, 0, 0)
BIN_TEXTS = (
    (
        BinConvention.TORCHVISION,
        mark("overlap"),
        mark("torchvision's bins: neighbours share cells; 5 cells into 2 are 3 + 3, one read twice."),
    ),
    (BinConvention.DROP, mark("drop"), mark("Equal bins, the rest dropped: 5 cells into 2 are 2 + 2, one lost.")),
    (BinConvention.UNEVEN, mark("uneven"), mark("A partition: 5 cells into 2 are 3 + 2, none lost, none shared.")),
)
MAP_TEXTS = (
    (MapKind.CHANNEL, mark("channel"), mark("Look at one channel, as the network pools it.")),
    (MapKind.MEAN, mark("mean"), mark("Look at the mean over all channels, taken before pooling.")),
    (MapKind.MAX, mark("max"), mark("Look at the maximum over all channels, taken before pooling.")),
)


class Controls(Panel):
    """Shows the desk's choices and hands a person's to it."""

    closely_asked = Signal()
    """Zoom the photo to the box."""
    export_asked = Signal(str)
    """"case" or "figure"."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._shown: LabChoices | None = None
        self.box = BoxFields()
        self.undo, self.redo, self.closely = QToolButton(), QToolButton(), QToolButton()
        self.first, self.second = QComboBox(), QComboBox()
        self.bins = SegmentedSwitch([convention for convention, _, _ in BIN_TEXTS])
        self.aligned, self.both = QCheckBox(), QCheckBox()
        self.ratio, self.output, self.channel = QSpinBox(), QSpinBox(), QSpinBox()
        self.sizes = tuple(QToolButton() for _ in HEAD_SIZES)
        self.level = QComboBox()
        self.kind = SegmentedSwitch([kind for kind, _, _ in MAP_TEXTS])
        self.export = QToolButton()
        self.reading = QWidget()
        """Level and map: what does not fit beside the operators' switches in a narrow window; the lab places it."""
        self._labels = {key: QLabel() for key in ("pair", "minus", "bins", "ratio", "size", "level", "map")}
        self._set_up()
        self._lay_out()
        self._connect()
        self.finish()

    def _set_up(self) -> None:
        for button, picture in ((self.undo, "undo"), (self.redo, "redo")):
            button.setIcon(icon(picture))
            button.setAutoRaise(True)
        self.ratio.setRange(0, LARGEST_RATIO)
        self.output.setRange(1, LARGEST_SIZE)
        self.channel.setRange(0, 0)
        for spin in (self.ratio, self.output, self.channel):
            spin.setFont(tabular(spin.font()))
            spin.setKeyboardTracking(False)
        for button, size in zip(self.sizes, HEAD_SIZES, strict=True):
            button.setText(str(size))
            button.setCheckable(True)
        self.level.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        for combo in (self.first, self.second):
            for operator in Operator:
                combo.addItem(operator.paper_name, operator)
        self._fill_levels(None)
        self.export.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        menu = QMenu(self.export)
        self.export_case = menu.addAction("")
        self.export_figure = menu.addAction("")
        self.export.setMenu(menu)

    def _lay_out(self) -> None:
        labels = self._labels
        above = FlowLayout(
            group(self.box, self.undo, self.redo, self.closely), group(labels["pair"], self.first, labels["minus"], self.second), None
        )
        below = FlowLayout(
            group(labels["bins"], self.bins), self.aligned, group(labels["ratio"], self.ratio),
            group(labels["size"], *self.sizes, self.output, self.both), None, self.export,
        )  # fmt: skip
        reading = FlowLayout(group(labels["level"], self.level), group(labels["map"], self.kind, self.channel))
        reading.setContentsMargins(0, 0, 0, 0)
        self.reading.setLayout(reading)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 6, 10, 6)
        column.setSpacing(6)
        column.addLayout(above)
        column.addLayout(below)

    def _connect(self) -> None:
        desk = self._desk
        self.box.proposed.connect(self._propose)
        self.closely.clicked.connect(self.closely_asked)
        self.undo.clicked.connect(desk.undo_stack.undo)
        self.redo.clicked.connect(desk.undo_stack.redo)
        desk.undo_stack.canUndoChanged.connect(self.undo.setEnabled)
        desk.undo_stack.canRedoChanged.connect(self.redo.setEnabled)
        self.undo.setEnabled(False)
        self.redo.setEnabled(False)
        for place, combo in enumerate((self.first, self.second)):
            combo.activated.connect(lambda _index, place=place, combo=combo: self._choose_operator(place, Operator(combo.currentData())))
        self.bins.chosen.connect(lambda bins: self._change(bins=bins))
        self.aligned.toggled.connect(lambda aligned: self._change(aligned=aligned))
        self.ratio.valueChanged.connect(lambda ratio: self._change(sampling_ratio=ratio))
        self.output.valueChanged.connect(lambda size: self._change(output_size=size))
        for button, size in zip(self.sizes, HEAD_SIZES, strict=True):
            button.clicked.connect(lambda _checked, size=size: self._choose_size(size))
        self.both.toggled.connect(desk.show_both_sizes)
        self.level.activated.connect(lambda _index: desk.choose_level(self.level.currentData()))
        self.kind.chosen.connect(lambda kind: desk.choose_map(MapChoice(kind, self.channel.value())))
        self.channel.valueChanged.connect(lambda channel: desk.choose_map(MapChoice(MapKind.CHANNEL, channel)))
        self.export_case.triggered.connect(lambda: self.export_asked.emit("case"))
        self.export_figure.triggered.connect(lambda: self.export_asked.emit("figure"))
        desk.choices_changed.connect(self._show_choices)
        desk.look_changed.connect(self._show_look)
        self._show_look(None)

    # -- a person's wishes ---------------------------------------------------------------------------------------------

    def _propose(self, box: Box) -> None:
        try:
            self._desk.try_box(box)
        except InputError as error:
            self.box.show_problem(error, box)

    def _choose_operator(self, place: int, operator: Operator) -> None:
        choices = self._desk.choices
        if choices is not None:
            self._desk.choose_operators(choices.operators.with_operator(place, operator))

    def _change(self, **changes: object) -> None:
        choices = self._desk.choices
        if choices is not None:
            self._desk.choose_operators(replace(choices.operators, **changes))  # type: ignore[arg-type]

    def _choose_size(self, size: int) -> None:
        self.output.setValue(size)
        self._show_size(size)

    # -- the desk's state ----------------------------------------------------------------------------------------------

    def _show_choices(self, choices: LabChoices) -> None:
        self.box.set_box(choices.box_image)
        rest = replace(choices, box_image=NO_BOX, offset_image=0.0)
        if rest == self._shown:
            return  # only the box has moved, many times a second
        self._shown = rest
        operators = choices.operators
        self.first.setCurrentIndex(self.first.findData(operators.first))
        self.second.setCurrentIndex(self.second.findData(operators.second))
        self.bins.set_value(operators.bins)
        self.kind.set_value(choices.map.kind)
        _quietly(self.ratio, operators.sampling_ratio)
        _quietly(self.output, operators.output_size)
        _quietly(self.channel, choices.map.channel)
        self.aligned.blockSignals(True)
        self.aligned.setChecked(operators.aligned)
        self.aligned.blockSignals(False)
        self._show_size(operators.output_size)
        self.both.blockSignals(True)
        self.both.setChecked(choices.both_sizes)
        self.both.setText(f"+ {choices.companion_size}")
        self.both.blockSignals(False)
        self.level.setCurrentIndex(max(self.level.findData(choices.level), 0))
        self._enable(choices)

    def _show_size(self, size: int) -> None:
        for button, head_size in zip(self.sizes, HEAD_SIZES, strict=True):
            button.setChecked(size == head_size)

    def _enable(self, choices: LabChoices) -> None:
        """A switch that the pair has no use for is disabled and says so."""
        pair = {choices.operators.first, choices.operators.second}
        for widget, users, tip in (
            (self.bins, {Operator.POOL}, tr("How RoIPool divides its whole cells into bins.")),
            (self.aligned, {Operator.ALIGN}, tr("Subtract half a cell, so that continuous coordinates meet cell centres.")),
            (self.ratio, {Operator.ALIGN, Operator.WARP}, tr("Sample points along each side of a bin; adaptive: ⌈cells / bins⌉.")),
        ):
            used = bool(pair & users)
            widget.setEnabled(used)
            widget.setToolTip(tip if used else tr("Neither operator of the pair uses this."))
        self.channel.setEnabled(choices.map.kind is MapKind.CHANNEL)

    def _show_look(self, look: Look | None) -> None:
        self.export.setEnabled(look is not None)
        if look is not None:
            if self.level.count() != len(look.pyramid.strides) + 1:
                self._fill_levels(look.pyramid)
            automatic = look.level.name if look.choices.level is None else ""
            self.level.setItemText(0, tr("automatic: {level}", level=automatic) if automatic else tr("automatic"))
            self.level.setCurrentIndex(max(self.level.findData(look.choices.level), 0))
            self._count_channels(len(look.features))

    def _count_channels(self, count: int) -> None:
        suffix = f" / {count}"
        if suffix == self.channel.suffix():
            return  # to say so again lays the whole page out anew
        self.channel.blockSignals(True)
        self.channel.setMaximum(count - 1)
        self.channel.blockSignals(False)
        self.channel.setSuffix(suffix)

    def _fill_levels(self, pyramid: FeaturePyramid | None) -> None:
        self.level.clear()
        self.level.addItem(tr("automatic"), None)
        for level, stride in ({} if pyramid is None else pyramid.strides).items():
            self.level.addItem(tr("{level}, stride {stride}", level=level, stride=stride), stride.bit_length() - 1)

    def retranslate(self) -> None:
        labels = self._labels
        name(self.first, tr("First operator"), tr("The operator on the left of each pair."))
        name(self.second, tr("Second operator"), tr("The operator on the right of each pair."))
        labels["pair"].setText(tr("Compare"))
        labels["minus"].setText("−")
        self.bins.set_texts([(tr(text), tr(tip)) for _, text, tip in BIN_TEXTS], tr("Bins"))
        labels["bins"].setText(tr("Bins"))
        self.aligned.setText(tr("aligned"))
        self.aligned.setAccessibleName(tr("aligned"))
        name(self.ratio, tr("Samples"), tr("Sample points along each side of a bin; adaptive: ⌈cells / bins⌉."), labels["ratio"])
        self.ratio.setSpecialValueText(tr("adaptive"))
        name(self.output, tr("Output"), tr("Bins along each side; Mask R-CNN's box head reads 7, its mask head 14."), labels["size"])
        for button, head in zip(self.sizes, (tr("box head"), tr("mask head")), strict=True):
            name(button, tr("Output size {size}, {head}", size=button.text(), head=head), tr("As Mask R-CNN's {head} reads it.", head=head))
        name(self.both, tr("Both heads' grids"), tr("Show the other head's grid too: 7 × 7 of the box head, 14 × 14 of the mask head."))
        name(self.level, tr("Level"), tr("Automatic: FPN's formula, below; or a level of your own."), labels["level"])
        labels["map"].setText(tr("Map"))
        self.kind.set_texts([(tr(text), tr(tip)) for _, text, tip in MAP_TEXTS], tr("Map"))
        name(self.channel, tr("Channel"), tr("Which channel is looked at."))
        self.closely.setText(tr("Zoom to box"))
        name(self.closely, tr("Zoom to the box"), tr("Show the box on half of the photo's view; F shows the whole photo."))
        name(self.undo, tr("Undo"), tr("Put the box back (Ctrl+Z)."))
        name(self.redo, tr("Redo"), tr("Move the box again (Ctrl+Shift+Z)."))
        self.export.setText(tr("Export"))
        name(self.export, tr("Export"), tr("Write the case or the figure to a file."))
        self.export_case.setText(tr("Case: JSON and a pytest file…"))
        self.export_figure.setText(tr("Figure: SVG, PDF or PNG…"))
        self._fill_levels(self._desk.pyramid)
        self._show_look(self._desk.look)
        self._shown = None
        if self._desk.choices is not None:
            self._show_choices(self._desk.choices)


def _quietly(spin: QSpinBox, value: int) -> None:
    spin.blockSignals(True)
    spin.setValue(value)
    spin.blockSignals(False)
