"""Feeds every kind of file that is no photo with what would run code, under an audit hook, and prints as JSON what else was done.

``python -m tests.fuzz.watched_reading FOLDER CANARY``: what runs leaves CANARY.
"""

from __future__ import annotations

import contextlib
import json
import random
import sys
from collections.abc import Iterator
from pathlib import Path

from core.errors import UserError
from tests.core.weights import watched_import
from tests.core.weights.hostile_files import CALLS, bare, calling, framed
from tests.fuzz.subject import Subject
from tests.fuzz.subjects import FILES, subject

DAMAGED = 25
"""Of the campaign's inputs, besides those that are made to harm."""


def hostile(fed: Subject, canary: str) -> Iterator[bytes]:
    """Pickles that call; and the seeds with the same calls as text, in the place of a value or of a line."""
    code = f"__import__('os').system('touch {canary}')"
    texts = (code, f"!!python/object/apply:os.system ['touch {canary}']", f"$(touch {canary})", f"`touch {canary}`", f"; touch {canary}")
    for module, name in CALLS:
        yield from (wrap(calling(module, name, canary)) for wrap in (bare, framed))
    for text in texts:
        yield text.encode()
        yield json.dumps({"__reduce__": ["os.system", [text]], "py/reduce": [{"py/function": "os.system"}, [text]]}).encode()
        for seed in fed.seeds:
            yield seed.replace(b'"a"', json.dumps(text).encode()).replace(b"cat", text.encode())
            yield seed + b"\n" + text.encode()


def read_all(fed: Subject, inputs: list[bytes]) -> int:
    """How many were refused."""
    refused = 0
    for content in inputs:
        try:
            fed.read(content)
        except UserError:
            refused += 1
    return refused


def elsewhere(deed: str, folder: Path) -> bool:
    """Reading keeps what is damaged as .bad, and the test writes its inputs: both in the folder, and nowhere else."""
    return not (deed.startswith(("open ", "os.rename ", "os.remove ", "os.mkdir ")) and str(folder) in deed)


def main(folder: Path, canary: str) -> None:
    sys.addaudithook(watched_import.hook)
    refused = {}
    for name in FILES:
        place = folder / name
        place.mkdir()
        fed = subject(name, place)
        damaged = [fed.damaged(random.Random(f"{name} {number}")) for number in range(DAMAGED)]
        inputs = [*hostile(fed, canary), *damaged]
        fed.warm_up()
        read_all(fed, inputs)  # what reading imports is no deed of the file's
        with watched():
            refused[name] = [read_all(fed, inputs), len(inputs)]
    deeds = [deed for deed in watched_import.deeds if elsewhere(deed, folder)]
    print(json.dumps({"refused": refused, "seen": len(watched_import.deeds), "deeds": deeds[:50]}))


@contextlib.contextmanager
def watched() -> Iterator[None]:
    watched_import.watching = True
    try:
        yield
    finally:
        watched_import.watching = False


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
