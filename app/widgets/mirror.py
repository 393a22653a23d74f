"""Which table or text holds the numbers that a picture draws: for people who cannot see it, and for the test that walks every room."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

_MIRROR = "mirror"


def mirror(picture: QWidget, told: QWidget) -> None:
    """Say that ``told`` says what ``picture`` shows. Both belong to one pane and go together."""
    picture.setProperty(_MIRROR, told)


def mirror_of(picture: QWidget) -> QWidget | None:
    """What says the same as a picture, or None."""
    told = picture.property(_MIRROR)
    return told if isinstance(told, QWidget) else None
