"""Ratios of two timings taken turn by turn in one run: on a shared machine only those mean something."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from typing import Any


def seconds_of(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def processor_seconds_of(work: Callable[[], object]) -> float:
    """Of this thread: with torch at one thread, all that the work costs, and others on the machine lengthen it little."""
    started = time.thread_time()
    work()
    return time.thread_time() - started


def record_ratio(benchmark: Any, ours: Callable[[], object], reference: Callable[[], object], *, target: float, rounds: int = 9) -> None:
    """Time both in turn, as :func:`record_ratio_of_seconds` does."""
    record_ratio_of_seconds(benchmark, lambda: seconds_of(ours), lambda: seconds_of(reference), target=target, rounds=rounds)


def record_ratio_of_seconds(
    benchmark: Any, ours: Callable[[], float], reference: Callable[[], float], *, target: float, rounds: int = 9
) -> None:
    """Call both in turn after one warm-up each; the medians of the seconds they return and their ratio go into ``extra_info``."""
    for work in (ours, reference):
        work()
    pairs = [(ours(), reference()) for _ in range(rounds)]
    mine, theirs = (statistics.median(times) for times in zip(*pairs, strict=True))
    benchmark.extra_info.update(
        ours_ms=round(mine * 1e3, 2), reference_ms=round(theirs * 1e3, 2), ratio=round(mine / theirs, 3), target=target
    )
    benchmark.pedantic(ours, rounds=1)  # the figures above are what counts
