"""Asking for a file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.translation import tr


def ask_for_weights(parent: QWidget) -> Path | None:
    """A weight file, or None where a person thought better of it."""
    kinds = (tr("Weights ({patterns})", patterns="*.safetensors *.pth *.pt"), tr("All files (*)"))
    return _ask(parent, tr("Choose a weight file"), kinds)


def ask_for_labels(parent: QWidget) -> Path | None:
    """A text file with one class name a line."""
    return _ask(parent, tr("Choose the names of the classes"), (tr("Text ({patterns})", patterns="*.txt *.names"), tr("All files (*)")))


def _ask(parent: QWidget, title: str, kinds: tuple[str, ...]) -> Path | None:
    name, _ = QFileDialog.getOpenFileName(parent, title, "", ";;".join(kinds))
    return Path(name) if name else None
