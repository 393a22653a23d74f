"""Small pictures of photos, kept on disk between two starts; a photo that has changed since is another one."""

from __future__ import annotations

import contextlib
import hashlib
import io
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

from core.errors import UserError
from core.files import write_atomically
from core.image import load_image

LONGEST_SIDE = 192
"""Pixels: twice what is shown, for screens with two pixels a point."""
MAX_BYTES = 64 << 20
QUALITY = 80
ROUNDS_BETWEEN_PRUNINGS = 200
END_OF_JPEG = b"\xff\xd9"
"""ITU T.81, marker EOI. A file without it was cut short, or its blocks never came to the disk before the power went."""

Pixels = npt.NDArray[np.uint8]


class ThumbnailStore:
    """Has one owner. Where its folder cannot be written, pictures are made anew each time."""

    def __init__(self, folder: Path, *, max_bytes: int = MAX_BYTES) -> None:
        self._folder = folder
        self._max_bytes = max_bytes
        self._written = 0

    def picture_of(self, photo: Path) -> Pixels | None:
        """``(h, w, 3)`` uint8 of at most LONGEST_SIDE pixels; None for a file that is no photo that can be opened."""
        kept = self._place(photo)
        if kept is not None:
            found = _read(kept)
            if found is not None:
                return found
        try:
            picture = small(load_image(photo, reduced=True).rgb)
        except UserError:  # told when somebody opens it
            return None
        if kept is not None:
            self._keep(kept, picture)
        return picture

    def _place(self, photo: Path) -> Path | None:
        try:
            facts = photo.stat()
        except OSError:
            return None
        text = f"{photo.absolute()}\n{facts.st_mtime_ns}\n{facts.st_size}"
        return self._folder / f"{hashlib.blake2b(text.encode(errors='surrogateescape'), digest_size=16).hexdigest()}.jpg"

    def _keep(self, place: Path, picture: Pixels) -> None:
        stream = io.BytesIO()
        Image.fromarray(picture).save(stream, "JPEG", quality=QUALITY)
        with contextlib.suppress(OSError, UserError):
            self._folder.mkdir(parents=True, exist_ok=True)
            write_atomically(place, stream.getvalue(), durable=False)  # of a folder's many photos each would wait for the disk
        if self._written % ROUNDS_BETWEEN_PRUNINGS == 0:
            self._prune()
        self._written += 1

    def _prune(self) -> None:
        """Delete the oldest pictures until the rest fit."""
        with contextlib.suppress(OSError):
            found = sorted(((path.stat(), path) for path in self._folder.glob("*.jpg")), key=lambda pair: -pair[0].st_mtime)
            total = 0
            for facts, path in found:
                total += facts.st_size
                if total > self._max_bytes:
                    path.unlink()


def small(rgb: Pixels) -> Pixels:
    """``(H, W, 3)`` uint8 shrunk to at most LONGEST_SIDE pixels, smoothly."""
    image = Image.fromarray(rgb)
    image.thumbnail((LONGEST_SIDE, LONGEST_SIDE), Image.Resampling.BOX, reducing_gap=2.0)
    return np.asarray(image)


def _read(path: Path) -> Pixels | None:
    """A picture that :meth:`ThumbnailStore.picture_of` kept; None where there is none, or it is damaged."""
    try:
        content = path.read_bytes()
        if not content.endswith(END_OF_JPEG):
            return None
        with Image.open(io.BytesIO(content), formats=["JPEG"]) as image:
            if max(image.size) > LONGEST_SIDE or image.mode != "RGB":
                return None
            return np.asarray(image)
    except (OSError, SyntaxError, ValueError, Image.DecompressionBombError):
        return None
