"""What is fed with damaged inputs: seeds, the kind of damage, and the program's own function that reads a file; and photos, the first."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import ImageTooLarge
from core.image import load_image
from tests.fuzz.image_seeds import image_seeds
from tests.fuzz.mutation import mutated
from tests.fuzz.segments import segments, with_right_checksums

Damage = Callable[[bytes, random.Random, Sequence[bytes]], bytes]
"""From a sound file, and its like to splice with, to a damaged one."""


@dataclass(frozen=True, slots=True)
class Subject:
    """``damage`` makes an input of some sound file; ``read`` raises UserError for what it refuses, in a sentence with ``file_name``."""

    name: str
    seeds: Sequence[bytes]
    damage: Damage
    read: Callable[[bytes], object]
    file_name: str | None

    def damaged(self, rng: random.Random) -> bytes:
        return self.damage(rng.choice(self.seeds), rng, self.seeds)

    def warm_up(self) -> None:
        """Every sound file is taken."""
        for seed in self.seeds:
            self.read(seed)


def images(folder: Path) -> Subject:
    path = folder / "photo"

    def read(content: bytes) -> None:
        replace(path, content)
        try:
            load_image(path)
        except ImageTooLarge as error:
            if error.reduced_size is None:
                raise
            load_image(path, reduced=True)

    return Subject("images", list(image_seeds().values()), damaged_image, read, path.name)


def damaged_image(content: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:
    """A wrong checksum would keep most damage from a PNG's decoder: every second one gets right ones."""
    changed = mutated(content, rng, segments, others)
    return with_right_checksums(changed) if rng.random() < 0.5 else changed


def replace(path: Path, content: bytes) -> None:
    """Write over what is there: a file that is emptied first costs file systems a flush."""
    with path.open("r+b" if path.exists() else "wb") as stream:
        stream.write(content)
        stream.truncate()
