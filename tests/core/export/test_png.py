"""What any reader of PNG gets back: the same pixels and the stated density, whatever the size of the picture."""

from __future__ import annotations

import io

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from PIL import Image
from PySide6.QtGui import QImage

from core.export.png import png_bytes
from core.samples import load_sample

PICTURES = st.tuples(st.integers(1, 40), st.integers(1, 40), st.just(3)).flatmap(lambda shape: arrays(np.uint8, shape))


def read(content: bytes) -> np.ndarray:
    """Pillow checks each chunk's sum when it verifies."""
    Image.open(io.BytesIO(content)).verify()
    image = Image.open(io.BytesIO(content))
    assert (image.format, image.mode) == ("PNG", "RGB")
    return np.asarray(image)


@given(PICTURES)
def test_a_photo_reads_back_identically(pixels: np.ndarray) -> None:
    assert np.array_equal(read(png_bytes(Image.fromarray(pixels))), pixels)


@given(PICTURES)
def test_qt_reads_it_too(pixels: np.ndarray) -> None:
    image = QImage.fromData(png_bytes(Image.fromarray(pixels)), "PNG").convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())[:, : 3 * image.width()]
    assert np.array_equal(rows.reshape(pixels.shape), pixels)


@given(st.tuples(st.integers(1, 40), st.integers(1, 40)).flatmap(lambda shape: arrays(np.uint8, shape)))
def test_labels_read_back_identically_with_their_palette(ids: np.ndarray) -> None:
    image = Image.fromarray(ids)
    palette = np.random.default_rng(0).integers(0, 256, (256, 3), np.uint8)
    image.putpalette(palette.tobytes())
    back = Image.open(io.BytesIO(png_bytes(image)))
    assert back.mode == "P"
    assert np.array_equal(np.asarray(back), ids)
    assert np.array_equal(np.asarray(back.convert("RGB")), palette[ids])


def test_transparency_is_kept() -> None:
    image = Image.fromarray(np.arange(12, dtype=np.uint8).reshape(3, 4))
    image.putpalette(bytes(range(36)))
    image.info["transparency"] = 5
    assert Image.open(io.BytesIO(png_bytes(image))).info["transparency"] == 5


def test_a_large_photo_reads_back_identically() -> None:
    """Larger than what a deflate block holds, with noise that does not deflate at all."""
    pixels = np.random.default_rng(0).integers(0, 256, (700, 900, 3), np.uint8)
    content = png_bytes(Image.fromarray(pixels))
    assert np.array_equal(read(content), pixels)
    assert len(content) < 1.01 * pixels.size


@pytest.mark.parametrize("mode", ["RGB", "L", "P", "I;16", "RGBA"])
def test_every_kind_states_its_density_and_no_time(mode: str) -> None:
    image = Image.new(mode, (5, 3))
    content = png_bytes(image, 150.0)
    back = Image.open(io.BytesIO(content))
    back.load()
    assert back.mode == mode
    assert back.info["dpi"] == pytest.approx((150, 150), abs=0.02)
    assert b"tIME" not in content
    assert content == png_bytes(image, 150.0)
    assert "dpi" not in Image.open(io.BytesIO(png_bytes(image))).info


def test_a_photo_is_hardly_larger_than_pillow_makes_it_with_every_filter() -> None:
    image, stream = Image.fromarray(load_sample("astronaut").rgb), io.BytesIO()
    image.save(stream, "PNG")
    assert len(png_bytes(image)) < 1.15 * len(stream.getvalue())
