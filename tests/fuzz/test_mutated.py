"""Damaged inputs by the thousand, in child processes: no crash, no hang, under a gigabyte, and nothing but typed sentences.

With ``HALFPIXEL_LONG=1`` the same tests feed 500,000 photos and 105,000 other files (docs/robustness.md).
"""

from __future__ import annotations

import random
from pathlib import Path

import pytest

from tests.fuzz.campaign import campaign
from tests.fuzz.image_seeds import image_seeds
from tests.fuzz.mutation import mutated
from tests.fuzz.segments import segments
from tests.fuzz.subjects import FILES, IMPORTS, READERS
from tests.fuzz.watch import MOST_BYTES
from tests.long_form import LONG, no_limit_when_long

IMAGES = {False: 20_000, True: 500_000}
OTHERS = {
    False: {**dict.fromkeys(FILES, 400), **dict.fromkeys(READERS, 500), **dict.fromkeys(IMPORTS, 40)},
    True: {**dict.fromkeys(FILES, 5_000), **dict.fromkeys(READERS, 9_000), **dict.fromkeys(IMPORTS, 1_000)},
}


def test_the_long_form_has_the_figures_that_are_promised() -> None:
    assert IMAGES[True] >= 500_000
    assert sum(OTHERS[True].values()) >= 100_000


@no_limit_when_long
def test_damaged_photos(tmp_path: Path) -> None:
    toll = campaign("images", IMAGES[LONG], tmp_path)
    assert toll.faults == ()
    assert toll.tried == IMAGES[LONG]
    assert toll.peak < MOST_BYTES
    assert toll.taken > toll.tried // 10  # damage that is seen at once tests no decoder
    assert toll.refused > toll.tried // 2


@no_limit_when_long
@pytest.mark.parametrize("subject", OTHERS[True])
def test_damaged_files(tmp_path: Path, subject: str) -> None:
    toll = campaign(subject, OTHERS[LONG][subject], tmp_path)
    assert toll.faults == ()
    assert toll.tried == OTHERS[LONG][subject]


def test_there_are_seeds_of_every_format() -> None:
    names = image_seeds()
    assert len(names) >= 20
    formats = ("jpeg", "mpo", "png", "gif", "webp", "tiff", "bmp", "ppm", "pgm", "pbm", "pfm")
    assert all(any(name.startswith(content_format) for name in names) for content_format in formats)


def test_a_seed_is_its_segments() -> None:
    for content in image_seeds().values():
        assert b"".join(segments(content)) == content


def test_the_same_number_gives_the_same_damage() -> None:
    seeds = list(image_seeds().values())
    first, again = ([mutated(seeds[0], random.Random(number), segments, seeds) for number in range(50)] for _ in range(2))
    assert first == again
    assert len(set(first)) > 40
