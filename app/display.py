"""Is there a screen? Asked before Qt is, because Qt aborts the process where there is none."""

from __future__ import annotations

from collections.abc import Mapping

NO_DISPLAY = (
    "There is no display to open a window on (DISPLAY and WAYLAND_DISPLAY are not set); "
    "run 'halfpixel segment PHOTO --model KEY --out FOLDER' to work without one."
)


def has_display(platform: str, environment: Mapping[str, str]) -> bool:
    """Whether Qt can open a window. ``platform`` is sys.platform; only Unix with X11 or Wayland can lack a display."""
    if platform in ("win32", "darwin"):
        return True
    return any(environment.get(variable) for variable in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"))
