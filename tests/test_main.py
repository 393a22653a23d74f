"""The command line's front door: what opens the window, what runs without it, and how failure looks to a shell."""

from __future__ import annotations

import os
import re
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from core import __version__
from core.cli.commands import COMMANDS, find_command
from core.errors import InputError
from main import main, window_options

ROOT = Path(__file__).resolve().parent.parent


def test_the_version_is_the_packages(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--version"])
    assert stopped.value.code == 0
    assert capsys.readouterr().out == f"Halfpixel {__version__}\n"
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)


def test_help_names_every_command_and_its_purpose(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["--help"])
    printed = capsys.readouterr().out
    assert all(f"  {command.name}" in printed and command.summary in printed for command in COMMANDS)


def test_a_command_is_only_the_first_word_exactly() -> None:
    assert find_command(["segment", "a.jpg"]) is COMMANDS[0]
    for words in ([], ["./segment"], ["segments"], ["a.jpg", "segment"], ["--lang", "ko"]):
        assert find_command(words) is None


@pytest.mark.bad_input("program: no such photo, folder or command")
def test_a_misspelt_command_is_answered_with_the_commands(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["segmnt", "a.jpg"]) == 1
    names = ", ".join(command.name for command in COMMANDS)
    assert capsys.readouterr().err == f"There is no photo, folder or command 'segmnt'; the commands are {names}.\n"


def test_a_name_too_long_for_the_file_system_is_answered_the_same_way(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["x" * 5000]) == 1
    assert capsys.readouterr().err.startswith("There is no photo, folder or command 'xxx")


def test_a_wrong_option_is_a_usage_error(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["--lang", "tlh"])
    assert stopped.value.code == 2
    assert capsys.readouterr().err.startswith("usage: halfpixel [options] [PHOTO ...]")


def test_the_window_is_asked_for_with_what_was_typed(tmp_path: Path) -> None:
    options = window_options([str(tmp_path), "--model", "fcn-street", "--device", "cpu", "--lang", "ko", "--exit-after-overlay"])
    assert (options.inputs, options.sample, options.model) == ([tmp_path], None, "fcn-street")
    assert (options.device, options.lang, options.exit_after_overlay) == ("cpu", "ko", True)


def test_an_unknown_model_is_answered_before_the_window_opens() -> None:
    with pytest.raises(InputError, match=r"There is no model 'nope'; choose one of fcn-everyday"):
        window_options(["--model", "nope"])


@pytest.mark.skipif(os.name == "nt", reason="sends SIGINT as a terminal does")
def test_an_interrupt_ends_a_batch_quietly_and_leaves_whole_files(tmp_path: Path) -> None:
    photos = tmp_path / "photos"
    photos.mkdir()
    script = f"""
import sys
from pathlib import Path
import numpy as np
from PIL import Image
from core.errors import InputError
from main import main, window_options
from tests.networks import tiny_row
photo = Path({str(photos)!r}) / "0.png"
Image.fromarray(np.zeros((64, 64, 3), np.uint8)).save(photo)
for index in range(1, 500):
    photo.with_name(f"{{index}}.png").hardlink_to(photo)
rows = (tiny_row(Path({str(tmp_path)!r})),)
sys.exit(main(["segment", {str(photos)!r}, "--model", "tiny", "--out", {str(tmp_path / "out")!r}], rows=rows))
"""
    command = [sys.executable, "-u", "-c", script]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert process.stdout.readline().startswith(str(photos))
        process.send_signal(signal.SIGINT)
        _, errors = process.communicate(timeout=60)
    assert process.returncode == 130
    assert re.fullmatch(r"Stopped after \d+ of 500 photos; --resume carries on from there\.\n", errors)
    written = list((tmp_path / "out").glob("*.png"))
    assert 0 < len(written) < 1000
    assert all(path.read_bytes().endswith(b"IEND\xaeB`\x82") for path in written)
