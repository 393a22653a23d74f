"""What the C library does with memory that networks give back."""

from __future__ import annotations

import contextlib
import ctypes
import sys

KEPT_BYTES = 256 << 20
"""Of freed memory at the end of a heap. The feature maps of one photo are made and dropped again and again, tens of MB at a time."""
MAPPED_BYTES = 32 << 20
"""From this size on, memory comes from the system and goes back to it; glibc allows no more."""
M_TRIM_THRESHOLD, M_MMAP_THRESHOLD = -1, -3
"""malloc.h's names."""


def keep_freed_memory() -> None:
    """Let glibc hand out freed memory again instead of returning it to the system; other systems' libraries are left as they are.

    The system gives every page anew, one fault and 4 kB of zeros each, which takes up to a quarter of a small network's pass.
    """
    if not sys.platform.startswith("linux"):
        return
    with contextlib.suppress(OSError, AttributeError):  # musl has no mallopt
        library = ctypes.CDLL(None)
        library.mallopt(M_TRIM_THRESHOLD, KEPT_BYTES)
        library.mallopt(M_MMAP_THRESHOLD, MAPPED_BYTES)
