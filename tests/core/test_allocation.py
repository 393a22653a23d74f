"""Memory that is given back and taken again, in a process of its own, as the setting is for good."""

from __future__ import annotations

import subprocess
import sys

import pytest

FAULTS = """
import resource, sys
import numpy as np
from core.allocation import keep_freed_memory

if sys.argv[1] == "keep":
    keep_freed_memory()

def use():
    # Of feature maps: too large for what an allocator keeps at hand by itself, and all gone at the end.
    return [np.ones(16 << 17) for _ in range(4)]

use(), use()
before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
for _ in range(10):
    use()
print(resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before)
"""


def faults(choice: str) -> int:
    return int(subprocess.run([sys.executable, "-c", FAULTS, choice], capture_output=True, text=True, check=True, timeout=120).stdout)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only glibc is told")
def test_freed_memory_is_handed_out_again() -> None:
    """A page is 4 kB here, or more where the system gives large ones: then there is little to save."""
    usual = faults("leave")
    if usual < 1000:
        pytest.skip("the system gives large pages")
    assert faults("keep") < usual / 4


def test_it_may_be_asked_for_anywhere() -> None:
    assert subprocess.run([sys.executable, "-c", "from core.allocation import *; keep_freed_memory(); keep_freed_memory()"],
                          check=True, timeout=120).returncode == 0  # fmt: skip
