"""Asking a person for the ground truth of the photo on screen."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from app.inside_fcn.room import FcnRoom
from app.translation import tr


def ask_for_truth(room: FcnRoom, parent: QWidget) -> None:
    """Let a label PNG be chosen, first in the photo's own folder, and ask for it to be loaded."""
    document = room.session.document
    folder = str(document.path.parent) if document is not None and document.path is not None else ""
    path, _ = QFileDialog.getOpenFileName(parent, tr("Load ground truth"), folder, tr("Label PNG (*.png)"))
    if path:
        room.intents.load_truth.emit(Path(path))


def truth_tip() -> str:
    """What file is wanted."""
    return tr("A label PNG of the photo's size: class ids of VOC or CamVid, 255 for void.")
