"""MainWindow: puts photo, docks, toolbar, menus and status bar together. It owns nothing else."""

from __future__ import annotations

import itertools
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QDockWidget,
    QFileDialog,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.actions import Actions
from app.commands.cheat_sheet import CheatSheet
from app.commands.palette import CommandPalette
from app.held_key import HeldKey
from app.intents import Intents
from app.menus import Menus
from app.messages import Messages
from app.models.door import ModelsDoor
from app.panels import PANELS
from app.photo_pane import PhotoPane
from app.preferences import Workspace
from app.session import Session
from app.settings import Settings
from app.status_line import StatusLine, name_of
from app.translation import tr
from app.widgets.dock_title import DockTitle
from app.widgets.panel import Panel
from app.widgets.segmented_switch import SegmentedSwitch
from app.widgets.shrinking_area import ShrinkingArea
from core.image import SUFFIXES

DOCK_WIDTH = 340
TAB_PADDING = 14
"""Logical pixels that a tab is higher than its text."""
FIRST_SIZE = QSize(1280, 800)
LEAST_SIZE = QSize(960, 560)
RIGHT = Qt.DockWidgetArea.RightDockWidgetArea


class MainWindow(QMainWindow):
    """Shows the session and turns what is done to the window itself (drop, close) into intents."""

    first_painted = Signal()
    """Once, after the window was painted for the first time."""
    closing = Signal()
    """Before the window goes: the last moment to read its layout."""

    def __init__(self, session: Session, intents: Intents, messages: Messages) -> None:
        super().__init__()
        self._session = session
        self._intents = intents
        self._was_painted = False
        self.setMinimumSize(LEAST_SIZE)  # its own, or the panels' whole height would be the window's least
        self.setAcceptDrops(True)
        self.resize(FIRST_SIZE)
        self.setDockNestingEnabled(False)
        self.setTabPosition(Qt.DockWidgetArea.AllDockWidgetAreas, QTabWidget.TabPosition.North)
        self.setDocumentMode(True)
        self.actions_table = Actions(session, intents, self)
        self.menus = Menus(self, self.actions_table, session, intents)
        self.pane = PhotoPane(session, intents, messages)
        self.workspaces = QStackedWidget()
        self.workspaces.addWidget(self.pane)
        self._page = QVBoxLayout()
        self._page.setContentsMargins(0, 0, 0, 0)
        self._page.setSpacing(0)
        self._page.addWidget(self.workspaces, 1)
        self._centre = QWidget()
        self._centre.setLayout(self._page)
        self.setCentralWidget(self._centre)
        self.rooms: dict[Workspace, QWidget] = {Workspace.EXPLORE: self.pane}
        self.switch = self._workspace_switch()
        self._explore_layout: QByteArray | None = None
        self.pane.setFocus()  # Space, arrows and figures are the photo's from the start
        self.status = StatusLine(session)
        self.setStatusBar(self.status)
        self.pane.canvas.zoom_changed.connect(self.status.set_zoom)
        self.docks = {row.key: self._dock(row.key, row.build(session, intents), row.grows) for row in PANELS}
        self._reset_layout()
        self._first_layout = self.saveState()
        HeldKey(self, intents)
        session.document_changed.connect(self._show_title)
        session.workspace_changed.connect(self._show_workspace)
        intents.choose_file.connect(self._choose_file)
        intents.reset_layout.connect(self._reset_layout)
        self.palette_of_commands = CommandPalette(self, self.actions_table)
        self.cheat_sheet = CheatSheet(self, self.actions_table)
        self.models = ModelsDoor(session, intents, messages, self)
        intents.find_command.connect(self.palette_of_commands.ask)
        intents.show_keys.connect(self.cheat_sheet.open_fresh)
        intents.quit.connect(self.close)
        self.retranslate()

    def add_room(self, workspace: Workspace, room: QWidget) -> None:
        """Fill a workspace that was empty so far."""
        self.rooms[workspace] = room
        self.workspaces.addWidget(room)
        self._show_workspace(self._session.workspace)

    def add_footer(self, footer: QWidget) -> None:
        """Put something below the page, whichever workspace that is of."""
        self._page.addWidget(footer)

    def panel(self, key: str) -> Panel:
        """The panel of a dock. Raises KeyError."""
        content = self.docks[key].widget()
        panel = content.widget() if isinstance(content, ShrinkingArea) else content
        assert isinstance(panel, Panel)
        return panel

    def retranslate(self) -> None:
        self.menus.retranslate()
        self.actions_table.refresh()
        for row in PANELS:
            self.docks[row.key].setWindowTitle(tr(row.title))
        self._dress_docks()
        self.switch.set_texts(
            [
                (tr("Explore"), tr("Look at the photo with its overlays.") + " (E)"),
                (tr("Inside FCN"), tr("See where each pixel's class comes from.") + " (I)"),
                (tr("Mask R-CNN"), tr("Follow one object from its anchor to its mask.") + " (M)"),
                (tr("RoI lab"), tr("Compare what RoIPool and RoIAlign read for one box.") + " (L)"),
                (tr("Evaluate"), tr("Measure a model on photos with ground truth.") + " (V)"),
            ],
            tr("Workspace"),
        )
        self._show_title()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "docks"):
            self.retranslate()

    # -- workspaces ----------------------------------------------------------------------------------------------------

    def _workspace_switch(self) -> SegmentedSwitch:
        gap = QWidget()
        gap.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        switch = SegmentedSwitch(list(Workspace))
        switch.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
        switch.set_value(self._session.workspace)
        switch.chosen.connect(self._intents.choose_workspace)
        self.menus.toolbar.addWidget(gap)
        self.menus.toolbar.addWidget(switch)
        return switch

    def _show_workspace(self, workspace: Workspace) -> None:
        """Every other room needs the place of the docks, which are about the overlay; they come back as they were."""
        self.switch.set_value(workspace)
        room = self.rooms.get(workspace)
        if room is None or room is self.workspaces.currentWidget():
            return
        self.workspaces.setCurrentWidget(room)
        if self._explore_layout is None:
            self._explore_layout = self.saveState()
            for dock in self.docks.values():
                dock.hide()
            for tabs in self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
                tabs.hide()  # Qt leaves them where the docks were
        elif workspace is Workspace.EXPLORE:
            self.restoreState(self._explore_layout)
            self._explore_layout = None

    # -- layout --------------------------------------------------------------------------------------------------------

    def _dock(self, key: str, panel: Panel, grows: bool) -> QDockWidget:
        dock = QDockWidget(self)
        dock.setObjectName(key)
        dock.setWidget(panel if grows else self._shrinking(panel))
        dock.setTitleBarWidget(DockTitle(dock))
        dock.setAllowedAreas(Qt.DockWidgetArea.LeftDockWidgetArea | RIGHT)
        features = QDockWidget.DockWidgetFeature.DockWidgetClosable | QDockWidget.DockWidgetFeature.DockWidgetMovable
        if QApplication.platformName() != "wayland":  # which cannot bring a floating dock back reliably
            features |= QDockWidget.DockWidgetFeature.DockWidgetFloatable
        dock.setFeatures(features)
        self.menus.panels.addAction(dock.toggleViewAction())
        # Queued: Qt says so before it has rearranged the tabs.
        dock.visibilityChanged.connect(self._docks_moved, Qt.ConnectionType.QueuedConnection)
        dock.topLevelChanged.connect(self._docks_moved, Qt.ConnectionType.QueuedConnection)
        return dock

    def _shrinking(self, panel: Panel) -> ShrinkingArea:
        area = ShrinkingArea(panel)
        area.content_changed.connect(self._fit_docks, Qt.ConnectionType.QueuedConnection)
        return area

    def _reset_layout(self) -> None:
        column = [row for row in PANELS if not row.behind]
        docks = [self.docks[row.key] for row in column]
        for dock in self.docks.values():
            self.removeDockWidget(dock)
            dock.setFloating(False)
        for dock in docks:
            self.addDockWidget(RIGHT, dock)
        for above, below in itertools.pairwise(docks):
            self.splitDockWidget(above, below, Qt.Orientation.Vertical)
        for row in PANELS:
            if row.behind:
                self.tabifyDockWidget(self.docks[row.behind], self.docks[row.key])
        for dock in self.docks.values():
            dock.show()
        for dock in docks:
            dock.raise_()
        self._dress_docks()
        self.resizeDocks(docks[:1], [DOCK_WIDTH], Qt.Orientation.Horizontal)
        # All the height that is left over goes to the panels that can use it.
        self.resizeDocks(docks, [self.height() if row.grows else 1 for row in column], Qt.Orientation.Vertical)

    def _docks_moved(self) -> None:
        self._dress_docks()
        self._fit_docks()

    def _dress_docks(self) -> None:
        """A tab names its dock: a title below it would say so twice."""
        for dock in self.docks.values():
            title = dock.titleBarWidget()
            assert isinstance(title, DockTitle)
            title.set_shown(not self.tabifiedDockWidgets(dock) or dock.isFloating())
        for bar in self.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly):
            bar.setAccessibleName(tr("Panels"))
            bar.setAccessibleDescription(tr("The panels that share this place; the arrows change between them."))

    def _fit_docks(self) -> None:
        """Show every panel whole where the window is high enough for all of them; let them scroll where it is not."""
        places = self._places()
        stacked = [place[0] for place in places]
        wanted = [max(self._height_of(dock) for dock in place) for place in places]
        roomy = sum(wanted) + len(wanted) <= self._centre.height()
        for place in places:
            areas = [area for dock in place if isinstance(area := dock.widget(), ShrinkingArea)]
            for area in areas:
                area.set_whole(roomy)
                # Qt would let no tab become higher than the lowest one's content.
                area.set_ceiling(max(other.sizeHint().height() for other in areas))
        if not roomy:
            # The highest gives way, as it scrolls best; what does not add up Qt would share out as it likes.
            highest = wanted.index(max(wanted))
            wanted[highest] -= sum(wanted) + len(wanted) - self._centre.height()
            self.resizeDocks(stacked, [max(height, 1) for height in wanted], Qt.Orientation.Vertical)

    def _height_of(self, dock: QDockWidget) -> int:
        """What a dock wants, with the tabs above it if it shares its place."""
        tabs = self.fontMetrics().height() + TAB_PADDING if self.tabifiedDockWidgets(dock) else 0
        least = dock.minimumSizeHint().height()
        # What grows can do with its least; the others are to be seen whole.
        return tabs + (max(dock.sizeHint().height(), least) if isinstance(dock.widget(), ShrinkingArea) else least)

    def _places(self) -> list[list[QDockWidget]]:
        """The docks that are neither hidden nor floating; those that share a place as tabs together."""
        left = [dock for dock in self.docks.values() if not dock.isHidden() and not dock.isFloating()]
        places = []
        while left:
            place = [left[0], *(dock for dock in self.tabifiedDockWidgets(left[0]) if dock in left)]
            places.append(place)
            left = [dock for dock in left if dock not in place]
        return places

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._fit_docks()

    def restore_layout(self, settings: Settings) -> None:
        """Put window and docks where they were; what cannot be restored stays as it is."""
        if settings.geometry:
            self.restoreGeometry(_from_base64(settings.geometry))
        if settings.layout:
            self.restoreState(_from_base64(settings.layout))

    def layout_text(self) -> tuple[str, str]:
        """Geometry and dock layout, each in base 64, for :meth:`restore_layout`."""
        return _to_base64(self.saveGeometry()), _to_base64(self._explore_layout or self.saveState())

    def come_to_front(self) -> None:
        """As a window that was asked for again does; where the system keeps it behind, its entry in the task bar is marked."""
        if self.isMinimized():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.raise_()
        self.activateWindow()
        QApplication.alert(self)

    def _show_title(self) -> None:
        document = self._session.document
        self.setWindowTitle("Halfpixel" if document is None else f"{name_of(document)} — Halfpixel")

    # -- opening -------------------------------------------------------------------------------------------------------

    def _choose_file(self) -> None:
        recent = self._session.recent
        folder = str(recent[0].parent) if recent else ""
        patterns = " ".join(f"*{suffix}" for suffix in sorted(SUFFIXES))
        filters = ";;".join((tr("Photos ({patterns})", patterns=patterns), tr("All files (*)")))
        name, _ = QFileDialog.getOpenFileName(self, tr("Open a photo"), folder, filters)
        if name:
            self._intents.open_paths.emit((Path(name),))

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:  # noqa: N802
        if _dropped(event):
            event.acceptProposedAction()
            self.pane.welcome.drop.set_inviting(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:  # noqa: N802
        self.pane.welcome.drop.set_inviting(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:  # noqa: N802
        self.pane.welcome.drop.set_inviting(False)
        paths = _dropped(event)
        if paths:
            event.acceptProposedAction()
            self._intents.open_paths.emit(paths)

    # -- first paint and close -----------------------------------------------------------------------------------------

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.first_painted.emit)

    def closeEvent(self, event: QCloseEvent) -> None:  # noqa: N802
        self.closing.emit()
        super().closeEvent(event)


def _dropped(event: QDropEvent) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())


def _to_base64(content: QByteArray) -> str:
    return bytes(content.toBase64().data()).decode("ascii")


def _from_base64(text: str) -> QByteArray:
    return QByteArray.fromBase64(QByteArray(text.encode("ascii")))
