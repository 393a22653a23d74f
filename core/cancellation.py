"""Cancel and progress through one object, passed down to every long function."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any
from weakref import WeakKeyDictionary, ref

from core.errors import Cancelled

ProgressListener = Callable[[str, float | None], None]


class CancelToken:
    """Thread-safe flag that a worker asks at each stage.

    ``listener`` is called on the worker with ``(stage, fraction)``; ``fraction`` is in 0..1, or None when unknown.
    """

    def __init__(self, listener: ProgressListener | None = None) -> None:
        self._cancelled = threading.Event()
        self._listener = listener

    def cancel(self) -> None:
        """Ask the worker to stop at its next checkpoint. May be called from any thread, more than once."""
        self._cancelled.set()

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def checkpoint(self, stage: str, fraction: float | None = None) -> None:
        """Report progress, or raise Cancelled when a cancel was asked for."""
        if self._cancelled.is_set():
            raise Cancelled(stage)
        if self._listener is not None:
            self._listener(stage, fraction)


@contextmanager
def cancellable(module: Any, token: CancelToken, stage: str) -> Iterator[None]:
    """While open, every layer of a torch module that has weights asks ``token`` before it runs: a cancel need not wait for the pass."""
    hooks = [layer.register_forward_pre_hook(lambda *_: token.checkpoint(stage)) for layer in _layers(module)]
    try:
        yield
    finally:
        for hook in hooks:
            hook.remove()


_KNOWN_LAYERS: WeakKeyDictionary[Any, tuple[ref[Any], ...]] = WeakKeyDictionary()
"""Finding the layers of a network of 400 modules takes a thirtieth of a small network's pass, so it is done once for each."""


def _layers(module: Any) -> list[Any]:
    """The submodules with weights of their own: nothing runs for long between two of them."""
    if module not in _KNOWN_LAYERS:
        with_weights = (part for part in module.modules() if next(part.parameters(recurse=False), None) is not None)
        _KNOWN_LAYERS[module] = tuple(map(ref, with_weights))
    return [layer for known in _KNOWN_LAYERS[module] if (layer := known()) is not None]
