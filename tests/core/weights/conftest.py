"""A file on a local server, a place to fetch it to, and what may lie there afterwards."""

from __future__ import annotations

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from core.cancellation import CancelToken
from core.weights.download import Downloaded, Patience, Wanted, download
from core.weights.transfer import Timeouts
from tests.core.weights.file_server import Served, serving

CONTENT = random.Random(0).randbytes(300_000)
SHA256 = hashlib.sha256(CONTENT).hexdigest()
HASTY = Patience(tries=2, first_wait=0.0, longest_wait=0.0, timeouts=Timeouts(connect=5.0, silence=0.3))
OLD = b"the old file"


@pytest.fixture(autouse=True)
def no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def served() -> Iterator[Served]:
    with serving(CONTENT) as server:
        yield server


@pytest.fixture
def target(tmp_path: Path) -> Path:
    path = tmp_path / "weights" / "weights.bin"
    path.parent.mkdir()
    path.write_bytes(OLD)
    return path


def fetch(served: Served, target: Path, **changes: object) -> Downloaded:
    known: dict[str, object] = {"sha256": SHA256, "size_bytes": len(CONTENT), **changes}
    return download(Wanted(served.url, **known), target, CancelToken(), patience=HASTY)  # type: ignore[arg-type]


def names_in(target: Path) -> list[str]:
    return sorted(path.name for path in target.parent.iterdir())


def assert_old_and_clean(target: Path) -> None:
    assert target.read_bytes() == OLD
    assert names_in(target) == ["weights.bin"]


def assert_whole(target: Path) -> None:
    assert target.read_bytes() == CONTENT
    assert names_in(target) == ["weights.bin"]


def part_of(target: Path) -> bytes:
    return target.with_name("weights.bin.part").read_bytes()
