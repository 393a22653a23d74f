"""Many damaged inputs, in child processes: a crash or a hang ends the child, is counted with its input's number, and the next goes on."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

from tests.fuzz.watch import Fault, Toll, read

ROOT = Path(__file__).resolve().parents[2]
HANG_SIGNAL = getattr(signal, "SIGALRM", 0)
INPUTS_A_CHILD = 25_000
MOST_FAULTS = 20
"""After these a campaign stops: there is enough to mend."""


def campaign(subject: str, count: int, folder: Path, first: int = 0) -> Toll:
    """Feed ``subject`` with the inputs ``first`` .. ``first + count - 1``."""
    toll, number, end = Toll(), first, first + count
    while number < end and len(toll.faults) < MOST_FAULTS:
        number, more = _one_child(subject, number, min(INPUTS_A_CHILD, end - number), folder / "child")
        toll += more
    return toll


def _one_child(subject: str, first: int, count: int, folder: Path) -> tuple[int, Toll]:
    """The number of the next input, and what was counted until the child was done or dead."""
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    words = [sys.executable, "-W", "error", "-m", "tests.fuzz.child", subject, str(first), str(count), str(folder)]
    # Names are hashed the same way each time: a number means the same input in every process.
    environment = {**os.environ, "HALFPIXEL_HOME": str(folder / "home"), "PYTHONHASHSEED": "0", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, errors="replace", check=False)
    if not (folder / "counts").exists():
        raise AssertionError(f"{subject} did not begin: {done.stderr[-2000:]}")
    number, toll = read(folder)
    if done.returncode == 0:
        return number, toll
    kind = "hang" if done.returncode == -HANG_SIGNAL else f"crash ({done.returncode})"
    return number + 1, toll + Toll(faults=(Fault(number, f"{kind}: {done.stderr[-500:]}"),))
