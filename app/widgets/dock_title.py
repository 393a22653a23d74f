"""The title of a dock: its name, and buttons that float and hide it. Dragging and double-clicking it are still the dock's."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QDockWidget, QHBoxLayout, QLabel, QWidget

from app.theme import icon
from app.translation import tr
from app.widgets.icon_button import IconButton

QWIDGETSIZE_MAX = (1 << 24) - 1
"""Qt's "any size"."""


class DockTitle(QWidget):
    """Follows the dock's window title. A dock that was hidden comes back from the Panels menu."""

    def __init__(self, dock: QDockWidget) -> None:
        super().__init__(dock)
        self._name = QLabel()
        font = self._name.font()
        font.setBold(True)
        self._name.setFont(font)
        self._float, self._close = (IconButton(icon(name), QSize(14, 14)) for name in ("float", "close"))
        self._float.clicked.connect(lambda: dock.setFloating(not dock.isFloating()))
        self._float.setVisible(bool(dock.features() & QDockWidget.DockWidgetFeature.DockWidgetFloatable))
        self._close.clicked.connect(dock.close)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 4, 8, 1)
        row.addWidget(self._name, 1)
        row.addWidget(self._float)
        row.addWidget(self._close)
        dock.windowTitleChanged.connect(self._retitle)
        dock.topLevelChanged.connect(lambda _floating: self._retitle(dock.windowTitle()))
        self._dock = dock

    def set_shown(self, shown: bool) -> None:
        """Take no room where something else names the dock."""
        # Hidden it would be replaced by Qt's own title bar.
        self.setMaximumHeight(QWIDGETSIZE_MAX if shown else 0)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        wanted = super().minimumSizeHint()
        return QSize(wanted.width(), min(wanted.height(), self.maximumHeight()))

    def sizeHint(self) -> QSize:  # noqa: N802
        wanted = super().sizeHint()
        return QSize(wanted.width(), min(wanted.height(), self.maximumHeight()))

    def _retitle(self, title: str) -> None:
        self._name.setText(title)
        floats = self._dock.isFloating()
        for button, text in (
            (self._close, tr("Hide the panel {name}", name=title)),
            (self._float, tr("Put the panel {name} back", name=title) if floats else tr("Let the panel {name} float", name=title)),
        ):
            button.setToolTip(text)
            button.setAccessibleName(text)
