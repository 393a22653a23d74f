"""How far a download is, how fast, and how long it will still take."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from core.cancellation import CancelToken

WINDOW_SECONDS = 5.0
"""The rate is that of the last seconds: an average since the start would hide that the line has become slow."""
REPORT_SECONDS = 0.1


@dataclass(frozen=True, slots=True)
class Progress:
    """Bytes so far and in all, bytes per second, and seconds left; None where unknown."""

    received: int
    total: int | None
    rate: float | None
    seconds_left: float | None

    @property
    def fraction(self) -> float | None:
        return min(self.received / self.total, 1.0) if self.total else None


ProgressListener = Callable[[Progress], None]


class Meter:
    """Counts bytes and tells token and listener, at most every 100 ms; asks the token at every count."""

    def __init__(
        self, token: CancelToken, stage: str, listener: ProgressListener | None, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._token, self._stage, self._listener, self._clock = token, stage, listener, clock
        self._marks: deque[tuple[float, int]] = deque()
        self._told = float("-inf")
        self._received = 0
        self._total: int | None = None

    def start(self, received: int, total: int | None) -> None:
        """A new answer begins after ``received`` bytes of ``total``; the rate is measured anew."""
        self._received, self._total = received, total
        self._marks.clear()
        self._marks.append((self._clock(), received))

    def add(self, count: int) -> None:
        """``count`` more bytes are there. Raises Cancelled."""
        now = self._clock()
        self._received += count
        finished = self._received == self._total
        if not finished and now - self._told < REPORT_SECONDS:
            if self._token.cancelled:
                self._token.checkpoint(self._stage)
            return
        self._told = now
        progress = self._progress(now)
        self._token.checkpoint(self._stage, progress.fraction)
        if self._listener is not None:
            self._listener(progress)

    def _progress(self, now: float) -> Progress:
        self._marks.append((now, self._received))
        while len(self._marks) > 2 and now - self._marks[1][0] >= WINDOW_SECONDS:
            self._marks.popleft()
        began, then = self._marks[0]
        rate = (self._received - then) / (now - began) if now > began else None
        left = (self._total - self._received) / rate if self._total is not None and rate else None
        return Progress(self._received, self._total, rate, left)
