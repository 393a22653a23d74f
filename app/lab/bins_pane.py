"""The second rounding of RoIPool, in the three conventions that are taught, side by side."""

from __future__ import annotations

from PySide6.QtCore import QTimer
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from app.lab.arithmetic import bin_lines
from app.lab.bins_plates import ConventionGrid, ConventionMap
from app.lab.controls import BIN_TEXTS
from app.lab.desk import Desk
from app.lab.plate_view import PlateView
from app.lab.scene import Scene
from app.lab.text_pane import REST_MS
from app.theme import tabular
from app.translation import tr
from app.widgets.elided_label import ElidedLabel
from app.widgets.panel import Panel
from app.widgets.scrolling_page import ScrollingPage
from core.roi.pool import PoolTrace


class BinsPane(Panel):
    """Asks for the three readings while it is on screen."""

    def __init__(self, desk: Desk, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._scene: Scene | None = None
        self.views: list[PlateView] = []
        self.lines = tuple(ElidedLabel(least=1) for _ in BIN_TEXTS)  # a long line is cut rather than widening the window
        # Texts are written when a drag pauses, as in the other panes.
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(REST_MS)
        self._timer.timeout.connect(self._write)
        self._lay_out()
        self.finish()

    def _lay_out(self) -> None:
        content = QWidget()
        grid = QGridLayout(content)
        grid.setContentsMargins(4, 4, 4, 6)
        grid.setSpacing(2)
        for place, ((convention, title, _), line) in enumerate(zip(BIN_TEXTS, self.lines, strict=True)):
            plates = (
                ConventionMap(f"bins-{convention.value}", title, place),
                ConventionGrid(f"bins-{convention.value}-grid", title, place),
            )
            for column, plate in enumerate(plates):
                view = PlateView(plate)
                self.views.append(view)
                grid.addWidget(view, 0, 2 * place + column)
            line.setFont(tabular(line.font()))
            line.setContentsMargins(6, 0, 6, 0)
            grid.addWidget(line, 1, 2 * place, 1, 2)
        grid.setRowStretch(0, 1)
        page = QVBoxLayout(self)
        page.setContentsMargins(0, 0, 0, 0)
        page.addWidget(ScrollingPage(content))

    def set_scene(self, scene: Scene | None) -> None:
        self._scene = scene if scene is not None and scene.look.conventions else None
        for view in self.views:
            view.set_scene(self._scene)
        self._timer.start()

    def showEvent(self, event: QShowEvent) -> None:  # noqa: N802
        super().showEvent(event)
        self._desk.show_all_bins(True)

    def hideEvent(self, event: QHideEvent) -> None:  # noqa: N802
        super().hideEvent(event)
        self._desk.show_all_bins(False)

    def _write(self) -> None:
        scene = self._scene
        for place, line in enumerate(self.lines):
            trace = None if scene is None else scene.look.conventions[place].trace
            spot = None if scene is None else scene.spot
            text = "\n".join(bin_lines(trace, spot)) if isinstance(trace, PoolTrace) and spot is not None else ""
            line.setText(text)
            line.setToolTip("\n\n".join(part for part in (text, tr(BIN_TEXTS[place][2])) if part))

    def retranslate(self) -> None:
        for line, (_, text, _) in zip(self.lines, BIN_TEXTS, strict=True):
            line.setAccessibleName(tr(text))
        self.set_scene(self._scene)
