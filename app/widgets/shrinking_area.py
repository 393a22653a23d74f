"""A frame that shows its content whole while there is room, and lets it scroll on a small screen."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QWidget

LEAST_HEIGHT = 56


class ShrinkingArea(QScrollArea):
    """Never taller than its content, or its ceiling. ``set_whole(False)`` lets it become lower, and scroll."""

    content_changed = Signal()
    """The content wants another height."""

    def __init__(self, content: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._content = content
        self._whole = True
        self._wanted = 0
        self.setWidget(content)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Maximum)
        content.installEventFilter(self)

    def set_whole(self, whole: bool) -> None:
        if whole is not self._whole:
            self._whole = whole
            self.updateGeometry()

    def set_ceiling(self, height: int) -> None:
        """Let it become as high as ``height``, that of a neighbour, though its content is lower."""
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        self.setMaximumHeight(height)

    def sizeHint(self) -> QSize:  # noqa: N802
        return QSize(self._content.minimumSizeHint().width(), self._content.sizeHint().height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802
        wanted = self.sizeHint()
        return wanted if self._whole else QSize(wanted.width(), min(LEAST_HEIGHT, wanted.height()))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802
        if event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
            wanted = self.sizeHint().height()
            if wanted != self._wanted:
                self._wanted = wanted
                self.content_changed.emit()
        return super().eventFilter(watched, event)
