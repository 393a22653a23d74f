"""Ctrl-C in a long subcommand: the first one asks the work to stop where it is safe, the second stops the program."""

from __future__ import annotations

import contextlib
import signal
import threading
from collections.abc import Iterator

from core.cancellation import CancelToken


@contextlib.contextmanager
def interrupt_cancels(token: CancelToken) -> Iterator[None]:
    """While open, an interrupt cancels ``token``. Off the main thread, where Python delivers no signals, nothing changes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.getsignal(signal.SIGINT)

    def cancel(*_signal: object) -> None:
        signal.signal(signal.SIGINT, before)
        token.cancel()

    signal.signal(signal.SIGINT, cancel)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
