"""The COCO document as pycocotools reads it: as a data set, and its annotations as results."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pycocotools.coco import COCO
from pycocotools.cocoeval import COCOeval

from core.export.coco import class_map_coco, coco_json, image_number
from core.image import ImageDocument, from_array
from core.labels import CAMVID, VOC, LabelSet
from core.labels import COCO as COCO_LABELS
from core.maskrcnn.results import DetectionRun
from tests.core.export.runs import dense, random_patches, run_on

SIZE = (20, 30)
BOXES = [(2.0, 3.0, 12.5, 13.0), (10.0, 0.0, 30.0, 20.0), (20.0, 10.0, 28.0, 19.25)]
NAMES = ("background", "cat", "sofa", "disc")
PATCHES = random_patches(3, SIZE, seed=5)

# pycocotools decodes in a way that numpy 2 frowns upon.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


@pytest.fixture
def photo() -> ImageDocument:
    return from_array(np.zeros((*SIZE, 3), np.uint8), name="street.png")


@pytest.fixture
def run(photo: ImageDocument) -> DetectionRun:
    return run_on(photo, BOXES, NAMES)


def read(content: bytes, folder: Path) -> COCO:
    path = folder / "objects.json"
    path.write_bytes(content)
    return COCO(str(path))


def test_pycocotools_reads_photo_classes_and_masks(run: DetectionRun, tmp_path: Path) -> None:
    coco = read(coco_json(run, PATCHES, "street.png"), tmp_path)
    (image,) = coco.loadImgs(coco.getImgIds())
    assert (image["file_name"], image["width"], image["height"]) == ("street.png", 30, 20)
    annotations = coco.loadAnns(coco.getAnnIds(imgIds=[image["id"]]))
    assert len(annotations) == 3
    for index, annotation in enumerate(annotations):
        mask = coco.annToMask(annotation)
        np.testing.assert_array_equal(mask, dense(PATCHES[index], SIZE))
        assert annotation["area"] == mask.sum()
        x1, y1, x2, y2 = BOXES[index]
        assert annotation["bbox"] == pytest.approx([x1, y1, x2 - x1, y2 - y1])
        assert annotation["score"] == pytest.approx(0.9 - 0.01 * index)
    assert [coco.loadCats([annotation["category_id"]])[0]["name"] for annotation in annotations] == ["cat", "couch", "disc"]


def test_its_annotations_are_results_that_score_a_perfect_match(run: DetectionRun, tmp_path: Path) -> None:
    content = coco_json(run, [patch for patch in random_patches(40, SIZE) if patch.inside.sum() > 20][:3], "street.png")
    truth = read(content, tmp_path)
    results = truth.loadRes(json.loads(content)["annotations"])
    for kind in ("segm", "bbox"):
        evaluation = COCOeval(truth, results, kind)
        evaluation.evaluate()
        evaluation.accumulate()
        precision = evaluation.eval["precision"][:, :, :, 0, -1]
        np.testing.assert_allclose(precision, 1.0)


def test_every_class_of_voc_has_cocos_own_number_and_name(photo: ImageDocument) -> None:
    """Numbers as in COCO's instances_val2017.json."""
    ours = {
        "person": (1, "person"), "bicycle": (2, "bicycle"), "car": (3, "car"), "motorbike": (4, "motorcycle"), "aeroplane": (5, "airplane"),
        "bus": (6, "bus"), "train": (7, "train"), "boat": (9, "boat"), "bird": (16, "bird"), "cat": (17, "cat"), "dog": (18, "dog"),
        "horse": (19, "horse"), "sheep": (20, "sheep"), "cow": (21, "cow"), "bottle": (44, "bottle"), "chair": (62, "chair"),
        "sofa": (63, "couch"), "pottedplant": (64, "potted plant"), "diningtable": (67, "dining table"), "tvmonitor": (72, "tv"),
    }  # fmt: skip
    document: dict[str, Any] = json.loads(coco_json(run_on(photo, [], VOC.names), [], "a.png"))
    found = {name: (row["id"], row["name"]) for name, row in zip(VOC.names[1:], document["categories"], strict=True)}
    assert found == ours


