"""Photos: a tuple of paths that knows where each stands."""

from __future__ import annotations

from pathlib import Path

from core.photos import Photos

PATHS = tuple(Path("folder") / name for name in ("b.png", "a.png", "c.png"))


def test_it_keeps_the_order_and_knows_places_and_names() -> None:
    photos = Photos(PATHS)
    assert photos == PATHS
    assert [photos.place(path) for path in PATHS] == [0, 1, 2]
    assert photos.names == ("b.png", "a.png", "c.png")


def test_what_is_not_among_them_has_no_place() -> None:
    photos = Photos(PATHS)
    for other in (None, Path("folder") / "d.png", Path("elsewhere") / "b.png"):
        assert photos.place(other) is None
        assert other not in photos
    assert PATHS[1] in photos
    assert "b.png" not in photos


def test_none_are_false() -> None:
    assert not Photos()
    assert Photos().place(PATHS[0]) is None
