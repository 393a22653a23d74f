"""What fails unseen fails the test: proved by running pytest, with this project's settings, on tests that ought to fail."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

TESTS = """
import sys
import threading

import pytest
from PySide6.QtCore import QObject, QTimer, Signal, qWarning
from PySide6.QtWidgets import QApplication

from app.messages import Messages


class Bell(QObject):
    rung = Signal()


def fail():
    raise ZeroDivisionError("inside a slot")


def ring():
    bell = Bell()
    bell.rung.connect(fail)
    bell.rung.emit()


def test_nothing():
    pass


def test_a_slot_raises():
    ring()


def test_a_timer_raises(qapp):
    QTimer.singleShot(0, fail)
    for _ in range(100):
        QApplication.processEvents()


def test_a_slot_raises_while_the_program_catches_everything():
    messages = Messages()
    messages.catch_everything()
    ring()
    messages.let_go()


def test_a_slot_raises_after_the_program_let_go():
    messages = Messages()
    messages.catch_everything()
    messages.let_go()
    ring()


def test_a_failure_is_told_in_a_strip_that_nobody_reads():
    Messages().show_error("program", ZeroDivisionError("inside"))


@pytest.mark.fails_inside
def test_a_failure_is_what_the_test_is_about():
    Messages().show_error("program", ZeroDivisionError("inside"))


def test_a_thread_raises():
    thread = threading.Thread(target=fail)
    thread.start()
    thread.join()


def test_a_thread_raises_while_the_program_catches_everything():
    messages = Messages()
    messages.catch_everything()
    test_a_thread_raises()
    messages.let_go()


def test_qt_warns():
    qWarning("QPainter::begin: Paint device returned engine == 0")


def test_python_warns():
    import warnings

    warnings.warn("deprecated", DeprecationWarning)
"""
FINE = {"test_nothing", "test_a_failure_is_what_the_test_is_about"}


def test_nothing_that_fails_unseen_passes(tmp_path: Path) -> None:
    tests = tmp_path / "test_unseen.py"
    tests.write_text(TESTS, encoding="utf-8")
    settings = ("-c", str(ROOT / "pyproject.toml"), "-p", "tests.conftest", "-p", "no:cacheprovider")
    words = [sys.executable, "-m", "pytest", *settings, "--tb=no", "-rA", str(tests)]
    done = subprocess.run(words, cwd=ROOT, capture_output=True, text=True, check=False)
    reported = [line.split() for line in done.stdout.splitlines() if "::test_" in line]
    outcomes: dict[str, set[str]] = {}
    for outcome, where, *_ in reported:
        outcomes.setdefault(where.split("::")[1], set()).add(outcome)
    names = {line.split()[1].split("(")[0] for line in TESTS.splitlines() if line.startswith("def test_")}
    assert outcomes.keys() == names, done.stdout + done.stderr
    unharmed = {name for name, seen in outcomes.items() if seen == {"PASSED"}}
    assert unharmed == FINE, done.stdout
