"""Small labels that stand beside a name: badges."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QLabel, QSizePolicy, QVBoxLayout, QWidget

from app.theme import current


class Chips(QWidget):
    """A column of short texts, each outlined; a warning is marked by its colour and by a sign."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._chips: tuple[tuple[str, bool], ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(3)

    @property
    def texts(self) -> tuple[str, ...]:
        return tuple(text for text, _ in self._chips)

    def set_chips(self, chips: Sequence[tuple[str, bool]]) -> None:
        """``(text, is a warning)`` for each chip."""
        if tuple(chips) != self._chips:
            self._chips = tuple(chips)
            self._rebuild()

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._rebuild()

    def _rebuild(self) -> None:
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for text, is_warning in self._chips:
            # A warning may need two lines, and then takes the whole width.
            alignment = Qt.AlignmentFlag(0) if is_warning else Qt.AlignmentFlag.AlignLeft
            self._column.addWidget(self._chip(text, is_warning), 0, alignment)
        self.setVisible(bool(self._chips))

    def _chip(self, text: str, is_warning: bool) -> QLabel:
        theme = current()
        chip = QLabel(f"⚠ {text}" if is_warning else text)
        chip.setAccessibleName(text)
        chip.setToolTip(text)
        chip.setWordWrap(is_warning)
        if not is_warning:
            chip.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        colour = theme.problem if is_warning else theme.muted
        chip.setStyleSheet(f"color: {colour}; border: 1px solid {colour}; border-radius: 7px; padding: 0px 6px; font-size: 11px;")
        return chip
