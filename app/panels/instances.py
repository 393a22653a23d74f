"""The objects that a Mask R-CNN found: a table to sort, filter and choose from, and what to do when there are none."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, QSortFilterProxyModel, Qt, Signal
from PySide6.QtGui import QKeyEvent
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

from app.chosen import Chosen, ChosenKind
from app.detection_session import NO_MODEL
from app.intents import Intents
from app.panels.instances_model import SORT_ROLE, Column, Index, InstancesModel
from app.session import Session
from app.translation import tr, tr_core
from app.widgets.panel import Panel, name
from core.maskrcnn.fate import nearest_miss
from core.maskrcnn.results import DetectionRun

ROW_HEIGHT = 26
WIDTHS = {Column.NUMBER: 34, Column.SCORE: 56, Column.SIZE: 84, Column.SHARE: 58}

ARROW_ABOVE = "QHeaderView::up-arrow, QHeaderView::down-arrow { subcontrol-origin: padding; subcontrol-position: top center; }"
"""Beside a title that is aligned to the right it would lie on its last letter."""


class InstancesTable(QTableView):
    """Rows of objects. The arrows choose, Enter and a double click open one in the RoI lab."""

    chosen = Signal(int)
    """The row of a proxy model that a person moved to."""
    open_asked = Signal()

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
        self.setSortingEnabled(True)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW_HEIGHT)
        self.setMinimumHeight(3 * ROW_HEIGHT)
        self.doubleClicked.connect(self.open_asked)

    def set_widths(self) -> None:
        """Fixed columns around the name, which takes the rest. Needs a model."""
        header = self.horizontalHeader()
        header.setMinimumSectionSize(24)
        header.setHighlightSections(False)
        header.setStyleSheet(ARROW_ABOVE)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        header.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)

    def keyboardSearch(self, search: str) -> None:  # noqa: N802
        """Letters are the window's; the filter above searches."""

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.open_asked.emit()
        else:
            super().keyPressEvent(event)

    def currentChanged(self, current: Index, previous: Index) -> None:  # noqa: N802
        super().currentChanged(current, previous)
        if current.isValid():
            self.chosen.emit(current.row())


