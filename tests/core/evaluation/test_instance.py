"""Average precision against hand-computed cases and against the COCO API itself."""

from __future__ import annotations

import contextlib
import io

import numpy as np
import pytest

from core.evaluation.average_precision import Precision
from core.evaluation.instance import InstanceMetric, mean_precision
from core.evaluation.truths import InstanceTruth, Region, object_boxes
from core.labels import VOID
from core.maskrcnn.results import MaskPatch

HEIGHT, WIDTH, NAMES = 48, 64, ("a", "b", "c")


def truth_of(*objects: tuple[tuple[int, int, int, int], int]) -> InstanceTruth:
    """Rectangles (x1, y1, x2, y2) with their labels."""
    ids = np.zeros((HEIGHT, WIDTH), np.uint8)
    for number, ((x1, y1, x2, y2), _) in enumerate(objects, start=1):
        ids[y1:y2, x1:x2] = number
    return InstanceTruth(ids, tuple(label for _, label in objects))


def add(metric: InstanceMetric, truth: InstanceTruth, *found: tuple[tuple[int, int, int, int], int, float]) -> None:
    """Detections whose masks fill their boxes."""
    masks = [MaskPatch(x1, y1, np.ones((y2 - y1, x2 - x1), bool)) for (x1, y1, x2, y2), _, _ in found]
    boxes = np.array([box for box, _, _ in found], np.float64).reshape(-1, 4)
    metric.add(truth, boxes, [label for _, label, _ in found], [score for _, _, score in found], masks)


def test_a_perfect_answer_has_precision_1_and_an_unseen_class_has_none() -> None:
    metric = InstanceMetric(NAMES)
    add(metric, truth_of(((4, 4, 20, 30), 1), ((30, 5, 60, 40), 2)), ((4, 4, 20, 30), 1, 0.9), ((30, 5, 60, 40), 2, 0.8))
    for region in Region:
        figures = metric.per_class(region)
        assert figures["a"] == figures["b"] == Precision(1.0, 1.0, 1.0, 1)
        assert np.isnan(figures["c"].ap)
        assert figures["c"].objects == 0
        assert metric.mean(region) == Precision(1.0, 1.0, 1.0, 2)


def test_a_better_scored_miss_halves_the_precision_of_a_hit() -> None:
    metric = InstanceMetric(NAMES)
    add(metric, truth_of(((4, 4, 20, 30), 1)), ((4, 4, 20, 30), 1, 0.5), ((40, 4, 60, 30), 1, 0.9))
    assert metric.per_class(Region.MASK)["a"].ap50 == pytest.approx(0.5)


def test_an_overlap_of_0_6_counts_at_the_thresholds_up_to_it() -> None:
    metric = InstanceMetric(NAMES)
    add(metric, truth_of(((0, 0, 10, 10), 1)), ((0, 0, 10, 6), 1, 0.9))
    figure = metric.per_class(Region.BOX)["a"]
    assert (figure.ap50, figure.ap75) == (1.0, 0.0)
    assert figure.ap == pytest.approx(3 / 10)  # 0.50, 0.55 and 0.60


def test_the_second_detection_of_one_object_is_a_miss() -> None:
    metric = InstanceMetric(NAMES)
    truth = truth_of(((0, 0, 10, 10), 1), ((20, 20, 40, 40), 1))
    add(metric, truth, ((0, 0, 10, 10), 1, 0.9), ((0, 0, 10, 10), 1, 0.8), ((20, 20, 40, 40), 1, 0.7))
    # Precision 1 up to recall 0.5 (51 of 101 recalls), then 2/3.
    assert metric.per_class(Region.MASK)["a"].ap50 == pytest.approx((51 + 50 * 2 / 3) / 101)


def test_what_lies_in_void_is_neither_hit_nor_miss() -> None:
    truth = truth_of(((0, 0, 10, 10), 1))
    truth.ids[20:48, 20:64] = VOID
    plain, with_void = InstanceMetric(NAMES), InstanceMetric(NAMES)
    add(plain, truth, ((0, 0, 10, 10), 1, 0.5))
    add(with_void, truth, ((0, 0, 10, 10), 1, 0.5), ((30, 30, 50, 44), 1, 0.9))
    for region in Region:
        assert with_void.per_class(region)["a"] == plain.per_class(region)["a"]


def test_an_id_that_is_no_class_has_no_figure() -> None:
    metric = InstanceMetric(("a", "N/A", "b", "N/A"))
    add(metric, truth_of(((4, 4, 20, 30), 3)), ((4, 4, 20, 30), 3, 0.9), ((4, 4, 20, 30), 2, 0.95))
    assert list(metric.per_class(Region.MASK)) == ["a", "b"]
    assert metric.mean(Region.MASK) == Precision(1.0, 1.0, 1.0, 1)


def test_no_detection_at_all_is_precision_0() -> None:
    metric = InstanceMetric(NAMES)
    add(metric, truth_of(((4, 4, 20, 30), 1)))
    assert metric.mean(Region.MASK) == Precision(0.0, 0.0, 0.0, 1)


