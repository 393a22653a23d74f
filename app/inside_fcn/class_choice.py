"""Which class's score map is looked at."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QSignalBlocker, Signal
from PySide6.QtWidgets import QComboBox, QWidget

from app.inside_fcn.map_legend import percent
from core.fcn.results import Segmentation
from core.labels import LabelSet


class ClassChoice(QComboBox):
    """Starts at the class that has most of the photo beside the background; a person's own choice stays while the labels do."""

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._labels: LabelSet | None = None
        self._is_own = False
        self.setMaxVisibleItems(24)
        self.activated.connect(self._activated)

    @property
    def class_id(self) -> int:
        return max(self.currentIndex(), 0)

    def choose(self, class_id: int) -> None:
        self._is_own = True
        self.setCurrentIndex(class_id)
        self.chosen.emit(class_id)

    def follow(self, segmentation: Segmentation) -> None:
        labels, shares = segmentation.label_set, segmentation.shares()
        self._is_own = self._is_own and labels == self._labels
        class_id = self.class_id if self._is_own else main_class(labels, shares)
        with QSignalBlocker(self):
            if labels != self._labels:
                self.clear()
                self.addItems(list(labels.names))
            for index, title in enumerate(labels.names):
                self.setItemText(index, f"{title}  {percent(float(shares[index]))}" if shares[index] else title)
            self.setCurrentIndex(class_id)
        self._labels = labels

    def _activated(self, class_id: int) -> None:
        self._is_own = True
        self.chosen.emit(class_id)


def main_class(labels: LabelSet, shares: np.ndarray) -> int:
    """The class with the largest share, the background only where there is nothing else."""
    others = shares.copy()
    if labels.background is not None:
        others[labels.background] = 0
    return int((others if others.any() else shares).argmax())
