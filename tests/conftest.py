"""What every test needs: Qt without a screen, decided before anything imports Qt."""

from __future__ import annotations

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
