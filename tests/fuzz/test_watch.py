"""The watch over the children itself: a crash, a hang, a hoard and an untyped error are each counted, with the input's number."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fuzz.campaign import ROOT
from tests.fuzz.watch import Fault, Toll, read

CHILD = """
import sys
from pathlib import Path
from core.errors import ImageError
from tests.fuzz import child, subject, watch

def read(content):
    {deed}

watch.HANG_SECONDS = {patience}
fed = subject.Subject("made", [b"seed"], lambda content, rng, others: content, read, "name")
diary = watch.Diary(Path(sys.argv[1]))
for number in (5, 6, 7):
    diary.begin(number)
    if number == 6:
        child.feed(fed, number, diary)
    diary.end(number)
"""


def watched(folder: Path, deed: str, patience: int = 250) -> tuple[int, int, Toll]:
    done = subprocess.run(
        [sys.executable, "-c", CHILD.format(deed=deed, patience=patience), str(folder)], cwd=ROOT, capture_output=True, check=False
    )
    return done.returncode, *read(folder)


def test_a_typed_refusal_that_names_the_file_is_no_fault(tmp_path: Path) -> None:
    assert watched(tmp_path, "raise ImageError('The file name is bad.')")[1:] == (8, Toll(0, 1, read(tmp_path)[1].peak))


@pytest.mark.parametrize(
    ("deed", "what"),
    [
        ("raise ValueError('odd')", "ValueError('odd') in <string>:8"),
        ("raise ImageError('It is bad.')", "a sentence that does not name the file: ImageError('It is bad.')"),
    ],
)
def test_a_fault_is_named_with_its_number(tmp_path: Path, deed: str, what: str) -> None:
    code, number, toll = watched(tmp_path, deed)
    assert (code, number) == (0, 8)
    assert toll.faults == (Fault(6, what),)


@pytest.mark.skipif(sys.platform == "win32", reason="no signals")
@pytest.mark.parametrize(("deed", "patience"), [("import os; os.abort()", 250), ("while True: pass", 1)], ids=["crash", "hang"])
def test_a_crash_or_hang_leaves_the_number_of_its_input(tmp_path: Path, deed: str, patience: int) -> None:
    code, number, _ = watched(tmp_path, deed, patience)
    assert code == (-signal.SIGABRT if patience > 1 else -signal.SIGALRM)
    assert number == 6


@pytest.mark.skipif(sys.platform == "win32", reason="the system does not say how much memory was held")
def test_a_hoard_is_named_once(tmp_path: Path) -> None:
    _, _, toll = watched(tmp_path, "hoard = b'x' * 1_100_000_000")
    assert [(fault.number, fault.what[:4]) for fault in toll.faults] == [(6, "held")]
