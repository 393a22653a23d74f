"""What every test needs: Qt without a screen, decided before anything imports Qt."""

from __future__ import annotations

import logging
import os
import signal
from collections.abc import Iterator

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"

# What is started in a shell's background ignores interrupts, and so would every program that a test starts and interrupts.
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session", autouse=True)
def nobodys_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads, or overwrites, the settings and models of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALFPIXEL_HOME", str(tmp_path_factory.mktemp("home")))
        yield


class _Unforeseen(logging.Handler):
    """Collects what the program's own log calls an unexpected failure."""

    def __init__(self) -> None:
        super().__init__(logging.ERROR)
        self.failures: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.failures.append(record.getMessage())


@pytest.fixture(autouse=True)
def nothing_unforeseen(request: pytest.FixtureRequest) -> Iterator[None]:
    """A failure inside fails the test even where the program catches it: shown in a strip that no assertion reads, it would be lost.

    pytest-qt fails a test for what escapes from a slot, and for Qt's warnings; while the program runs, it catches those itself.
    """
    seen, log = _Unforeseen(), logging.getLogger("halfpixel")
    log.addHandler(seen)
    yield
    log.removeHandler(seen)
    if request.node.get_closest_marker("fails_inside") is None and seen.failures:
        pytest.fail("\n".join(("The program met a failure that nobody foresaw:", *seen.failures)))
