"""The difference of two class maps against counting pixel by pixel."""

from __future__ import annotations

import math
from collections import Counter

import numpy as np
import pytest

from core.errors import InputError
from core.evaluation.difference import BLOCK, Comparison, Swap, difference
from core.labels import VOID

CLASSES = 5


def maps(seed: int, shape: tuple[int, int]) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    pair = random.integers(0, CLASSES, (2, *shape)).astype(np.uint8)
    pair[random.random(pair.shape) < 0.1] = VOID
    return pair[0], pair[1]


@pytest.mark.parametrize("shape", [(7, 9), (2 * BLOCK + 3, 5)])
def test_every_pixel_is_counted_once(shape: tuple[int, int]) -> None:
    first, second = maps(1, shape)
    found = difference(first, second, CLASSES)
    pairs: Counter[tuple[int, int]] = Counter()
    for row, column in np.ndindex(*shape):
        one, other = int(first[row, column]), int(second[row, column])
        kind = Comparison.VOID if VOID in (one, other) else Comparison(int(one != other))
        assert found.pixels[row, column] == kind
        pairs[one, other] += 1
    known = {pair: count for pair, count in pairs.items() if VOID not in pair}
    assert {pair: int(found.counts[pair]) for pair in known} == known
    assert found.void == first.size - sum(known.values())
    assert found.compared + found.void == first.size
    assert found.different == sum(count for (a, b), count in known.items() if a != b)
    assert found.share == found.different / found.compared


def test_swaps_are_the_pairs_that_differ_the_most_pixels_first() -> None:
    first = np.array([[0, 0, 0, 1, 2]], np.uint8)
    second = np.array([[1, 1, 0, 0, 2]], np.uint8)
    found = difference(first, second, 3)
    assert found.swaps() == (Swap(0, 1, 2), Swap(1, 0, 1))
    assert found.of_class(0) == (1, 2, 1)
    assert found.of_class(2) == (1, 0, 0)


def test_a_map_does_not_differ_from_itself() -> None:
    first, _ = maps(2, (6, 6))
    found = difference(first, first, CLASSES)
    assert found.different == 0
    assert found.swaps() == ()


def test_nothing_to_compare_has_no_share() -> None:
    nothing = np.full((2, 2), VOID, np.uint8)
    assert math.isnan(difference(nothing, nothing, 2).share)


def test_maps_of_other_sizes_and_other_classes_are_refused() -> None:
    with pytest.raises(InputError, match="The first map is 3 x 2 px, the second 2 x 2 px"):
        difference(np.zeros((2, 3), np.uint8), np.zeros((2, 2), np.uint8), 2)
    with pytest.raises(InputError, match="Class id 7 is none of the 2 classes"):
        difference(np.full((2, 2), 7, np.uint8), np.zeros((2, 2), np.uint8), 2)
