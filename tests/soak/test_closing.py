"""The window is closed while it works, in processes of their own: exit 0, at once, and nothing of it left.

Long form, 200 moments: ``HALFPIXEL_LONG=1 python -m pytest tests/soak/test_closing.py --timeout 0 -s``
"""

from __future__ import annotations

import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app import last_session
from app import settings as settings_file
from tests.core.weights.file_server import Answer, Served, serving

ROOT = Path(__file__).resolve().parents[2]
WORKS = ("inference", "thumbnails", "export", "evaluation", "download")
HANG = 240
PROMISED = 3.0
"""Seconds from the close to the end of the process; measured in the long form, on a quiet machine."""


@dataclass(frozen=True)
class Place:
    home: Path
    photo: Path
    url: str


@pytest.fixture
def place(home: Path, tmp_path: Path) -> Iterator[Place]:
    """A data set in the layout of folder pairs, whose photos serve every work; and a server that sends half a file and no more."""
    photos, labels = tmp_path / "data" / "images", tmp_path / "data" / "labels"
    photos.mkdir(parents=True)
    labels.mkdir()
    noise = np.random.default_rng(0)
    for number in range(12):
        Image.fromarray(noise.integers(0, 256, (600, 800, 3), np.uint8)).save(photos / f"{number}.png")
        Image.fromarray(noise.integers(0, 5, (600, 800), np.uint8)).save(labels / f"{number}.png")

    def stall(served: Served, answer: Answer) -> None:
        answer.send(200, served.content[: len(served.content) // 2], {"Content-Length": str(len(served.content))})
        answer.hang()

    with serving(bytes(1_000_000)) as served:
        served.plan = stall
        yield Place(home, photos / "0.png", served.url)


def closed_after(place: Place, work: str, milliseconds: int) -> float:
    """Seconds from the close to the end of the process, which ended in order and left nothing."""
    photo = place.photo.parent if work == "evaluation" else place.photo
    words = [sys.executable, "-m", "tests.soak.closing_child", work, str(photo), str(milliseconds)]
    words += [place.url] if work == "download" else []
    process = subprocess.Popen(words, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True)
    said, complained = process.communicate(timeout=HANG)
    ended = time.time()
    assert (process.returncode, complained) == (0, ""), (work, milliseconds, complained)
    assert "threads []" in said
    with pytest.raises(ProcessLookupError):
        os.killpg(process.pid, signal.SIGTERM)  # an orphan would be in the process's group
    assert not (place.home / "crash.txt").exists()
    assert settings_file.load(place.home / "settings.json")[1] is None
    assert last_session.load(place.home / "session.json")[1] is None
    assert {"settings.json", "session.json"} <= {path.name for path in place.home.iterdir()}
    assert not list(place.home.rglob("*.bad"))
    return ended - float(re.findall(r"closed (\S+)", said)[0])


@pytest.mark.skipif(sys.platform == "win32", reason="process groups of another kind")
def test_closing_at_random_moments(place: Place, is_long: bool) -> None:
    chance, seconds = random.Random(0), list[float]()
    for number in range(200 if is_long else len(WORKS)):
        work = WORKS[number % len(WORKS)]
        seconds.append(closed_after(place, work, chance.choice((0, chance.randint(0, 300), chance.randint(0, 3000)))))
    print(f"{len(seconds)} closes: median {np.median(seconds):.2f} s, slowest {max(seconds):.2f} s to the end of the process")
    if is_long:
        assert max(seconds) < PROMISED
