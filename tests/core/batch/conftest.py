"""Photos of noise, and a tiny model to run on them: those of the command line's tests."""

from __future__ import annotations

from tests.core.cli.conftest import draw_photo, tiny

__all__ = ["draw_photo", "tiny"]
