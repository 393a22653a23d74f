"""A few of many photos."""

from __future__ import annotations

from typing import TypeVar

Item = TypeVar("Item")


def spread(items: tuple[Item, ...], limit: int | None) -> tuple[Item, ...]:
    """At most ``limit`` of ``items``, evenly spread: files are sorted by source, so the first few would be all alike."""
    return items if limit is None else items[:: max(len(items) // limit, 1)][:limit]
