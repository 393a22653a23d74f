"""Where the parts of a file begin, as far as its format says so; whatever makes no sense is one last segment."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator

PNG_SIGNATURE = b"\x89PNG\r\n\x1a\n"
PIECE = 37
"""Bytes of a piece where a format has no segments that can be told apart without decoding."""


def segments(content: bytes) -> list[bytes]:
    """Chunks of PNG, markers of JPEG, chunks of RIFF, boxes of AVIF, else pieces. Joined they are ``content``."""
    ends = sorted({end for end in _ends(content) if 0 < end < len(content)})
    return [content[begin:end] for begin, end in zip([0, *ends], [*ends, len(content)], strict=True)]


def _ends(content: bytes) -> Iterator[int]:
    if content.startswith(PNG_SIGNATURE):
        return _png(content)
    if content.startswith(b"\xff\xd8"):
        return _jpeg(content)
    if content.startswith(b"RIFF"):
        return _riff(content)
    if content[4:8] == b"ftyp":
        return _boxes(content)
    return iter(range(PIECE, len(content), PIECE))


def _png(content: bytes) -> Iterator[int]:
    at = len(PNG_SIGNATURE)
    while at + 8 <= len(content):
        yield at
        at += 12 + struct.unpack_from(">I", content, at)[0]


def _jpeg(content: bytes) -> Iterator[int]:
    """ITU-T T.81, B.1.1: a marker is FF and a code; all but some are followed by their length."""
    at = 2
    while at + 4 <= len(content) and content[at] == 0xFF:
        yield at
        code = content[at + 1]
        at += 2 + (0 if 0xD0 <= code <= 0xD9 else struct.unpack_from(">H", content, at + 2)[0])
        if code == 0xDA:  # entropy-coded bytes, in which FF is followed by 00 or a restart
            yield at
            while at + 1 < len(content) and (content[at] != 0xFF or content[at + 1] == 0 or 0xD0 <= content[at + 1] <= 0xD7):
                at += 1


def _riff(content: bytes) -> Iterator[int]:
    at = 12
    while at + 8 <= len(content):
        yield at
        size = struct.unpack_from("<I", content, at + 4)[0]
        at += 8 + size + size % 2


def _boxes(content: bytes) -> Iterator[int]:
    """ISO/IEC 14496-12: big-endian size with its own 8 bytes, then the kind."""
    at = 0
    while at + 8 <= len(content):
        yield at
        at += max(struct.unpack_from(">I", content, at)[0], 8)


def with_right_checksums(content: bytes) -> bytes:
    """A PNG whose chunks all say their right CRC; anything else as it is."""
    if not content.startswith(PNG_SIGNATURE):
        return content
    parts = segments(content)
    return b"".join([parts[0], *(part[:-4] + zlib.crc32(part[4:-4]).to_bytes(4, "big") if len(part) >= 12 else part for part in parts[1:])])
