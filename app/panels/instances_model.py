"""Detected objects as a table model: one row for each, the best score first."""

from __future__ import annotations

from enum import IntEnum
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QColor, QGuiApplication

from app.panels.legend_model import share_text, untinted
from app.session import Session
from app.theme import tabular
from app.translation import tr
from app.widgets.colour_popup import swatch
from core.geometry import Box
from core.maskrcnn.results import Detection

Index = QModelIndex | QPersistentModelIndex
Role = Qt.ItemDataRole
SORT_ROLE = Role.UserRole
"""What a column is sorted by: a number, or a name."""


class Column(IntEnum):
    NUMBER = 0
    NAME = 1
    SCORE = 2
    SIZE = 3
    SHARE = 4


NUMBERS = (Column.NUMBER, Column.SCORE, Column.SIZE, Column.SHARE)


class InstancesModel(QAbstractTableModel):
    """Reads the session's detection and its scene; row ``i`` is detection ``i``."""

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._detections: tuple[Detection, ...] = ()
        self._shares: tuple[float, ...] = ()
        self._colours: tuple[QColor, ...] = ()

    @property
    def detections(self) -> tuple[Detection, ...]:
        return self._detections

    def reload(self) -> None:
        """Take everything from the session again."""
        run, scene = self._session.detection, self._session.instance_scene
        self.beginResetModel()
        self._detections = () if run is None else tuple(run.detection(index) for index in range(len(run)))
        self._shares = () if scene is None else tuple(scene.shares().tolist())
        self._colours = () if scene is None else tuple(QColor(*colour) for colour in scene.colours.tolist())
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self._detections)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Role.DisplayRole) -> Any:  # noqa: N802
        if orientation is not Qt.Orientation.Horizontal:
            return None
        if role == Role.DisplayRole:
            return ("#", tr("Object"), tr("Score"), tr("Box"), tr("Area"))[section]
        if role == Role.TextAlignmentRole:
            return _alignment(Column(section))
        if role == Role.ToolTipRole:
            return (
                tr("The object's number, from 0."), tr("Its class."), tr("The box head's softmax probability of the class."),
                tr("Width and height of the box in pixels of the photo."), tr("What share of the photo's pixels the mask covers."),
            )[section]  # fmt: skip
        return None

    def data(self, index: Index, role: int = Role.DisplayRole) -> Any:
        row, column = index.row(), Column(index.column())
        if role == Role.DisplayRole:
            return self._text(row, column)
        if role == SORT_ROLE:
            return self._sort_key(row, column)
        if role == Role.DecorationRole and column is Column.NAME and self._colours:
            return untinted(swatch(self._colours[row], ratio=QGuiApplication.primaryScreen().devicePixelRatio()))
        if role == Role.TextAlignmentRole:
            return _alignment(column)
        if role == Role.FontRole and column in NUMBERS:
            return tabular(QGuiApplication.font())
        if role in (Role.AccessibleTextRole, Role.ToolTipRole):
            return self._described(row)
        return None

    def _text(self, row: int, column: Column) -> str:
        found = self._detections[row]
        if column is Column.NAME:
            return found.name
        if column is Column.SIZE:
            return _size_text(found.box_image)
        if column is Column.SHARE:
            return share_text(self._shares[row]) if self._shares else "—"
        return str(found.index) if column is Column.NUMBER else f"{found.score:.3f}"

    def _sort_key(self, row: int, column: Column) -> int | float | str:
        found = self._detections[row]
        if column is Column.SHARE:
            return self._shares[row] if self._shares else 0.0
        return (found.index, found.name.casefold(), found.score, found.box_image.area)[column]

    def _described(self, row: int) -> str:
        found, box = self._detections[row], self._detections[row].box_image
        corners = ", ".join(f"{edge:.1f}" for edge in box.as_tuple())
        return tr(
            "Object {index}: {name}, score {score}, box {corners}, {share} of the photo.",
            index=found.index, name=found.name, score=f"{found.score:.3f}", corners=corners, share=self._text(row, Column.SHARE),
        )  # fmt: skip


def _size_text(box: Box) -> str:
    return f"{box.width:.0f} × {box.height:.0f}"


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in NUMBERS else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
