"""How long each stage of a network takes. Imports no torch."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field


@dataclass(slots=True)
class Stopwatch:
    """Seconds by stage name; a stage that runs twice adds up, and one within another counts for itself alone."""

    seconds: dict[str, float] = field(default_factory=dict)

    @contextmanager
    def time(self, stage: str) -> Iterator[None]:
        started, others = time.perf_counter(), sum(self.seconds.values())
        yield
        within = sum(self.seconds.values()) - others
        self.seconds[stage] = self.seconds.get(stage, 0.0) + time.perf_counter() - started - within
