"""One curve per operator along the sweep, with a marker where the box is now."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyqtgraph as pg
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from app.colours import colour_of
from app.theme import current
from core.roi.settings import Operator

Curve = tuple[Operator, npt.NDArray[np.float64], npt.NDArray[np.bool_]]
"""Operator, values ``(m,)`` and the steps ``(m - 1,)`` that jump."""

LEAST = QSize(160, 124)


class SweepPlot(pg.PlotWidget):  # type: ignore[misc]
    """Offsets in photo pixels along x."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent, enableMenu=False)  # one that nobody sees takes a third of the time to make
        self.curves = (self.plot(), self.plot())
        self.marker = pg.InfiniteLine(0.0, angle=90, movable=False)
        self.addItem(self.marker)
        self.setMouseEnabled(x=False, y=False)
        self.hideButtons()
        self.setMinimumHeight(LEAST.height())
        for side in ("bottom", "left"):
            self.getAxis(side).enableAutoSIPrefix(False)  # a score of 0.5 is not 500 thousandths

    def sizeHint(self) -> QSize:  # noqa: N802
        return LEAST  # pyqtgraph's own would make a low page scroll that has room for all

    def set_curves(self, offsets: npt.NDArray[np.float64], curves: Sequence[Curve]) -> None:
        """``offsets`` ``(n,)``; a curve that has not come so far yet stops earlier."""
        for drawn, (operator, values, jumps) in zip(self.curves, curves, strict=True):
            drawn.setData(*stairs(offsets[: len(values)], values, jumps))
            drawn.setPen(pg.mkPen(colour_of(operator), width=2))

    def clear_curves(self) -> None:
        for drawn in self.curves:
            drawn.setData([], [])

    def set_reach(self, low: float, high: float) -> None:
        """The whole way, however far the curves have come."""
        self.setXRange(low, high, padding=0.02)

    def dress(self, across: str, up: str) -> None:
        """Colours of the theme and the texts of both axes; what goes up stands above: a low plot has no room for it on its side."""
        theme = current()
        self.setBackground(theme.stage)
        for side in ("bottom", "left"):
            axis = self.getAxis(side)
            axis.setPen(pg.mkPen(theme.edge))
            axis.setTextPen(pg.mkPen(theme.muted))
        self.getPlotItem().setLabel("bottom", across, color=theme.muted)
        self.getPlotItem().setTitle(up, color=theme.text, size=f"{self.font().pointSizeF():g}pt")
        self.marker.setPen(pg.mkPen(theme.accent, width=1.5))
        self.setAccessibleName(up)


def stairs(
    x: npt.NDArray[np.float64], y: npt.NDArray[np.float64], jumps: npt.NDArray[np.bool_]
) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """A step is drawn upright where the value jumps; joined by a slope it would look like a glide."""
    insert = np.flatnonzero(jumps) + 1
    return np.insert(x, insert, x[insert]), np.insert(y, insert, y[insert - 1])
