"""The legend: the classes present, what share of the photo each has, and which are shown."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QRect, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedLayout,
    QTableView,
    QVBoxLayout,
    QWidget,
)

from app.intents import Intents
from app.panels.legend_model import Column, LegendEntry, LegendModel
from app.session import Session
from app.translation import tr
from app.widgets.colour_popup import ColourPopup
from app.widgets.panel import Panel, name

ROW_HEIGHT = 26
WIDTHS = {Column.SHOW: 26, Column.COLOUR: 26, Column.SHARE: 66, Column.SOLO: 30}


class LegendTable(QTableView):
    """Rows of classes. A click acts on the column under it; Alt-click, S, Space and Enter act on the row."""

    solo_asked = Signal(int)
    show_asked = Signal(int)
    colour_asked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.horizontalHeader().hide()
        self.setMinimumHeight(3 * ROW_HEIGHT)

    def set_widths(self) -> None:
        """Fixed columns around the name, which takes the rest. Needs a model."""
        header = self.horizontalHeader()
        header.setMinimumSectionSize(16)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Letters are commands here; the filter above searches."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        keys = {
            Qt.Key.Key_Space: self.show_asked,
            Qt.Key.Key_S: self.solo_asked,
            Qt.Key.Key_Return: self.colour_asked,
            Qt.Key.Key_Enter: self.colour_asked,
        }
        signal = keys.get(Qt.Key(event.key()))
        if signal is None or not self.currentIndex().isValid():
            super().keyPressEvent(event)
        else:
            signal.emit(self.currentIndex().row())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        index = self.indexAt(event.position().toPoint())
        if index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self._clicked(index, event.modifiers())
            event.accept()
            return
        super().mouseReleaseEvent(event)

    def _clicked(self, index: QModelIndex, modifiers: Qt.KeyboardModifier) -> None:
        columns = {Column.SHOW: self.show_asked, Column.COLOUR: self.colour_asked, Column.SOLO: self.solo_asked}
        if modifiers & Qt.KeyboardModifier.AltModifier:
            self.solo_asked.emit(index.row())
        elif index.column() in columns:
            columns[Column(index.column())].emit(index.row())


class LegendPanel(Panel):
    def __init__(self, session: Session, intents: Intents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._intents = intents
        self.model = LegendModel(session, self)
        self.table = LegendTable()
        self.table.setModel(self.model)
        self.table.set_widths()
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)
        self.show_all, self.show_none = QPushButton(), QPushButton()
        self.empty = QLabel()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setForegroundRole(self.empty.palette().ColorRole.PlaceholderText)
        self._lay_out()
        self._connect(intents)
        self.finish()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(6)
        bar.addWidget(self.filter, 1)
        bar.addWidget(self.show_all)
        bar.addWidget(self.show_none)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 3, 12, 4)
        column.setSpacing(6)
        column.addLayout(bar)
        column.addLayout(self._pages, 1)

    def _connect(self, intents: Intents) -> None:
        self.filter.textChanged.connect(self._filter_changed)
        self.show_all.clicked.connect(lambda: intents.show_all_classes.emit(True))
        self.show_none.clicked.connect(lambda: intents.show_all_classes.emit(False))
        self.table.solo_asked.connect(lambda row: intents.toggle_solo.emit(self._entry(row).class_id))
        self.table.show_asked.connect(self._toggle)
        self.table.colour_asked.connect(self._ask_colour)
        session = self._session
        for signal in (session.segmentation_changed, session.class_view_changed, session.look_changed, session.model_changed):
            signal.connect(self._reload)

    def retranslate(self) -> None:
        self.filter.setPlaceholderText(tr("Filter"))
        name(self.filter, tr("Filter the legend"), tr("Show only classes whose name holds this text."))
        self.table.setAccessibleName(tr("Classes present"))
        self.table.setAccessibleDescription(tr("Space shows or hides a class, S shows it alone, Enter chooses its colour."))
        self.show_all.setText(tr("All"))
        self.show_none.setText(tr("None"))
        self._reload()

    def _reload(self) -> None:
        self.model.reload()
        shown = self._session.segmentation
        reason = "" if shown else tr("Run a model on a photo first.")
        for button, title, tip in (
            (self.show_all, tr("Show all classes"), tr("Show every class but the background.")),
            (self.show_none, tr("Hide all classes"), tr("Hide every class.")),
        ):
            button.setEnabled(not reason)
            name(button, title, reason or tip)
        self._pages.setCurrentIndex(1 if self.model.entries else 0)
        self.empty.setText(tr("No class's name holds this text.") if shown else tr("The classes found in the photo appear here."))

    def _filter_changed(self, text: str) -> None:
        self.model.set_filter(text)
        self._reload()

    def _entry(self, row: int) -> LegendEntry:
        return self.model.entries[row]

    def _toggle(self, row: int) -> None:
        class_id = self._entry(row).class_id
        self._intents.show_classes.emit((class_id,), class_id in self._session.class_view.hidden)

    def _ask_colour(self, row: int) -> None:
        entry = self._entry(row)
        popup = ColourPopup(tr("Colour of {name}", name=entry.name), entry.colour, self)
        popup.chosen.connect(lambda colour: self._intents.colour_class.emit(entry.class_id, colour))
        cell: QRect = self.table.visualRect(self.model.index(row, Column.COLOUR))
        popup.popup_at(self.table.viewport().mapToGlobal(cell.bottomLeft()))
