"""Object maps: what is an object, what is void, and what is honest background."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from core.errors import InputError
from core.evaluation.instance_data import find_instances, read_truth
from tests.instance_data import CAT, CHAIR, PERSON, VOID, write_instance_discs, write_photo


def truth_of(folder: Path, classes: np.ndarray, objects: np.ndarray, table: list[tuple[int, str]], names: tuple[str, ...]):
    write_photo(folder, "voc2012_x", classes, objects, table)
    (photo,) = find_instances(folder, "train", names).photos
    return read_truth(photo, names)


def test_chosen_objects_are_renumbered_and_others_are_background(tmp_path: Path) -> None:
    objects = np.zeros((40, 60), np.uint8)
    objects[:10, :10], objects[20:30, :10], objects[20:30, 20:40] = 1, 2, 5
    classes = np.where(objects == 2, CHAIR, np.where(objects > 0, CAT, 0)).astype(np.uint8)
    truth = truth_of(tmp_path, classes, objects, [(1, "cat"), (2, "chair"), (5, "cat")], ("dog", "cat"))
    assert truth.labels == (2, 2)
    assert np.array_equal(truth.ids, np.where(objects == 5, 2, np.where(objects == 1, 1, 0)))


def test_void_stays_void_unless_its_class_is_known_and_not_chosen(tmp_path: Path) -> None:
    classes, objects = np.zeros((40, 60), np.uint8), np.full((40, 60), VOID, np.uint8)
    classes[:10], classes[10:20], classes[20:30] = PERSON, CHAIR, VOID
    truth = truth_of(tmp_path, classes, objects, [], ("person",))
    assert [int(row[0]) for row in truth.ids[5::10]] == [VOID, 0, VOID, VOID]


def test_a_photos_source_is_its_names_first_word_and_splits_can_be_thinned(tmp_path: Path) -> None:
    dataset = find_instances(write_instance_discs(tmp_path / "discs", 10), "train", ("cat",))
    assert len(dataset.of_source("disc").photos) == 8
    assert not dataset.of_source("coco").photos
    assert [photo.name for photo in dataset.spread(3).photos] == ["disc_0", "disc_2", "disc_4"]


def test_a_class_that_voc_does_not_know_is_named(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"no class 'zebra'; choose some of aeroplane, .*tvmonitor"):
        find_instances(write_instance_discs(tmp_path / "discs"), "train", ("cat", "zebra"))


@pytest.mark.parametrize("missing", ["instances.csv", "train.txt"])
def test_a_missing_table_or_listing_is_named(tmp_path: Path, missing: str) -> None:
    root = write_instance_discs(tmp_path / "discs")
    (root / missing).unlink()
    with pytest.raises(InputError, match=f"lacks {missing}"):
        find_instances(root, "train", ("cat",))


def test_a_missing_object_map_is_named(tmp_path: Path) -> None:
    root = write_instance_discs(tmp_path / "discs")
    (root / "object" / "disc_1.png").unlink()
    with pytest.raises(InputError, match=r"lacks .*object.disc_1\.png"):
        find_instances(root, "train", ("cat",))


def test_a_table_without_its_columns_is_refused(tmp_path: Path) -> None:
    root = write_instance_discs(tmp_path / "discs")
    (root / "instances.csv").write_text("image,class\ndisc_0,cat\n", encoding="utf-8")
    with pytest.raises(InputError, match="columns image, instance and class"):
        find_instances(root, "train", ("cat",))


def test_maps_of_different_sizes_are_refused(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="differ in size"):
        truth_of(tmp_path, np.zeros((40, 60), np.uint8), np.zeros((40, 61), np.uint8), [], ("cat",))
