from __future__ import annotations

import numpy as np

from core.features import FeatureCache, FeatureKey, FeaturePyramid
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
