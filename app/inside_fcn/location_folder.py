"""Ceilings over a data set folder: one label map after the other on the shared worker, so that whatever else is asked goes between."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from app.jobs import JobFailure, JobRunner
from core.cancellation import CancelToken
from core.evaluation.ceiling_files import LabelMaps, ceilings_of, find_label_maps
from core.evaluation.ceilings import Ceilings
from core.labels import LabelSet

CHANNEL = "fcn-location-folder"


@dataclass(frozen=True, slots=True)
class FindRequest:
    """Called on the worker: a data set may be thousands of files."""

    root: Path

    def __call__(self, token: CancelToken) -> LabelMaps:
        token.checkpoint("ceilings")
        return find_label_maps(self.root)


@dataclass(frozen=True, slots=True)
class FileRequest:
    """The counts of one label map; called on the worker."""

    path: Path
    label_set: LabelSet

    def __call__(self, token: CancelToken) -> Ceilings:
        token.checkpoint("ceilings")
        return ceilings_of(self.path, self.label_set)


class FolderRun(QObject):
    """``changed`` after each label map, and when a run begins or ends. What is measured stays when a run is cancelled or fails."""

    changed = Signal()

    def __init__(self, worker: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._worker = worker
        self._began = 0.0
        self.maps: LabelMaps | None = None
        self.measured: Ceilings | None = None
        self.done = 0
        self.error: Exception | None = None
        worker.failed.connect(self._failed)

    @property
    def is_running(self) -> bool:
        return self._worker.is_busy(CHANNEL)

    @property
    def total(self) -> int:
        return 0 if self.maps is None else len(self.maps.paths)

    @property
    def seconds_left(self) -> float | None:
        """As long as the rest takes if it goes on as it did; None before the first label map is done."""
        if not self.done or not self.is_running:
            return None
        return (time.monotonic() - self._began) / self.done * (self.total - self.done)

    def start(self, root: Path) -> None:
        """Measure the data set in ``root`` instead of what was measured before."""
        self.maps = self.measured = self.error = None
        self.done = 0
        self._worker.submit(CHANNEL, FindRequest(root), self._found)
        self.changed.emit()

    def cancel(self) -> None:
        self._worker.cancel(CHANNEL)
        self.changed.emit()

    def _found(self, maps: LabelMaps) -> None:
        self.maps, self.measured = maps, Ceilings(len(maps.label_set))
        self._began = time.monotonic()
        self._next()

    def _added(self, one: Ceilings) -> None:
        assert self.measured is not None
        self.measured.merge(one)
        self.done += 1
        self._next()

    def _next(self) -> None:
        maps = self.maps
        assert maps is not None
        if self.done < self.total:
            request = FileRequest(maps.paths[self.done], maps.label_set)
            self._worker.submit(CHANNEL, request, self._added)
        self.changed.emit()

    def _failed(self, failure: JobFailure) -> None:
        if failure.channel == CHANNEL:
            self.error = failure.error
            self.changed.emit()
