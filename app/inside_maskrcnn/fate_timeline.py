"""The timeline: a row for every rule, joined by a line, with a tick, a cross or an empty ring."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from app.inside_maskrcnn.fate_stages import Passage, StageRow
from app.inside_maskrcnn.stage_colours import fate_colour
from app.theme import current, tabular
from core.maskrcnn.results import Fate

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
RADIUS, LEFT, TEXT_LEFT, MARGIN = 8.0, 18.0, 38, 5
"""Logical pixels: of a mark, of its middle, of the text, above and below the text."""


class TimelineModel(QAbstractListModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: tuple[StageRow, ...] = ()

    def set_rows(self, rows: tuple[StageRow, ...]) -> None:
        """Rows of the same steps are updated in place: that is many times faster while a box is dragged."""
        if len(rows) == len(self.rows):
            self.rows = rows
            if rows:
                self.dataChanged.emit(self.index(0), self.index(len(rows) - 1))
            return
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008, N802
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return f"{row.title}: {row.text}" if row.text else row.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return row.spoken
        return None


class _RowPainter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: N802
        row: StageRow = index.data(ROW_ROLE)
        view = self.parent()
        assert isinstance(view, QListView)
        width = view.viewport().width()
        height = QFontMetrics(_bold(option.font)).height() + self._text_height(option.font, row.text, width) + 2 * MARGIN
        return QSize(width, height)

    def _text_height(self, font: QFont, text: str, width: int) -> int:
        if not text:
            return 0
        room = QRectF(0, 0, width - TEXT_LEFT - 6, 1000).toRect()
        return QFontMetrics(tabular(font)).boundingRect(room, Qt.TextFlag.TextWordWrap, text).height()

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: StageRow = index.data(ROW_ROLE)
        theme, area = current(), QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, QColor(theme.raised))
        bold = _bold(option.font)
        title_height = QFontMetrics(bold).height()
        middle = QPointF(LEFT, area.top() + MARGIN + title_height / 2)
        self._paint_line(painter, area, middle, index)
        _paint_mark(painter, middle, row.passage)
        painter.setPen(QColor(theme.muted if row.passage is Passage.UNREACHED else theme.text))
        painter.setFont(bold if row.passage is Passage.ENDED else option.font)
        painter.drawText(QPointF(TEXT_LEFT, area.top() + MARGIN + QFontMetrics(bold).ascent()), row.title)
        painter.setFont(tabular(option.font))
        painter.setPen(QColor(theme.muted))
        below = area.adjusted(TEXT_LEFT, MARGIN + title_height, -6, 0)
        painter.drawText(below, Qt.TextFlag.TextWordWrap, row.text)
        painter.restore()

    def _paint_line(self, painter: QPainter, area: QRectF, middle: QPointF, index: Index) -> None:
        painter.setPen(QPen(QColor(current().line), 2))
        model = index.model()
        if index.row() > 0:
            painter.drawLine(QPointF(LEFT, area.top()), QPointF(LEFT, middle.y() - RADIUS))
        if index.row() < model.rowCount() - 1:
            painter.drawLine(QPointF(LEFT, middle.y() + RADIUS), QPointF(LEFT, area.bottom()))


def _bold(font: QFont) -> QFont:
    bold = QFont(font)
    bold.setBold(True)
    return bold


def _paint_mark(painter: QPainter, middle: QPointF, passage: Passage) -> None:
    """A filled disc with a tick or a cross, or an empty ring: the shape says it, the colour only helps."""
    theme = current()
    if passage is Passage.UNREACHED:
        painter.setPen(QPen(QColor(theme.edge), 1.5))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawEllipse(middle, RADIUS - 3, RADIUS - 3)
        return
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(fate_colour(Fate.KEPT) if passage is Passage.PASSED else QColor(theme.problem))
    painter.drawEllipse(middle, RADIUS, RADIUS)
    ink = "#ffffff" if passage is Passage.ENDED and not theme.is_dark else "#17151f"
    painter.setPen(QPen(QColor(ink), 2, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
    painter.setBrush(Qt.BrushStyle.NoBrush)
    if passage is Passage.PASSED:
        painter.drawPolyline(QPolygonF([middle + QPointF(-3.5, 0.5), middle + QPointF(-1, 3), middle + QPointF(3.5, -2.5)]))
    else:
        painter.drawLine(middle + QPointF(-2.7, -2.7), middle + QPointF(2.7, 2.7))
        painter.drawLine(middle + QPointF(-2.7, 2.7), middle + QPointF(2.7, -2.7))


class Timeline(QListView):
    """Read-only; arrow keys step through the rows."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.rows_model = TimelineModel(self)
        self.setModel(self.rows_model)
        self.setItemDelegate(_RowPainter(self))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.viewport().setAutoFillBackground(False)
        self.setMinimumWidth(240)

    def set_rows(self, rows: tuple[StageRow, ...]) -> None:
        self.rows_model.set_rows(rows)
        self.scheduleDelayedItemsLayout()  # a text may need one line more than before
