"""The feature side of "Encoder and decoder": which map of a trunk level is on the photo, and what a cell of it is."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from app.colours import Picture, heated
from app.inside_fcn.channel_sheet import ChannelSheet
from app.inside_fcn.encoder_maps import FeatureView, LevelMaps
from app.inside_fcn.encoder_photo import is_whole
from app.inside_fcn.glance import STAGE_STRIDES, stage_name
from app.inside_fcn.scale_bar import ScaleBar, number
from app.theme import tabular
from app.translation import mark, tr
from app.widgets.panel import name
from app.widgets.segmented_switch import SegmentedSwitch
from core.features import FloatMap
from core.geometry import Box

START = stage_name(16)
TITLES = {
    FeatureView.CHANNEL: (mark("Channel"), mark("One channel of the level.")),
    FeatureView.MEAN: (mark("Mean"), mark("The mean over the channels.")),
    FeatureView.MAX: (mark("Max"), mark("The largest of the channels.")),
    FeatureView.COMPONENTS: (mark("PCA"), mark("The first three principal components of the cells as red, green and blue.")),
}
COMPONENTS_WORDS = mark("Red, green and blue are the principal components 1 to 3; they explain {shares} of the variance over the cells.")

FIELD_WORDS = mark("Heat: √ |gradient| of the pinned cell, the largest 1. The root brings out the faint surroundings.")


class FeatureSide(QWidget):
    """``looked`` says that another map is wanted, ``level_chosen(str)`` another level, ``field_wanted(bool)`` the effective field."""

    looked = Signal()
    level_chosen = Signal(str)
    field_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.maps: LevelMaps | None = None
        self.view, self.channel = FeatureView.COMPONENTS, 0
        self.level_choice, self.view_choice = QComboBox(), SegmentedSwitch(list(FeatureView))
        self.channel_field, self.sheet, self.scale = QSpinBox(), ChannelSheet(), ScaleBar()
        self.facts, self.legend = QLabel(), QLabel()
        self.effective = QCheckBox()
        self._shows_field = False
        self._labels = {key: QLabel() for key in ("level", "channel")}
        for stride in STAGE_STRIDES:
            self.level_choice.addItem("", stage_name(stride))
        self.level_choice.setCurrentIndex(self.level_choice.findData(START))
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        for label in (self.facts, self.legend):
            label.setWordWrap(True)
            label.setFont(tabular(label.font()))
        level, channel = QHBoxLayout(), QHBoxLayout()
        level.addWidget(self._labels["level"])
        level.addWidget(self.level_choice, 1)
        channel.addWidget(self._labels["channel"])
        channel.addWidget(self.channel_field)
        channel.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addLayout(level)
        column.addWidget(self.view_choice)
        column.addWidget(self.legend)
        column.addWidget(self.scale)
        column.addWidget(self.facts)
        column.addWidget(self.effective)
        column.addLayout(channel)
        column.addWidget(self.sheet, 1)

    def _connect(self) -> None:
        self.level_choice.activated.connect(lambda: self.level_chosen.emit(self.level))
        self.view_choice.chosen.connect(self.choose_view)
        self.channel_field.valueChanged.connect(self.choose_channel)
        self.sheet.chosen.connect(self.choose_channel)
        self.effective.toggled.connect(self.field_wanted)

    # -- what a person does --------------------------------------------------------------------------------------------

    @property
    def level(self) -> str:
        return str(self.level_choice.currentData())

    def choose_level(self, level: str) -> None:
        self.level_choice.setCurrentIndex(self.level_choice.findData(level))
        self.level_chosen.emit(self.level)

    def choose_view(self, view: FeatureView) -> None:
        self.view = view
        self._show()
        self.looked.emit()

    def choose_channel(self, channel: int) -> None:
        """Look at one channel, whatever was looked at before."""
        self.channel, self.view = channel, FeatureView.CHANNEL
        self._show()
        self.looked.emit()

    # -- what is shown -------------------------------------------------------------------------------------------------

    def show_maps(self, maps: LevelMaps | None) -> None:
        self.maps = maps
        if maps is not None:
            count = len(maps.features)
            self.channel = min(self.channel, count - 1)
            with QSignalBlocker(self.channel_field):
                self.channel_field.setRange(0, count - 1)
            self.sheet.show_level(maps.level, maps.small, self.channel)
            self._write_levels()
        self._show()

    def values(self) -> FloatMap | None:
        """``(h, w)`` of what is on the photo; None for principal components, which are three."""
        if self.maps is None or self.view is FeatureView.COMPONENTS:
            return None
        if self.view is FeatureView.CHANNEL:
            channel: FloatMap = self.maps.features[self.channel]
            return channel
        return self.maps.mean if self.view is FeatureView.MEAN else self.maps.max

    def picture(self) -> Picture | None:
        values = self.values()
        if values is not None:
            return heated(values, float(values.min()), float(values.max()))
        return None if self.maps is None else self.maps.colour

    def value_words(self, row: int, column: int) -> str:
        """What the cell holds in the map on the photo."""
        if self.maps is None:
            return ""
        values = self.values()
        if values is not None:
            return tr("value {value}", value=number(float(values[row, column])))
        return tr("components {values}", values="  ".join(number(float(value)) for value in self.maps.components[:, row, column]))

    def _show(self) -> None:
        self.view_choice.set_value(self.view)
        with QSignalBlocker(self.channel_field):
            self.channel_field.setValue(self.channel)
        if self.maps is not None:
            self.sheet.set_channel(self.channel)
        self._show_scale()
        self._write_facts()

    def show_field(self, is_shown: bool) -> None:
        """The photo has the effective field of a cell on it, or no longer has."""
        self._shows_field = is_shown
        self._show_scale()

    def _show_scale(self) -> None:
        values = self.values()
        self.scale.setVisible(values is not None or self._shows_field)
        self.legend.setVisible(self.maps is not None and (values is None or self._shows_field))
        if self._shows_field:
            self.scale.set_scale(0.0, 1.0)
        elif values is not None:
            self.scale.set_scale(float(values.min()), float(values.max()))
        if self.maps is not None:
            shares = " + ".join(f"{share * 100:.0f} %" for share in self.maps.shares)
            self.legend.setText(tr(FIELD_WORDS) if self._shows_field else tr(COMPONENTS_WORDS, shares=shares))

    def _write_levels(self) -> None:
        """With the strides of the network on screen: dilation keeps them from doubling."""
        known = {} if self.maps is None else self.maps.pyramid.strides
        for place, usual in enumerate(STAGE_STRIDES):
            level = stage_name(usual)
            self.level_choice.setItemText(place, tr("{level}, stride {stride}", level=level, stride=known.get(level, usual)))

    def _write_facts(self) -> None:
        maps = self.maps
        self.facts.setVisible(maps is not None)
        if maps is None:
            return
        cell = maps.pyramid.cell_to_image(maps.level)
        channels, rows, columns = maps.features.shape
        sees = maps.field.box(0, 0)
        lines = [
            tr("{channels} channels, {rows} × {columns} cells on the photo, stride {stride}",
               channels=channels, rows=rows, columns=columns, stride=maps.stride),
            tr("one cell: {width} × {height} px of the photo", width=f"{cell.x.scale:.1f}", height=f"{cell.y.scale:.1f}"),
            tr("it sees everything") if is_whole(sees) else field_words(sees, maps),
        ]  # fmt: skip
        self.facts.setText("<br>".join(lines))

    def retranslate(self) -> None:
        name(self.level_choice, tr("Level"), tr("Which stage of the encoder: each halves the sides of its maps."), self._labels["level"])
        self._write_levels()
        texts = [(tr(TITLES[view][0]), tr(TITLES[view][1])) for view in FeatureView]
        self.view_choice.set_texts(texts, tr("Map on the photo"))
        name(self.channel_field, tr("Channel"), tr("The channel on the photo; the sheet below has all of them."), self._labels["channel"])
        name(self.sheet, tr("Channels of the level"), tr("Click a channel, or walk through them with the arrow keys."))
        self.effective.setText(tr("Effective receptive field"))
        tip = tr("How much each input pixel moves the cell, from a gradient. Click the photo to pin a cell; runs the trunk once.")
        name(self.effective, self.effective.text(), tip)
        self.scale.setAccessibleName(tr("Scale of the heat map"))
        self._show()


def field_words(sees: Box, maps: LevelMaps) -> str:
    """The size of a theoretical receptive field, in input px and on the photo."""
    on_photo = maps.pyramid.to_image.box(sees)
    return tr(
        "it sees {width} × {height} px of the input, {across} × {down} px of the photo",
        width=f"{sees.width:.0f}", height=f"{sees.height:.0f}", across=f"{on_photo.width:.0f}", down=f"{on_photo.height:.0f}",
    )  # fmt: skip
