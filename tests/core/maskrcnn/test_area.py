"""Areas of masks against counting pixels above each threshold, one threshold at a time."""

from __future__ import annotations

import numpy as np

from core.maskrcnn.area import BLOCK, THRESHOLDS, area_curve


def test_it_counts_what_lies_above_each_threshold() -> None:
    rng = np.random.default_rng(0)
    values = rng.random((37, 53)).astype(np.float32)
    on = rng.choice(THRESHOLDS[1:-1], 200)  # exactly on a threshold: not above it; and the numbers next to it on either side
    values.ravel()[:600] = np.concatenate([on, np.nextafter(on, np.float32(0)), np.nextafter(on, np.float32(1))])
    counted = [int((values > float(threshold)).sum()) for threshold in THRESHOLDS]
    assert area_curve(values).tolist() == counted


def test_the_ends_of_the_scale() -> None:
    areas = area_curve(np.array([0.0, 0.25, 1.0], np.float32))
    assert (areas[0], areas[24], areas[25], areas[99], areas[100]) == (2, 2, 1, 1, 0)


def test_a_large_mask_is_counted_whole() -> None:
    values = np.random.default_rng(1).random((1100, 1000), np.float32)
    assert values.size > 2 * BLOCK
    assert area_curve(values)[[0, 50, 99]].tolist() == [int((values > THRESHOLDS[index]).sum()) for index in (0, 50, 99)]


def test_an_empty_patch_has_no_area() -> None:
    assert not area_curve(np.zeros((0, 0), np.float32)).any()
