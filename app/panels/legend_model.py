"""The legend as a table model: one row for each class present, the most frequent first."""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPixmap

from app.class_view import ClassView, class_colours
from app.session import Session
from app.theme import current, icon, tabular
from app.translation import tr
from app.widgets.colour_popup import swatch

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole


class Column(IntEnum):
    SHOW = 0
    COLOUR = 1
    NAME = 2
    SHARE = 3
    SOLO = 4


@dataclass(frozen=True, slots=True)
class LegendEntry:
    """One class of the result. ``share`` is of the image's pixels, 0..1."""

    class_id: int
    name: str
    share: float
    colour: QColor


def share_text(share: float) -> str:
    """A share in percent with one decimal; what would round to nothing says that it is not nothing."""
    return "< 0.1 %" if 0 < share < 0.0005 else f"{share * 100:.1f} %"


def untinted(pixmap: QPixmap) -> QIcon:
    """A picture that keeps its colours in a selected row, which Qt would tint."""
    picture = QIcon(pixmap)
    picture.addPixmap(pixmap, QIcon.Mode.Selected)
    return picture


class LegendModel(QAbstractTableModel):
    """Reads the session; changes nothing by itself."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._entries: tuple[LegendEntry, ...] = ()
        self._view = ClassView()
        self._filter = ""

    @property
    def entries(self) -> tuple[LegendEntry, ...]:
        return self._entries

    def set_filter(self, text: str) -> None:
        """Show only classes whose name holds ``text``, whatever its case."""
        self._filter = text.strip().casefold()
        self.reload()

    def reload(self) -> None:
        """Take rows, colours and marks from the session again. The same classes keep their rows, so a selection stays."""
        entries = self._present()
        same = [entry.class_id for entry in entries] == [entry.class_id for entry in self._entries]
        if not same:
            self.beginResetModel()
        self._entries, self._view = entries, self._session.class_view
        if not same:
            self.endResetModel()
        elif entries:
            self.dataChanged.emit(self.index(0, 0), self.index(len(entries) - 1, len(Column) - 1))

    def _present(self) -> tuple[LegendEntry, ...]:
        shown = self._session.segmentation
        if shown is None:
            return ()
        shares = shown.shares()
        colours = class_colours(shown.label_set, self._session.look.palette, self._session.class_view)
        ids = sorted((i for i in range(len(shown.label_set)) if shares[i] > 0), key=lambda i: -shares[i])
        names = shown.label_set.names
        return tuple(
            LegendEntry(i, names[i], float(shares[i]), QColor(*(int(channel) for channel in colours[i])))
            for i in ids
            if self._filter in names[i].casefold()
        )

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self._entries)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(Column)

    def flags(self, index: Index) -> Qt.ItemFlag:
        flags = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return flags | Qt.ItemFlag.ItemIsUserCheckable if index.column() == Column.SHOW else flags

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: N802
        if orientation is not Qt.Orientation.Horizontal or role != Role.DisplayRole:
            return None
        return (tr("Show"), tr("Colour"), tr("Class"), tr("Share"), tr("Solo"))[section]

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        entry, column = self._entries[index.row()], Column(index.column())
        if role == Role.DisplayRole:
            return {Column.NAME: entry.name, Column.SHARE: share_text(entry.share)}.get(column)
        if role == Role.CheckStateRole and column is Column.SHOW:
            return Qt.CheckState.Unchecked if entry.class_id in self._view.hidden else Qt.CheckState.Checked
        if role == Role.DecorationRole:
            return self._decoration(entry, column)
        if role == Role.TextAlignmentRole and column is Column.SHARE:
            return Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        if role == Role.FontRole and column is Column.SHARE:
            return tabular(QGuiApplication.font())
        return self._described(entry, column, role)

    def _described(self, entry: LegendEntry, column: Column, role: int) -> Any:
        painted = self._view.shows(entry.class_id)
        if role == Role.ForegroundRole and not painted:
            return QColor(current().muted)
        if role == Role.FontRole and column is Column.NAME and self._view.solo == entry.class_id:
            font = QFont(QGuiApplication.font())
            font.setBold(True)
            return font
        if role == Role.AccessibleTextRole:
            state = tr("shown") if painted else tr("hidden")
            return f"{entry.name}, {share_text(entry.share)}, {state}"
        if role == Role.ToolTipRole:
            return (
                tr("Show or hide {name} (Space).", name=entry.name),
                tr("Choose a colour for {name} (Enter).", name=entry.name),
                tr("{name}, class {id}. Alt-click shows it alone.", name=entry.name, id=entry.class_id),
                tr("{share} of the photo's pixels.", share=share_text(entry.share)),
                tr("Show {name} alone, or all again (S).", name=entry.name),
            )[column]
        return None

    def _decoration(self, entry: LegendEntry, column: Column) -> Any:
        if column is Column.COLOUR:
            return untinted(swatch(entry.colour, ratio=QGuiApplication.primaryScreen().devicePixelRatio()))
        if column is Column.SOLO:
            return icon("solo-on" if self._view.solo == entry.class_id else "solo")
        return None
