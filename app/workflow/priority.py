"""Who goes first when there are fewer cores than threads: the window."""

from __future__ import annotations

import contextlib
import os
import sys
import threading

STEPS_BELOW = 5
"""Niceness of the worker. A third of the window's share when both want a core; a machine with idle cores shows no difference."""


def step_back() -> None:
    """Lower the calling thread's priority, and with it that of the threads that torch starts from it. Only Linux has it per thread."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError):  # a container may forbid it; the window is then only less smooth
            os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), STEPS_BELOW)
