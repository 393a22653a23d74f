"""What a child process tells of itself while it is fed damaged inputs, so that its death tells which of them it died of."""

from __future__ import annotations

import functools
import json
import os
import signal
import struct
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

HANG_CPU_SECONDS = 10.0
"""Of the processor's time: a busy machine makes no hang of a slow decoder."""
HANG_SECONDS = 120
"""On the clock, after which the system ends the process: it waits for something that never comes."""
INPUTS_A_GLANCE = 64
"""Asking for the processor's time is slow: it is done once in so many inputs, and after one that took long on the clock."""
MOST_BYTES = 1_000_000_000
"""A decoder that held more at any moment is a fault of its own."""

_COUNTS = struct.Struct("<QQQQ")


@dataclass(frozen=True, slots=True)
class Fault:
    """What was wrong with the program when it read the input of this number."""

    number: int
    what: str


@dataclass(frozen=True, slots=True)
class Toll:
    """``taken`` inputs were read, ``refused`` in a typed sentence; ``peak`` is the most memory that the process ever held, in bytes."""

    taken: int = 0
    refused: int = 0
    peak: int = 0
    faults: tuple[Fault, ...] = ()

    @property
    def tried(self) -> int:
        return self.taken + self.refused + len(self.faults)

    def __add__(self, other: Toll) -> Toll:
        return Toll(
            self.taken + other.taken, self.refused + other.refused, max(self.peak, other.peak), (*self.faults, *other.faults)
        )  # fmt: skip


@dataclass
class Diary:
    """Written input by input: whatever kills the process, the last entry stands. ``folder`` is the process's own."""

    folder: Path
    taken: int = 0
    refused: int = 0
    _counts: int = field(init=False)
    _peak: int = 0
    _began: float = 0.0
    _processor: float = 0.0
    _over: bool = False

    def __post_init__(self) -> None:
        self._counts = os.open(self.folder / "counts", os.O_RDWR | os.O_CREAT)

    def begin(self, number: int) -> None:
        self._note(number)
        if hasattr(signal, "alarm"):
            signal.alarm(HANG_SECONDS)
        if number % INPUTS_A_GLANCE == 0:
            self._processor = time.process_time()
        self._began = time.perf_counter()

    def end(self, number: int) -> None:
        if time.perf_counter() - self._began > HANG_CPU_SECONDS:
            seconds, self._processor = time.process_time() - self._processor, time.process_time()
            if seconds > HANG_CPU_SECONDS:
                self.fault(number, f"hang: took {seconds:.1f} s")
        self._peak = peak_bytes()
        if self._peak > MOST_BYTES and not self._over:
            self._over = True  # the peak never falls: only the first is named
            self.fault(number, f"held {self._peak >> 20} MB")
        self._note(number + 1)

    def _note(self, number: int) -> None:
        os.lseek(self._counts, 0, os.SEEK_SET)  # Windows has no pwrite
        os.write(self._counts, _COUNTS.pack(number, self.taken, self.refused, self._peak))

    def fault(self, number: int, what: str) -> None:
        with (self.folder / "faults").open("a", encoding="utf-8") as stream:
            stream.write(json.dumps([number, what]) + "\n")


def read(folder: Path) -> tuple[int, Toll]:
    """The number of the input that was under way, or of the next one, and everything before it."""
    number, taken, refused, peak = _COUNTS.unpack((folder / "counts").read_bytes())
    return number, Toll(taken, refused, peak, tuple(_faults(folder / "faults")))


def _faults(path: Path) -> Iterator[Fault]:
    if path.exists():
        for line in path.read_text(encoding="utf-8").splitlines():
            yield Fault(*json.loads(line))


def peak_bytes() -> int:
    """The most memory that this process held; 0 where the system does not say."""
    if sys.platform == "linux":  # its getrusage counts what the parent held before this program was started
        text = os.pread(_status(), 4096, 0)
        return int(text[text.index(b"VmHWM:") + 6 :].split(maxsplit=1)[0]) << 10
    try:
        import resource
    except ModuleNotFoundError:
        return 0
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss << (0 if sys.platform == "darwin" else 10)


@functools.cache
def _status() -> int:
    return os.open("/proc/self/status", os.O_RDONLY)
