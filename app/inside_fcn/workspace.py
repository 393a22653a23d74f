"""InsideFcn: where each pixel's class comes from, one tab for each way to look."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QTabWidget, QVBoxLayout, QWidget

from app.inside_fcn.glance import FACTOR_OF_STEP, GlancePane
from app.inside_fcn.panes import PANES
from app.inside_fcn.room import FcnRoom
from app.inside_fcn.upsampling import UpsamplingPane
from app.translation import tr


class InsideFcn(QWidget):
    """Builds a pane when its tab is first opened: most need imports or pictures that nobody may ask for."""

    def __init__(self, room: FcnRoom, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room = room
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.panes: dict[str, QWidget] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        for _ in PANES:
            holder = QWidget()
            QVBoxLayout(holder).setContentsMargins(0, 0, 0, 0)
            self.tabs.addTab(holder, "")
        self.tabs.currentChanged.connect(self._open)
        self._open(0)
        self.retranslate()

    def show_pane(self, key: str) -> None:
        """Open the tab of a pane. Raises StopIteration for a key that PANES lacks."""
        self.tabs.setCurrentIndex(next(place for place, row in enumerate(PANES) if row.key == key))

    def _open(self, place: int) -> None:
        if 0 <= place < len(PANES) and PANES[place].key not in self.panes:
            row = PANES[place]
            pane = self.panes[row.key] = row.build(self._room)
            holder = self.tabs.widget(place)
            assert holder is not None
            layout = holder.layout()
            assert layout is not None
            layout.addWidget(pane)
            if isinstance(pane, GlancePane):
                pane.node_chosen.connect(self._open_node)
        if 0 <= place < len(PANES):
            self.setFocusProxy(self.panes[PANES[place].key])  # whoever comes here has this pane's keys at hand

    def _open_node(self, node: str) -> None:
        """A card or an arrow of "At one glance" was chosen: open the tab about it, where there is one."""
        for row in PANES:
            if node in row.nodes:
                self.show_pane(row.key)
                pane = self.panes[row.key]
                if isinstance(pane, UpsamplingPane):
                    pane.show_factor(FACTOR_OF_STEP[node])
                return

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "tabs"):
            self.retranslate()

    def retranslate(self) -> None:
        self.tabs.setAccessibleName(tr("Views into the FCN"))
        for place, row in enumerate(PANES):
            self.tabs.setTabText(place, tr(row.title))
            self.tabs.setTabToolTip(place, tr(row.tip))
