"""Being nobody for a moment: root may read and write everything, so permissions can only be tested without it."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

NOBODY = 65_534

needs_permissions = pytest.mark.skipif(os.name == "nt", reason="permissions of another kind")


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    """Act without root's rights inside the block; a plain user's tests run unchanged."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        yield
    finally:
        os.seteuid(0)


@contextlib.contextmanager
def reachable_folder() -> Iterator[Path]:
    """A temporary folder that nobody may enter and write, unlike pytest's own under root."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o777)
        yield folder
        folder.chmod(0o777)
