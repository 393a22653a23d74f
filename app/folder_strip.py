"""The strip below the photo: the folder's photos as small pictures, which are made when they come into sight."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import (
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSignalBlocker,
    QSize,
    QStringListModel,
    Qt,
    QTimer,
)
from PySide6.QtGui import QColor, QPainter, QPen, QPixmap, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.colours import image_of
from app.intents import Intents
from app.session import Session
from app.theme import current
from app.translation import tr
from core.image import ImageDocument
from core.photos import Photos

Index = QModelIndex | QPersistentModelIndex
CELL = QSize(104, 80)
"""Logical pixels of a picture with its margins."""
MARGIN = 4
KEPT_PICTURES = 600
SETTLE_MS = 40
"""Pictures are asked for when scrolling has paused for so long."""


class FolderModel(QStringListModel):
    """Qt keeps the names: to lay the strip out it asks for every row, which from Python would make the window wait."""

    def __init__(self) -> None:
        super().__init__()
        self.paths = Photos()
        self._pictures: OrderedDict[Path, QPixmap | None] = OrderedDict()

    def set_paths(self, paths: Photos) -> None:
        self.paths = paths
        self._pictures.clear()
        self.setStringList(paths.names)

    def lacks(self, place: int) -> bool:
        """Whether its picture was neither made nor found to be impossible."""
        return self.paths[place] not in self._pictures

    def set_picture(self, path: Path, pixels: npt.NDArray[np.uint8] | None) -> None:
        place = self.paths.place(path)
        if place is None:
            return
        self._pictures[path] = None if pixels is None else QPixmap.fromImage(image_of(pixels))
        if len(self._pictures) > KEPT_PICTURES:
            self._pictures.popitem(last=False)
        self.dataChanged.emit(self.index(place), self.index(place), [Qt.ItemDataRole.DecorationRole])

    def flags(self, index: Index) -> Qt.ItemFlag:
        return super().flags(index) & ~(Qt.ItemFlag.ItemIsEditable | Qt.ItemFlag.ItemIsDragEnabled | Qt.ItemFlag.ItemIsDropEnabled)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if role == Qt.ItemDataRole.DecorationRole:
            return self._pictures.get(self.paths[index.row()])
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self.paths.names[index.row()]
        return None


class PictureDelegate(QStyledItemDelegate):
    """The picture in the middle of its cell; a file without one by its name; the present photo framed."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        theme, area = current(), QRect(option.rect)
        inside = area.adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)
        picture = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(picture, QPixmap):
            size = picture.size().scaled(inside.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRect(0, 0, size.width(), size.height())
            target.moveCenter(inside.center())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(target, picture)
        else:
            painter.fillRect(inside, QColor(theme.raised))
            painter.setPen(QColor(theme.muted))
            name = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideMiddle, inside.width() - 6)
            painter.drawText(inside, Qt.AlignmentFlag.AlignCenter, name)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(QColor(theme.accent), 2))
            painter.drawRect(inside.adjusted(-2, -2, 1, 1))


class FolderStrip(QListView):
    """Hidden where the folder has no second photo, and where a person wants none."""

    def __init__(self, session: Session, intents: Intents, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._intents = intents
        self.photos = FolderModel()
        self.setModel(self.photos)
        self.setItemDelegate(PictureDelegate(self))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setUniformItemSizes(True)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setFixedHeight(CELL.height() + 12)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._ask)
        self.horizontalScrollBar().valueChanged.connect(lambda _value: self._settle.start())
        self.selectionModel().currentChanged.connect(self._open)
        session.folder_changed.connect(self._show_folder)
        session.document_changed.connect(self._show_photo)
        session.picture_made.connect(self.photos.set_picture)
        session.preferences_changed.connect(self._show_or_hide)
        self.retranslate()
        self._show_or_hide()

    def retranslate(self) -> None:
        self.setAccessibleName(tr("Photos of the folder"))
        self.setAccessibleDescription(tr("The arrows open the photo before and after the present one."))

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        super().resizeEvent(event)
        self._settle.start()

    def dataChanged(self, first: Index, last: Index, roles: Sequence[int] = ()) -> None:  # noqa: ARG002, N802
        """A picture that came is painted. Qt would lay all photos out anew, but no cell has another size for it."""
        self.viewport().update(self.visualRect(first).united(self.visualRect(last)))

    def in_sight(self) -> range:
        """The places whose cells are seen."""
        first = self.horizontalScrollBar().value() // CELL.width()
        last = (self.horizontalScrollBar().value() + self.viewport().width()) // CELL.width() + 1
        return range(max(first, 0), min(last, len(self.photos.paths)))

    def _show_folder(self, paths: Photos) -> None:
        with QSignalBlocker(self.selectionModel()):
            self.photos.set_paths(paths)
        self._show_or_hide()
        self._show_photo(self._session.document)

    def _show_or_hide(self) -> None:
        self.setVisible(self._session.preferences.strip and len(self.photos.paths) > 1)
        self._settle.start()

    def _show_photo(self, document: ImageDocument | None) -> None:
        place = self.photos.paths.place(None if document is None else document.path)
        if place is None:
            return
        index = self.photos.index(place)
        with QSignalBlocker(self.selectionModel()):
            self.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        self.scrollTo(index, QAbstractItemView.ScrollHint.EnsureVisible)
        self.viewport().update()

    def _open(self, index: QModelIndex) -> None:
        if index.isValid():
            self._intents.open_paths.emit((self.photos.paths[index.row()],))

    def _ask(self) -> None:
        if not self.isVisible():
            return
        wanted = tuple(self.photos.paths[place] for place in self.in_sight() if self.photos.lacks(place))
        if wanted:
            self._intents.want_thumbnails.emit(wanted)
