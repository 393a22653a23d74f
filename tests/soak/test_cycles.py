"""Photo after photo: nothing of one that is gone stays alive, and memory does not grow.

Long form, 500 photos through the shipped networks: ``HALFPIXEL_LONG=1 python -m pytest tests/soak/test_cycles.py --timeout 0 -s``
"""

from __future__ import annotations

import time
import weakref
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication

from app.application import Application
from app.memory import resident_bytes
from app.preferences import Workspace
from app.session import Session
from app.workflow.engine_host import EngineMaker
from app.workflow.torch_engine import TorchEngineMaker
from core.allocation import keep_freed_memory
from tests.app.conftest import options, write_photo
from tests.fakes import FakeMaker
from tests.soak.truth_of_the_window import is_idle, warm_up
from tests.windows import settle, take_down

HANG = 240.0
ROOMS = (Workspace.EXPLORE, Workspace.INSIDE_FCN, Workspace.MASKRCNN, Workspace.LAB)
CACHED_PHOTOS = 2
"""The RoI lab and the feature cache may hold what was shown last beside what is shown now."""
WARM_UP = 50


def until(is_so: Callable[[], bool]) -> None:
    end = time.monotonic() + HANG
    while not is_so():
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        time.sleep(0.001)  # the workers' turn: Qt's own waiting would keep Python's lock
        assert time.monotonic() < end


def look_at(program: Application, photo: Path) -> None:
    """Open a photo and wait until classes and objects are on it, and every room that is open has done its work."""
    session = program.session
    program.intents.open_paths.emit((photo,))
    until(
        lambda: session.document is not None and session.document.path == photo and session.segmentation is not None
        and session.instance_scene is not None and is_idle(program)
    )  # fmt: skip


def arrays_of(session: Session) -> dict[str, np.ndarray]:
    """One array of each thing that belongs to the photo on screen: frozen objects with slots cannot be watched themselves."""
    assert session.document is not None
    assert session.segmentation is not None
    assert session.detection is not None
    assert session.instance_scene is not None
    run, scene = session.detection, session.instance_scene
    return {
        "pixels": session.document.rgb, "class map": session.segmentation.class_map, "scores": session.segmentation.fused,
        "pyramid": run.pyramid.levels["P2"], "objects": run.boxes_image, "masks on the photo": scene.ids,
    }  # fmt: skip


def program_with(maker: EngineMaker) -> Application:
    program = Application(options(device="cpu", lang="en"), maker)
    program.window.show()
    return program


@pytest.mark.usefixtures("qapp")
def test_nothing_of_a_photo_that_is_gone_stays_alive(tmp_path: Path) -> None:
    warm_up()
    program = program_with(FakeMaker())
    photos = [write_photo(tmp_path / f"{number}.png", number, (96 + number, 64)) for number in range(8)]
    for workspace in ROOMS:
        program.intents.choose_workspace.emit(workspace)
        look_at(program, photos[0])
    gone: list[tuple[str, weakref.ref[np.ndarray]]] = []
    widgets: list[int] = []
    for number, photo in enumerate(photos[1:], 1):
        program.intents.choose_workspace.emit(ROOMS[number % len(ROOMS)])
        look_at(program, photo)
        gone.extend((f"{name} of photo {number}", weakref.ref(array)) for name, array in arrays_of(program.session).items())
        settle()
        widgets.append(len(QApplication.allWidgets()))
    settle()
    old = gone[: -len(arrays_of(program.session)) * (CACHED_PHOTOS + 1)]
    alive = [name for name, seen in old if seen() is not None]
    take_down(program)
    assert old
    assert alive == []
    assert widgets[-1] <= widgets[len(ROOMS) - 1]


@pytest.mark.usefixtures("qapp")
def test_memory_does_not_grow(tmp_path: Path, is_long: bool) -> None:
    if not is_long:
        pytest.skip("500 photos through the shipped networks: HALFPIXEL_LONG=1")
    photos = [write_photo(tmp_path / f"{number}.png", number, (160, 120)) for number in range(500)]
    keep_freed_memory()  # as main does
    program = program_with(TorchEngineMaker())
    sizes = []
    for photo in photos:
        look_at(program, photo)
        settle()
        sizes.append(resident_bytes() or 0)
    take_down(program)
    warm, last = max(sizes[WARM_UP : 2 * WARM_UP]), max(sizes[-WARM_UP:])
    print(f"500 photos: {sizes[0] >> 20} MB at first, {warm >> 20} MB after {WARM_UP}, {last >> 20} MB in the end, {last / warm - 1:+.1%}")
    assert last < 1.05 * warm
