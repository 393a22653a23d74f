"""What every overlay is: something that can be shown, dimmed and painted over the photo."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QPainter

from app.canvas.view_frame import ViewFrame


class Layer(QObject):
    """One overlay. Subclasses paint; ``changed`` says that what they would paint is new."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._visible = True
        self._opacity = 1.0

    @property
    def visible(self) -> bool:
        return self._visible

    def set_visible(self, visible: bool) -> None:
        if visible != self._visible:
            self._visible = visible
            self.changed.emit()

    @property
    def opacity(self) -> float:
        return self._opacity

    def set_opacity(self, opacity: float) -> None:
        """Set the opacity, 0 (not seen) to 1; values outside are clamped."""
        opacity = min(max(opacity, 0.0), 1.0)
        if opacity != self._opacity:
            self._opacity = opacity
            self.changed.emit()

    def clear(self) -> None:
        """Forget the content: it belongs to a photo that is gone."""
        raise NotImplementedError

    def paint(self, painter: QPainter, frame: ViewFrame) -> bool:
        """Draw the content in device pixels; False when there is none for an image of the frame's size."""
        raise NotImplementedError
