"""Whatever happens to an image file, opening it gives a photo or one sentence, never another exception and never half a picture."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image, features

from core.errors import ImageError
from core.image import ImageDocument, load_image
from tests.fuzz.image_seeds import EXIF, encode, scene


def files() -> dict[str, bytes]:
    photo = Image.fromarray(scene())
    grey = photo.convert("L")
    encoded = {
        "jpeg": encode(photo, "JPEG", exif=EXIF),
        "jpeg-progressive": encode(photo, "JPEG", progressive=True),
        "jpeg-cmyk": encode(photo.convert("CMYK"), "JPEG"),
        "png": encode(photo, "PNG", exif=EXIF),
        "png-palette": encode(photo.quantize(16), "PNG", transparency=3),
        "png-16": encode(Image.fromarray(np.asarray(grey).astype(np.uint16) * 200), "PNG"),
        "png-frames": encode(photo, "PNG", save_all=True, append_images=[photo.rotate(90)]),
        "gif": encode(photo.quantize(64), "GIF", save_all=True, append_images=[grey.quantize(16)]),
        "webp": encode(photo, "WEBP"),
        "webp-lossless": encode(photo, "WEBP", lossless=True),
        "tiff": encode(photo, "TIFF"),
        "tiff-lzw": encode(photo, "TIFF", compression="tiff_lzw"),
        "tiff-deflate": encode(photo, "TIFF", compression="tiff_adobe_deflate"),
        "tiff-float": encode(Image.fromarray(np.asarray(grey, np.float32)), "TIFF"),
        "bmp": encode(photo, "BMP"),
        "ppm": encode(photo, "PPM"),
        "mpo": encode(photo, "MPO", save_all=True, append_images=[grey.convert("RGB")]),
    }
    return encoded | ({"avif": encode(photo, "AVIF")} if features.check("avif") else {})


FILES = files()


def opened(path: Path, content: bytes) -> ImageDocument | None:
    """The photo, or None after a sentence that names the file; anything else that is raised fails the test."""
    path.write_bytes(content)
    try:
        return load_image(path)
    except ImageError as error:
        sentence = str(error)
    assert str(path) in sentence
    assert sentence.endswith(".")
    return None


@pytest.mark.parametrize("name", FILES)
def test_a_file_cut_anywhere_is_refused_or_complete(tmp_path: Path, name: str) -> None:
    content = FILES[name]
    whole = opened(tmp_path / "whole", content)
    assert whole is not None
    cuts = {*range(0, len(content), max(len(content) // 60, 1)), *range(min(len(content), 40)), *range(len(content) - 12, len(content))}
    for cut in sorted(cuts):
        part = opened(tmp_path / "part", content[:cut])
        assert part is None or part.digest == whole.digest, cut


def flip_bits(content: bytearray, random: np.random.Generator, span: int) -> None:
    content[random.integers(span)] ^= 1 << random.integers(8)


def set_extremes(content: bytearray, random: np.random.Generator, span: int) -> None:
    content[random.integers(span)] = random.choice([0, 1, 127, 128, 255])


@pytest.mark.parametrize("damage", [flip_bits, set_extremes], ids=lambda damage: damage.__name__)
@pytest.mark.parametrize("name", FILES)
def test_a_file_with_wrong_bytes_gives_a_photo_or_a_sentence(
    tmp_path: Path, name: str, damage: Callable[[bytearray, np.random.Generator, int], None]
) -> None:
    random = np.random.default_rng(len(name))
    for attempt in range(40):
        content = bytearray(FILES[name])
        # Headers decide the most: half of the attempts damage the first 64 bytes only.
        span = len(content) if attempt % 2 else 64
        for _ in range(1 + attempt % 5):
            damage(content, random, span)
        photo = opened(tmp_path / "damaged", bytes(content))
        assert photo is None or photo.rgb.dtype == np.uint8
