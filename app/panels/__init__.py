"""PANELS: the one table of docks, in their order from the top. Each panel is a file of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from app.intents import Intents
from app.panels.instances import InstancesPanel
from app.panels.legend import LegendPanel
from app.panels.overlay import OverlayPanel
from app.panels.pixel import PixelPanel
from app.panels.run import RunPanel
from app.panels.thresholds import ThresholdsPanel
from app.session import Session
from app.translation import mark
from app.widgets.panel import Panel


@dataclass(frozen=True, slots=True)
class PanelRow:
    """A dock: its key (also its object name in saved layouts), its English title, and what builds its panel.

    ``grows``: it can use any height, and scrolls its own content. ``behind``: key of the panel before it whose place it shares as a tab.
    """

    key: str
    title: str
    build: Callable[[Session, Intents], Panel]
    grows: bool = False
    behind: str = ""


PANELS: tuple[PanelRow, ...] = (
    PanelRow("run", mark("Run"), RunPanel),
    PanelRow("overlay", mark("Read-out and overlay"), OverlayPanel, behind="run"),
    PanelRow("thresholds", mark("Thresholds"), ThresholdsPanel, behind="run"),
    PanelRow("legend", mark("Legend"), LegendPanel, grows=True),
    PanelRow("instances", mark("Objects"), InstancesPanel, grows=True, behind="legend"),
    PanelRow("pixel", mark("Pixel under the pointer"), PixelPanel),
)
