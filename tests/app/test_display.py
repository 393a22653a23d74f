"""Without a display: one sentence and exit code 2, before Qt gets to abort the process."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from app.display import has_display, not_reached

ROOT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("platform", "environment", "expected"),
    [
        ("linux", {}, False),
        ("linux", {"DISPLAY": ""}, False),
        ("linux", {"DISPLAY": ":0"}, True),
        ("linux", {"WAYLAND_DISPLAY": "wayland-0"}, True),
        ("linux", {"QT_QPA_PLATFORM": "offscreen"}, True),
        ("freebsd14", {}, False),
        ("win32", {}, True),
        ("darwin", {}, True),
    ],
)
def test_only_unix_without_x11_or_wayland_has_no_display(platform: str, environment: dict[str, str], expected: bool) -> None:
    assert has_display(platform, environment) is expected


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these always have a display")
@pytest.mark.bad_input("program: no display")
def test_the_program_says_so_and_names_the_alternative() -> None:
    without = {key: value for key, value in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    done = subprocess.run([sys.executable, "main.py"], cwd=ROOT, env=without, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr == (
        "There is no display to open a window on (DISPLAY and WAYLAND_DISPLAY are not set); "
        "run 'halfpixel segment PHOTO --model KEY --out FOLDER' to work without one.\n"
    )


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="these always have a display")
@pytest.mark.parametrize("named", ["DISPLAY=:4711", "WAYLAND_DISPLAY=wayland-4711", "QT_QPA_PLATFORM=no-such-platform"])
@pytest.mark.bad_input("program: a display that does not answer")
def test_a_display_that_is_named_but_not_there_is_one_sentence_too(tmp_path: Path, named: str) -> None:
    """Also where Qt lacks a library for it: what is tested is that Qt does not abort the process."""
    variable, value = named.split("=")
    without = {key: given for key, given in os.environ.items() if key not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    runtime = tmp_path / "runtime"
    runtime.mkdir(mode=0o700)
    environment = without | {variable: value, "XDG_RUNTIME_DIR": str(runtime), "HALFPIXEL_HOME": str(tmp_path / "home")}
    done = subprocess.run([sys.executable, "main.py"], cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    (sentence,) = done.stderr.splitlines()
    assert sentence.startswith(f"No window can be opened on {named} (")
    assert sentence.endswith("); check the display, or run 'halfpixel segment PHOTO --model KEY --out FOLDER' to work without one.")
    assert list(runtime.iterdir()) == []  # the place of the one window is free again
    assert not (tmp_path / "home").exists()


def test_the_sentence_names_the_display_and_what_qt_said_first() -> None:
    sentence = not_reached({"DISPLAY": ":0", "WAYLAND_DISPLAY": ""}, "could not connect to display :0.\nmore\n")
    assert sentence.startswith("No window can be opened on DISPLAY=:0 (could not connect to display :0); check the display, or run ")
