"""The README's commands are the ones that CI runs."""

from __future__ import annotations

import runpy
import shlex
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
readme_command: Callable[[str, str], str] = runpy.run_path(str(ROOT / ".ci" / "readme_command.py"))["readme_command"]


@pytest.mark.parametrize(
    ("name", "ending"),
    [("window", ".venv/bin/halfpixel"), ("segment", "--out results"), ("checks", ".venv/bin/python .ci/checks.py")],
)
def test_each_command_is_there_once_and_ends_where_ci_may_append(name: str, ending: str) -> None:
    assert readme_command(name, README).endswith(ending)


def test_the_command_without_a_screen_is_one_that_the_parser_takes() -> None:
    import argparse

    from core.cli import segment

    program, subcommand, *words = shlex.split(readme_command("segment", README))
    parser = argparse.ArgumentParser()
    segment.add_arguments(parser)
    options = parser.parse_args(words)
    assert (program, subcommand, options.sample) == (".venv/bin/halfpixel", "segment", ["astronaut"])


@pytest.mark.parametrize("text", ["", "<!-- command: a -->\n```sh\none\ntwo\n```\n", "<!-- command: a -->\n```sh\none\n```\n" * 2])
def test_none_two_or_several_lines_are_refused(text: str) -> None:
    with pytest.raises(ValueError, match="exactly one one-line command"):
        readme_command("a", text)


def test_every_relative_link_leads_somewhere() -> None:
    import re

    targets = re.findall(r"\]\(([^)#:]+)\)", README)
    assert targets
    assert [target for target in targets if not (ROOT / target).exists()] == []


def test_its_lines_of_python_segment_and_paint_a_photo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Run as they stand, beside a photo of that name; only the screen is missing."""
    import re

    import numpy as np
    from PIL import Image

    from core.samples import sample_path

    (lines,) = re.findall(r"^<!-- python -->\n```python\n(.+?)\n```$", README, flags=re.MULTILINE | re.DOTALL)
    assert len(lines.splitlines()) <= 10
    with Image.open(sample_path("cat")) as cat:
        cat.save(tmp_path / "photo.jpg")
    monkeypatch.chdir(tmp_path)
    shown: list[Image.Image] = []
    monkeypatch.setattr(Image.Image, "show", lambda picture: shown.append(picture))
    names: dict[str, Any] = {}
    exec(lines, names)
    found = names["found"]
    assert found.class_map.shape == names["photo"].rgb.shape[:2]
    assert found.shares()[found.label_set.names.index("cat")] > 0.3
    clear, painted = (np.asarray(shown[0])[found.class_map == label] for label in (0, found.label_set.names.index("cat")))
    assert clear.max() < 128
    assert painted[:, 0].min() >= 32
    assert shown == [names["picture"]]
