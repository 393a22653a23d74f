"""Opening the window: from the command line's options to the event loop and back to an exit code. Imports Qt when called."""

from __future__ import annotations

import argparse
import os
import sys
from typing import TYPE_CHECKING

from app.display import NO_DISPLAY, NO_DISPLAY_CODE, has_display, reach_display
from app.start_request import request_of
from core.libraries import collector_paused

if TYPE_CHECKING:
    from app.application import Application
    from app.one_window import OneWindow

TAKEN_OVER = "Halfpixel is open already; its window does what was asked for."


def run_window(options: argparse.Namespace, *, is_all: bool = False) -> int:
    """Open the window on what ``options`` ask for (inputs, sample, model, device, lang, exit_after_overlay). Returns the exit code:

    0, or 2 when there is no display or it does not answer, or with ``exit_after_overlay`` 1 when a problem was shown or no overlay came in
    time. Where a window is open already, it gets the options, but for ``exit_after_overlay``, which is a script's and has a window of its
    own. ``is_all``: the process ends with the window.
    """
    if not has_display(sys.platform, os.environ):
        print(NO_DISPLAY, file=sys.stderr)
        return NO_DISPLAY_CODE
    if sys.platform == "win32":
        import torch  # noqa: F401  (torch >= 2.9 loaded after Qt fails on Windows)

    place = None if options.exit_after_overlay else _place()
    if place is not None and not place.is_for(request_of(options)):
        print(TAKEN_OVER)
        return 0
    display = reach_display(place.leave if place is not None else lambda: None)
    code = make_application(options, place=place, is_all=is_all).run()
    del display  # not earlier: a window without it would be gone
    return code


def make_application(options: argparse.Namespace, *, place: OneWindow | None = None, is_all: bool = False) -> Application:
    """The window and all that it needs, not yet shown."""
    with collector_paused():
        from app.application import Application

    return Application(options, place=place, is_all=is_all)


def _place() -> OneWindow:
    from app.one_window import OneWindow
    from app.settings import home

    return OneWindow(home())
