"""A row of controls that goes on in a second line where the window is too narrow, as words in a paragraph do."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QLayout, QLayoutItem, QSizePolicy, QSpacerItem, QWidget

GAP, LINE_GAP = 10, 6
"""Logical px between groups, and between lines."""


class FlowLayout(QLayout):
    """Items keep their order; what can grow, and ``addStretch``, share what is left of their line."""

    def __init__(self, *parts: QWidget | None) -> None:
        """``None`` takes the room that is left."""
        super().__init__()
        self._items: list[QLayoutItem] = []
        for part in parts:
            if part is None:
                self.addItem(QSpacerItem(0, 0, QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum))
            else:
                self.addWidget(part)

    # -- what a layout of Qt has to answer ------------------------------------------------------------------------------

    def addItem(self, item: QLayoutItem) -> None:  # noqa: N802
        self._items.append(item)

    def count(self) -> int:
        return len(self._items)

    def itemAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items[index] if 0 <= index < len(self._items) else None

    def takeAt(self, index: int) -> QLayoutItem | None:  # noqa: N802
        return self._items.pop(index) if 0 <= index < len(self._items) else None

    def expandingDirections(self) -> Qt.Orientation:  # noqa: N802
        grows = any(item.expandingDirections() & Qt.Orientation.Horizontal for item in self._shown())
        return Qt.Orientation.Horizontal if grows else Qt.Orientation(0)

    def hasHeightForWidth(self) -> bool:  # noqa: N802
        return True

    def heightForWidth(self, width: int) -> int:  # noqa: N802
        margins = self.contentsMargins()
        lines = self._lines(width - margins.left() - margins.right())
        heights = sum(_height(line) for line in lines) + LINE_GAP * max(len(lines) - 1, 0)
        return heights + margins.top() + margins.bottom()

    def sizeHint(self) -> QSize:  # noqa: N802
        shown = self._shown()
        width = sum(_width(item) for item in shown) + GAP * max(len(shown) - 1, 0)
        return self._with_margins(width, _height(shown))

    def minimumSize(self) -> QSize:  # noqa: N802
        shown = self._shown()
        return self._with_margins(max((item.minimumSize().width() for item in shown), default=0), _height(shown))

    def setGeometry(self, rect: QRect) -> None:  # noqa: N802
        super().setGeometry(rect)
        inside = rect.marginsRemoved(self.contentsMargins())
        top = inside.top()
        for line in self._lines(inside.width()):
            height = _height(line)
            _place(line, QRect(inside.left(), top, inside.width(), height))
            top += height + LINE_GAP

    # -- lines ---------------------------------------------------------------------------------------------------------

    def _shown(self) -> list[QLayoutItem]:
        return [item for item in self._items if item.spacerItem() is not None or not item.isEmpty()]

    def _lines(self, width: int) -> list[list[QLayoutItem]]:
        lines: list[list[QLayoutItem]] = []
        used = 0
        for item in self._shown():
            needed = _width(item) + GAP
            if not lines or used + needed - GAP > width:
                lines.append([])
                used = 0
            lines[-1].append(item)
            used += needed
        return lines

    def _with_margins(self, width: int, height: int) -> QSize:
        return QSize(width, height).grownBy(self.contentsMargins())


def group(*parts: QWidget, spacing: int = 5) -> QWidget:
    """Controls that stay together in one line: a label and what it names."""
    held = QWidget()
    held.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)
    row = QHBoxLayout(held)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(spacing)
    for part in parts:
        row.addWidget(part)
    return held


def _width(item: QLayoutItem) -> int:
    return max(item.sizeHint().width(), item.minimumSize().width())


def _height(line: list[QLayoutItem]) -> int:
    return max((max(item.sizeHint().height(), item.minimumSize().height()) for item in line), default=0)


def _place(line: list[QLayoutItem], rect: QRect) -> None:
    widths = [_width(item) for item in line]
    spare = rect.width() - sum(widths) - GAP * (len(line) - 1)
    growing = [place for place, item in enumerate(line) if item.expandingDirections() & Qt.Orientation.Horizontal]
    if spare < 0:  # one item alone that is wider than the line
        widths = [max(line[0].minimumSize().width(), rect.width())]
    for rank, place in enumerate(growing):
        widths[place] += max(spare, 0) * (rank + 1) // len(growing) - max(spare, 0) * rank // len(growing)
    left = rect.left()
    for item, width in zip(line, widths, strict=True):
        height = min(max(item.sizeHint().height(), item.minimumSize().height()), rect.height())
        item.setGeometry(QRect(left, rect.top() + (rect.height() - height) // 2, width, height))
        left += width + GAP
