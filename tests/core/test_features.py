from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from core.features import FeatureCache, FeatureKey, FeaturePyramid, room_for_levels
from core.geometry import Axis1d, Box, PlaneMap


def pyramid_of(kilobytes: int) -> FeaturePyramid:
    level = np.zeros((kilobytes, 16, 16), np.float32)  # 1 KiB a channel
    return FeaturePyramid({"C3": level}, {"C3": 8}, (128, 128), PlaneMap(Axis1d(2.0), Axis1d(2.0)))


def key_of(name: str) -> FeatureKey:
    return FeatureKey(name, "weights", (128, 128))


def test_a_cell_maps_to_stride_times_image_scale_pixels() -> None:
    assert pyramid_of(1).cell_to_image("C3").box(Box(1, 1, 2, 3)) == Box(16, 16, 32, 48)


def test_the_least_recently_used_pyramid_goes_first() -> None:
    cache = FeatureCache(limit_bytes=3 << 10)
    for name in "abc":
        cache.put(key_of(name), pyramid_of(1))
    assert cache.get(key_of("a")) is not None
    cache.put(key_of("d"), pyramid_of(1))
    assert cache.get(key_of("b")) is None
    assert all(cache.get(key_of(name)) is not None for name in "acd")
    assert cache.nbytes == 3 << 10


def test_a_pyramid_larger_than_the_cache_is_not_kept_and_evicts_nothing() -> None:
    cache = FeatureCache(limit_bytes=2 << 10)
    cache.put(key_of("small"), pyramid_of(1))
    cache.put(key_of("huge"), pyramid_of(3))
    assert cache.get(key_of("huge")) is None
    assert cache.get(key_of("small")) is not None


def test_other_weights_or_input_size_are_other_features() -> None:
    cache = FeatureCache(limit_bytes=1 << 20)
    cache.put(FeatureKey("photo", "one", (64, 64)), pyramid_of(1))
    assert cache.get(FeatureKey("photo", "two", (64, 64))) is None
    assert cache.get(FeatureKey("photo", "one", (96, 64))) is None


def test_room_for_levels_is_written_into_and_each_level_has_its_own() -> None:
    shapes = {"P2": (3, 5, 7), "P3": (3, 3, 4), "pool": (1, 1, 1)}
    levels = room_for_levels(shapes)
    for value, level in enumerate(levels.values(), 1):
        level[:] = value
    assert {name: level.shape for name, level in levels.items()} == shapes
    assert [set(level.ravel().tolist()) for level in levels.values()] == [{1.0}, {2.0}, {3.0}]
    assert all(level.dtype == np.float32 and level.ctypes.data % 64 == 0 for level in levels.values())


GIVEN_BACK = """
import numpy as np
from app.memory import resident_bytes
from core.allocation import keep_freed_memory
from core.features import room_for_levels

keep_freed_memory()
before, pyramids, others = resident_bytes(), [], []
for photo in range(40):
    pyramids.append(room_for_levels({"P2": (128, 64, 64), "P3": (128, 32, 32)}))
    for level in pyramids[-1].values():
        level[:] = 1
    others.append(np.ones(10_000))  # 80 kB that stay
full = resident_bytes()
pyramids.clear()
print(full - before, full - resident_bytes())
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only there it is asked for")
def test_the_memory_of_pyramids_that_are_gone_is_the_systems_again_whatever_was_made_between_them() -> None:
    """Or the holes that they leave would make the process grow with every photo."""
    said = subprocess.run([sys.executable, "-c", GIVEN_BACK], capture_output=True, text=True, check=True, timeout=120).stdout
    taken, given_back = map(int, said.split())
    pyramids = 40 * 128 * (64 * 64 + 32 * 32) * 4
    assert taken > 0.9 * pyramids
    assert given_back > 0.95 * pyramids
