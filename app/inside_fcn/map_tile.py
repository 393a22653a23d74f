"""A small map with a title and a number below: one of several that are compared. They share a pointer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QGridLayout, QSizePolicy, QWidget

from app.colours import Picture, image_of
from app.inside_fcn.scale_bar import number
from app.theme import current, tabular
from core.features import FloatMap

EDGE = 6
LEADING = 1.4
"""Height of a line in heights of the font: scripts that come from another font, Korean say, are taller."""


@dataclass(frozen=True, slots=True, eq=False)
class TileContent:
    """``values`` ``(h, w)`` painted as ``picture`` ``(h, w, 3)``; ``note`` stands below while nothing is pointed at."""

    title: str
    values: FloatMap
    picture: Picture
    note: str = ""


class MapTile(QWidget):
    """``pointed`` says where in the map the pointer is, as shares of its sides, or None; ``clicked`` that it was chosen."""

    pointed = Signal(object)
    clicked = Signal()

    def __init__(self, parent: QWidget | None = None, *, is_button: bool = False) -> None:
        super().__init__(parent)
        self.content: TileContent | None = None
        self._image = QImage()
        self._at: QPointF | None = None
        self._is_button, self.is_chosen = is_button, False
        self.setMouseTracking(True)
        self.setFont(tabular(self.font()))
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        if is_button:
            policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
            policy.setHeightForWidth(True)
            self.setSizePolicy(policy)
            self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    def set_content(self, content: TileContent | None) -> None:
        self.content = content
        self._image = QImage() if content is None else image_of(content.picture)
        self._describe()
        self.update()

    def set_chosen(self, is_chosen: bool) -> None:
        self.is_chosen = is_chosen
        self.update()

    def point(self, at: QPointF | None) -> None:
        """Show the value at ``at``, shares of the map's width and height."""
        if at != self._at:
            self._at = at
            self._describe()
            self.update()

    @property
    def value(self) -> float | None:
        """What is under the pointer."""
        if self.content is None or self._at is None:
            return None
        height, width = self.content.values.shape
        row, column = min(int(self._at.y() * height), height - 1), min(int(self._at.x() * width), width - 1)
        return float(self.content.values[row, column])

    @property
    def caption(self) -> str:
        if self.content is None:
            return ""
        return self.content.note if self.value is None else number(self.value)

    def _describe(self) -> None:
        if self.content is not None:
            self.setAccessibleName(self.content.title)
            self.setAccessibleDescription(self.content.note)
            self.setToolTip(self.content.title)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(150, 150)

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        return QSize(92, 92)

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        """As high as the map needs; only tiles that are buttons are asked."""
        if self.content is None:
            return width
        height, columns = self.content.values.shape
        return int((width - 2 * EDGE) * height / columns) + 2 * (EDGE + self._line_height)

    @property
    def _line_height(self) -> int:
        return round(self.fontMetrics().height() * LEADING)

    @property
    def _area(self) -> QRectF:
        """Where the map lies: as large as fits between title and caption."""
        line = self._line_height
        room = QRectF(self.rect()).adjusted(EDGE, EDGE + line, -EDGE, -EDGE - line)
        if self.content is None or room.width() <= 0 or room.height() <= 0:
            return QRectF()
        height, width = self.content.values.shape
        scale = min(room.width() / width, room.height() / height)
        area = QRectF(0, 0, width * scale, height * scale)
        area.moveCenter(room.center())
        area.moveTop(room.top())
        return area

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002, N802
        if self.content is None:
            return
        theme, area, painter = current(), self._area, QPainter(self)
        if self.is_chosen or self.hasFocus():
            painter.setPen(QPen(QColor(theme.accent), 2 if self.is_chosen else 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 4, 4)
        painter.setPen(QColor(theme.text))
        line = QRectF(EDGE, EDGE - 2, self.width() - 2 * EDGE, self._line_height)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self._elided(self.content.title))
        painter.drawImage(area, self._image)
        painter.setPen(QColor(theme.edge))
        painter.drawRect(area)
        painter.setPen(QColor(theme.muted if self.value is None else theme.text))
        line.moveTop(area.bottom() + 1)
        painter.drawText(line, Qt.AlignmentFlag.AlignCenter, self._elided(self.caption))
        self._paint_pointer(painter, area)

    def _paint_pointer(self, painter: QPainter, area: QRectF) -> None:
        if self._at is None:
            return
        spot = QPointF(area.left() + self._at.x() * area.width(), area.top() + self._at.y() * area.height())
        for colour, width in ((QColor("black"), 3), (QColor("white"), 1)):
            painter.setPen(QPen(colour, width))
            painter.drawLine(spot - QPointF(5, 0), spot + QPointF(5, 0))
            painter.drawLine(spot - QPointF(0, 5), spot + QPointF(0, 5))

    def _elided(self, text: str) -> str:
        return self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, self.width() - 2 * EDGE)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        area, place = self._area, event.position()
        inside = not area.isEmpty() and area.contains(place)
        self.pointed.emit(QPointF((place.x() - area.left()) / area.width(), (place.y() - area.top()) / area.height()) if inside else None)

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802
        super().leaveEvent(event)
        self.pointed.emit(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802
        if self._is_button and event.button() is Qt.MouseButton.LeftButton:
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802
        if self._is_button and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Select):
            self.clicked.emit()
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802
        super().focusOutEvent(event)
        self.update()


class TileGrid(QWidget):
    """Tiles with one pointer for all. ``chosen(int)`` is the place in ``cells`` of the tile that was clicked."""

    chosen = Signal(int)

    def __init__(self, cells: Sequence[tuple[int, int]], parent: QWidget | None = None, *, are_buttons: bool = False) -> None:
        """``cells`` are row and column of each tile in the grid."""
        super().__init__(parent)
        self._cells, self._are_buttons = cells, are_buttons
        self.tiles: list[MapTile] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(4)

    def show_tiles(self, contents: Sequence[TileContent], chosen: int = -1) -> None:
        while len(self.tiles) < len(contents):
            self._add()
        for place, tile in enumerate(self.tiles):
            tile.set_content(contents[place] if place < len(contents) else None)
            tile.set_chosen(place == chosen)
            tile.setVisible(place < len(contents))

    def set_chosen(self, chosen: int) -> None:
        """Mark another tile; the maps stay."""
        for place, tile in enumerate(self.tiles):
            tile.set_chosen(place == chosen)

    def arrange(self, cells: Sequence[tuple[int, int]]) -> None:
        """Put the tiles elsewhere."""
        self._cells = cells
        for tile in self.tiles:
            self._grid.removeWidget(tile)
        for tile, cell in zip(self.tiles, cells, strict=False):
            self._grid.addWidget(tile, *cell)

    def point(self, at: QPointF | None) -> None:
        for tile in self.tiles:
            tile.point(at)

    def _add(self) -> None:
        place, tile = len(self.tiles), MapTile(self, is_button=self._are_buttons)
        tile.pointed.connect(self.point)
        tile.clicked.connect(lambda: self.chosen.emit(place))
        self.tiles.append(tile)
        self._grid.addWidget(tile, *self._cells[place])
