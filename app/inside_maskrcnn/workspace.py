"""InsideMaskRcnn: the stages of the network on the photo, and the other ways to look into it, one tab each."""

from __future__ import annotations

import html
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QLabel, QTabWidget, QVBoxLayout, QWidget

from app.inside_maskrcnn.arena_look import EngineOn
from app.inside_maskrcnn.stage_photo import StagePhoto
from app.inside_maskrcnn.stages_pane import StagesPane
from app.intents import Intents
from app.jobs import JobRunner
from app.session import Session
from app.theme import current
from app.translation import mark, tr, tr_core
from core.badges import Badge


@dataclass(frozen=True, slots=True, eq=False)
class Surroundings:
    """The session to read, the intents to emit, and the one worker that may run a network."""

    session: Session
    intents: Intents
    worker: JobRunner
    engine_on: EngineOn


def _stages(given: Surroundings) -> QWidget:
    return StagesPane(given.session, given.intents)


def _glance(given: Surroundings) -> QWidget:
    from app.inside_maskrcnn.glance import GlancePane

    return GlancePane(given.session, given.intents, given.worker)


def _arena(given: Surroundings) -> QWidget:
    from app.inside_maskrcnn.arena import MaskArena

    return MaskArena(given.session, given.intents, given.worker, given.engine_on)


def _fate(given: Surroundings) -> QWidget:
    from app.inside_maskrcnn.fate_pane import FatePane

    return FatePane(given.session, given.intents, given.worker)


def _disagreement(given: Surroundings) -> QWidget:
    from app.inside_maskrcnn.disagreement import DisagreementPane

    return DisagreementPane(given.session, given.intents, given.worker)


@dataclass(frozen=True, slots=True)
class TabRow:
    """A tab: its key, its English title and tip, and what builds its pane when it is first looked at."""

    key: str
    title: str
    tip: str
    build: Callable[[Surroundings], QWidget]


TABS: tuple[TabRow, ...] = (
    TabRow("stages", mark("Stages"), mark("Each stage drawn on the photo, with its table."), _stages),
    TabRow("glance", mark("At one glance"), mark("The whole network as a diagram of what it did to the photo."), _glance),
    TabRow("fate", mark("Fate"), mark("Draw a box around an object and see how far the network followed it."), _fate),
    TabRow("arena", mark("Mask arena"), mark("The masks that every class would draw for one object, side by side."), _arena),
    TabRow("disagreement", mark("Disagreement"), mark("Where the FCN's classes and these objects disagree."), _disagreement),
)


class InsideMaskRcnn(QWidget):
    """Builds a pane when its tab is first opened; choosing a stage anywhere opens the stages."""

    def __init__(
        self, session: Session, intents: Intents, worker: JobRunner, engine_on: EngineOn, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._given = Surroundings(session, intents, worker, engine_on)
        self.tabs = QTabWidget()
        self.tabs.setDocumentMode(True)
        self.model = QLabel()
        self.model.setContentsMargins(0, 0, 12, 6)
        self.tabs.setCornerWidget(self.model)
        session.detection_changed.connect(self._show_model)
        self.panes: dict[str, QWidget] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.tabs)
        for _ in TABS:
            self.tabs.addTab(QWidget(), "")
        self.tabs.currentChanged.connect(self._open)
        self._open(0)
        intents.show_stage.connect(lambda _stage: self.show_pane("stages"))
        self.retranslate()

    @property
    def photo(self) -> StagePhoto:
        return self.stages.photo

    @property
    def stages(self) -> StagesPane:
        pane = self.panes["stages"]
        assert isinstance(pane, StagesPane)
        return pane

    def show_pane(self, key: str) -> None:
        """Open the tab of a pane. Raises StopIteration for a key that TABS lacks."""
        self.tabs.setCurrentIndex(next(place for place, row in enumerate(TABS) if row.key == key))

    def _open(self, place: int) -> None:
        if 0 <= place < len(TABS) and TABS[place].key not in self.panes:
            row = TABS[place]
            pane = self.panes[row.key] = row.build(self._given)
            holder = self.tabs.widget(place)
            assert holder is not None
            column = QVBoxLayout(holder)
            column.setContentsMargins(0, 0, 0, 0)
            column.addWidget(pane)

    def _show_model(self) -> None:
        """Which network this is the run of, and what one must know of it before believing the run."""
        run = self._given.session.detection
        if run is None:
            self.model.setText("")
            return
        badges = [_badge(badge) for badge in run.facts.badges]
        title = tr_core(self._given.session.title_of(run.model_key))
        self.model.setText("&nbsp; · &nbsp;".join((html.escape(title), *badges)))
        self.model.setAccessibleName(", ".join((title, *(tr_core(badge.text) for badge in run.facts.badges))))

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange) and hasattr(self, "model"):
            self.retranslate()

    def retranslate(self) -> None:
        self.tabs.setAccessibleName(tr("Views into the Mask R-CNN"))
        self._show_model()
        for place, row in enumerate(TABS):
            self.tabs.setTabText(place, tr(row.title))
            self.tabs.setTabToolTip(place, tr(row.tip))


def _badge(badge: Badge) -> str:
    """Muted, or as a warning: all but the starter's say that a result is not what the network alone would give."""
    theme, text = current(), html.escape(tr_core(badge.text))
    is_warning = badge is not Badge.STARTER
    return f"<span style='color:{theme.problem if is_warning else theme.muted}'>{'⚠ ' if is_warning else ''}{text}</span>"
