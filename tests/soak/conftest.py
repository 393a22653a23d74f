"""What the long and the short forms share."""

from __future__ import annotations

import os

import pytest

from tests.app.conftest import home

__all__ = ["home", "is_long"]


@pytest.fixture
def is_long() -> bool:
    """Whether the long form was asked for: ``HALFPIXEL_LONG=1``."""
    return os.environ.get("HALFPIXEL_LONG") == "1"
