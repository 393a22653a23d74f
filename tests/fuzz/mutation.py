"""Seeded damage: from a sound file to one that somebody's disk, network or malice made of it. The same seed gives the same bytes."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

Cut = Callable[[bytes], list[bytes]]
"""A file's segments, which joined are the file."""

EXTREMES = (0, 1, 0x7F, 0x80, 0xFE, 0xFF)
HEAD = 64
LARGEST = 1 << 20
"""Bytes. What grows, grows to at most this."""


def mutated(content: bytes, rng: random.Random, cut: Cut, others: Sequence[bytes] = ()) -> bytes:
    """``content`` after one to four kinds of damage; ``cut`` knows the format's segments, ``others`` are files to splice with."""
    data = content
    for _ in range(rng.choice((1, 1, 1, 2, 2, 3, 4))):
        kind = rng.choice(KINDS)
        data = kind(data, rng, cut, others)[:LARGEST]
    return data


def _place(data: bytes, rng: random.Random) -> int:
    """Headers decide the most: every second place lies in the first bytes."""
    return rng.randrange(min(len(data), HEAD) if rng.random() < 0.5 else len(data))


def _flip_bits(data: bytes, rng: random.Random, _cut: Cut, _others: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 1, 2, 4, 16)) if changed else 0):
        changed[_place(data, rng)] ^= 1 << rng.randrange(8)
    return bytes(changed)


def _set_extremes(data: bytes, rng: random.Random, _cut: Cut, _others: Sequence[bytes]) -> bytes:
    changed = bytearray(data)
    for _ in range(rng.choice((1, 2, 8)) if changed else 0):
        changed[_place(data, rng)] = rng.choice(EXTREMES)
    return bytes(changed)


def _truncate(data: bytes, rng: random.Random, _cut: Cut, _others: Sequence[bytes]) -> bytes:
    return data[: rng.randrange(len(data) + 1)]


def _splice(data: bytes, rng: random.Random, _cut: Cut, others: Sequence[bytes]) -> bytes:
    """The beginning of one file and the end of another, or of itself at another place."""
    other = rng.choice(others) if others else data
    return data[: rng.randrange(len(data) + 1)] + other[rng.randrange(len(other) + 1) :]


def _edit_number(data: bytes, rng: random.Random, _cut: Cut, _others: Sequence[bytes]) -> bytes:
    """A length, count, size or offset: any 2, 4 or 8 bytes, either order, zero, huge, off by one, or the file's own size."""
    width = rng.choice((2, 2, 4, 4, 8))
    if len(data) < width:
        return data
    at = min(_place(data, rng), len(data) - width)
    order = rng.choice(("big", "little"))
    old = int.from_bytes(data[at : at + width], order)  # type: ignore[arg-type]
    most = (1 << 8 * width) - 1
    new = rng.choice((0, 1, most, most >> 1, (most >> 1) + 1, old + 1, old - 1, old * 2, len(data), len(data) - at, rng.randrange(most)))
    return data[:at] + (new & most).to_bytes(width, order) + data[at + width :]  # type: ignore[arg-type]


def _repeat(data: bytes, rng: random.Random, _cut: Cut, _others: Sequence[bytes]) -> bytes:
    if not data:
        return data
    at = rng.randrange(len(data))
    return data[:at] + data[at : at + rng.choice((1, 8, 100))] * rng.choice((2, 3, 50)) + data[at:]


def _remove(data: bytes, rng: random.Random, _cut: Cut, _others: Sequence[bytes]) -> bytes:
    if not data:
        return data
    at = _place(data, rng)
    return data[:at] + data[at + rng.choice((1, 2, 8, 100)) :]


def _shuffle_segments(data: bytes, rng: random.Random, cut: Cut, _others: Sequence[bytes]) -> bytes:
    """Two segments change places, one comes twice, or one is gone."""
    parts = cut(data)
    if len(parts) < 2:
        return data
    first, second = rng.randrange(len(parts)), rng.randrange(len(parts))
    match rng.randrange(3):
        case 0:
            parts[first], parts[second] = parts[second], parts[first]
        case 1:
            parts.insert(second, parts[first])
        case _:
            del parts[first]
    return b"".join(parts)


def _borrow_segment(data: bytes, rng: random.Random, cut: Cut, others: Sequence[bytes]) -> bytes:
    """A segment of another file, in the place of one or before it."""
    parts, lent = cut(data), cut(rng.choice(others)) if others else []
    if not parts or not lent:
        return data
    at = rng.randrange(len(parts))
    parts[at : at + rng.randrange(2)] = [rng.choice(lent)]
    return b"".join(parts)


KINDS = (
    _flip_bits, _set_extremes, _truncate, _splice, _edit_number, _edit_number, _repeat, _remove, _shuffle_segments, _borrow_segment,
)  # fmt: skip