def test_a_class_that_coco_lacks_takes_no_number_of_cocos(run: DetectionRun) -> None:
    document = json.loads(coco_json(run, PATCHES, "a.png"))
    assert document["categories"][2] == {"id": 203, "name": "disc"}


def test_nothing_found_is_a_document_without_annotations(photo: ImageDocument, tmp_path: Path) -> None:
    coco = read(coco_json(run_on(photo, [], NAMES), [], "street.png"), tmp_path)
    assert coco.getAnnIds() == []
    assert len(coco.getImgIds()) == 1


@pytest.mark.parametrize(
    ("name", "number"),
    [("000000000139.jpg", 139), ("street.png", 1), ("Astronaut", 1), ("12.tar.gz", 1), ("٣.png", 1), (f"{'9' * 40}.png", 1)],
)
def test_cocos_own_photos_keep_their_number(name: str, number: int) -> None:
    assert image_number(name) == number


def test_a_file_name_of_any_bytes_is_written(run: DetectionRun) -> None:
    content = coco_json(run, PATCHES, "caf\udce9 ü.png")
    assert json.loads(content)["images"][0]["file_name"] == "caf\udce9 ü.png"


def test_equal_results_give_equal_bytes(run: DetectionRun) -> None:
    assert coco_json(run, PATCHES, "a.png") == coco_json(run, PATCHES, "a.png")


def test_every_class_of_cocos_own_label_set_has_its_id(photo: ImageDocument) -> None:
    """80 categories under 1 to 90: the gaps are nobody's."""
    document = json.loads(coco_json(run_on(photo, [], COCO_LABELS.names), [], "a.png"))
    rows = document["categories"]
    assert len(rows) == 80
    assert [(row["id"], row["name"]) for row in rows if row["id"] in (1, 13, 44, 62, 90)] == [
        (1, "person"), (13, "stop sign"), (44, "bottle"), (62, "chair"), (90, "toothbrush"),
    ]  # fmt: skip
    assert {12, 26, 29, 30, 45, 66, 68, 69, 71, 83}.isdisjoint(row["id"] for row in rows)


@pytest.mark.parametrize("labels", [VOC, CAMVID], ids=lambda labels: labels.name)
def test_a_class_map_is_read_back_identically(labels: LabelSet, tmp_path: Path) -> None:
    random = np.random.default_rng(2)
    class_map = random.integers(0, 6, SIZE).astype(np.uint8)
    class_map[random.random(SIZE) < 0.1] = labels.void
    coco = read(class_map_coco(class_map, labels, "tiny", "street.png"), tmp_path)
    again = np.full(SIZE, labels.void if labels.background is None else labels.background, np.uint8)
    names = [coco.loadCats([category])[0]["name"] for category in coco.getCatIds()]
    numbers = [label for label in range(len(labels)) if label != labels.background]
    by_id = dict(zip(coco.getCatIds(), numbers, strict=True))
    for annotation in coco.loadAnns(coco.getAnnIds()):
        mask = coco.annToMask(annotation).astype(bool)
        assert annotation["area"] == mask.sum()
        x, y, width, height = annotation["bbox"]
        assert mask[y : y + height, x : x + width].sum() == mask.sum()
        again[mask] = by_id[annotation["category_id"]]
    again[class_map == labels.void] = labels.void
    np.testing.assert_array_equal(again, class_map)
    assert names[:2] == (["airplane", "bicycle"] if labels is VOC else ["sky", "building"])


def test_a_class_map_of_background_alone_has_no_annotation(tmp_path: Path) -> None:
    assert read(class_map_coco(np.zeros(SIZE, np.uint8), VOC, "tiny", "a.png"), tmp_path).getAnnIds() == []
