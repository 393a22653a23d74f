"""Going through the photos of a data set one by one: progress, cancelling, and carrying on where a run was left. Imports no torch."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

from core.cancellation import CancelToken
from core.errors import Cancelled, UserError
from core.evaluation.progress_file import Facts, read_progress, unusable, write_progress

STAGE = "evaluate"
SECONDS_BETWEEN_SAVES = 10.0
LARGEST_SHARE_OF_SAVING = 0.05
"""Of the time: what is saved grows with the photos, so that saving after each would take ever longer."""


class Measurement(Protocol):
    """Counts photos one by one. Its state after k photos does not depend on how often the run was left and taken up again."""

    @property
    def facts(self) -> Facts:
        """What the counts depend on."""
        ...

    @property
    def names(self) -> tuple[str, ...]:
        """The photos' names, in the order in which they are counted."""
        ...

    def measure(self, index: int, token: CancelToken) -> None:
        """Count one photo. Raises a UserError or Cancelled, and has then counted nothing of it."""
        ...

    def state(self) -> Any:
        """All that was counted, in JSON's types."""
        ...

    def restore(self, state: Any, done: int) -> None:
        """Take up what :meth:`state` gave after ``done`` photos. Raises ValueError, TypeError, KeyError, AttributeError or IndexError."""
        ...


@dataclass(frozen=True, slots=True)
class Progress:
    """``seconds_left`` is None before the first photo of this run is done; ``seconds`` are those of this run. ``name`` is what was last."""

    done: int
    total: int
    seconds: float
    seconds_left: float | None
    name: str


def run(
    measurement: Measurement,
    token: CancelToken,
    *,
    progress_file: Path | None = None,
    on_progress: Callable[[Progress], object] = lambda _progress: None,
) -> None:
    """Count every photo that is not counted yet.

    With a ``progress_file`` the counts are kept there: every few seconds, when the run is cancelled or fails, and at its end; a run
    that finds such a file carries on behind it, to figures that are the same to the last bit. Raises Cancelled, the UserErrors of the
    measurement, InputError for a file of another run or a damaged one, ExportError when it cannot be written.
    """
    done, total = taken_up(measurement, progress_file), len(measurement.names)
    saver = Saver(measurement, progress_file)
    saver.save(done)  # proves that the file can be written before minutes are spent
    started, first = time.monotonic(), done
    on_progress(Progress(done, total, 0.0, None, ""))
    try:
        for index in range(done, total):
            token.checkpoint(STAGE, index / total)
            measurement.measure(index, token)
            done = index + 1
            seconds = time.monotonic() - started
            on_progress(Progress(done, total, seconds, seconds / (done - first) * (total - done), measurement.names[index]))
            saver.save_if_due(done)
    except (Cancelled, UserError):
        # Not after an interrupt, which may come in the midst of counting: then the last save stands.
        saver.save(done)
        raise
    saver.save(done)


def taken_up(measurement: Measurement, progress_file: Path | None) -> int:
    """The number of photos that the file has, which the measurement then has too; 0 where there is no file.

    Raises InputError for a file of another run or a damaged one; the measurement may then be half filled, and is of no more use.
    """
    found = None if progress_file is None else read_progress(progress_file, measurement.facts)
    if found is None or progress_file is None:
        return 0
    done, state = found
    try:
        if not 0 <= done <= len(measurement.names):
            raise ValueError(f"{done} photos")
        measurement.restore(state, done)
    except (ValueError, TypeError, KeyError, AttributeError, IndexError) as error:
        raise unusable(progress_file, error) from error
    return done


class Saver:
    """Writes a measurement's state, not more often than it is worth."""

    def __init__(self, measurement: Measurement, path: Path | None) -> None:
        self._measurement, self._path = measurement, path
        self._saved: int | None = None
        self._next = 0.0

    def save_if_due(self, done: int) -> bool:
        """Whether it was. Raises ExportError."""
        due = time.monotonic() >= self._next
        if due:
            self.save(done)
        return due

    def save(self, done: int) -> None:
        """Raises ExportError."""
        if self._path is None or self._saved == done:
            return
        started = time.monotonic()
        write_progress(self._path, self._measurement.facts, done, self._measurement.state())
        self._saved = done
        ended = time.monotonic()
        self._next = ended + max(SECONDS_BETWEEN_SAVES, (ended - started) / LARGEST_SHARE_OF_SAVING)
