"""A whole program that is closed while it works: ``python -m tests.soak.closing_child WORK PHOTO MILLISECONDS``.

Begins WORK once the window is painted, closes the window so many milliseconds after its worker took it on, prints when that was, and ends
as main.py ends.
"""

from __future__ import annotations

import dataclasses
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QTimer, SignalInstance

from app import application
from app.application import Application
from app.evaluate.workspace import EvaluateRoom
from app.leaving import leave
from app.preferences import Workspace
from core.catalog import MODELS, ModelRow
from main import window_options


def begin_inference(program: Application, photo: Path) -> SignalInstance:
    program.intents.open_paths.emit((photo,))
    return program.workflow.worker.started


def begin_thumbnails(program: Application, photo: Path) -> SignalInstance:
    program.intents.open_paths.emit((photo,))
    return program.session.picture_made


def begin_export(program: Application, photo: Path) -> SignalInstance:
    program.session.document_changed.connect(lambda _document: program.intents.copy_picture.emit())
    program.intents.open_paths.emit((photo,))
    return program.exporting.worker.started


def begin_evaluation(program: Application, photo: Path) -> None:
    program.intents.choose_workspace.emit(Workspace.EVALUATE)
    room = program.window.rooms[Workspace.EVALUATE]
    assert isinstance(room, EvaluateRoom)
    room.controls.folder.setText(str(photo.parent))
    room.controls.start.click()


def begin_download(program: Application, photo: Path) -> None:
    del photo
    program.intents.fetch_model.emit("far")


WORKS: dict[str, Callable[[Application, Path], SignalInstance | None]] = {
    "inference": begin_inference,
    "thumbnails": begin_thumbnails,
    "export": begin_export,
    "evaluation": begin_evaluation,
    "download": begin_download,
}
"""Each returns the signal that says that a worker took it on, or None where that is so already."""


def far_row(url: str) -> ModelRow:
    """A model whose weights a server gives away very slowly."""
    weights = dataclasses.replace(MODELS[0].weights, file_name="far.safetensors", url=url, sha256=None, size_bytes=0)
    return dataclasses.replace(MODELS[0], key="far", title="Far", weights=weights, badges=())


def main(work: str, photo: Path, milliseconds: int, url: str) -> int:
    if url:
        rows = (*MODELS, far_row(url))
        application.all_rows = lambda _heard=None: rows  # type: ignore[attr-defined, assignment]
    program = Application(window_options([]), is_all=True)
    closed: list[float] = []

    def close() -> None:
        if not closed:
            closed.append(time.time())
            print(f"closed {closed[0]}", flush=True)
            program.window.close()

    def begin() -> None:
        begun = WORKS[work](program, photo)
        if begun is None:
            QTimer.singleShot(milliseconds, close)
        else:
            begun.connect(lambda *_: QTimer.singleShot(milliseconds, close))

    program.window.first_painted.connect(lambda: QTimer.singleShot(0, begin))
    code = program.run()
    others = [thread.name for thread in threading.enumerate() if thread is not threading.main_thread() and not thread.daemon]
    print(f"threads {others}", flush=True)
    return code


if __name__ == "__main__":
    leave(main(sys.argv[1], Path(sys.argv[2]), int(sys.argv[3]), sys.argv[4] if len(sys.argv) > 4 else ""))
