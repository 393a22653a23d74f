"""Run lengths against pycocotools: its encoder gives the same string, its decoder the same mask."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from pycocotools import mask as coco_mask

from core.export.rle import compressed, run_lengths
from core.maskrcnn.results import MaskPatch
from tests.core.export.runs import dense, random_patches

# pycocotools decodes in a way that numpy 2 frowns upon.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def theirs(mask: np.ndarray) -> str:
    counts = coco_mask.encode(np.asfortranarray(mask))["counts"]
    assert isinstance(counts, bytes)
    return counts.decode("ascii")


@pytest.mark.parametrize("size", [(1, 1), (1, 40), (40, 1), (23, 31), (64, 64)])
def test_masks_are_written_as_pycocotools_writes_them_and_read_back_identically(size: tuple[int, int]) -> None:
    for patch in random_patches(60, size):
        whole, written = dense(patch, size), run_lengths(patch, size)
        assert written.as_json() == {"size": list(size), "counts": theirs(whole)}
        np.testing.assert_array_equal(coco_mask.decode(written.as_json()), whole)
        assert written.area == whole.sum()


@given(arrays(np.bool_, st.tuples(st.integers(1, 12), st.integers(1, 12))))
def test_any_mask_of_the_whole_photo(mask: np.ndarray) -> None:
    assert run_lengths(MaskPatch(0, 0, mask), mask.shape).as_json()["counts"] == theirs(mask.astype(np.uint8))


def test_runs_are_counted_down_the_columns_outside_first() -> None:
    inside = np.array([[True, False], [True, True]])
    assert run_lengths(MaskPatch(0, 0, inside), (2, 2)).counts == (0, 2, 1, 1)
    assert run_lengths(MaskPatch(1, 1, inside[:1, :1]), (3, 4)).counts == (4, 1, 7)
    assert run_lengths(MaskPatch(0, 0, np.zeros((0, 0), bool)), (3, 4)).counts == (12,)


def test_long_runs_take_more_characters() -> None:
    """A disc on 12 megapixels: runs, and differences of both signs, of up to eight digits."""
    rows, columns = np.mgrid[:3000, :4000]
    disc = np.hypot(rows - 1500, columns - 2000) < 900
    whole = run_lengths(MaskPatch(0, 0, disc), (3000, 4000))
    assert whole.as_json()["counts"] == theirs(disc.astype(np.uint8))


@pytest.mark.parametrize(("counts", "text"), [((5,), "5"), ((16,), "`0"), ((31,), "o0"), ((32,), "P1"), ((9, 3, 9, 1), "939N")])
def test_known_strings(counts: tuple[int, ...], text: str) -> None:
    """By hand: 16 needs a second digit to stay positive; the fourth run is written as 1 - 3 = -2."""
    assert compressed(counts) == text
