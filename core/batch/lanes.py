"""Engines side by side: how many photos the networks work on at once, and on how many cores each."""

from __future__ import annotations

import contextlib
import os
import queue
from collections.abc import Iterator
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING

from core.devices import resolve, stream_of_its_own

if TYPE_CHECKING:
    from core.engine import Engine

ON_A_GPU = 2
"""Lanes there: one's photo is copied while another's is computed. More would share out its memory for nothing."""

MORE_THAN_LANES = 2
"""Photos that are read or written while every lane, and so every core, is taken."""


class Lanes:
    """Engines, each lent to one photo at a time."""

    def __init__(self, engines: list[Engine]) -> None:
        self._free: queue.SimpleQueue[tuple[Engine, AbstractContextManager[object]]] = queue.SimpleQueue()
        for engine in engines:
            self._free.put((engine, stream_of_its_own(resolve(engine.device))))
        self.count = len(engines)

    @classmethod
    def on(cls, engine: Engine, device_type: str) -> Lanes:
        """One per core on a CPU; two on a GPU, each with weights of its own there. What is neither does one thing at a time."""
        count = {"cpu": cores(), "cuda": ON_A_GPU}.get(device_type, 1)
        return cls([engine, *(engine.twin(is_apart=device_type != "cpu") for _ in range(count - 1))])

    @property
    def photos(self) -> int:
        """How many photos are held in memory at once: beside a GPU's lanes every core reads and writes."""
        return max(self.count, cores()) + MORE_THAN_LANES

    @contextlib.contextmanager
    def one(self) -> Iterator[Engine]:
        """A free engine, waited for."""
        engine, stream = self._free.get()
        try:
            with stream:
                yield engine
        finally:
            self._free.put((engine, stream))


def cores() -> int:
    """The cores that this process may use."""
    with contextlib.suppress(AttributeError):  # not there on Windows and macOS
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


@contextlib.contextmanager
def one_core_each() -> Iterator[None]:
    """While open, torch computes each photo on one core.

    Sums are then added in one order, whatever the number of cores: with two threads scores differ in the sixth digit from those with
    one. And photos side by side waste less than one photo split over the cores.
    """
    import torch

    before = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(before)
