"""A few of many photos: files are sorted by source, so the first few would be all alike."""

from __future__ import annotations

from typing import TypeVar

Item = TypeVar("Item")


def spread(items: tuple[Item, ...], limit: int | None) -> tuple[Item, ...]:
    """At most ``limit`` of ``items``, evenly spread from the first to the last; all of them for None."""
    if limit is None or limit >= len(items):
        return items
    return tuple(items[place * len(items) // limit] for place in range(limit))


def every_nth(items: tuple[Item, ...], limit: int | None) -> tuple[Item, ...]:
    """At most ``limit`` of ``items``, every n-th from the first, n as large as it can be: training's choice, to which its logs belong."""
    return items if limit is None else items[:: max(len(items) // limit, 1)][:limit]
