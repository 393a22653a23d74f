"""COCO's annotation files: class maps and average precision as pycocotools has them, crowds ignored, and files that are none refused."""

from __future__ import annotations

import contextlib
import io
import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from pycocotools import mask as coco_mask
from pycocotools.coco import COCO as CocoApi  # noqa: N811 - the API is called like the data set
from pycocotools.cocoeval import COCOeval

from core.errors import InputError
from core.evaluation.coco_data import CocoTruth, read_annotations
from core.evaluation.instance import InstanceMetric
from core.evaluation.truths import Outline, OutlinedTruth, Region, cropped, tight_box
from core.image import load_image
from core.labels import CAMVID, COCO, VOC, VOID, LabelSet
from core.maskrcnn.results import MaskPatch
from tests.core.evaluation.data_sets import CAT, DOG, HEIGHT, WIDTH, compressed, save_photo, uncompressed, write_coco

PETS = LabelSet("pets", ("background", "dog", "cat", "chair"))

# pycocotools decodes in a way that numpy 2 frowns upon.
pytestmark = pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")


def read(path: Path, labels: LabelSet = VOC) -> list[Any]:
    return read_annotations(path, path.parent, "", labels)


def written(root: Path, *objects: dict[str, Any]) -> Path:
    return write_coco(root / "annotations.json", root, [list(objects)])


def rectangle(x: int, y: int, width: int, height: int) -> np.ndarray:
    mask = np.zeros((HEIGHT, WIDTH), bool)
    mask[y : y + height, x : x + width] = True
    return mask


def test_a_class_map_has_objects_of_known_classes_and_void_where_they_overlap_or_crowd(tmp_path: Path) -> None:
    triangle = [[3.0, 2.0, 25.5, 4.0, 9.0, 21.0]]
    dog, phone, crowd = rectangle(20, 3, 12, 15), rectangle(0, 25, 9, 4), rectangle(34, 10, 8, 18)
    path = written(
        tmp_path,
        {"category_id": 17, "segmentation": triangle},
        {"category_id": 18, "segmentation": compressed(dog)},
        {"category_id": 77, "segmentation": uncompressed(phone)},
        {"category_id": 17, "segmentation": uncompressed(crowd), "iscrowd": 1},
    )
    (photo,) = read(path)
    cat = coco_mask.decode(coco_mask.merge(coco_mask.frPyObjects(triangle, HEIGHT, WIDTH))).astype(bool)
    expected = np.select([crowd | (cat & dog), cat, dog], [VOID, CAT, DOG], 0)
    truth = photo.truth.class_map(load_image(photo.photo))
    assert np.array_equal(truth.class_map, expected)
    assert truth.path == path
    assert (cat & dog).any()


def test_what_is_not_annotated_is_void_to_a_model_without_background(tmp_path: Path) -> None:
    path = written(tmp_path, {"category_id": 17, "segmentation": uncompressed(rectangle(2, 2, 9, 9))})
    labels = LabelSet("no ground", ("dog", "cat"), background=None)
    (photo,) = read(path, labels)
    expected = np.where(rectangle(2, 2, 9, 9), 1, VOID)
    assert np.array_equal(photo.truth.class_map(load_image(photo.photo)).class_map, expected)


def test_objects_keep_the_files_boxes_and_crowds_are_apart(tmp_path: Path) -> None:
    cat, crowd = rectangle(5, 4, 10, 8), rectangle(20, 4, 10, 8)
    path = written(
        tmp_path,
        {"category_id": 17, "segmentation": uncompressed(cat), "bbox": [4.5, 4.0, 11.0, 8.25]},
        {"category_id": 18, "segmentation": uncompressed(crowd), "iscrowd": 1},
    )
    (photo,) = read(path, PETS)
    truth = photo.truth.objects(load_image(photo.photo))
    assert truth.labels == (2,)
    assert truth.given[0].box == (4.5, 4.0, 15.5, 12.25)
    assert (truth.crowds[0].label, truth.crowds[0].box) == (1, (20.0, 4.0, 30.0, 12.0))


