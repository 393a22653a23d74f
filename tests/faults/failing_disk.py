"""A disk that fails at its k-th deed: every opening for writing, write, flush, fsync and rename of the process is one."""

from __future__ import annotations

import contextlib
import errno
import io
import os
from collections.abc import Iterator
from typing import Any
from unittest import mock


class FailingDisk:
    """Deed number ``fails_at`` raises ENOSPC, and with ``stays_full`` every later one too. None fails at -1: then they are counted."""

    def __init__(self, fails_at: int = -1, *, stays_full: bool = False) -> None:
        self.fails_at, self.stays_full = fails_at, stays_full
        self.deeds: list[str] = []

    def deed(self, what: str) -> None:
        number = len(self.deeds)
        self.deeds.append(what)
        if number == self.fails_at or (self.stays_full and 0 <= self.fails_at < number):
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    @contextlib.contextmanager
    def mounted(self) -> Iterator[None]:
        opened, fsync, replace = io.open, os.fsync, os.replace

        def counted_open(file: Any, mode: str = "r", *args: Any, **options: Any) -> Any:
            if not set(mode) & set("wxa+"):
                return opened(file, mode, *args, **options)
            if mode != "r+b":  # asking whether a file may be written takes no space
                self.deed(f"open {mode}")
            return Stream(opened(file, mode, *args, **options), self)

        def counted_fsync(descriptor: Any) -> None:
            self.deed("fsync")
            fsync(descriptor)

        def counted_replace(*args: Any, **options: Any) -> None:
            self.deed("rename")
            replace(*args, **options)

        with contextlib.ExitStack() as stack:
            for module, name, counted in ((io, "open", counted_open), (os, "fsync", counted_fsync), (os, "replace", counted_replace)):
                stack.enter_context(mock.patch.object(module, name, counted))
            yield


class Stream:
    """A file whose writes count; half of what fails reaches the disk, as it does on a real one."""

    def __init__(self, stream: Any, disk: FailingDisk) -> None:
        self._stream, self._disk = stream, disk

    def write(self, content: Any) -> int:
        try:
            self._disk.deed("write")
        except OSError:
            self._stream.write(content[: len(content) // 2])
            raise
        written: int = self._stream.write(content)
        return written

    def flush(self) -> None:
        self._disk.deed("flush")
        self._stream.flush()

    def __enter__(self) -> Stream:
        return self

    def __exit__(self, *_: object) -> None:
        self._stream.close()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._stream, name)
