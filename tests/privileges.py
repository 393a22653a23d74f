"""Being nobody for a moment: root may read and write everything, so permissions can only be tested without it."""

from __future__ import annotations

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

NOBODY = 65_534
PROGRAM = (Path(__file__).resolve().parents[1], Path(pytest.__file__).parent)
"""This checkout, and the installed packages."""

needs_permissions = pytest.mark.skipif(os.name == "nt", reason="permissions of another kind")


@contextlib.contextmanager
def as_nobody() -> Iterator[None]:
    """Act without root's rights inside the block; a plain user's tests run unchanged.

    Skips the test where nobody may not read the program itself, such as under root's home: it would be tested for that alone.
    """
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(NOBODY)
    try:
        if not all(os.access(folder, os.R_OK | os.X_OK, effective_ids=True) for folder in PROGRAM):
            pytest.skip("root runs the tests from a folder that others may not enter")
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
