"""What every page of the models dialog is: it may be read again in another language, and its controls take the keyboard when clicked."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel

from app.theme import current
from app.widgets.panel import Panel


class Page(Panel):
    """A panel that has no photo to leave the keyboard to."""

    def _leave_keys_to_photo(self) -> None:
        """Nothing: what is clicked here may be typed into, and its text copied."""


def show_problem(label: QLabel, text: str, *, is_problem: bool) -> None:
    """Put a sentence about what came of something on ``label``, hidden while there is none; a problem has a sign beside its colour."""
    label.setText(f"⚠ {text}" if is_problem and text else text)
    label.setAccessibleName(text)
    label.setStyleSheet(f"color: {current().problem};" if is_problem else "")
    label.setVisible(bool(text))
