"""The docks around the window's page: where they stand, how they share the height, and the menu that shows, moves and floats them."""

from __future__ import annotations

import itertools

from PySide6.QtCore import QByteArray, QObject, Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication, QDockWidget, QMainWindow, QMenu, QTabBar

from app.intents import Intents
from app.panels import PANELS
from app.preferences import Workspace
from app.session import Session
from app.translation import tr
from app.widgets.dock_title import DockTitle
from app.widgets.panel import Panel
from app.widgets.shrinking_area import ShrinkingArea

DOCK_WIDTH = 340
TAB_PADDING = 14
"""Logical pixels that a tab is higher than its text."""
LEFT, RIGHT = Qt.DockWidgetArea.LeftDockWidgetArea, Qt.DockWidgetArea.RightDockWidgetArea


class Docking(QObject):
    """One dock for each row of PANELS. They may stand at the left or the right, share a place as tabs, float, or be hidden."""

    def __init__(self, window: QMainWindow, session: Session, intents: Intents, menu: QMenu) -> None:
        super().__init__(window)
        self._window = window
        self._intents = intents
        self._away: QByteArray | None = None
        self._reset_is_due = False
        self._on_left, self._floating = QMenu(window), QMenu(window)
        self._movers: dict[str, tuple[QAction, QAction]] = {}
        self.docks = {row.key: self._dock(row.key, row.build(session, intents), row.grows) for row in PANELS}
        self._fill(menu)
        self.reset()

    def panel(self, key: str) -> Panel:
        """The panel of a dock. Raises KeyError."""
        content = self.docks[key].widget()
        panel = content.widget() if isinstance(content, ShrinkingArea) else content
        assert isinstance(panel, Panel)
        return panel

    def retranslate(self) -> None:
        self._on_left.setTitle(tr("On the &left"))
        self._floating.setTitle(tr("&Floating"))
        reason = "" if self._can_float else tr("This system (Wayland) cannot bring a floating panel back reliably.")
        self._floating.menuAction().setToolTip(reason)
        for row in PANELS:
            self.docks[row.key].setWindowTitle(tr(row.title))
            for mover in self._movers[row.key]:
                mover.setText(tr(row.title))
        self._dress()

    # -- as a person arranges them -------------------------------------------------------------------------------------

    def reset(self) -> None:
        """Every panel where it was at first. In a workspace that has no docks, they will be there when it is left."""
        if self._away is not None:
            self._reset_is_due = True
            return
        column = [row for row in PANELS if not row.behind]
        docks = [self.docks[row.key] for row in column]
        for dock in self.docks.values():
            self._window.addDockWidget(RIGHT, dock)
            dock.setFloating(False)  # only now: Qt does not take a dock in that has no place
            self._window.removeDockWidget(dock)
        for dock in docks:
            self._window.addDockWidget(RIGHT, dock)
        for above, below in itertools.pairwise(docks):
            self._window.splitDockWidget(above, below, Qt.Orientation.Vertical)
        for row in PANELS:
            if row.behind:
                self._window.tabifyDockWidget(self.docks[row.behind], self.docks[row.key])
        for dock in self.docks.values():
            dock.show()
        for dock in docks:
            dock.raise_()
        self._dress()
        self._window.resizeDocks(docks[:1], [DOCK_WIDTH], Qt.Orientation.Horizontal)
        # All the height that is left over goes to the panels that can use it.
        self._window.resizeDocks(docks, [self._window.height() if row.grows else 1 for row in column], Qt.Orientation.Vertical)

    def _show(self, dock: QDockWidget, shown: bool) -> None:
        """A panel that is asked for is seen, wherever it was asked for and whatever it shares its place with."""
        if shown and self._away is not None:
            self._intents.choose_workspace.emit(Workspace.EXPLORE)
        dock.setVisible(shown)
        if shown:
            dock.raise_()

    def _move(self, dock: QDockWidget, to_left: bool) -> None:
        self._show(dock, True)
        dock.setFloating(False)
        width = dock.width()
        self._window.addDockWidget(LEFT if to_left else RIGHT, dock)
        self._window.resizeDocks([dock], [max(width, DOCK_WIDTH)], Qt.Orientation.Horizontal)
        self._moved()

    def _float(self, dock: QDockWidget, floating: bool) -> None:
        self._show(dock, True)
        dock.setFloating(floating)

    # -- as a workspace needs their place ------------------------------------------------------------------------------

    def leave(self) -> None:
        """Hide every dock, until :meth:`come_back`."""
        if self._away is not None:
            return
        self._away = self._window.saveState()
        for dock in self.docks.values():
            dock.hide()
        for tabs in self._tab_bars():
            tabs.hide()  # Qt leaves them where the docks were

    def come_back(self) -> None:
        """As they were when they left; or as at first, where that was asked for meanwhile."""
        if self._away is None:
            return
        self._window.restoreState(self._away)
        self._away = None
        if self._reset_is_due:
            self._reset_is_due = False
            self.reset()

    def state(self) -> QByteArray:
        """Where they stand, for :meth:`restore`, whether they are here or away; empty for where they were at first."""
        if self._reset_is_due:
            return QByteArray()
        return self._away or self._window.saveState()

    def restore(self, state: QByteArray) -> None:
        """Put the docks where they stood. A dock that is younger than ``state`` keeps its place; what is no state changes nothing."""
        self._window.restoreState(state)

    # -- how they are built --------------------------------------------------------------------------------------------

    @property
    def _can_float(self) -> bool:
        return QApplication.platformName() != "wayland"  # which cannot bring a floating dock back reliably

    def _dock(self, key: str, panel: Panel, grows: bool) -> QDockWidget:
        dock = QDockWidget(self._window)
        dock.setObjectName(key)
        dock.setWidget(panel if grows else self._shrinking(panel))
        dock.setAllowedAreas(LEFT | RIGHT)
        features = QDockWidget.DockWidgetFeature.DockWidgetClosable | QDockWidget.DockWidgetFeature.DockWidgetMovable
        if self._can_float:
            features |= QDockWidget.DockWidgetFeature.DockWidgetFloatable
        dock.setFeatures(features)
        dock.setTitleBarWidget(DockTitle(dock))
        # Queued: Qt says so before it has rearranged the tabs.
        for moved in (dock.visibilityChanged, dock.topLevelChanged, dock.dockLocationChanged):
            moved.connect(self._moved, Qt.ConnectionType.QueuedConnection)
        return dock

    def _shrinking(self, panel: Panel) -> ShrinkingArea:
        area = ShrinkingArea(panel)
        area.content_changed.connect(self.fit, Qt.ConnectionType.QueuedConnection)
        return area

    def _fill(self, menu: QMenu) -> None:
        for key, dock in self.docks.items():
            menu.addAction(dock.toggleViewAction())
            dock.toggleViewAction().triggered.connect(lambda shown, dock=dock: self._show(dock, shown))
            on_left, floating = QAction(self), QAction(self)
            on_left.triggered.connect(lambda to_left, dock=dock: self._move(dock, to_left))
            floating.triggered.connect(lambda floating, dock=dock: self._float(dock, floating))
            for submenu, mover in ((self._on_left, on_left), (self._floating, floating)):
                mover.setCheckable(True)
                submenu.addAction(mover)
            self._movers[key] = on_left, floating
        menu.addSeparator()
        menu.addMenu(self._on_left)
        menu.addMenu(self._floating)
        menu.setToolTipsVisible(True)
        self._floating.setEnabled(self._can_float)

    # -- how they look and fit -----------------------------------------------------------------------------------------

    def _moved(self) -> None:
        for key, (on_left, floating) in self._movers.items():
            dock = self.docks[key]
            on_left.setChecked(self._window.dockWidgetArea(dock) == LEFT and not dock.isFloating())
            floating.setChecked(dock.isFloating())
        self._dress()
        self.fit()

    def _dress(self) -> None:
        """A tab names its dock: a title below it would say so twice."""
        for dock in self.docks.values():
            title = dock.titleBarWidget()
            assert isinstance(title, DockTitle)
            title.set_shown(not self._window.tabifiedDockWidgets(dock) or dock.isFloating())
        for bar in self._tab_bars():
            bar.setAccessibleName(tr("Panels"))
            bar.setAccessibleDescription(tr("The panels that share this place; the arrows change between them."))

    def _tab_bars(self) -> list[QTabBar]:
        return self._window.findChildren(QTabBar, options=Qt.FindChildOption.FindDirectChildrenOnly)

    def fit(self) -> None:
        """Show every panel whole where the window is high enough for all of its column; let them scroll where it is not."""
        for area in (LEFT, RIGHT):
            self._fit_column(self._places(area))

    def _fit_column(self, places: list[list[QDockWidget]]) -> None:
        page = self._page_height()
        stacked = [place[0] for place in places]
        wanted = [max(self._height_of(dock) for dock in place) for place in places]
        roomy = sum(wanted) + len(wanted) <= page
        for place in places:
            areas = [area for dock in place if isinstance(area := dock.widget(), ShrinkingArea)]
            for area in areas:
                area.set_whole(roomy)
                # Qt would let no tab become higher than the lowest one's content.
                area.set_ceiling(max(other.sizeHint().height() for other in areas))
        if not roomy:
            # The highest gives way, as it scrolls best; what does not add up Qt would share out as it likes.
            highest = wanted.index(max(wanted))
            wanted[highest] -= sum(wanted) + len(wanted) - page
            self._window.resizeDocks(stacked, [max(height, 1) for height in wanted], Qt.Orientation.Vertical)

    def _page_height(self) -> int:
        page = self._window.centralWidget()
        assert page is not None
        return page.height()

    def _height_of(self, dock: QDockWidget) -> int:
        """What a dock wants, with the tabs above it if it shares its place."""
        tabs = self._window.fontMetrics().height() + TAB_PADDING if self._window.tabifiedDockWidgets(dock) else 0
        least = dock.minimumSizeHint().height()
        # What grows can do with its least; the others are to be seen whole.
        return tabs + (max(dock.sizeHint().height(), least) if isinstance(dock.widget(), ShrinkingArea) else least)

    def _places(self, area: Qt.DockWidgetArea) -> list[list[QDockWidget]]:
        """The docks of a side that are neither hidden nor floating; those that share a place as tabs together."""
        here = [dock for dock in self.docks.values() if not dock.isHidden() and not dock.isFloating()]
        left = [dock for dock in here if self._window.dockWidgetArea(dock) == area]
        places = []
        while left:
            place = [left[0], *(dock for dock in self._window.tabifiedDockWidgets(left[0]) if dock in left)]
            places.append(place)
            left = [dock for dock in left if dock not in place]
        return places
