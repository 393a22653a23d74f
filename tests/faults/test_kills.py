"""Killed in the midst of an export, at random moments: every file is the old one or the new one, and the next start leaves no halves.

25 kills in every run, 1,000 with ``HALFPIXEL_LONG=1`` (docs/robustness.md).
"""

from __future__ import annotations

import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from core.files import PART_ENDS, write_atomically
from tests.faults.killed_writer import FORMATS, VERSIONS, whole
from tests.fuzz.campaign import ROOT
from tests.long_form import LONG, no_limit_when_long

KILLS = 1_000 if LONG else 25
LONGEST_WAIT = 0.05
"""Seconds: several rounds of exports on an idle machine, a part of one on a busy one."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")


def killed_after(folder: Path, seconds: float) -> str:
    """What halves the writer saw in the folder after its first export; it was killed ``seconds`` later."""
    words = [sys.executable, "-S", "-m", "tests.faults.killed_writer", str(folder)]
    with subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        seen = writer.stdout.readline()
        time.sleep(seconds)  # the moment is what is random; nothing is proved by waiting
        writer.send_signal(signal.SIGKILL)
    assert writer.returncode == -signal.SIGKILL
    return seen.strip()


@no_limit_when_long
@pytest.mark.bad_input("output: killed in the midst")
def test_killed_at_random_moments(tmp_path: Path) -> None:
    rng, left = random.Random(9), 0
    wholes = {name: {whole(name, version) for version in VERSIONS} for name in FORMATS}
    for _ in range(KILLS):
        assert killed_after(tmp_path, rng.uniform(0, LONGEST_WAIT)) == ""
        found = {path.name: path for path in tmp_path.iterdir()}
        halves = [name for name in found if name.endswith(PART_ENDS)]
        assert len(halves) <= 1
        left += len(halves)
        assert all(found[name].read_bytes() in wholes[name] for name in found.keys() - set(halves))
        assert found.keys() - set(halves) <= FORMATS.keys()
    print(f"{KILLS} kills, {left} in the midst of a file")
    assert left > KILLS // 20  # else they came at moments that prove nothing


def test_a_half_that_another_process_is_writing_stays(tmp_path: Path) -> None:
    """Only what nobody writes any more is swept."""
    code = "import sys; from pathlib import Path; import core.files as f; p, s = f._new_part(Path(sys.argv[1])); print(p); sys.stdin.read()"
    words = [sys.executable, "-c", code, str(tmp_path)]
    with subprocess.Popen(words, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as writer:
        assert writer.stdout is not None
        part = Path(writer.stdout.readline().strip())
        write_atomically(tmp_path / "file", b"new")
        assert sorted(tmp_path.iterdir()) == sorted([part, tmp_path / "file"])
        writer.kill()
