"""The record of a folder's batches: which photo was done under which settings, and what its files must hold to be whole.

One JSON document a line, the first of which names the format. A line is added in one write when a photo's files are all on the disk;
a run that was killed leaves at most an unfinished last line, which counts for nothing.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from core.batch.items import BatchItem
from core.batch.work import Done, FileStamp, Said, SourceStamp
from core.errors import ExportError, ImageError
from core.files import write_atomically, writing_errors
from core.reading import check_no_pipe

FILE_NAME = ".halfpixel-batch.jsonl"
HEADER = {"format": "halfpixel-batch", "version": 1}
LONGEST_LINE = 16 << 20

_UNWRITABLE = "{path} cannot be written ({reason}); choose another folder with --out."


@dataclass(frozen=True, slots=True)
class Line:
    """One photo. ``files`` maps a product to its file's name and stamp; ``entry`` is what was said of it, in JSON's types."""

    source: str
    stamp: SourceStamp
    settings: str
    files: Mapping[str, tuple[str, FileStamp]]
    entry: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        files = {product: {"name": name, "size": stamp.size, "sha256": stamp.sha256} for product, (name, stamp) in self.files.items()}
        return {
            "source": self.source, "size": self.stamp.size, "changed": self.stamp.changed, "settings": self.settings, "files": files,
            "entry": self.entry,
        }  # fmt: skip

    @classmethod
    def from_json(cls, line: bytes) -> Line:
        """Raises ValueError for what :meth:`to_json` does not write."""
        found = json.loads(line)
        try:
            files = {key: (str(it["name"]), FileStamp(int(it["size"]), str(it["sha256"]))) for key, it in found["files"].items()}
            stamp = SourceStamp(int(found["size"]), int(found["changed"]))
            return cls(str(found["source"]), stamp, str(found["settings"]), files, dict(found["entry"]))
        except (AttributeError, KeyError, OverflowError, TypeError) as error:  # JSON's Infinity is no int
            raise ValueError(str(error)) from error


def settings_hash(settings: Mapping[str, object]) -> str:
    """SHA-256 of everything besides the photo that a file's bytes depend on, in hex."""
    return hashlib.sha256(json.dumps(settings, sort_keys=True, default=str).encode()).hexdigest()


class BatchRecord:
    """The record of one folder: a context manager. ``kept_as`` is where a damaged one went, None when it was sound or not there."""

    def __init__(self, folder: Path, settings: str) -> None:
        """Read what is there. Raises ExportError when it cannot be read, or cannot be moved though it is damaged."""
        self._settings = settings
        self.path = folder / FILE_NAME
        self.kept_as: Path | None = None
        self._lines = self._read()
        self._file: IO[bytes] | None = None

    def __enter__(self) -> BatchRecord:
        return self

    def __exit__(self, *_: object) -> None:
        if self._file is not None:
            self._file.close()

    def earlier(self, item: BatchItem, targets: Mapping[str, Path]) -> Done | None:
        """What an earlier run did for ``item``: under the same settings, with the photo unchanged since, and all of its files whole."""
        line = self._lines.get(_name_of(item))
        source = _stamp_of(item)
        if line is None or source is None or line.settings != self._settings or line.stamp != source:
            return None
        stamps = {}
        for product, target in targets.items():
            name, stamp = line.files.get(product, ("", None))
            if stamp is None or name != target.name or not _is_whole(target, stamp):
                return None
            stamps[product] = stamp
        return Done(item, source, stamps, Said(line.entry, ""), earlier=True)

    def add(self, done: Done, targets: Mapping[str, Path]) -> None:
        """Note a photo whose files are on the disk; the first one brings the record there too. Raises ExportError."""
        files = {product: (targets[product].name, stamp) for product, stamp in done.files.items()}
        line = Line(_name_of(done.item), done.source, self._settings, files, done.said.entry)
        if self._file is None:
            self._file = self._begin()
        with writing_errors(self.path):
            begin = self._file.seek(0, os.SEEK_END)
            try:
                self._file.write(_encoded(line.to_json()))
            except OSError:
                self._file.truncate(begin)  # a full disk; half a line would spoil those that follow
                raise

    def _begin(self) -> IO[bytes]:
        """What was read, written anew: without repetitions and without an unfinished line."""
        documents = [HEADER, *(line.to_json() for line in self._lines.values())]
        write_atomically(self.path, b"".join(map(_encoded, documents)))
        with writing_errors(self.path):
            return self.path.open("ab", buffering=0)

    def _read(self) -> dict[str, Line]:
        try:
            return _lines_of(self.path)
        except FileNotFoundError:
            return {}
        except (ValueError, RecursionError):
            self.kept_as = self.path.with_name(f"{FILE_NAME}.bad")
            with writing_errors(self.path):
                self.path.replace(self.kept_as)
            return {}
        except OSError as error:
            raise _unwritable(self.path, error) from error


def _unwritable(path: Path, error: OSError) -> ExportError:
    return ExportError(_UNWRITABLE, details=repr(error), path=path, reason=error.strerror or error)


def _encoded(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, allow_nan=False).encode() + b"\n"


def _lines_of(path: Path) -> dict[str, Line]:
    """Source -> its last line. Raises ValueError for a damaged record, or one of another version."""
    check_no_pipe(path)
    with path.open("rb") as stream:
        lines = iter(lambda: stream.readline(LONGEST_LINE), b"")
        if json.loads(next(lines, b"")) != HEADER:
            raise ValueError("not a record of this version")
        found = (Line.from_json(line) for line in lines if line.endswith(b"\n") or stream.read(1))
        return {line.source: line for line in found}


def _name_of(item: BatchItem) -> str:
    return str(item.source.absolute()) if isinstance(item.source, Path) else f"sample {item.source}"


def _stamp_of(item: BatchItem) -> SourceStamp | None:
    try:
        return SourceStamp.of(item)
    except ImageError:
        return None


def _is_whole(path: Path, stamp: FileStamp) -> bool:
    try:
        with path.open("rb") as stream:
            return os.fstat(stream.fileno()).st_size == stamp.size and hashlib.file_digest(stream, "sha256").hexdigest() == stamp.sha256
    except OSError:
        return False
