"""A folder of 10,000 photos: how soon it can be used, and how long the window waits meanwhile.

Milliseconds and their targets go into the report's ``extra_info``. Run: python -m pytest tests/benchmarks/test_folder_speed.py
"""

from __future__ import annotations

import importlib
import os
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from PySide6.QtCore import QEventLoop, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from app.application import Application
from app.folder_strip import FolderStrip
from app.session import Session
from tests.app.conftest import options
from tests.fakes import FakeMaker
from tests.windows import take_down

FILES = 10_000
USABLE_MS = 1000
LONGEST_WAIT = 60.0


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Every hundredth photo is one of its own, the others have its bytes under names of their own."""
    folder = tmp_path_factory.mktemp("many")
    noise, content = np.random.default_rng(0), b""
    for number in range(FILES):
        path = folder / f"p{number}.jpg"
        if number % 100 == 0:
            Image.fromarray(noise.integers(0, 256, (120, 160, 3), np.uint8)).save(path)
            content = path.read_bytes()
        path.write_bytes(content)
    os.utime(folder, (0, 0))  # a folder that is being written is listed anew at every step
    return folder


@pytest.fixture
def program(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Application]:
    """With a network that takes no time and is imported already, so that the folder alone is measured."""
    importlib.import_module("core.maskrcnn.run")
    monkeypatch.setenv("HALFPIXEL_HOME", str(tmp_path))
    program = Application(options(device="cpu", lang="en"), FakeMaker())
    program.window.resize(1280, 800)
    program.window.show()
    qapp.processEvents()
    yield program
    take_down(program)


def wait(is_so: Callable[[], bool]) -> tuple[float, float]:
    """Milliseconds until something is so, and the longest that the window's thread did not answer meanwhile."""
    started = last = time.perf_counter()
    longest = 0.0
    while not is_so():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 1)
        now = time.perf_counter()
        longest, last = max(longest, now - last), now
        assert now - started < LONGEST_WAIT
    return (time.perf_counter() - started) * 1e3, longest * 1e3


def wait_for_another(session: Session, ask: Callable[[], object]) -> tuple[float, float]:
    """:func:`wait` for another photo than the present one."""
    before = session.document
    ask()
    return wait(lambda: session.document is not before)


def test_10000_photos(benchmark: Any, program: Application, folder: Path) -> None:
    """Until the first photo, the whole list and every picture in sight are there; then the pictures at the far end; then other photos."""
    session, strip = program.session, program.window.findChild(FolderStrip)
    assert strip is not None

    def in_sight() -> bool:
        shown = strip.in_sight() if strip.isVisible() else ()
        return bool(shown) and not any(strip.photos.lacks(place) for place in shown)

    program.intents.open_paths.emit((folder,))
    photo, photo_gap = wait(lambda: session.document is not None)
    listed, list_gap = wait(lambda: len(session.folder) == FILES)
    pictures, picture_gap = wait(in_sight)
    strip.scrollTo(strip.photos.index(FILES - 1))
    end, end_gap = wait(in_sight)
    arrow, arrow_gap = wait_for_another(session, lambda: QTest.keyClick(strip, Qt.Key.Key_Right))
    step, step_gap = wait_for_another(session, lambda: program.intents.step_photo.emit(-2))
    gap = max(photo_gap, list_gap, picture_gap, end_gap, arrow_gap, step_gap)
    benchmark.extra_info.update(
        ours_ms=round(photo + listed + pictures), target_ms=USABLE_MS, until_the_photo_ms=round(photo),
        until_the_list_ms=round(photo + listed), until_the_end_ms=round(end), an_arrow_ms=round(arrow),
        a_step_ms=round(step), largest_gap_ms=round(gap),
    )  # fmt: skip
    benchmark.pedantic(lambda: None, rounds=1)  # the figures above are what counts
