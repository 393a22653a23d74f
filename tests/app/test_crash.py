"""A crash leaves a report for the next start, an end in order leaves nothing, and the log can be read and copied."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest
from PySide6.QtGui import QGuiApplication

from app.crash import CrashReport
from app.log_window import LogWindow, tail_of
from app.preferences import Language
from app.translation import Translations
from tests.app.conftest import Shell

DIE = """
import ctypes, sys
from pathlib import Path
from app.crash import CrashReport
report = CrashReport(Path(sys.argv[1]))
report.watch()
def inside_a_library(): ctypes.string_at(0)
inside_a_library()
"""


def test_a_fatal_signal_leaves_the_trace_for_the_next_start(tmp_path: Path) -> None:
    path = tmp_path / "home" / "crash.txt"
    done = subprocess.run([sys.executable, "-c", DIE, str(path)], capture_output=True, check=False)
    assert done.returncode != 0
    assert "inside_a_library" in CrashReport(path).text


def test_an_end_in_order_leaves_nothing(tmp_path: Path) -> None:
    path = tmp_path / "crash.txt"
    report = CrashReport(path)
    report.watch()
    assert path.is_file()
    report.close()
    assert not path.exists()
    assert CrashReport(path).text == ""


def test_a_report_is_told_once(tmp_path: Path) -> None:
    path = tmp_path / "crash.txt"
    path.write_text("Fatal Python error: Segmentation fault\n", encoding="utf-8")
    first = CrashReport(path)
    first.watch()
    first.close()
    assert first.text.startswith("Fatal Python error")
    assert CrashReport(path).text == ""


def test_where_no_report_can_be_written_the_program_still_runs(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("")
    report = CrashReport(blocked / "crash.txt")
    report.watch()
    report.close()
    assert report.text == ""


@pytest.mark.parametrize(("most", "wanted"), [(100, "one\ntwo\nthree\n"), (8, "three\n"), (6, "")])
def test_the_tail_begins_with_a_whole_line(tmp_path: Path, most: int, wanted: str) -> None:
    path = tmp_path / "log"
    path.write_text("one\ntwo\nthree\n", encoding="utf-8")
    assert tail_of(path, most) == wanted


def test_the_log_window_shows_report_and_log_and_copies_both(shell: Shell, tmp_path: Path) -> None:
    path = tmp_path / "halfpixel.log"
    path.write_text("2026 WARNING x.png is empty\n", encoding="utf-8")
    window = LogWindow(shell.window, path, "Fatal Python error: Aborted")
    window.open_fresh()
    assert str(path) in window.place.text()
    window.copy.click()
    copied = QGuiApplication.clipboard().text()
    assert "Fatal Python error: Aborted" in copied
    assert "x.png is empty" in copied


def test_a_log_that_is_not_there_is_said_to_be_empty(shell: Shell, tmp_path: Path) -> None:
    window = LogWindow(shell.window, tmp_path / "none")
    window.open_fresh()
    assert window.text.toPlainText() == "Nothing was written yet."


def test_an_open_log_follows_the_language(shell: Shell, translations: Translations, tmp_path: Path) -> None:
    window = LogWindow(shell.window, tmp_path / "none", "Fatal Python error: Aborted")
    window.open_fresh()
    translations.speak(Language.KOREAN)
    shell.qtbot.waitUntil(lambda: window.windowTitle() == "로그")
    assert window.copy.text() == "모두 복사"
    assert not window.place.text().startswith("The log")
    assert not window.text.toPlainText().startswith("The program")
    assert "Fatal Python error: Aborted" in window.text.toPlainText()
