"""Stopwatch: each stage for itself."""

from __future__ import annotations

import pytest

from core.maskrcnn import stopwatch
from core.maskrcnn.stopwatch import Stopwatch


def test_a_stage_within_another_is_not_counted_twice(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(stopwatch.time, "perf_counter", lambda: now[0])
    watch = Stopwatch()
    with watch.time("rules"):
        now[0] += 1
        with watch.time("head"):
            now[0] += 4
        now[0] += 2
        with watch.time("head"):
            now[0] += 8
    assert watch.seconds == {"rules": 3.0, "head": 12.0}


def test_a_stage_that_runs_again_adds_up(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [0.0]
    monkeypatch.setattr(stopwatch.time, "perf_counter", lambda: now[0])
    watch = Stopwatch()
    for _ in range(2):
        with watch.time("head"):
            now[0] += 1.5
    assert watch.seconds == {"head": 3.0}
