"""Area of the mask against the threshold, read by sigmoid and by softmax."""

from __future__ import annotations

import html
from enum import Enum

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.inside_maskrcnn.arena_look import ArenaLook, Reading
from app.inside_maskrcnn.counts import pixels_text, share_text
from app.theme import current, tabular
from app.translation import tr
from app.widgets.panel import Panel
from app.widgets.segmented_switch import SegmentedSwitch
from core.maskrcnn.area import THRESHOLDS

TENTHS = np.linspace(0.1, 0.9, 9)


class AreaUnit(Enum):
    PIXELS = "pixels"
    SHARE = "share"


class AreaCurvePane(Panel):
    """A solid line for the sigmoid, a dashed one for the softmax, a marker at the present threshold; the numbers stand above."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look: ArenaLook | None = None
        self._unit = AreaUnit.PIXELS
        self.summary = QLabel()
        self.unit = SegmentedSwitch(tuple(AreaUnit))
        self.plot = pg.PlotWidget(enableMenu=False)
        self.sigmoid, self.softmax = self.plot.plot(), self.plot.plot()
        self.marker = pg.InfiniteLine(0.5, angle=90, movable=False)
        self._set_up()
        self.finish()

    def _set_up(self) -> None:
        self.summary.setFont(tabular(self.summary.font()))
        self.summary.setTextFormat(Qt.TextFormat.RichText)
        self.unit.set_value(self._unit)
        self.unit.chosen.connect(self._choose_unit)
        self.plot.addItem(self.marker)
        self.plot.setMouseEnabled(x=False, y=False)
        self.plot.hideButtons()
        self.plot.setMinimumHeight(150)
        # Of a page that scrolls it asks no more than its least; where there is room it takes it.
        self.plot.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Ignored)
        self.plot.getAxis("bottom").setStyle(hideOverlappingLabels=False)
        self.plot.getPlotItem().setContentsMargins(0, 6, 12, 0)  # room for the last figure of the axis
        self.plot.setXRange(0, 1, padding=0.02)
        self.plot.getAxis("left").enableAutoSIPrefix(False)
        head = QHBoxLayout()
        head.addWidget(self.summary, 1)
        head.addWidget(self.unit, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addWidget(self.plot, 1)

    def set_look(self, look: ArenaLook | None) -> None:
        self._look = look
        self._draw()

    def _choose_unit(self, unit: AreaUnit) -> None:
        self._unit = unit
        self.unit.set_value(unit)
        self._dress()
        self._draw()

    def _draw(self) -> None:
        look = self._look
        if look is None:
            self.sigmoid.setData([], [])
            self.softmax.setData([], [])
            self.summary.setText("")
            return
        readings = (look.picked.sigmoid, look.picked.softmax)
        highest = 0.0
        for curve, reading in zip((self.sigmoid, self.softmax), readings, strict=True):
            areas = self._scaled(look, reading.areas)
            curve.setData(THRESHOLDS, areas)
            highest = max(highest, float(areas[1:].max()))
        self.plot.setYRange(0, highest or 1.0, padding=0.05)
        self.marker.setValue(look.run.thresholds.mask)
        self.summary.setText(self._summary(look, *readings))
        self.plot.setAccessibleDescription(self._spoken(look, *readings))

    def _spoken(self, look: ArenaLook, sigmoid: Reading, softmax: Reading) -> str:
        """Both curves at every tenth, for who cannot see them."""
        share = self._unit is AreaUnit.SHARE
        told = []
        for title, reading in ((tr("sigmoid"), sigmoid), (tr("softmax"), softmax)):
            areas = np.interp(TENTHS, THRESHOLDS, self._scaled(look, reading.areas))
            numbers = (f"{at:.1f}: {area:.1f} %" if share else f"{at:.1f}: {area:,.0f} px" for at, area in zip(TENTHS, areas, strict=True))
            told.append(f"{title} {', '.join(numbers)}")
        return "; ".join(told)

    def _scaled(self, look: ArenaLook, areas: npt.NDArray[np.int64]) -> npt.NDArray[np.float64]:
        return np.asarray(areas / (max(look.box_pixels, 1.0) / 100 if self._unit is AreaUnit.SHARE else 1.0), np.float64)

    def _summary(self, look: ArenaLook, sigmoid: Reading, softmax: Reading) -> str:
        theme = current()
        rows = ""
        for colour, line, name, reading in (
            (theme.accent, "━━", tr("sigmoid"), sigmoid), (theme.muted, "━ ━", tr("softmax"), softmax),
        ):  # fmt: skip
            numbers = (f"{pixels_text(reading.area)} px", html.escape(share_text(reading.area, look.box_pixels)))
            cells = "".join(f"<td align='right'>&nbsp;&nbsp;{number}</td>" for number in numbers)
            rows += f"<tr><td style='color:{colour}'>{line}&nbsp;</td><td>{name}</td>{cells}</tr>"
        head = tr("Inside at threshold {threshold:.2f}, of the box:", threshold=look.run.thresholds.mask)
        return f"{head}<table cellspacing='0'>{rows}</table>"

    def _dress(self) -> None:
        theme = current()
        self.plot.setBackground(theme.stage)
        for side in ("left", "bottom"):
            axis = self.plot.getAxis(side)
            axis.setPen(pg.mkPen(theme.edge))
            axis.setTextPen(pg.mkPen(theme.muted))
        self.sigmoid.setPen(pg.mkPen(theme.accent, width=2))
        self.softmax.setPen(pg.mkPen(theme.muted, width=2, style=Qt.PenStyle.DashLine))
        self.marker.setPen(pg.mkPen(theme.text, width=1))
        item = self.plot.getPlotItem()
        item.setLabel("bottom", tr("mask threshold"), color=theme.muted)
        share = self._unit is AreaUnit.SHARE
        item.setLabel("left", tr("% of the box") if share else tr("photo px inside"), color=theme.muted)

    def retranslate(self) -> None:
        self.unit.set_texts([
            (tr("Pixels"), tr("Photo pixels inside the mask.")), (tr("Share"), tr("Percent of the box's area within the photo.")),
        ], tr("Unit of the area"))  # fmt: skip
        self.plot.setAccessibleName(tr("Area of the mask against its threshold"))
        self._dress()
        self._draw()
