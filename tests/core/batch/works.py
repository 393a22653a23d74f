"""Work without a network, for tests of what happens around it."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from core.batch.items import BatchItem
from core.batch.work import Said
from core.cancellation import CancelToken
from core.devices import DeviceChoice
from core.engine import Engine
from core.image import ImageDocument, load_image


@dataclass
class DigestWork:
    """Writes a photo's digest; ``before`` is called with each stem before its photo is read, and counted."""

    out: Path
    before: Callable[[str], object] = lambda _stem: None
    read: list[str] = field(default_factory=list)
    held: int = 0
    most_held: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def engine(self, token: CancelToken) -> Engine:
        token.checkpoint("weights")
        return Engine(DeviceChoice.CPU, cache_bytes=0)

    def targets(self, item: BatchItem) -> dict[str, Path]:
        return {"digest": self.out / f"{item.stem}-digest.txt"}

    def load(self, item: BatchItem) -> ImageDocument:
        with self.lock:
            self.read.append(item.stem)
            self.held += 1
            self.most_held = max(self.held, self.most_held)
        self.before(item.stem)
        return load_image(Path(item.source))

    def infer(self, engine: Engine, document: ImageDocument, token: CancelToken) -> str:
        assert engine.device is DeviceChoice.CPU
        token.checkpoint("trunk")
        return document.digest

    def render(self, engine: Engine, document: ImageDocument, result: Any) -> Mapping[str, bytes]:
        assert engine.device is DeviceChoice.CPU
        assert document.digest == result
        return {"digest": result.encode()}

    def say(self, item: BatchItem, document: ImageDocument, result: Any) -> Said:
        with self.lock:
            self.held -= 1
        return Said({"file": item.stem, "width": document.width}, f"{item.stem} {result}")
