"""LabelMe files: they fit the format as labelme's own reader checks it, and filled again as labelme fills, they are the same pixels."""

from __future__ import annotations

import json
from typing import Any

import numpy as np
import pytest

from core.cancellation import CancelToken
from core.errors import Cancelled
from core.export.labelme import class_map_labelme, objects_labelme
from core.image import ImageDocument, from_array
from core.labels import CAMVID, VOC, VOID
from tests.core.export.runs import dense, random_patches, run_on
from tests.core.export.test_regions import filled

SIZE = (20, 30)
BOXES = [(2.0, 3.0, 12.5, 13.0), (10.0, 0.0, 30.0, 20.0), (20.0, 10.0, 28.0, 19.25)]
NAMES = ("background", "cat", "sofa", "disc")

SHAPE_KEYS = {"label", "points", "group_id", "shape_type", "flags", "description", "mask"}
DOCUMENT_KEYS = {"version", "flags", "shapes", "imagePath", "imageData", "imageHeight", "imageWidth"}


def check_format(document: dict[str, Any]) -> None:
    """What labelme demands of a file without its photo: its reader's checks of keys and types, and its filler's of polygons."""
    assert document.keys() == DOCUMENT_KEYS
    assert isinstance(document["version"], str)
    assert document["flags"] == {}
    assert document["imageData"] is None
    assert isinstance(document["imagePath"], str)
    assert isinstance(document["imageHeight"], int)
    assert isinstance(document["imageWidth"], int)
    for shape in document["shapes"]:
        assert shape.keys() == SHAPE_KEYS
        assert isinstance(shape["label"], str)
        assert shape["label"]
        assert shape["shape_type"] == "polygon"
        assert len(shape["points"]) > 2
        assert all(len(point) == 2 and all(isinstance(value, int | float) for value in point) for point in shape["points"])
        assert isinstance(shape["group_id"], int)
        assert shape["flags"] == {}
        assert isinstance(shape["description"], str)
        assert shape["mask"] is None


def read(content: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(content)
    check_format(document)
    return document


def groups(document: dict[str, Any]) -> dict[tuple[str, int], np.ndarray]:
    """(label, group) -> the union of its polygons, as labelme's converter to COCO makes it."""
    size = document["imageHeight"], document["imageWidth"]
    found: dict[tuple[str, int], np.ndarray] = {}
    for shape in document["shapes"]:
        key = shape["label"], shape["group_id"]
        found[key] = found.get(key, np.zeros(size, bool)) | filled(np.array(shape["points"]), size)
    return found


@pytest.fixture
def photo() -> ImageDocument:
    return from_array(np.zeros((*SIZE, 3), np.uint8), name="street.png")


@pytest.mark.parametrize("label_set", [VOC, CAMVID], ids=lambda labels: labels.name)
@pytest.mark.parametrize("seed", range(3))
def test_a_class_map_is_read_back_identically(seed: int, label_set: Any) -> None:
    random = np.random.default_rng(seed)
    class_map = random.choice(np.array([0, 2, 5, VOID], np.uint8), (37, 53), p=[0.5, 0.3, 0.1, 0.1])
    document = read(class_map_labelme(class_map, label_set, "street.png", CancelToken()))
    assert (document["imageHeight"], document["imageWidth"], document["imagePath"]) == (37, 53, "street.png")
    # Where no polygon is: the background where the label set has one. Void is in no polygon either.
    again = np.full(class_map.shape, VOID if label_set.background is None else label_set.background, np.uint8)
    for (name, group), inside in groups(document).items():
        assert label_set.names[group] == name
        again[inside] = group
    again[class_map == VOID] = VOID
    np.testing.assert_array_equal(again, class_map)


def test_a_class_keeps_its_hole() -> None:
    class_map = np.zeros((12, 12), np.uint8)
    class_map[1:11, 1:11] = 8
    class_map[4:8, 4:8] = 0
    document = read(class_map_labelme(class_map, VOC, "a.png", CancelToken()))
    assert len(document["shapes"]) == 2
    np.testing.assert_array_equal(groups(document)["cat", 8], class_map == 8)


def test_objects_are_read_back_identically_with_number_and_score(photo: ImageDocument) -> None:
    patches = [patch for patch in random_patches(40, SIZE, seed=5) if patch.inside.any()][:3]
    document = read(objects_labelme(run_on(photo, BOXES, NAMES), patches, "../photos/street.png", CancelToken()))
    found = groups(document)
    assert list(found) == [("cat", 1), ("sofa", 2), ("disc", 3)]
    for patch, inside in zip(patches, found.values(), strict=True):
        np.testing.assert_array_equal(inside, dense(patch, SIZE))
    assert {shape["description"] for shape in document["shapes"]} == {"score 0.9000", "score 0.8900", "score 0.8800"}
    assert document["imagePath"] == "../photos/street.png"


def test_nothing_found_is_a_file_without_shapes(photo: ImageDocument) -> None:
    assert read(objects_labelme(run_on(photo, [], NAMES), [], "a.png", CancelToken()))["shapes"] == []
    assert read(class_map_labelme(np.zeros(SIZE, np.uint8), VOC, "a.png", CancelToken()))["shapes"] == []


def test_equal_results_give_equal_bytes(photo: ImageDocument) -> None:
    patches = random_patches(3, SIZE, seed=7)
    first, second = (objects_labelme(run_on(photo, BOXES, NAMES), patches, "a.png", CancelToken()) for _ in range(2))
    assert first == second


def test_a_cancel_is_heard(photo: ImageDocument) -> None:
    token = CancelToken()
    token.cancel()
    with pytest.raises(Cancelled):
        class_map_labelme(np.zeros(SIZE, np.uint8), CAMVID, "a.png", token)
    with pytest.raises(Cancelled):
        objects_labelme(run_on(photo, BOXES, NAMES), random_patches(3, SIZE), "a.png", token)