def test_the_mean_leaves_out_classes_without_objects_and_those_not_asked_for() -> None:
    nothing = Precision(float("nan"), float("nan"), float("nan"), 0)
    figures = {"a": Precision(0.2, 0.4, 0.1, 3), "b": Precision(0.6, 0.8, 0.5, 5), "c": nothing}
    both, one = mean_precision(figures), mean_precision(figures, ["b", "c"])
    assert (both.ap, both.ap50, both.ap75, both.objects) == pytest.approx((0.4, 0.6, 0.3, 8))
    assert one == figures["b"]


def test_boxes_of_objects_end_where_their_last_pixel_ends() -> None:
    assert object_boxes(truth_of(((3, 5, 9, 6), 1))).tolist() == [[3.0, 5.0, 9.0, 6.0]]


def random_scene(rng: np.random.Generator) -> tuple[InstanceTruth, list[MaskPatch], np.ndarray, list[int], list[float]]:
    """Overpainted rectangles, void, and jittered, doubled and invented detections with scores that repeat."""
    ids, labels = np.zeros((HEIGHT, WIDTH), np.uint8), []
    for number in range(1, int(rng.integers(1, 7))):
        x, y, w, h = rng.integers(0, 44), rng.integers(0, 30), rng.integers(4, 20), rng.integers(4, 18)
        ids[y : y + h, x : x + w] = number
        labels.append(int(rng.integers(1, 4)))
    if rng.random() < 0.6:
        ids[rng.integers(0, 40) :, rng.integers(0, 56) :] = VOID
    masks, found, scores = [], [], []
    for _ in range(int(rng.integers(0, 14))):
        number = int(rng.integers(0, len(labels) + 1))
        mask = np.roll(ids == number, rng.integers(-2, 3, 2), (0, 1)) if number else np.zeros_like(ids, bool)
        if not mask.any():
            x, y = rng.integers(0, 50), rng.integers(0, 36)
            mask[y : y + 10, x : x + 12] = True
        masks.append(MaskPatch(0, 0, mask))
        found.append(labels[number - 1] if number and rng.random() < 0.8 else int(rng.integers(1, 4)))
        scores.append(float(rng.integers(1, 8)) / 8)
    extents = [object_boxes(InstanceTruth(mask.inside.astype(np.uint8), (1,)))[0] for mask in masks]
    return InstanceTruth(ids, tuple(labels)), masks, np.array(extents).reshape(-1, 4), found, scores


@pytest.mark.parametrize("seed", range(6))
@pytest.mark.parametrize("region", Region)
def test_the_figures_are_those_of_the_coco_api(seed: int, region: Region) -> None:
    pytest.importorskip("pycocotools")
    rng = np.random.default_rng(seed)
    scenes = [random_scene(rng) for _ in range(12)]
    metric = InstanceMetric(NAMES)
    for truth, masks, boxes, labels, scores in scenes:
        # COCO's boxes ignore no void region other than rectangles, so the boxes are compared without any.
        seen = InstanceTruth(np.where(truth.ids == VOID, 0, truth.ids), truth.labels) if region is Region.BOX else truth
        metric.add(seen, boxes, labels, scores, masks)
    expected = coco_figures(scenes, region)
    for index, figure in enumerate(metric.per_class(region).values()):
        assert (figure.ap, figure.ap50, figure.ap75) == pytest.approx(expected[index], abs=1e-12)


def coco_figures(scenes: list, region: Region) -> list[tuple[float, float, float]]:
    """AP, AP50 and AP75 of each class by pycocotools, void as one crowd region of every class."""
    from pycocotools.coco import COCO
    from pycocotools.cocoeval import COCOeval
    from pycocotools.mask import encode

    def annotation(mask: np.ndarray, box: np.ndarray, **fields: object) -> dict:
        x1, y1, x2, y2 = box
        outline = encode(np.asfortranarray(mask, np.uint8))
        return {"bbox": [x1, y1, x2 - x1, y2 - y1], "segmentation": outline, "area": float(mask.sum()), **fields}

    truths, found = [], []
    for image, (truth, masks, boxes, labels, scores) in enumerate(scenes, start=1):
        for number, (label, box) in enumerate(zip(truth.labels, object_boxes(truth), strict=True), start=1):
            truths.append(annotation(truth.ids == number, box, image_id=image, category_id=label, iscrowd=0))
        if (truth.ids == VOID).any() and region is Region.MASK:
            truths += [annotation(truth.ids == VOID, np.zeros(4), image_id=image, category_id=label, iscrowd=1) for label in (1, 2, 3)]
        for mask, box, label, score in zip(masks, boxes, labels, scores, strict=True):
            found.append(annotation(mask.inside, box, image_id=image, category_id=label, score=score))
    images = [{"id": image, "height": HEIGHT, "width": WIDTH} for image in range(1, len(scenes) + 1)]
    with contextlib.redirect_stdout(io.StringIO()):
        given, detected = COCO(), COCO()
        for api, annotations in ((given, truths), (detected, found)):
            numbered = [{**entry, "id": number, "iscrowd": entry.get("iscrowd", 0)} for number, entry in enumerate(annotations, start=1)]
            api.dataset = {"images": images, "annotations": numbered, "categories": [{"id": label} for label in (1, 2, 3)]}
            api.createIndex()
        run = COCOeval(given, detected, "bbox" if region is Region.BOX else "segm")
        run.evaluate()
        run.accumulate()
    precision = run.eval["precision"][:, :, :, 0, 2]
    return [(precision[:, :, k].mean(), precision[0, :, k].mean(), precision[5, :, k].mean()) for k in range(3)]
