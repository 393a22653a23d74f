"""Image files written byte by byte, where Pillow cannot write them or must not be its own judge."""

from __future__ import annotations

import struct
import zlib

import numpy as np

GREY, RGB, PALETTE, GREY_ALPHA, RGBA = 0, 2, 3, 4, 6
"""PNG colour types (PNG specification, 11.2.2)."""


def chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


def png(
    size: tuple[int, int], bits: int, colour_type: int, rows: bytes, *, before: bytes = b"", after: bytes = b"", data: bytes | None = None
) -> bytes:
    """A PNG of ``(width, height)``; ``rows`` are filtered scanlines, ``before`` and ``after`` further chunks around the pixels.

    ``data`` replaces the compressed rows.
    """
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", *size, bits, colour_type, 0, 0, 0))
    pixels = chunk(b"IDAT", zlib.compress(rows, 1) if data is None else data)
    return b"\x89PNG\r\n\x1a\n" + header + before + pixels + after + chunk(b"IEND", b"")


def png_of(samples: np.ndarray, colour_type: int, **chunks: bytes) -> bytes:
    """A PNG of ``(H, W)`` or ``(H, W, channels)`` uint8 or uint16 samples."""
    big_endian = samples.astype(samples.dtype.newbyteorder(">"))
    rows = b"".join(b"\0" + row.tobytes() for row in big_endian)
    return png((samples.shape[1], samples.shape[0]), samples.dtype.itemsize * 8, colour_type, rows, **chunks)


def grey_png(samples: np.ndarray, bits: int) -> bytes:
    """A greyscale PNG of ``(H, W)`` samples of 1, 2, 4, 8 or 16 bits: Pillow does not write those of 2 and 4."""
    rows = b""
    for row in samples:
        digits = "".join(f"{value:0{bits}b}" for value in row)
        digits += "0" * (-len(digits) % 8)
        rows += b"\0" + bytes(int(digits[place : place + 8], 2) for place in range(0, len(digits), 8))
    return png((samples.shape[1], samples.shape[0]), bits, GREY, rows)


def one_bit_png(size: tuple[int, int], byte: int, **chunks: bytes) -> bytes:
    """A black-and-white PNG with the same 8 pixels everywhere: megapixels in a few bytes."""
    row = b"\0" + bytes([byte]) * ((size[0] + 7) // 8)
    packer = zlib.compressobj(1)
    block = row * max(1, 1_000_000 // len(row))
    rest = row * (size[1] % (len(block) // len(row)))
    packed = [packer.compress(block) for _ in range(size[1] // (len(block) // len(row)))]
    return png(size, 1, GREY, b"", data=b"".join([*packed, packer.compress(rest), packer.flush()]), **chunks)


def exif_with_orientation(value: int) -> bytes:
    """A TIFF-structured EXIF block, big-endian, with nothing but the orientation (tag 0x0112, one SHORT)."""
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, value, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + struct.pack(">I", 0)


def cmyk_profile(ink: tuple[int, int, int]) -> bytes:
    """An ICC profile (version 2) of a press with odd inks: full C, M, Y or any mix of them prints ``ink``, full K black, none white.

    ``ink`` is CIELAB in bytes, ``L * 2.55, a + 128, b + 128``. ICC.1:2001-04: 128 bytes of header, a table of tags, and an 8-bit
    lookup table 'mft1' with two grid points per channel, C the slowest and K the fastest.
    """
    identity = b"".join(struct.pack(">i", 65_536 if place % 4 == 0 else 0) for place in range(9))
    ramp = bytes(range(256))
    paper, black = bytes([255, 128, 128]), bytes([0, 128, 128])
    nodes = b"".join(black if node & 1 else bytes(ink) if node else paper for node in range(16))
    table = b"mft1" + bytes(4) + bytes([4, 3, 2, 0]) + identity + ramp * 4 + nodes + ramp * 3
    tags = {
        b"A2B0": table,
        b"desc": b"desc" + bytes(4) + struct.pack(">I", 5) + b"test\0" + bytes(78),
        b"cprt": b"text" + bytes(4) + b"CC0\0",
        b"wtpt": b"XYZ " + bytes(4) + struct.pack(">iii", 63_190, 65_536, 54_061),
    }
    start = 128 + 4 + 12 * len(tags)
    rows, blocks = b"", b""
    for name, content in tags.items():
        rows += name + struct.pack(">II", start + len(blocks), len(content))
        blocks += content + bytes(-len(content) % 4)
    head = struct.pack(">I4sI4s4s4s", start + len(blocks), b"lcms", 0x02100000, b"prtr", b"CMYK", b"Lab ")
    head += struct.pack(">6H", 2024, 1, 1, 0, 0, 0) + b"acsp" + bytes(28) + struct.pack(">iii", 63_190, 65_536, 54_061)
    return head + bytes(128 - len(head)) + struct.pack(">I", len(tags)) + rows + blocks
