"""The unfinished download beside its target: what of it may be kept, and what was known of the file that it is a part of."""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from core.cancellation import CancelToken

HASH_CHUNK_BYTES = 1 << 20
MAX_NOTE_BYTES = 1 << 14


@dataclass(frozen=True, slots=True)
class Origin:
    """What a part was fetched from: a part of something else is never continued. ``etag`` is strong, or "" when the server has none."""

    url: str
    etag: str
    total: int | None


class PartFile:
    """``NAME.part`` beside ``NAME``, and ``NAME.part.json`` with its origin. Every method but ``size`` may raise OSError."""

    def __init__(self, target: Path) -> None:
        self.target = target
        self.path = target.with_name(f"{target.name}.part")
        self._note = target.with_name(f"{target.name}.part.json")

    @property
    def size(self) -> int:
        """Bytes that are there already."""
        try:
            return self.path.stat().st_size
        except OSError:
            return 0

    def origin(self, url: str) -> Origin | None:
        """Where the bytes that are there came from, or None when there are none or they may not be continued from ``url``."""
        try:
            with self._note.open("rb") as stream:
                fields = json.loads(stream.read(MAX_NOTE_BYTES))
            origin = Origin(fields["url"], fields["etag"], fields["total"])
        except (OSError, ValueError, KeyError, TypeError, RecursionError):
            return None
        sane = origin.url == url and isinstance(origin.etag, str) and origin.etag.isprintable() and self.size > 0
        return origin if sane and (origin.total is None or type(origin.total) is int) else None

    def begin(self, origin: Origin) -> None:
        """Forget what was there and note where the bytes to come are from."""
        self.path.unlink(missing_ok=True)
        self._note.write_text(json.dumps({"url": origin.url, "etag": origin.etag, "total": origin.total}), encoding="utf-8")

    def open(self) -> BinaryIO:
        """For writing at the end."""
        return self.path.open("ab")

    def sha256(self, token: CancelToken, stage: str) -> str:
        """Of every byte on the disk, also those of an earlier day."""
        digest = hashlib.sha256()
        with self.path.open("rb") as stream:
            while chunk := stream.read(HASH_CHUNK_BYTES):
                token.checkpoint(stage)
                digest.update(chunk)
        return digest.hexdigest()

    def finish(self) -> None:
        """Flush to the disk, then move over the target in one step."""
        with self.path.open("rb+") as stream:
            os.fsync(stream.fileno())
        self.path.replace(self.target)
        self._note.unlink(missing_ok=True)

    def discard(self) -> None:
        """Leave nothing behind."""
        for path in (self.path, self._note):
            with contextlib.suppress(OSError):
                path.unlink()

    def discard_if_empty(self) -> None:
        if self.size == 0:
            self.discard()
