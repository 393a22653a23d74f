"""The house keeps its plan: what lies at the top, and how long a file may grow."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
TOP_LEVEL = {
    ".ci",
    ".gitignore",
    "CHANGELOG.md",
    "LICENSE",
    "README.md",
    "app",
    "core",
    "docs",
    "main.py",
    "pyproject.toml",
    "resources",
    "tests",
}
MAX_LINES = 400
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc"}


def tracked_files() -> list[Path]:
    """What git knows; in an unpacked archive there is nothing to check against."""
    listing = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if listing.returncode:
        pytest.skip("not a git checkout")
    return [Path(name) for name in listing.stdout.split("\0") if name]


def test_only_the_planned_entries_lie_at_the_top() -> None:
    assert {path.parts[0] for path in tracked_files()} <= TOP_LEVEL


def test_no_python_file_is_too_long_to_read_in_one_sitting() -> None:
    lengths = {path: len((ROOT / path).read_text(encoding="utf-8").splitlines()) for path in tracked_files() if path.suffix == ".py"}
    assert {path: length for path, length in lengths.items() if length > MAX_LINES} == {}


def test_no_module_is_named_after_nothing() -> None:
    assert [path for path in tracked_files() if path.stem in FORBIDDEN_NAMES or FORBIDDEN_NAMES & set(path.parts)] == []
