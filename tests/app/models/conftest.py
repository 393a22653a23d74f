"""Windows whose catalog has a small model that a local server gives away, and one for which a file must be brought."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from core.catalog import MODELS, ModelRow
from tests.app.conftest import Shell
from tests.core.weights.file_server import Served, serving
from tests.networks import tiny_row

FAR, BROUGHT = "fcn-far", "fcn-brought"
"""Keys: the file of the first can be downloaded; that of the second must be chosen."""


@dataclass(frozen=True)
class Catalog:
    """``served`` is the server of FAR's file, ``digest`` that file's SHA-256, ``file`` a copy of it; ``other`` fits no row."""

    served: Served
    digest: str
    file: Path
    other: Path


@pytest.fixture
def catalog(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Catalog]:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.delenv(name, raising=False)
    tiny = tiny_row(tmp_path, key="my-net")
    other = tmp_path / "other.pth"
    other.write_bytes(b"PK not a checkpoint")
    with serving(tiny.weights_path.read_bytes()) as served:
        digest = hashlib.sha256(served.content).hexdigest()
        far = on_demand(tiny, FAR, served.url, digest[:8], len(served.content))
        brought = on_demand(tiny, BROUGHT, None, "", 0)
        for place in ("core.catalog.MODELS", "core.importing.MODELS"):
            monkeypatch.setattr(place, (*MODELS, far, brought))
        yield Catalog(served, digest, tiny.weights_path, other)


def on_demand(row: ModelRow, key: str, url: str | None, prefix: str, size: int) -> ModelRow:
    weights = replace(row.weights, file_name=f"{key}.safetensors", url=url, sha256=None, sha256_prefix=prefix, size_bytes=size,
                      source="a server in this test")  # fmt: skip
    return replace(row, key=key, title=key.replace("-", " ").title(), weights=weights, badges=())


@pytest.fixture
def shop(shell: Shell, catalog: Catalog) -> Shell:
    """A window that has read that catalog and looked at every weight file."""
    from core.catalog import all_rows

    assert catalog.digest
    shell.session.set_rows(all_rows())
    shell.workflow.keeping_models.look()
    shell.qtbot.waitUntil(lambda: len(shell.session.weights) == len(shell.session.rows), timeout=30_000)
    return shell
