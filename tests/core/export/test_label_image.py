"""Label images as PNG: what is written is read back identically, by Pillow and from the bytes themselves."""

from __future__ import annotations

import io
import struct
import zlib

import numpy as np
import pytest
from PIL import Image

from core.export.label_image import encode_labels


def read_back(content: bytes) -> Image.Image:
    image = Image.open(io.BytesIO(content), formats=["PNG"])
    image.load()
    return image


def header_of(content: bytes) -> tuple[int, int, int, int]:
    """``(width, height, bits per sample, colour type)`` as PNG's own first chunk states them."""
    assert content[:8] == b"\x89PNG\r\n\x1a\n"
    width, height, bits, colour_type = struct.unpack(">IIBB", content[16:26])
    return width, height, bits, colour_type


def chunk_of(content: bytes, kind: bytes) -> bytes:
    start = content.index(kind)
    (length,) = struct.unpack(">I", content[start - 4 : start])
    return content[start + 4 : start + 4 + length]


@pytest.fixture
def ids() -> np.ndarray:
    """``(48, 64)``, every id from 0 to 255."""
    return np.random.default_rng(0).permutation(np.arange(48 * 64) % 256).astype(np.uint8).reshape(48, 64)


def test_ids_are_read_back_identically(ids: np.ndarray) -> None:
    image = read_back(encode_labels(ids))
    assert image.mode == "P"
    np.testing.assert_array_equal(np.asarray(image), ids)


def test_the_file_is_indexed_with_eight_bits_and_one_byte_per_pixel_is_the_id(ids: np.ndarray) -> None:
    content = encode_labels(ids)
    assert header_of(content) == (64, 48, 8, 3)
    rows = zlib.decompress(chunk_of(content, b"IDAT"))
    assert len(rows) == 48 * (1 + 64)


def test_the_palette_is_vocs(ids: np.ndarray) -> None:
    palette = np.frombuffer(chunk_of(encode_labels(ids), b"PLTE"), np.uint8).reshape(-1, 3)
    assert palette.shape == (256, 3)
    assert palette[[0, 1, 2, 8, 15, 255]].tolist() == [[0, 0, 0], [128, 0, 0], [0, 128, 0], [64, 0, 0], [192, 128, 128], [224, 224, 192]]


@pytest.mark.parametrize("present", [[0], [0, 1], [3, 255], [255]])
def test_few_ids_keep_their_numbers(present: list[int]) -> None:
    """Writers that pack the palette of what is present would renumber these."""
    ids = np.array([present * 3], np.uint8)
    content = encode_labels(ids)
    assert header_of(content)[2:] == (8, 3)
    np.testing.assert_array_equal(np.asarray(read_back(content)), ids)


@pytest.mark.parametrize("dtype", [np.int32, np.int64, np.uint16])
def test_any_integer_type_is_written(dtype: type) -> None:
    ids = np.array([[0, 20, 255]], dtype)
    np.testing.assert_array_equal(np.asarray(read_back(encode_labels(ids))), ids)


def test_ids_beyond_255_make_a_greyscale_file_of_16_bits() -> None:
    ids = np.array([[0, 255, 256], [257, 40_000, 65_535]], np.int64)
    content = encode_labels(ids)
    assert header_of(content) == (3, 2, 16, 0)
    np.testing.assert_array_equal(np.asarray(read_back(content)), ids)


def test_a_window_of_a_larger_array_is_written_as_it_looks(ids: np.ndarray) -> None:
    window = ids[5:20:2, 40:10:-3]
    np.testing.assert_array_equal(np.asarray(read_back(encode_labels(window))), window)


def test_equal_ids_give_equal_bytes(ids: np.ndarray) -> None:
    assert encode_labels(ids) == encode_labels(ids.astype(np.int64))


@pytest.mark.parametrize("ids", [np.array([[-1]]), np.array([[65_536]])], ids=["negative", "17 bits"])
def test_ids_that_fit_no_file_are_refused(ids: np.ndarray) -> None:
    with pytest.raises(ValueError, match="do not fit a PNG of 16 bits"):
        encode_labels(ids)


@pytest.mark.parametrize("shape", [(4,), (1, 4, 4), (0, 4)])
def test_another_shape_is_refused(shape: tuple[int, ...]) -> None:
    with pytest.raises(ValueError, match=r"a label image is \(H, W\)"):
        encode_labels(np.zeros(shape, np.uint8))
