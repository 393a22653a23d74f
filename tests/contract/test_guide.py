"""The guide and the README: every picture that they show is one that the script takes, and is there."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parent.parent.parent / "docs"
SHOTS = set(runpy.run_path(str(DOCS / "take_screenshots.py"), run_name="shots")["SHOTS"])


@pytest.mark.parametrize(("page", "prefix"), [("guide.md", "images/"), ("../README.md", "docs/images/")])
def test_every_picture_is_taken_by_the_script_and_is_there(page: str, prefix: str) -> None:
    shown = set(re.findall(rf"!\[[^]]+\]\({prefix}([^)]+)\)", (DOCS / page).read_text(encoding="utf-8")))
    assert shown
    assert shown <= SHOTS
    assert all((DOCS / "images" / name).is_file() for name in shown)


def test_the_guide_shows_every_picture() -> None:
    guide = (DOCS / "guide.md").read_text(encoding="utf-8")
    assert [name for name in SHOTS if f"(images/{name})" not in guide] == []
    assert {path.name for path in (DOCS / "images").iterdir()} == SHOTS
