"""A contact sheet of a level's channels: click one, or walk through them with the arrow keys."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QAbstractListModel, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap
from PySide6.QtWidgets import QFrame, QListView, QWidget

from app.colours import heat_table, image_of
from app.theme import tabular
from app.translation import tr

SIDE = 52
"""Longest side of a thumbnail on screen, in logical pixels."""

Index = QModelIndex | QPersistentModelIndex


class _Channels(QAbstractListModel):
    """Pictures are made for the rows that are seen."""

    def __init__(self) -> None:
        super().__init__()
        self.level, self.small = "", np.zeros((0, 1, 1), np.uint8)
        self._pixmaps: dict[int, QPixmap] = {}

    def show(self, level: str, small: npt.NDArray[np.uint8]) -> None:
        self.beginResetModel()
        self.level, self.small, self._pixmaps = level, small, {}
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.small)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        channel = index.row()
        if role == Qt.ItemDataRole.DisplayRole:
            return str(channel)
        if role == Qt.ItemDataRole.DecorationRole:
            return self._pixmap(channel)
        if role in (Qt.ItemDataRole.ToolTipRole, Qt.ItemDataRole.AccessibleTextRole):
            return tr("{level}, channel {channel}", level=self.level, channel=channel)
        return None

    def _pixmap(self, channel: int) -> QPixmap:
        if channel not in self._pixmaps:
            picture = image_of(heat_table()[self.small[channel]])
            self._pixmaps[channel] = QPixmap.fromImage(_scaled(picture))
        return self._pixmaps[channel]


def _scaled(picture: QImage) -> QImage:
    """Cells stay squares where they are enlarged."""
    is_large = max(picture.width(), picture.height()) > SIDE
    how = Qt.TransformationMode.SmoothTransformation if is_large else Qt.TransformationMode.FastTransformation
    return picture.scaled(QSize(SIDE, SIDE), Qt.AspectRatioMode.KeepAspectRatio, how)


class ChannelSheet(QListView):
    """``chosen(int)`` when a person chooses a channel; ``set_channel`` shows one without saying so."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._channels = _Channels()
        self.setModel(self._channels)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setSpacing(2)
        self.setFont(tabular(self.font()))
        self.setMinimumHeight(2 * SIDE)
        self._telling = True
        self.selectionModel().currentChanged.connect(self._current_changed)

    @property
    def count(self) -> int:
        return self._channels.rowCount()

    def show_level(self, level: str, small: npt.NDArray[np.uint8], channel: int) -> None:
        """``small`` ``(C, h, w)`` uint8."""
        self._telling = False
        self._channels.show(level, small)
        height, width = small.shape[1:]
        scale = SIDE / max(height, width)
        self.setIconSize(QSize(max(round(width * scale), 1), max(round(height * scale), 1)))
        self._telling = True
        self.set_channel(channel)

    def set_channel(self, channel: int) -> None:
        self._telling = False
        index = self._channels.index(channel, 0)
        self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self._telling = True

    def _current_changed(self, current: Index, before: Index) -> None:  # noqa: ARG002
        if self._telling and current.isValid():
            self.chosen.emit(current.row())
