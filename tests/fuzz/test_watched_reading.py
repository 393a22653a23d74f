"""Settings, sessions, labels, annotations, progress and records run nothing and touch nothing but their own folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

from tests.fuzz.campaign import ROOT
from tests.fuzz.subjects import FILES


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> dict[str, object]:
    base = tmp_path_factory.mktemp("watched")
    folder, canary = base / "files", base / "canary"
    folder.mkdir()
    environment = {**os.environ, "HALFPIXEL_HOME": str(folder / "home"), "PYTHONHASHSEED": "0", "PYTHONDONTWRITEBYTECODE": "1"}
    words = [sys.executable, "-m", "tests.fuzz.watched_reading", str(folder), str(canary)]
    done = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return {**json.loads(done.stdout), "canary": canary.exists()}


def test_no_file_did_anything(report: dict[str, object]) -> None:
    assert report["deeds"] == []
    assert report["canary"] is False


def test_the_watch_saw_what_reading_does(report: dict[str, object]) -> None:
    """A blind watch would find nothing either: the inputs are written under its eyes."""
    seen, refused = report["seen"], report["refused"]
    assert isinstance(seen, int)
    assert isinstance(refused, dict)
    assert refused.keys() == set(FILES)
    assert seen >= sum(count for _, count in refused.values()) - refused["start-requests"][1] - refused["roi-cases"][1]


@pytest.mark.parametrize("name", ["settings", "sessions", "annotations", "progress-files", "own-models"])
def test_what_is_made_to_harm_is_refused(report: dict[str, object], name: str) -> None:
    refused = report["refused"]
    assert isinstance(refused, dict)
    number, count = refused[name]
    assert number > count // 2
