"""The program where a place that it wants is missing: no HOME at all, no room for temporary files."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.app.conftest import write_photo

ROOT = Path(__file__).resolve().parents[2]


def ran(*words: str, without: tuple[str, ...] = (), **given: str) -> subprocess.CompletedProcess[str]:
    """The program as a process of its own."""
    environment = {key: value for key, value in os.environ.items() if key not in without} | given
    command = [sys.executable, "main.py", *words]
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False, timeout=280)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no HOME")
@pytest.mark.bad_input("program: HOME unset")
def test_without_home_the_commands_run(tmp_path: Path) -> None:
    photo = write_photo(tmp_path / "photo.png")
    without = ("HOME", "HALFPIXEL_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")
    words = ("segment", str(photo), "--model", "fcn-everyday", "--out", str(tmp_path / "out"), "--write", "labels")
    done = ran(*words, without=without)
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["photo-labels.png"]


@pytest.mark.bad_input("program: no room for temporary files")
def test_no_command_needs_a_temporary_folder(tmp_path: Path) -> None:
    photo, gone = write_photo(tmp_path / "photo.png"), str(tmp_path / "nowhere")
    words = ("segment", str(photo), "--model", "fcn-everyday", "--out", str(tmp_path / "out"), "--write", "labels")
    done = ran(*words, TMPDIR=gone, TEMP=gone, TMP=gone)
    assert (done.returncode, done.stderr) == (0, "")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["photo-labels.png"]
