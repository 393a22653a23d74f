"""MainWindow: puts photo, docks, toolbar, menus and status bar together. It owns nothing else."""

from __future__ import annotations

import base64
import zlib
from functools import cached_property
from pathlib import Path

from PySide6.QtCore import QByteArray, QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QMainWindow,
    QSizePolicy,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from app.about import AboutWindow, open_guide
from app.actions import Actions
from app.commands.cheat_sheet import CheatSheet
from app.commands.palette import CommandPalette
from app.docking import Docking
from app.held_key import HeldKey
from app.intents import Intents
from app.menus import Menus
from app.messages import Messages
from app.models.door import ModelsDoor
from app.photo_pane import PhotoPane
from app.preferences import Workspace
from app.session import Session
from app.settings import Settings
from app.status_line import StatusLine, name_of
from app.translation import tr
from app.widgets.panel import Panel
from app.widgets.segmented_switch import SegmentedSwitch
from core.image import SUFFIXES

FIRST_SIZE = QSize(1280, 800)
LEAST_SIZE = QSize(960, 560)
SEAL_ENDS = ":"


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
        self.pane.setFocus()  # Space, arrows and figures are the photo's from the start
        self.status = StatusLine(session)
        self.setStatusBar(self.status)
        self.pane.canvas.zoom_changed.connect(self.status.set_zoom)
        self.docking = Docking(self, session, intents, self.menus.panels)
        self.docks = self.docking.docks
        HeldKey(self, intents)
        session.document_changed.connect(self._show_title)
        session.workspace_changed.connect(self._show_workspace)
        intents.choose_file.connect(self._choose_file)
        intents.reset_layout.connect(self.docking.reset)
        self.models = ModelsDoor(session, intents, messages, self)
        intents.find_command.connect(self._find_command)
        intents.show_keys.connect(self._show_keys)
        intents.show_about.connect(self._show_about)
        intents.open_guide.connect(lambda: open_guide(messages))
        intents.quit.connect(self.close)
        self.retranslate()

    @cached_property
    def palette_of_commands(self) -> CommandPalette:
        """Made when it is first asked for, as the next: the window's first picture does not wait for them."""
        return CommandPalette(self, self.actions_table)

    @cached_property
    def cheat_sheet(self) -> CheatSheet:
        return CheatSheet(self, self.actions_table)

    @cached_property
    def about(self) -> AboutWindow:
        return AboutWindow(self)

    def _find_command(self) -> None:
        self.palette_of_commands.ask()

    def _show_keys(self) -> None:
        self.cheat_sheet.open_fresh()

    def _show_about(self) -> None:
        self.about.open_fresh()

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
        return self.docking.panel(key)

    def retranslate(self) -> None:
        self.menus.retranslate()
        self.actions_table.refresh()
        self.docking.retranslate()
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
        if event.type() == QEvent.Type.LanguageChange and hasattr(self, "docking"):
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
        keeps_focus = _holds(self.menus.toolbar, QApplication.focusWidget())
        self.workspaces.setCurrentWidget(room)
        if workspace is Workspace.EXPLORE:
            self.docking.come_back()
        else:
            self.docking.leave()
        if not keeps_focus:
            room.setFocus()  # Qt would choose its first field, which takes the letters that are everybody's keys

    # -- layout --------------------------------------------------------------------------------------------------------

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self.docking.fit()

    def restore_layout(self, settings: Settings) -> None:
        """Put window and docks where they were; what cannot be restored stays as it is."""
        if settings.geometry:
            self.restoreGeometry(_unsealed(settings.geometry))
        if settings.layout:
            self.docking.restore(_unsealed(settings.layout))

    def layout_text(self) -> tuple[str, str]:
        """Geometry and dock layout, each with its checksum, for :meth:`restore_layout`."""
        return _sealed(self.saveGeometry()), _sealed(self.docking.state())

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


def _holds(bar: QWidget, focus: QWidget | None) -> bool:
    return focus is not None and bar.isAncestorOf(focus)


def _dropped(event: QDropEvent) -> tuple[Path, ...]:
    return tuple(Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile())


def _sealed(content: QByteArray) -> str:
    """Base 64 after its checksum: Qt crashes on layouts with a single wrong byte."""
    raw = content.data()
    return f"{zlib.crc32(raw):08x}{SEAL_ENDS}{base64.b64encode(raw).decode('ascii')}" if raw else ""


def _unsealed(text: str) -> QByteArray:
    """What :func:`_sealed` was given, empty where the text is not whole."""
    checksum, _, content = text.partition(SEAL_ENDS)
    try:
        raw = base64.b64decode(content, validate=True)
    except ValueError:
        return QByteArray()
    return QByteArray(raw if checksum == f"{zlib.crc32(raw):08x}" else b"")
