"""What every panel is: a widget that can be read again in another language, and that leaves the keyboard to the photo."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QAbstractSpinBox, QLabel, QLineEdit, QWidget


class Panel(QWidget):
    """Subclasses write every text, and every picture tinted by the theme, in ``retranslate``, and end ``__init__`` with ``finish``."""

    _is_built = False

    def finish(self) -> None:
        """Everything is in place: write the texts, now and whenever language or theme change."""
        self._is_built = True
        self._leave_keys_to_photo()
        self.retranslate()

    def retranslate(self) -> None:
        """Write every text in the window's language and the theme of the moment."""
        raise NotImplementedError

    def changeEvent(self, event: QEvent) -> None:  # noqa: N802
        super().changeEvent(event)
        if event.type() in (QEvent.Type.LanguageChange, QEvent.Type.PaletteChange) and self._is_built:
            self.retranslate()

    def _leave_keys_to_photo(self) -> None:
        """Let a click use a control without moving the focus there: Space, arrows and figures stay the photo's. Tab still gets there."""
        for child in self.findChildren(QWidget):
            takes_text = isinstance(child, QLineEdit | QAbstractSpinBox) or isinstance(child.parent(), QAbstractSpinBox)
            if child.focusPolicy() & Qt.FocusPolicy.ClickFocus and not takes_text:
                child.setFocusPolicy(Qt.FocusPolicy.TabFocus)


def name(widget: QWidget, text: str, tip: str, label: QLabel | None = None) -> None:
    """Give a control its accessible name and its tooltip; ``label`` is the text beside it, which leads to it."""
    widget.setAccessibleName(text)
    widget.setToolTip(tip)
    widget.setAccessibleDescription(tip)
    if label is not None:
        label.setText(text)
        label.setBuddy(widget)
