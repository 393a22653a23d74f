"""Opening the window: from the command line's options to the event loop and back to an exit code. Imports Qt when called."""

from __future__ import annotations

import argparse
import os
import sys

from app.display import NO_DISPLAY, has_display

NO_DISPLAY_CODE = 2


def run_window(options: argparse.Namespace) -> int:
    """Open the window on what ``options`` ask for (inputs, sample, model, device, lang, exit_after_overlay). Returns the exit code:

    0, or 2 when there is no display, or with ``exit_after_overlay`` 1 when a problem was shown or no overlay came in time.
    """
    if not has_display(sys.platform, os.environ):
        print(NO_DISPLAY, file=sys.stderr)
        return NO_DISPLAY_CODE
    if sys.platform == "win32":
        import torch  # noqa: F401  (torch >= 2.9 loaded after Qt fails on Windows)

    from app.application import Application

    return Application(options).run()
