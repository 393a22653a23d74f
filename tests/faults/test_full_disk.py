"""A real disk, and full: a small file system in memory where the system lets us mount one."""

from __future__ import annotations

import contextlib
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.errors import ExportError
from core.files import write_atomically
from tests.faults.writers import WRITERS, contents

KILOBYTES = 64


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "disk"
    folder.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux mounts a small disk")
    words = ["mount", "-t", "tmpfs", "-o", f"size={KILOBYTES}k", "tmpfs", str(folder)]
    done = subprocess.run(words, capture_output=True, text=True, check=False)
    if done.returncode != 0:
        pytest.skip(f"the system mounts nothing here: {done.stderr.strip()}")
    yield folder
    subprocess.run(["umount", str(folder)], check=True)


def fill(folder: Path, free: int) -> None:
    """A file that leaves ``free`` bytes."""
    with (folder / "full").open("wb", buffering=0) as stream:
        with contextlib.suppress(OSError):  # when it is full
            while True:
                stream.write(bytes(4096))
        stream.truncate(max(stream.tell() - free, 0))


@pytest.mark.bad_input("output: full disk")
@pytest.mark.parametrize("free", [0, 4096, 8192])
def test_a_file_that_does_not_fit(small_disk: Path, free: int) -> None:
    path = small_disk / "photo-labels.png"
    write_atomically(path, b"old")
    fill(small_disk, free)
    before = contents(small_disk)
    expected = f"{path} cannot be written because the disk is full; free some space or choose another place."
    with pytest.raises(ExportError, match=f"^{re.escape(expected)}$"):
        write_atomically(path, bytes(40_000))
    assert contents(small_disk) == before
    (small_disk / "full").unlink()
    write_atomically(path, bytes(40_000))
    assert path.read_bytes() == bytes(40_000)


@pytest.mark.parametrize("name", [name for name in WRITERS if name not in ("batch", "import")])
def test_every_writer_on_a_full_disk(small_disk: Path, name: str) -> None:
    WRITERS[name](small_disk, 0)
    fill(small_disk, 0)
    before = contents(small_disk)
    with pytest.raises(ExportError, match="because the disk is full; free some space"):
        WRITERS[name](small_disk, 1)
    assert contents(small_disk) == before
    (small_disk / "full").unlink()
    WRITERS[name](small_disk, 1)
    assert contents(small_disk) != before
