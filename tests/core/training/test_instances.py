"""What training sees: aligned canvases, grey void, single persons, pasted objects, balanced odds."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.evaluation.instance_data import find_instances
from core.training.instances import MEAN_GREY, Canvas, CanvasRecipe, InstanceSet, paint_void, paste_objects, random_canvas
from tests.instance_data import PERSON, VOID, write_instance_discs, write_photo

NAMES = ("cat", "sheep")


@pytest.fixture
def photos(tmp_path: Path) -> InstanceSet:
    return InstanceSet(find_instances(write_instance_discs(tmp_path / "discs"), "train", NAMES))


def test_a_canvas_keeps_photo_and_objects_aligned_at_every_scale(photos: InstanceSet) -> None:
    for seed in range(40):
        canvas = random_canvas(photos.photos[0], photos.truths[0], CanvasRecipe(96, 0.5, 2.0, jitter=0.0), np.random.default_rng(seed))
        rows, columns = canvas.size
        assert canvas.rgb.shape == (96, 96, 3)
        red = canvas.rgb[..., 0].astype(int) - canvas.rgb[..., 1] > 60
        assert (red == (canvas.ids == 1)).mean() > 0.97
        assert (canvas.rgb[rows:] == MEAN_GREY).all()
        assert not canvas.ids[:, columns:].any()


def test_a_small_photo_lies_whole_at_the_upper_left(photos: InstanceSet) -> None:
    canvas = random_canvas(photos.photos[0], photos.truths[0], CanvasRecipe(96, 0.5, 0.5), np.random.default_rng(0))
    assert canvas.size == (40, 50)
    assert set(np.unique(canvas.ids)) == {0, 1, 2}


def test_void_is_painted_grey_but_thin_outlines_are_not() -> None:
    photo, ids = np.full((60, 80, 3), 30, np.uint8), np.zeros((60, 80), np.uint8)
    ids[10:40, 10:40], ids[50:54] = VOID, VOID
    painted = paint_void(photo, ids)
    assert (painted[15:35, 15:35] == MEAN_GREY).all()
    assert (painted[50:54] == 30).all()
    assert (painted[:5] == 30).all()


def single_person_labels(tmp_path: Path, *regions: tuple[slice, slice], name: str = "voc2012_x") -> tuple[int, ...]:
    classes, objects = np.zeros((100, 100), np.uint8), np.zeros((100, 100), np.uint8)
    for region in regions:
        classes[region], objects[region] = PERSON, VOID
    write_photo(tmp_path, name, classes, objects, [])
    return InstanceSet(find_instances(tmp_path, "train", ("cat", "person")), single_persons=True).truths[0].labels


def test_one_upright_region_of_person_is_one_person(tmp_path: Path) -> None:
    assert single_person_labels(tmp_path, (slice(10, 80), slice(10, 40))) == (2,)


def test_two_regions_or_a_wide_one_or_another_source_are_no_single_person(tmp_path: Path) -> None:
    tall = (slice(10, 80), slice(10, 40))
    assert single_person_labels(tmp_path / "two", tall, (slice(10, 80), slice(60, 90))) == ()
    assert single_person_labels(tmp_path / "wide", (slice(10, 40), slice(10, 90))) == ()
    assert single_person_labels(tmp_path / "coco", tall, name="coco_x") == ()


def test_pasted_objects_cover_what_is_below_and_stay_within_the_photo() -> None:
    source = Canvas(np.full((64, 64, 3), 200, np.uint8), np.zeros((64, 64), np.uint8), (2,), (64, 64))
    source.ids[10:50, 10:50] = 1
    target = Canvas(np.full((64, 64, 3), 20, np.uint8), np.zeros((64, 64), np.uint8), (1,), (40, 64))
    target.ids[:20, :20] = 1
    pasted = paste_objects(source, target, np.random.default_rng(0))
    assert pasted.labels == (1, 2)
    assert np.array_equal(pasted.ids == 2, (source.ids == 1) & (np.arange(64) < 40)[:, None])
    assert (pasted.ids == 1).sum() == 20 * 20 - 10 * 10
    assert (pasted.rgb[pasted.ids == 2] == 200).all()
    assert (pasted.rgb[pasted.ids != 2] == 20).all()


def test_odds_give_a_class_the_root_of_its_size_and_count_photos_without_any_as_one_more_group(photos: InstanceSet) -> None:
    # Four photos: three with cat and sheep, one with neither.
    odds = photos.balanced_odds()
    assert odds.sum() == pytest.approx(1.0)
    assert odds[2] / odds[0] == pytest.approx(1.0 / (2 / np.sqrt(3)))


def test_a_favoured_source_is_drawn_so_many_times_as_often(photos: InstanceSet) -> None:
    photos.sources[-1] = "elsewhere"
    plain, favoured = photos.balanced_odds(), photos.balanced_odds({"elsewhere": 3.0})
    assert favoured.sum() == pytest.approx(1.0)
    assert favoured[-1] / favoured[0] == pytest.approx(3.0 * plain[-1] / plain[0])
    assert favoured[0] / favoured[1] == pytest.approx(plain[0] / plain[1])
