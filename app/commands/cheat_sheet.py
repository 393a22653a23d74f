"""The cheat sheet: every key of ACTIONS, and what the mouse and held keys do."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QDialog, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from app.actions import ACTIONS, Actions, Menu
from app.commands.naming import keys_of, plain
from app.translation import mark, tr
from app.widgets.panel import name

GESTURES: tuple[tuple[str, str], ...] = (
    (mark("Zoom at the pointer"), mark("Wheel")),
    (mark("Move the photo"), mark("Drag")),
    (mark("Hide the overlays"), mark("Hold Space")),
    (mark("Show one class alone"), mark("Alt-click in the legend, or S")),
    (mark("Show or hide a class"), mark("Space in the legend")),
    (mark("Choose an object"), mark("Click its mask or its row")),
    (mark("Read a box in the RoI lab"), mark("Double-click an object, or Enter in a list of boxes")),
    (mark("Move the box in the RoI lab"), mark("Arrow keys; with Shift in smaller steps")),
    (mark("Move between the cells of a grid"), mark("Arrow keys")),
    (mark("Blink between two results while comparing"), mark("Hold B")),
)


class CheatSheet(QDialog):
    """Beside the window until it is closed; the field narrows it down."""

    def __init__(self, window: QWidget, actions: Actions) -> None:
        super().__init__(window)
        self._actions = actions
        self._sections: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        self.field = QLineEdit()
        self.field.setClearButtonEnabled(True)
        self.table = QTreeWidget()
        self.table.setColumnCount(2)
        self.table.setUniformRowHeights(True)
        self.table.setItemsExpandable(False)
        self.table.setRootIsDecorated(False)
        self.table.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        column = QVBoxLayout(self)
        column.addWidget(self.field)
        column.addWidget(self.table)
        self.resize(680, 640)
        self.field.textChanged.connect(self._narrow)
        self._write()

    def open_fresh(self) -> None:
        """Show it with the words of the moment."""
        self._fill()
        self.show()
        self.raise_()
        self.field.setFocus()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange and self.isVisible():
            self._fill()

    def _fill(self) -> None:
        self._write()
        self.table.setHeaderLabels([tr("Command"), tr("Keys")])
        self.table.clear()
        self._sections.clear()
        self._add_section(tr("Mouse and held keys"), [(tr(what), tr(how)) for what, how in GESTURES])
        for menu in Menu:
            rows = [(plain(tr(row.text)), keys_of(self._actions[row.key])) for row in ACTIONS if row.menu is menu]
            self._add_section(plain(tr(menu.value)), [row for row in rows if row[1]])
        self.table.expandAll()
        self.table.header().setStretchLastSection(True)
        self.table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.ResizeToContents)
        self._narrow()

    def _write(self) -> None:
        self.setWindowTitle(tr("Keys and gestures"))
        self.field.setPlaceholderText(tr("Find a command or a key"))
        name(self.field, tr("Find a command or a key"), tr("Only rows that hold these letters are listed."))
        name(self.table, tr("Keys and gestures"), tr("Every key, and what the mouse does."))

    def _add_section(self, title: str, rows: list[tuple[str, str]]) -> None:
        if not rows:
            return
        section = QTreeWidgetItem([title, ""])
        font = self.font()
        font.setBold(True)
        section.setFont(0, font)
        section.setFlags(Qt.ItemFlag.ItemIsEnabled)
        children = [QTreeWidgetItem(list(row)) for row in rows]
        section.addChildren(children)
        self.table.addTopLevelItem(section)
        self._sections.append((section, children))

    def _narrow(self) -> None:
        typed = self.field.text().casefold()
        for section, rows in self._sections:
            shown = [self._narrow_row(row, typed) for row in rows]
            section.setHidden(not any(shown))

    def _narrow_row(self, row: QTreeWidgetItem, typed: str) -> bool:
        shown = any(typed in row.text(column).casefold() for column in range(2))
        row.setHidden(not shown)
        return shown
