"""Take the pictures of the README and the guide: the real window on a sample photo, once for each of SHOTS.

python docs/take_screenshots.py docs/images
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from app.application import Application
    from app.messages import Message

ROOT = Path(__file__).resolve().parent.parent
SIZE = (1280, 800)
POINTER = (0.5, 0.3)
"""Where on the canvas the pointer rests, as shares of its width and height."""
SETTLE_MS = 1500
JPEG_QUALITY = 85


def explore(program: Application) -> None:
    from PySide6.QtCore import QPoint
    from PySide6.QtTest import QTest

    from app.preferences import Workspace

    program.intents.choose_workspace.emit(Workspace.EXPLORE)
    canvas = program.window.pane.canvas
    QTest.mouseMove(canvas.viewport(), QPoint(round(canvas.width() * POINTER[0]), round(canvas.height() * POINTER[1])))


def inside_fcn(pane: str) -> Callable[[Application], None]:
    def show(program: Application) -> None:
        from app.inside_fcn.workspace import InsideFcn
        from app.preferences import Workspace

        program.intents.choose_workspace.emit(Workspace.INSIDE_FCN)
        room = program.window.rooms[Workspace.INSIDE_FCN]
        assert isinstance(room, InsideFcn)
        room.show_pane(pane)

    return show


def maskrcnn(program: Application) -> None:
    from app.chosen import Chosen, ChosenKind
    from app.preferences import StageKey, Workspace

    program.intents.choose_workspace.emit(Workspace.MASKRCNN)
    program.intents.show_stage.emit(StageKey.PROPOSALS_AFTER)
    program.intents.choose.emit(Chosen(ChosenKind.DETECTION, 0))


def lab(program: Application) -> None:
    from app.chosen import Chosen, ChosenKind

    program.intents.open_in_lab.emit(Chosen(ChosenKind.DETECTION, 0))


SHOTS: dict[str, Callable[[Application], None]] = {
    "window.jpg": explore,
    "waterfall.jpg": inside_fcn("waterfall"),
    "compare.jpg": inside_fcn("compare"),
    "maskrcnn.jpg": maskrcnn,
    "lab.jpg": lab,
}


def main(folder: Path) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as home:
        os.environ["HALFPIXEL_HOME"] = home
        return _photograph(folder)


def _photograph(folder: Path) -> int:
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from app.application import Application
    from app.canvas.layers import INSTANCES
    from main import window_options

    program = Application(window_options(["--sample", "astronaut", "--model", "fcn-everyday", "--lang", "en"]))
    window, canvas = program.window, program.window.pane.canvas
    window.resize(*SIZE)
    left = list(SHOTS.items())

    def prepare() -> None:
        if not left:
            window.close()
            return
        left[0][1](program)
        QTimer.singleShot(SETTLE_MS, shoot)

    def shoot() -> None:
        target = folder / left.pop(0)[0]
        if not window.grab().save(str(target), quality=JPEG_QUALITY):
            sys.exit(f"{target} cannot be written; choose another place.")
        prepare()

    def painted(layer: str) -> None:
        if layer == INSTANCES.key and program.session.detection is not None:
            canvas.overlay_painted.disconnect(painted)
            QTimer.singleShot(0, prepare)

    def give_up(message: Message) -> None:
        print(message.text, file=sys.stderr)
        QApplication.exit(1)

    canvas.overlay_painted.connect(painted)
    program.messages.problem_shown.connect(give_up)
    return program.run()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