class InstancesPanel(Panel):
    def __init__(self, session: Session, intents: Intents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._intents = intents
        self._following = False
        self.model = InstancesModel(session, self)
        self.rows = QSortFilterProxyModel(self)
        self.rows.setSourceModel(self.model)
        self.rows.setSortRole(SORT_ROLE)
        self.rows.setFilterKeyColumn(Column.NAME)
        self.rows.setFilterCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.table = InstancesTable()
        self.table.setModel(self.rows)
        self.table.set_widths()
        self.table.sortByColumn(Column.SCORE, Qt.SortOrder.DescendingOrder)
        self.filter = QLineEdit()
        self.filter.setClearButtonEnabled(True)
        self.count = QLabel()
        self.open = QPushButton()
        self.empty = QLabel()
        self.empty.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.empty.setWordWrap(True)
        self.empty.setForegroundRole(self.empty.palette().ColorRole.PlaceholderText)
        self._lay_out()
        self._connect()
        self.finish()
        # A list is gone through with the arrows: unlike other controls it takes the keyboard when it is clicked.
        self.table.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setSpacing(8)
        bar.addWidget(self.filter, 1)
        bar.addWidget(self.count)
        bar.addWidget(self.open)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.empty)
        self._pages.addWidget(self.table)
        column = QVBoxLayout(self)
        column.setContentsMargins(12, 5, 12, 4)
        column.setSpacing(4)
        column.addLayout(bar)
        column.addLayout(self._pages, 1)

    def _connect(self) -> None:
        self.filter.textChanged.connect(self._filter_changed)
        self.table.chosen.connect(self._choose)
        self.table.open_asked.connect(self._open)
        self.open.clicked.connect(self._open)
        session = self._session
        session.instance_scene_changed.connect(self._reload)
        session.chosen_changed.connect(self._follow)
        for signal in (session.document_changed, session.instance_model_changed):
            signal.connect(self._show_state)

    def retranslate(self) -> None:
        self.filter.setPlaceholderText(tr("Filter"))
        name(self.filter, tr("Filter the objects"), tr("Show only objects whose class holds this text."))
        self.table.setAccessibleName(tr("Objects found"))
        self.table.setAccessibleDescription(tr("The arrows choose an object, Enter opens it in the RoI lab."))
        self.open.setText(tr("Open in RoI lab"))
        self._reload()

    def _reload(self) -> None:
        self.model.reload()
        self._follow()
        self._show_state()

    def _filter_changed(self, text: str) -> None:
        self.rows.setFilterFixedString(text.strip())
        self._follow()
        self._show_state()

    # -- choosing ------------------------------------------------------------------------------------------------------

    def _choose(self, row: int) -> None:
        if not self._following:
            index = self.rows.mapToSource(self.rows.index(row, 0)).row()
            self._intents.choose.emit(Chosen(ChosenKind.DETECTION, index))

    def _follow(self) -> None:
        """Mark the row of the object that is chosen, here or on the photo."""
        index = self._session.chosen_detection
        there = QModelIndex()
        if index is not None and index < self.model.rowCount():
            there = self.rows.mapFromSource(self.model.index(index, 0))
        self._following = True
        if there.isValid():
            # The current column stays: a person may be going through it with a screen reader.
            there = there.siblingAtColumn(max(self.table.currentIndex().column(), 0))
            mode = QItemSelectionModel.SelectionFlag.ClearAndSelect | QItemSelectionModel.SelectionFlag.Rows
            self.table.selectionModel().setCurrentIndex(there, mode)
            self.table.scrollTo(there)
        else:
            self.table.selectionModel().clear()
        self._following = False
        self._show_open()

    def _open(self) -> None:
        chosen = self._session.chosen_detection
        if chosen is not None:
            self._intents.open_in_lab.emit(Chosen(ChosenKind.DETECTION, chosen))

    # -- what there is -------------------------------------------------------------------------------------------------

    def _show_open(self) -> None:
        chosen = self._session.chosen_detection
        self.open.setEnabled(chosen is not None)
        tip = tr("Read the object's box in the RoI lab (Enter).")
        if chosen is None:
            there = self._session.detection is not None
            tip = tr("Choose an object first, here or on the photo.") if there else tr("Run a model on a photo first.")
        name(self.open, tr("Open in RoI lab"), tip)

    def _show_state(self) -> None:
        shown, run = self.rows.rowCount(), self._session.detection
        self._pages.setCurrentIndex(1 if shown else 0)
        if not shown:
            self.empty.setText(self._nothing_text(run))
        self.count.setText("" if run is None else _count_text(shown, len(run)))

    def _nothing_text(self, run: DetectionRun | None) -> str:
        if self._session.document is None:
            return tr("Open a photo: the objects found in it appear here.")
        if run is None and self._session.instance_model_key == NO_MODEL:
            return tr("No Mask R-CNN is chosen. Choose one in the panel Run.")
        if run is None:
            return tr("Run the models (Ctrl+R): the objects found appear here.")
        return tr("No object's class holds this text.") if len(run) else _miss_text(run)


def _count_text(shown: int, found: int) -> str:
    if shown != found:
        return tr("{shown} of {found} objects", shown=shown, found=found)
    return tr("1 object") if found == 1 else tr("{count} objects", count=found)


def _miss_text(run: DetectionRun) -> str:
    miss = nearest_miss(run)
    if miss is None:
        return tr("Nothing found: no region of the photo was proposed. Lower the thresholds of the proposals.")
    lines = (
        tr("Nothing found. The nearest miss is {name}, score {score}.", name=miss.name, score=f"{miss.score:.3f}"),
        tr_core(miss.explanation.template, miss.explanation.fields),
    )
    return "\n\n".join(lines)
