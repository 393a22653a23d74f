"""The command palette: type a few letters of a command, press Enter. Lists the rows of ACTIONS."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtGui import QBrush, QColor, QKeyEvent
from PySide6.QtWidgets import QAbstractItemView, QDialog, QHeaderView, QLabel, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.actions import ACTIONS, ActionRow, Actions
from app.commands.matching import score
from app.commands.naming import keys_of, plain
from app.theme import current
from app.translation import tr
from app.widgets.panel import name

WIDTH, HEIGHT = 560, 380
ROW = Qt.ItemDataRole.UserRole
LIST_KEYS = frozenset({Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown})


@dataclass(frozen=True, slots=True)
class _Found:
    row: ActionRow
    score: float


class CommandPalette(QDialog):
    """Above the window, until a command is chosen, Esc is pressed or something else is clicked."""

    def __init__(self, window: QWidget, actions: Actions) -> None:
        super().__init__(window, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        self._window = window
        self._actions = actions
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(True)
        self.list = QTreeWidget()
        self.list.setColumnCount(3)
        self.list.setRootIsDecorated(False)
        self.list.setUniformRowHeights(True)
        self.list.setHeaderHidden(True)
        self.list.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # typing goes on while the arrows choose
        self.reason = QLabel()
        self.reason.setWordWrap(True)
        self.reason.setForegroundRole(self.reason.foregroundRole().PlaceholderText)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 8)
        column.setSpacing(6)
        for part in (self.field, self.list, self.reason):
            column.addWidget(part)
        self.field.textChanged.connect(self._fill)
        self.field.installEventFilter(self)
        self.list.currentItemChanged.connect(self._explain)
        self.list.itemClicked.connect(self._use)
        self._write()

    def ask(self) -> None:
        """Open, empty, at the top of the window, with the words of the moment."""
        self._write()
        self.field.clear()
        self._fill()
        self._place()
        self.show()
        self.field.setFocus(Qt.FocusReason.PopupFocusReason)

    def _write(self) -> None:
        self.setWindowTitle(tr("Commands"))
        self.field.setPlaceholderText(tr("Type a command"))
        name(self.field, tr("Type a command"), tr("A few letters of it are enough; Enter runs the chosen one."))
        name(self.list, tr("Commands that fit"), tr("Click a command to run it."))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if watched is self.field and isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() in LIST_KEYS:
                self.list.keyPressEvent(event)
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._use(self.list.currentItem())
                return True
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        window = self._window
        width, height = min(WIDTH, window.width() - 40), min(HEIGHT, window.height() - 80)
        corner = window.mapToGlobal(window.rect().topLeft())
        self.setGeometry(corner.x() + (window.width() - width) // 2, corner.y() + 48, width, height)

    def _fill(self) -> None:
        self.list.clear()
        for found in self._found(self.field.text()):
            self.list.addTopLevelItem(self._item(found.row))
        header = self.list.header()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        for column in (1, 2):
            header.setSectionResizeMode(column, QHeaderView.ResizeMode.ResizeToContents)
        first = self.list.topLevelItem(0)
        if first is not None:
            self.list.setCurrentItem(first)
        self._explain()

    def _found(self, typed: str) -> list[_Found]:
        """The rows that fit, the best first; the English name is understood in every language."""
        found = []
        for row in ACTIONS:
            names = (self._name(row), plain(row.text))
            scores = [value for name in names if (value := score(typed, name)) is not None]
            if scores:
                found.append(_Found(row, max(scores)))
        return sorted(found, key=lambda entry: -entry.score)

    def _name(self, row: ActionRow) -> str:
        return plain(f"{tr(row.menu.value)}: {tr(row.text)}") if row.group in ("theme", "language") else plain(tr(row.text))

    def _item(self, row: ActionRow) -> QTreeWidgetItem:
        action = self._actions[row.key]
        checked = "✓ " if action.isChecked() else ""
        item = QTreeWidgetItem([checked + self._name(row), plain(tr(row.menu.value)), keys_of(action)])
        item.setData(0, ROW, row.key)
        theme = current()
        for column in range(3):
            muted = column > 0 or not action.isEnabled()
            item.setForeground(column, QBrush(QColor(theme.muted if muted else theme.text)))
        return item

    def _explain(self) -> None:
        """Below the list: what the chosen command does, and why it cannot be used if it cannot."""
        item = self.list.currentItem()
        if item is None:
            self.reason.setText(tr("No command fits; try fewer letters."))
            return
        self.reason.setText(self._actions[item.data(0, ROW)].toolTip().replace("\n", " "))

    def _use(self, item: QTreeWidgetItem | None) -> None:
        if item is None:
            return
        action = self._actions[item.data(0, ROW)]
        if action.isEnabled():
            self.hide()  # first: the command may open something itself
            action.trigger()
