"""The session's part about ground truth: what is really on the photo, once somebody has loaded it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from app.detection_session import DetectionSession

if TYPE_CHECKING:
    from core.truth import GroundTruth


class TruthSession(DetectionSession):
    """What :class:`app.session.Session` says of ground truth. Only the workflow calls the setter."""

    truth_changed = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._truth: GroundTruth | None = None

    @property
    def truth(self) -> GroundTruth | None:
        """Ground truth of the photo on screen. Its ids are those of ``truth.label_set``, which may not be the result's."""
        return self._truth

    def set_truth(self, truth: GroundTruth | None) -> None:
        """Show ground truth, unless it belongs to another photo; None takes it away."""
        document = self.document
        if truth is not None and (document is None or truth.image_digest != document.digest):
            return
        if truth is not self._truth:
            self._truth = truth
            self.truth_changed.emit(truth)
