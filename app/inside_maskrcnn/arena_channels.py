"""Every class's channel of one mask as a tile: arrow keys and clicks choose which one is read."""

from __future__ import annotations

from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFontMetrics, QImage, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.colours import heated, image_of
from app.theme import current, tabular
from app.translation import tr
from core.labels import NOT_A_CLASS
from core.maskrcnn.results import Floats

Index = QModelIndex | QPersistentModelIndex
PICTURES = tuple(range(84, 225, 28))
"""Sides of a mask in logical pixels: three to eight for each of the 28 cells; the largest is taken that shows every class at once."""
AROUND = QSize(16, 44)
"""What a tile has beside its picture: a margin, and two lines of text."""
GAP = 2
TILE_ROLE = Qt.ItemDataRole.UserRole


class ChannelModel(QAbstractListModel):
    """A row for each class, in the network's order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.names: tuple[str, ...] = ()
        self.values: Floats = np.zeros((0, 28, 28), np.float32)
        self.own = -1
        self.threshold = 0.5
        self._pictures: list[QImage] = []

    def set_channels(self, names: tuple[str, ...], values: Floats, own: int, threshold: float) -> None:
        """``values`` ``(K, 28, 28)`` are probabilities; ``own`` is the detection's label."""
        same = len(names) == len(self.names)
        if not same:
            self.beginResetModel()
        self.names, self.values, self.own, self.threshold = names, values, own, threshold
        self._pictures = [image_of(heated(one, 0.0, 1.0)) for one in values]
        if not same:
            self.endResetModel()
        elif names:
            self.dataChanged.emit(self.index(0), self.index(len(names) - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.names)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        label = index.row()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.names[label]
        if role == TILE_ROLE:
            return self._pictures[label]
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return self._spoken(label)
        return None

    def share(self, label: int) -> float:
        """Of the 28 x 28 cells, those above the threshold."""
        return float((self.values[label] > self.threshold).mean())

    def _spoken(self, label: int) -> str:
        said = tr("{name}: {share:.0f} % of the cells above {threshold:.2f}, highest {highest:.2f}", name=self.names[label],
                  share=self.share(label) * 100, threshold=self.threshold, highest=float(self.values[label].max()))  # fmt: skip
        notes = [tr("the detection's own label")] if label == self.own else []
        if label == 0:
            notes.append(tr("no loss ever trained the background's channel by its own"))
        return ". ".join((said, *notes))


class _TilePainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002, N802
        view = self.parent()
        assert isinstance(view, ChannelGrid)
        return tile_of(view.picture)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        model = index.model()
        assert isinstance(model, ChannelModel)
        view, theme, label = self.parent(), current(), index.row()
        assert isinstance(view, ChannelGrid)
        area = QRectF(option.rect)
        place = QRectF(area.left() + (area.width() - view.picture) / 2, area.top() + 6, view.picture, view.picture)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, False)
        painter.drawImage(place, index.data(TILE_ROLE))
        self._paint_frames(painter, place, own=label == model.own, picked=label == view.picked)
        metrics = QFontMetrics(option.font)
        middle, line = area.center().x(), metrics.height()
        name = metrics.elidedText(model.names[label], Qt.TextElideMode.ElideRight, option.rect.width() - 4)
        painter.setPen(QColor(theme.accent if label == model.own else theme.text))
        _centred(painter, name, QPointF(middle, place.bottom() + 5 + metrics.ascent()), metrics)
        painter.setFont(tabular(option.font))
        painter.setPen(QColor(theme.muted))
        _centred(painter, f"{model.share(label) * 100:.0f} %", QPointF(middle, place.bottom() + 5 + line + metrics.ascent()), metrics)
        painter.restore()

    def _paint_frames(self, painter: QPainter, place: QRectF, *, own: bool, picked: bool) -> None:
        theme = current()
        painter.setBrush(Qt.BrushStyle.NoBrush)
        if own:
            painter.setPen(QPen(QColor(theme.accent), 3))
            painter.drawRect(place.adjusted(-2, -2, 2, 2))
        if picked:
            pen = QPen(QColor(theme.text), 2, Qt.PenStyle.DashLine)
            painter.setPen(pen)
            outside = 5 if own else 2
            painter.drawRect(place.adjusted(-outside, -outside, outside, outside))


def tile_of(picture: int) -> QSize:
    return QSize(picture, picture) + AROUND


def picture_in(room: QSize, tiles: int) -> int:
    """The largest of PICTURES with which so many tiles lie in ``room``, else the smallest: then they are scrolled."""
    for picture in reversed(PICTURES):
        tile = tile_of(picture)
        columns, rows = (room.width() - GAP) // (tile.width() + GAP), (room.height() - GAP) // (tile.height() + GAP)
        if columns * rows >= tiles:
            return picture
    return PICTURES[0]


def _centred(painter: QPainter, text: str, base: QPointF, metrics: QFontMetrics) -> None:
    painter.drawText(base - QPointF(metrics.horizontalAdvance(text) / 2, 0), text)


class ChannelGrid(QListView):
    """The own label's tile has a solid frame, the one that is read a dashed one."""

    label_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.channels = ChannelModel(self)
        self.picked, self.picture = -1, PICTURES[0]
        self.setModel(self.channels)
        self.setItemDelegate(_TilePainter(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setSpacing(GAP)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.viewport().setAutoFillBackground(False)
        self.setMinimumWidth(2 * tile_of(PICTURES[0]).width() + 30)
        self._is_showing = False
        self.selectionModel().currentChanged.connect(self._moved)

    def show_channels(self, names: tuple[str, ...], values: Floats, own: int, picked: int, threshold: float) -> None:
        self._is_showing = True
        self.channels.set_channels(names, values, own, threshold)
        for label, name in enumerate(names):
            # A channel that no class has is not shown, unless it is the one that was read.
            self.setRowHidden(label, name == NOT_A_CLASS and label not in (own, picked))
        self._fit()
        moved = picked != self.picked
        self.picked = picked
        if picked >= 0:
            index = self.channels.index(picked)
            self.setCurrentIndex(index)
            if moved:
                self.scrollTo(index)
        self._is_showing = False
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802
        self._fit()
        super().resizeEvent(event)

    def _fit(self) -> None:
        shown = sum(not self.isRowHidden(row) for row in range(self.channels.rowCount()))
        picture = picture_in(self.contentsRect().size(), max(shown, 1))
        if picture != self.picture:
            self.picture = picture
            self.scheduleDelayedItemsLayout()

    def _moved(self, index: QModelIndex) -> None:
        if index.isValid() and not self._is_showing:
            self.label_chosen.emit(index.row())
