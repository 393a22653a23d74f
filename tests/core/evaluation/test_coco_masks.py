"""COCO's ways of writing a mask, against pycocotools' own reading of the same."""

from __future__ import annotations

import numpy as np
import pytest
from pycocotools import mask as coco_mask

from core.evaluation.coco_masks import decode_counts, from_polygons, from_run_lengths

HEIGHT, WIDTH = 37, 53

# pycocotools decodes in a way that numpy 2 frowns upon.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.mark.parametrize("seed", range(40))
def test_polygons_are_filled_as_the_coco_api_fills_them(seed: int) -> None:
    rng = np.random.default_rng(seed)
    polygons = []
    for _ in range(int(rng.integers(1, 4))):
        corners = rng.uniform((-8, -8), (WIDTH + 8, HEIGHT + 8), (int(rng.integers(3, 9)), 2))
        corners = np.rint(corners * 2) / 2 if seed % 3 == 0 else corners
        if seed % 4 == 0:
            corners = np.repeat(corners, 2, axis=0)  # corners that are written twice
        polygons.append(corners.ravel().tolist())
    runs = coco_mask.merge(coco_mask.frPyObjects(polygons, HEIGHT, WIDTH))
    assert np.array_equal(from_polygons(polygons, HEIGHT, WIDTH), coco_mask.decode(runs).astype(bool))


def test_a_polygon_on_pixel_edges_holds_those_pixels() -> None:
    expected = np.zeros((HEIGHT, WIDTH), bool)
    expected[3:10, 5:21] = True
    assert np.array_equal(from_polygons([[5, 3, 21, 3, 21, 10, 5, 10]], HEIGHT, WIDTH), expected)


@pytest.mark.parametrize("seed", range(8))
def test_run_lengths_plain_and_compressed_are_the_mask_they_were_made_from(seed: int) -> None:
    rng = np.random.default_rng(seed)
    mask = np.kron(rng.integers(0, 2, (5, 4)), np.ones((9, 13), int))[:HEIGHT, :WIDTH].astype(bool)
    mask = mask ^ (rng.random(mask.shape) < 0.02)
    height, width = mask.shape
    compressed = coco_mask.encode(np.asfortranarray(mask))["counts"].decode("ascii")
    counts = decode_counts(compressed)
    assert np.array_equal(from_run_lengths(counts, height, width), mask)
    flips = np.flatnonzero(np.diff(np.concatenate([[False], mask.T.ravel()]))).tolist()
    plain = np.diff([0, *flips, mask.size]).tolist()
    assert counts == plain


@pytest.mark.parametrize("text", ["\x00", "o", "é", "oooooooooooooooo0", " "])
def test_a_string_that_is_no_run_lengths_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="run lengths"):
        decode_counts(text)


@pytest.mark.parametrize("counts", [[5], [-1, 13], [6.5, 5.5], [float("nan")], [10**30, 2], [[12]]])
def test_run_lengths_that_do_not_cover_the_photo_are_refused(counts: list) -> None:
    with pytest.raises(ValueError, match="run lengths"):
        from_run_lengths(counts, 3, 4)


@pytest.mark.parametrize("polygon", [[1, 2, 3, 4], [1, 2, 3, 4, 5, 6, 7], [0, 0, 1, 1, float("nan"), 1], [0, 0, 1e9, 0, 1, 1]])
def test_a_polygon_that_is_none_is_refused(polygon: list[float]) -> None:
    with pytest.raises(ValueError, match="polygon"):
        from_polygons([polygon], 3, 4)
