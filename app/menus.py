"""Menu bar and toolbar, made from ACTIONS; and the menus whose entries depend on the moment."""

from __future__ import annotations

from PySide6.QtCore import QObject, QSize, Qt
from PySide6.QtWidgets import QMainWindow, QMenu, QToolBar, QToolButton

from app.actions import ACTIONS, SUBMENUS, Actions, Menu
from app.intents import Intents
from app.session import Session
from app.translation import tr, tr_core
from core.samples import SAMPLES

ICON = QSize(20, 20)
TOOLBAR_SECTIONS = ("run", "outline", "fit")
"""Keys of the rows before which the toolbar has a gap."""


class Menus(QObject):
    """Builds them once; ``retranslate`` writes their titles again."""

    def __init__(self, window: QMainWindow, actions: Actions, session: Session, intents: Intents) -> None:
        super().__init__(window)
        self._window = window
        self._actions = actions
        self._session = session
        self._intents = intents
        self._menus: dict[Menu, QMenu] = {}
        self.samples, self.recent, self.panels = QMenu(window), QMenu(window), QMenu(window)
        self.samples.setObjectName("samples")
        self._build_menus()
        self.toolbar = self._build_toolbar()
        session.recent_changed.connect(self._fill_recent)
        self.retranslate()

    def __getitem__(self, key: Menu) -> QMenu:
        return self._menus[key]

    def retranslate(self) -> None:
        for key, menu in self._menus.items():
            menu.setTitle(tr(key.value))
        self.samples.setTitle(tr("&Sample photos"))
        self.recent.setTitle(tr("&Recent photos"))
        self.panels.setTitle(tr("&Panels"))
        self.toolbar.setWindowTitle(tr("Toolbar"))
        self._fill_samples()
        self._fill_recent()

    def _build_menus(self) -> None:
        for key in Menu:
            menu = QMenu(self._window)
            self._menus[key] = menu
            if key not in SUBMENUS:
                self._window.menuBar().addMenu(menu)
        for row in ACTIONS:
            menu = self._menus[row.menu]
            if row.starts_section:
                menu.addSeparator()
            menu.addAction(self._actions[row.key])
        after_paste = self._actions["previous"]
        file = self._menus[Menu.FILE]
        file.insertMenu(after_paste, self.samples)
        file.insertMenu(after_paste, self.recent)
        view = self._menus[Menu.VIEW]
        view.insertMenu(self._actions["reset-layout"], self.panels)
        for key, parent in SUBMENUS.items():
            self._menus[parent].addMenu(self._menus[key])

    def _build_toolbar(self) -> QToolBar:
        toolbar = self._window.addToolBar("")
        toolbar.setObjectName("toolbar")
        toolbar.setMovable(False)
        toolbar.setIconSize(ICON)
        toolbar.setContextMenuPolicy(Qt.ContextMenuPolicy.PreventContextMenu)
        for row in ACTIONS:
            if not row.on_toolbar:
                continue
            if row.key in TOOLBAR_SECTIONS:
                toolbar.addSeparator()
            action = self._actions[row.key]
            toolbar.addAction(action)
            button = toolbar.widgetForAction(action)
            assert isinstance(button, QToolButton)
            self._dress(button, bool(row.short))
        return toolbar

    def _dress(self, button: QToolButton, with_text: bool) -> None:
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if with_text else Qt.ToolButtonStyle.ToolButtonIconOnly
        button.setToolButtonStyle(style)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)

    def _fill_samples(self) -> None:
        self.samples.clear()
        for sample in SAMPLES:
            action = self.samples.addAction(tr_core(sample.title))
            action.setToolTip(sample.credit)
            action.triggered.connect(lambda _checked, key=sample.key: self._intents.open_sample.emit(key))

    def _fill_recent(self) -> None:
        self.recent.clear()
        for path in self._session.recent:
            action = self.recent.addAction(path.name.replace("&", "&&"))
            action.setToolTip(str(path))
            action.triggered.connect(lambda _checked, path=path: self._intents.open_paths.emit((path,)))
        if not self._session.recent:
            self.recent.addAction(tr("No photo was opened from a file yet")).setEnabled(False)
