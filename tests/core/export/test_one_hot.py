"""One channel per class: the same annotation as the index map, and back again without loss."""

from __future__ import annotations

import io

import numpy as np
import pytest

from core.export.one_hot import index_map, one_hot, one_hot_npz
from core.labels import VOC, VOID, LabelSet

THREE = LabelSet("three", ("sky", "tree", "road"), background=None)


def test_each_pixel_is_in_the_channel_of_its_class_and_void_in_none() -> None:
    class_map = np.array([[0, 2], [VOID, 1]], np.uint8)
    expected = [[[1, 0], [0, 0]], [[0, 0], [0, 1]], [[0, 1], [0, 0]]]
    assert one_hot(class_map, 3).tolist() == expected
    assert one_hot(class_map, 3).sum(axis=0).tolist() == [[1, 1], [0, 1]]


@pytest.mark.parametrize("seed", range(3))
def test_a_file_leads_back_to_the_same_index_map(seed: int) -> None:
    random = np.random.default_rng(seed)
    class_map = random.integers(0, len(VOC), (37, 53)).astype(np.uint8)
    class_map[random.random(class_map.shape) < 0.1] = VOID
    with np.load(io.BytesIO(one_hot_npz(class_map, VOC)), allow_pickle=False) as arrays:
        assert arrays["one_hot"].dtype == np.uint8
        assert tuple(arrays["labels"]) == VOC.names
        np.testing.assert_array_equal(arrays["one_hot"], one_hot(class_map, len(VOC)))
        np.testing.assert_array_equal(index_map(arrays["one_hot"], VOC), class_map)


def test_equal_maps_give_equal_bytes() -> None:
    class_map = np.zeros((4, 5), np.uint8)
    assert one_hot_npz(class_map, THREE) == one_hot_npz(class_map.copy(), THREE)


def test_a_pixel_in_two_channels_has_no_index() -> None:
    with pytest.raises(ValueError, match="more than one channel"):
        index_map(np.ones((2, 3, 3), np.uint8), THREE)