def random_photo(rng: np.random.Generator) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Overlapping objects, crowds and near misses, as annotations and as results."""
    given, found = [], []
    for _ in range(int(rng.integers(1, 7))):
        x, y, width, height = (int(value) for value in rng.integers((0, 0, 5, 5), (30, 18, 14, 12)))
        category, crowd = int(rng.choice([17, 18])), bool(rng.random() < 0.25)
        mask = rectangle(x, y, width, height)
        box = [x + float(rng.uniform(-0.5, 0.5)), float(y), float(width), float(height)]
        outline: Any = compressed(mask) if crowd or rng.random() < 0.5 else [[x, y, x + width, y, x + width, y + height, x, y + height]]
        given.append({"category_id": category, "segmentation": outline, "bbox": box, "iscrowd": int(crowd), "area": float(mask.sum())})
        for _ in range(int(rng.integers(0, 4))):
            moved = np.roll(mask, rng.integers(-2, 3, 2), (0, 1)) & rectangle(0, 0, 30, HEIGHT)
            shift = rng.uniform(-1.5, 1.5, 4)
            score = float(rng.integers(1, 9)) / 8
            found.append({"category": category, "mask": moved, "bbox": (np.array(box) + shift).tolist(), "score": score})
    return given, found


@pytest.mark.parametrize("seed", range(5))
def test_average_precision_with_crowds_and_overlaps_is_the_coco_apis(tmp_path: Path, seed: int) -> None:
    rng = np.random.default_rng(seed)
    scenes = [random_photo(rng) for _ in range(10)]
    path = write_coco(tmp_path / "annotations.json", tmp_path, [given for given, _ in scenes])
    metric, results = InstanceMetric(PETS.names[1:]), []
    for photo, (_, found) in zip(read(path, PETS), scenes, strict=True):
        truth = photo.truth.objects(load_image(photo.photo))
        assert isinstance(truth, OutlinedTruth)
        boxes = np.array([[x, y, x + w, y + h] for x, y, w, h in (one["bbox"] for one in found)]).reshape(-1, 4)
        labels = [{17: 2, 18: 1}[one["category"]] for one in found]
        metric.add(truth, boxes, labels, [one["score"] for one in found], [MaskPatch(0, 0, one["mask"]) for one in found])
        results += [
            {"image_id": 100 + int(photo.name), "category_id": one["category"], "bbox": one["bbox"], "score": one["score"],
             "segmentation": compressed(one["mask"])}
            for one in found
        ]  # fmt: skip
    for region, kind in ((Region.BOX, "bbox"), (Region.MASK, "segm")):
        expected = coco_precision(path, results, kind)
        for name, category in (("cat", 17), ("dog", 18)):
            figure = metric.per_class(region)[name]
            assert (figure.ap, figure.ap50, figure.ap75) == pytest.approx(expected[category], abs=1e-6)


def coco_precision(path: Path, results: list[dict[str, Any]], kind: str) -> dict[int, tuple[float, float, float]]:
    with contextlib.redirect_stdout(io.StringIO()):
        truth = CocoApi(str(path))
        run = COCOeval(truth, truth.loadRes([dict(one) for one in results]), kind)
        run.params.catIds = [17, 18]
        run.evaluate()
        run.accumulate()
    tables = {category: run.eval["precision"][:, :, index, 0, -1] for index, category in enumerate((17, 18))}
    return {category: (table.mean(), table[0].mean(), table[5].mean()) for category, table in tables.items()}


def test_a_crowd_hides_only_what_is_called_its_class() -> None:
    crowd = rectangle(0, 0, 20, 20)
    truth = OutlinedTruth((HEIGHT, WIDTH), (), (Outline(2, tight_box(crowd), cropped(crowd)),))
    inside = np.array([[1.0, 1, 9, 9], [1, 1, 9, 9]])
    found = truth.overlaps(inside, [2, 1], [MaskPatch(1, 1, np.ones((8, 8), bool))] * 2)
    assert [found[region].ignored.tolist() for region in Region] == [[1.0, 0.0], [1.0, 0.0]]


def test_cocos_own_ids_are_matched_by_name_and_na_is_nobodys(tmp_path: Path) -> None:
    (photo,) = read(written(tmp_path, {"category_id": 62, "segmentation": uncompressed(rectangle(1, 1, 5, 5))}), COCO)
    assert photo.truth.given[0].label == COCO.names.index("chair") == 62
    (photo,) = read(written(tmp_path, {"category_id": 62, "segmentation": uncompressed(rectangle(1, 1, 5, 5))}), VOC)
    assert photo.truth.given[0].label == VOC.names.index("chair") == 9


def test_a_model_that_knows_no_category_is_told_so(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"annotations\.json names none of the model's classes \(sky, "):
        read(written(tmp_path), CAMVID)


def document(images: str = "", annotations: str = "", categories: str = '{"id": 17, "name": "cat"}') -> bytes:
    return f'{{"images": [{images}], "annotations": [{annotations}], "categories": [{categories}]}}'.encode()


@pytest.mark.parametrize(
    "content",
    [
        b"", b"[]", b"{}", b"nonsense", b"[" * 100_000, b"\xff", b'{"images": 3}',
        document(categories="7"),
        document(categories='{"id": 1e999, "name": "cat"}'),
        document(images="{}"),
        document(images='{"id": 1, "file_name": 7, "width": 4, "height": 4}'),
        document(images='{"id": 1, "file_name": "../x.jpg", "width": 4, "height": 4}'),
        document(images='{"id": 1, "file_name": "x.jpg", "width": -4, "height": 4}'),
        document(annotations='{"category_id": []}'),
        document(annotations='{"category_id": 17, "image_id": 1, "bbox": [1, 2]}'),
        document(annotations='{"category_id": 17, "image_id": 1, "bbox": [1, 2, NaN, 4]}'),
    ],
)  # fmt: skip
def test_a_file_that_is_no_annotations_is_named(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "annotations.json"
    path.write_bytes(content)
    with pytest.raises(InputError, match=r"annotations\.json is not an annotation file in COCO's format"):
        read(path)


def test_a_photo_that_is_not_there_is_named(tmp_path: Path) -> None:
    path = written(tmp_path)
    (tmp_path / "000000000000.jpg").unlink()
    with pytest.raises(InputError, match=r"The photo 000000000000\.jpg that .*annotations\.json names is nowhere"):
        read(path)


@pytest.mark.parametrize(
    "outline",
    [
        None, 7, "abc", {}, {"size": [HEIGHT, WIDTH]}, {"size": [1, 1], "counts": [1]}, {"size": [HEIGHT, WIDTH], "counts": [3]},
        {"size": [HEIGHT, WIDTH], "counts": "\u00e9"}, [[1, 2, 3]], [["a", "b", "c", "d", "e", "f"]], [[0, 0, 1e300, 0, 5, 5]], [7],
        [None], {"size": None, "counts": "0"}, {"size": [HEIGHT, WIDTH], "counts": {"a": 1}},
    ],
)  # fmt: skip
def test_an_outline_that_is_none_names_its_annotation(tmp_path: Path, outline: Any) -> None:
    (photo,) = read(written(tmp_path, {"category_id": 17, "segmentation": outline}))
    for ask in (CocoTruth.class_map, CocoTruth.objects):
        with pytest.raises(InputError, match=r"annotations\.json: the annotation 1 has no outline that can be drawn"):
            ask(photo.truth, load_image(photo.photo))


def test_a_photo_of_another_size_is_said(tmp_path: Path) -> None:
    (photo,) = read(written(tmp_path))
    document = json.loads((tmp_path / "annotations.json").read_bytes())
    document["images"][0]["width"] += 1
    (tmp_path / "annotations.json").write_text(json.dumps(document), encoding="utf-8")
    save_photo(photo.photo)
    (photo,) = read(tmp_path / "annotations.json")
    with pytest.raises(InputError, match=r"says that 000000000000\.jpg is 45 x 30 px, but the photo is 44 x 30 px"):
        photo.truth.class_map(load_image(photo.photo))
