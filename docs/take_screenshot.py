"""Take the README's picture: the real window on a sample photo, its classes and objects painted, the pointer on the photo.

python docs/take_screenshot.py docs/images/window.png
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SIZE = (1280, 800)
POINTER = (0.5, 0.3)
"""Where on the canvas the pointer rests, as shares of its width and height."""
SETTLE_MS = 400


def main(target: Path) -> int:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    sys.path.insert(0, str(ROOT))
    with tempfile.TemporaryDirectory() as home:
        os.environ["HALFPIXEL_HOME"] = home
        return _photograph(target)


def _photograph(target: Path) -> int:
    from PySide6.QtCore import QPoint, QTimer
    from PySide6.QtTest import QTest

    from app.application import Application
    from app.canvas.layers import INSTANCES
    from main import window_options

    program = Application(window_options(["--sample", "astronaut", "--model", "fcn-everyday", "--lang", "en"]))
    window, canvas = program.window, program.window.pane.canvas
    window.resize(*SIZE)

    def shoot() -> None:
        if not window.grab().save(str(target)):
            sys.exit(f"{target} cannot be written; choose another place.")
        window.close()

    def painted(layer: str) -> None:
        if layer == INSTANCES.key and program.session.detection is not None:
            canvas.overlay_painted.disconnect(painted)
            QTest.mouseMove(canvas.viewport(), QPoint(round(canvas.width() * POINTER[0]), round(canvas.height() * POINTER[1])))
            QTimer.singleShot(SETTLE_MS, shoot)

    canvas.overlay_painted.connect(painted)
    return program.run()


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
