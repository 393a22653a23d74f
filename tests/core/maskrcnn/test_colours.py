"""Colours of objects: neighbours differ, as counted pixel by pixel, and what stays keeps its colour."""

from __future__ import annotations

import time

import numpy as np
import pytest

from core.maskrcnn.colours import instance_colours, neighbours
from core.maskrcnn.paste import mask_patches
from core.maskrcnn.results import DetectionRun, MaskPatch
from core.palettes import PALETTES
from tests.core.maskrcnn.runs import record, scene
from tests.core.maskrcnn.scripted import Anchor, scripted_run
from tests.maskrcnn_networks import tiny_maskrcnn

SIZE = (400, 600)


def rectangle(left: int, top: int, width: int, height: int) -> MaskPatch:
    return MaskPatch(left, top, np.ones((height, width), bool))


def run_with(count: int) -> DetectionRun:
    """A run on a photo of 600 x 400 with ``count`` detections."""
    boxes = [(20.0 * (index % 14), 20.0 * (index // 14)) for index in range(count)]
    anchors = [Anchor((x, y, x + 15, y + 15), 0.9, (0.9 - 0.01 * index, 0.0)) for index, (x, y) in enumerate(boxes)]
    run = scripted_run({"P2": anchors})
    assert len(run) == count
    return run


def test_objects_that_share_an_edge_differ_and_so_do_those_on_top_of_each_other() -> None:
    patches = [rectangle(0, 0, 200, 400), rectangle(200, 0, 200, 400), rectangle(100, 100, 50, 50)]
    near = neighbours(SIZE, patches)
    assert near.tolist() == [[False, True, True], [True, False, False], [True, False, False]]
    colours = instance_colours(run_with(3), patches)
    assert len(np.unique(colours, axis=0)) == 3


def test_objects_that_share_a_corner_only_are_neighbours_and_distant_ones_are_not() -> None:
    near = neighbours(SIZE, [rectangle(0, 0, 30, 30), rectangle(30, 30, 30, 30), rectangle(90, 90, 30, 30)])
    assert near.tolist() == [[False, True, False], [True, False, False], [False, False, False]]


def test_a_few_objects_all_differ_even_far_apart() -> None:
    patches = [rectangle(80 * index, 0, 10, 10) for index in range(7)]
    assert not neighbours(SIZE, patches).any()
    assert len(np.unique(instance_colours(run_with(7), patches), axis=0)) == 7


def test_far_objects_share_the_palette_s_own_colours_before_a_tint_is_used() -> None:
    patches = [rectangle(40 * index, 0, 10, 10) for index in range(14)]
    colours = instance_colours(run_with(14), patches)
    assert {tuple(colour) for colour in colours.tolist()} == set(PALETTES["okabe-ito"].colours)


def test_21_objects_at_one_place_all_differ() -> None:
    colours = instance_colours(run_with(21), [rectangle(10, 10, 100, 100)] * 21)
    assert len(np.unique(colours, axis=0)) == 21


def test_more_objects_at_one_place_than_colours_share_them_evenly() -> None:
    colours = instance_colours(run_with(42), [rectangle(10, 10, 100, 100)] * 42)
    assert set(np.unique(colours, axis=0, return_counts=True)[1].tolist()) == {2}


def test_neighbours_by_pixels_have_different_colours_on_a_real_record() -> None:
    run = record(tiny_maskrcnn(), scene())
    patches = list(mask_patches(run))
    height, width = run.input.image_size
    whole = np.zeros((len(run), height, width), bool)
    for plane, patch in zip(whole, patches, strict=True):
        rows, columns = patch.inside.shape
        plane[patch.top : patch.top + rows, patch.left : patch.left + columns] = patch.inside
    near = neighbours((height, width), patches)
    overlap = np.einsum("ihw,jhw->ij", whole.astype(np.int64), whole.astype(np.int64)) > 0
    np.fill_diagonal(overlap, False)
    assert overlap.any()
    assert near[overlap].all()


def test_what_stays_under_a_higher_score_threshold_keeps_its_colour() -> None:
    run = record(tiny_maskrcnn(), scene())
    patches = list(mask_patches(run))
    every, fewer = instance_colours(run, patches), instance_colours(run, patches[: len(patches) // 2])
    np.testing.assert_array_equal(every[: len(fewer)], fewer)


@pytest.mark.parametrize("size", [(1, 1), (1, 500), (500, 1)])
def test_thin_photos_have_colours_too(size: tuple[int, int]) -> None:
    patches = [rectangle(0, 0, size[1], size[0]), MaskPatch(0, 0, np.zeros((0, 0), bool))]
    assert neighbours(size, patches).tolist() == [[False, False], [False, False]]


def test_nothing_found_gives_no_colours() -> None:
    run = scripted_run({"P2": [Anchor((0.0, 0.0, 15.0, 15.0), 0.9, (0.01, 0.0))]})
    assert instance_colours(run, []).shape == (0, 3)


def test_100_objects_that_each_fill_12_megapixels_take_a_blink() -> None:
    """Masks are sampled: reading each pixel of a hundred would take a second."""
    inside = np.ones((3000, 4000), bool)
    started = time.thread_time()
    neighbours((3000, 4000), [MaskPatch(0, 0, inside)] * 100)
    assert time.thread_time() - started < 0.5
