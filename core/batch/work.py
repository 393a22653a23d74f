"""What a batch does with each photo, and what comes of it. Imports no torch."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from core.batch.items import BatchItem, Failure
from core.cancellation import CancelToken
from core.errors import UserError, WeightsError
from core.files import write_atomically
from core.reading import check_is_file, reading_errors
from core.samples import sample_path

if TYPE_CHECKING:
    from core.batch.lanes import Lanes
    from core.engine import Engine
    from core.image import ImageDocument


@dataclass(frozen=True, slots=True)
class Said:
    """What is said about a photo that was done: ``entry`` for a program, in JSON's types, and ``text`` for a person."""

    entry: dict[str, Any]
    text: str


class Work(Protocol):
    """What is done with every photo of a batch. Its methods are called from many threads; ``--engine ray`` pickles it."""

    def engine(self, token: CancelToken) -> Engine:
        """An engine with the model loaded. Raises what no photo would escape: WeightsError, DeviceError."""

    def targets(self, item: BatchItem) -> dict[str, Path]:
        """Product -> the file to write."""

    def load(self, item: BatchItem) -> ImageDocument:
        """Raises ImageError."""

    def infer(self, engine: Engine, document: ImageDocument, token: CancelToken) -> Any:
        """The model's result for one photo; the engine is the caller's alone meanwhile."""

    def render(self, engine: Engine, document: ImageDocument, result: Any) -> Mapping[str, bytes]:
        """Product -> the content of its file. Nothing that an engine keeps is used."""

    def say(self, item: BatchItem, document: ImageDocument, result: Any) -> Said: ...


@dataclass(frozen=True, slots=True)
class FileStamp:
    """What a file must hold to be whole: its size in bytes and the SHA-256 of its content, in hex."""

    size: int
    sha256: str

    @classmethod
    def of(cls, content: bytes) -> FileStamp:
        return cls(len(content), hashlib.sha256(content).hexdigest())


@dataclass(frozen=True, slots=True)
class SourceStamp:
    """A photo's file before it was read: its size in bytes and when it was changed, in nanoseconds."""

    size: int
    changed: int

    @classmethod
    def of(cls, item: BatchItem) -> SourceStamp:
        """Raises ImageError when the file cannot be asked."""
        path = item.source if isinstance(item.source, Path) else sample_path(item.source)
        with reading_errors(path):
            check_is_file(path)
            status = path.stat()
        return cls(status.st_size, status.st_mtime_ns)


@dataclass(frozen=True, slots=True)
class Done:
    """A photo whose files are all written. ``earlier``: by an earlier run, whose entry this is; then ``text`` is empty."""

    item: BatchItem
    source: SourceStamp
    files: Mapping[str, FileStamp]
    said: Said
    earlier: bool = False


Outcome = Done | Failure


def do_photo(work: Work, item: BatchItem, lanes: Lanes, token: CancelToken) -> Outcome:
    """Read, infer, render, write. Everything is rendered before the first file is written: a photo that fails leaves nothing behind.

    Raises WeightsError, which no photo would escape, and Cancelled; each file is whole even then.
    """
    try:
        token.checkpoint("read")
        source = SourceStamp.of(item)
        document = work.load(item)
        with lanes.one() as engine:
            token.checkpoint("infer")
            result = work.infer(engine, document, token)
        contents = work.render(engine, document, result)
        targets = work.targets(item)
        for product, content in contents.items():
            token.checkpoint("write")
            write_atomically(targets[product], content)
        files = {product: FileStamp.of(content) for product, content in contents.items()}
        return Done(item, source, files, work.say(item, document, result))
    except WeightsError:
        raise
    except UserError as error:
        return Failure(item.source, error)
