"""What every test needs: Qt without a screen, decided before anything imports Qt."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

os.environ["QT_QPA_PLATFORM"] = "offscreen"


@pytest.fixture(scope="session", autouse=True)
def nobodys_home(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """No test reads, or overwrites, the settings and models of whoever runs it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALFPIXEL_HOME", str(tmp_path_factory.mktemp("home")))
        yield
