"""Areas of masks against counting pixels above each threshold, one threshold at a time."""

from __future__ import annotations

import numpy as np

from core.maskrcnn.area import THRESHOLDS, area_curve


def test_it_counts_what_lies_above_each_threshold() -> None:
    rng = np.random.default_rng(0)
    values = rng.random((37, 53)).astype(np.float32)
    values.ravel()[:200] = rng.choice(THRESHOLDS, 200)  # exactly on a threshold: not above it
    counted = [int((values > float(threshold)).sum()) for threshold in THRESHOLDS]
    assert area_curve(values).tolist() == counted


def test_the_ends_of_the_scale() -> None:
    areas = area_curve(np.array([0.0, 0.25, 1.0], np.float32))
    assert (areas[0], areas[24], areas[25], areas[99], areas[100]) == (2, 2, 1, 1, 0)


def test_an_empty_patch_has_no_area() -> None:
    assert not area_curve(np.zeros((0, 0), np.float32)).any()
