"""Is there a screen? Asked before Qt is, because Qt aborts the process where there is none, or where it cannot be reached."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QMessageLogContext, QtMsgType
    from PySide6.QtWidgets import QApplication

NO_DISPLAY = (
    "There is no display to open a window on (DISPLAY and WAYLAND_DISPLAY are not set); "
    "run 'halfpixel segment PHOTO --model KEY --out FOLDER' to work without one."
)
NOT_REACHED = (
    "No window can be opened on {display} ({reason}); check the display, "
    "or run 'halfpixel segment PHOTO --model KEY --out FOLDER' to work without one."
)
NO_DISPLAY_CODE = 2
VARIABLES = ("QT_QPA_PLATFORM", "WAYLAND_DISPLAY", "DISPLAY")


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether Qt can open a window. ``platform`` is sys.platform; only Unix with X11 or Wayland can lack a display."""
    if platform in ("win32", "darwin"):
        return True
    return any(environment.get(variable) for variable in VARIABLES)


def reach_display(give_back: Callable[[], None]) -> QApplication:
    """The connection to the display, which must outlive every window.

    A display that is named but does not answer, or for which Qt lacks a library, ends the process with one sentence and exit code 2,
    after ``give_back()``: Qt would abort, and there is nothing to catch but what it says last.
    """
    from PySide6.QtCore import QtMsgType, qInstallMessageHandler
    from PySide6.QtWidgets import QApplication

    said: list[str] = []

    def hear(kind: QtMsgType, _context: QMessageLogContext, text: str) -> None:
        said.append(text)
        if kind is QtMsgType.QtFatalMsg:
            give_back()
            print(not_reached(os.environ, said[0]), file=sys.stderr, flush=True)
            os._exit(NO_DISPLAY_CODE)

    before = qInstallMessageHandler(hear)
    application = QApplication([sys.argv[0]])
    qInstallMessageHandler(before)
    for text in said:
        print(text, file=sys.stderr)
    return application


def not_reached(environment: Mapping[str, str], reason: str) -> str:
    """The sentence about a display that ``environment`` names, and of which Qt first said ``reason``."""
    named = [f"{variable}={environment[variable]}" for variable in VARIABLES if environment.get(variable)]
    return NOT_REACHED.format(display=" ".join(named) or "this display", reason=reason.strip().splitlines()[0].rstrip("."))
