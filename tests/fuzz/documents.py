"""Damage to text and JSON that keeps enough of its shape to come far: values of another kind, digits, signs, brackets."""

from __future__ import annotations

import json
import random
from collections.abc import Sequence

from tests.fuzz.mutation import mutated
from tests.fuzz.segments import PIECE

STRANGE: tuple[object, ...] = (
    None, -1, 0, 1, 255, 256, 10**9, 10**30, 10**400, 1e308, -0.5, float("nan"), float("inf"), True, False, "", "x", " ", "\0", "\ud800",
    "../x", "a" * 5000, [], {}, [[]], [None], [1, 2, 3, 4, 5], {"a": 1}, "NaN", "1e5", "\u202e", -(2**63), 2**64,
)  # fmt: skip
LETTERS = b'0123456789-.eE[]{}",:\\ \n\0tfnu'


def replaced(document: object, rng: random.Random) -> object:
    """One value somewhere in a document in the place of another kind of value, gone, or there twice."""
    if isinstance(document, dict) and document and rng.random() < 0.85:
        copy = dict(document)
        key = rng.choice(list(copy))
        match rng.randrange(8):
            case 0:
                del copy[key]
            case 1:
                copy[rng.choice(("", "x", key + "2"))] = copy.pop(key)
            case 2:
                copy[key] = copy[rng.choice(list(copy))]
            case _:
                copy[key] = replaced(copy[key], rng)
        return copy
    if isinstance(document, list) and document and rng.random() < 0.85:
        items, at = list(document), rng.randrange(len(document))
        match rng.randrange(8):
            case 0:
                del items[at]
            case 1:
                items.insert(at, items[rng.randrange(len(items))])
            case _:
                items[at] = replaced(items[at], rng)
        return items
    return rng.choice(STRANGE)


def damaged_text(content: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:
    """A few letters changed, lines moved or doubled, depth without end, or what happens to any file."""
    match rng.randrange(4):
        case 0:
            return mutated(content, rng, pieces, others)
        case 1:
            lines = content.splitlines(keepends=True) or [b""]
            lines.insert(rng.randrange(len(lines)), rng.choice(lines))
            lines[rng.randrange(len(lines))] = rng.choice(lines)
            return b"".join(lines)
        case 2 if rng.random() < 0.05:
            return rng.choice((b"[", b'{"a":')) * rng.choice((1000, 100_000))
        case _:
            changed = bytearray(content)
            for _ in range(rng.choice((1, 2, 4)) if changed else 0):
                changed[rng.randrange(len(changed))] = rng.choice(LETTERS)
            return bytes(changed)


def damaged_json(content: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:
    """One to three values replaced, or the text damaged."""
    if rng.random() < 0.35:
        return damaged_text(content, rng, others)
    document = json.loads(content)
    for _ in range(rng.choice((1, 1, 2, 3))):
        document = replaced(document, rng)
    return json.dumps(document).encode()


def damaged_json_lines(content: bytes, rng: random.Random, others: Sequence[bytes]) -> bytes:
    """As :func:`damaged_json`, in one of many documents, each on a line of its own."""
    lines = content.splitlines(keepends=True)
    if rng.random() < 0.35 or not lines:
        return damaged_text(content, rng, others)
    at = rng.randrange(len(lines))
    lines[at] = json.dumps(replaced(json.loads(lines[at]), rng)).encode() + b"\n"
    return b"".join(lines)


def pieces(content: bytes) -> list[bytes]:
    return [content[begin : begin + PIECE] for begin in range(0, len(content), PIECE)]
