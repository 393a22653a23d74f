"""A whole data set measured: the same figures as photo by photo, the trunk once for all poolers, and each photo judged by itself."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from core.cancellation import CancelToken
from core.catalog import ModelRow
from core.engine import Engine
from core.errors import ImageError, InputError
from core.evaluation.average_precision import ClassRecord
from core.evaluation.instance import InstanceMetric
from core.evaluation.instance_data import find_instances, read_truth
from core.evaluation.instance_run import found_objects
from core.evaluation.report import Found, InstanceReport
from core.evaluation.request import EvaluationRequest, evaluate
from core.evaluation.truths import Region
from core.maskrcnn.results import MaskPatch
from tests.instance_data import write_instance_discs
from tests.maskrcnn_networks import tiny_maskrcnn_row

NAMES = ("cat", "sheep", "dog")


@pytest.fixture
def row(tmp_path: Path) -> ModelRow:
    folder = tmp_path / "weights"
    folder.mkdir()
    return tiny_maskrcnn_row(folder, label_names=("background", *NAMES))


def measured(row: ModelRow, data: Path, split: str, *poolers: str) -> InstanceReport:
    request = EvaluationRequest(data, split=split, poolers=poolers or ("align",))
    report = evaluate(Engine(rows=(row,)), row, request, CancelToken())
    assert isinstance(report, InstanceReport)
    return report


def test_the_figures_are_those_of_calling_the_model_photo_by_photo(row: ModelRow, tmp_path: Path) -> None:
    root = write_instance_discs(tmp_path / "discs")
    found = measured(row, root, "train")
    net = Engine(rows=(row,)).maskrcnn("tiny", CancelToken()).net
    expected = InstanceMetric(NAMES)
    for photo in find_instances(root, "train", NAMES).photos:
        with Image.open(photo.photo) as image, torch.inference_mode():
            (out,) = net([torch.tensor(np.asarray(image)).permute(2, 0, 1).float() / 255.0])
        masks = [MaskPatch(0, 0, mask) for mask in (out["masks"][:, 0] > 0.5).numpy()]
        expected.add(read_truth(photo, NAMES), out["boxes"].double().numpy(), out["labels"].tolist(), out["scores"].tolist(), masks)
    for region in Region:
        assert found.poolers["align"][region].mean() == expected.mean(region)
        assert expected.mean(region).objects == 6
    assert [photo.name for photo in found.photos] == [f"disc_{index}" for index in range(4)]
    assert sum(photo.of("align", "cat").hit + photo.of("align", "cat").missed for photo in found.photos) == 3


def test_several_poolers_on_one_trunk_are_as_good_as_each_alone(row: ModelRow, tmp_path: Path) -> None:
    root = write_instance_discs(tmp_path / "discs")
    together = measured(row, root, "val", "align", "pool", "crop")
    for pooler, figures in together.poolers.items():
        alone = measured(row, root, "val", pooler)
        assert alone.pooler == pooler
        assert repr(alone.poolers[pooler]) == repr(figures)
    assert together.about.badges == ("untrained: random weights",)


def test_a_damaged_object_map_is_named(row: ModelRow, tmp_path: Path) -> None:
    root = write_instance_discs(tmp_path / "discs")
    (root / "object" / "disc_4.png").write_bytes((root / "object" / "disc_4.png").read_bytes()[:60])
    with pytest.raises(ImageError, match=r"disc_4\.png is a label PNG that is damaged or cut short"):
        measured(row, root, "val")


def test_a_photo_of_another_size_than_its_map_is_refused(row: ModelRow, tmp_path: Path) -> None:
    root = write_instance_discs(tmp_path / "discs")
    Image.new("RGB", (50, 50)).save(root / "images" / "disc_4.jpg")
    with pytest.raises(ImageError, match=r"disc_4\.png is 100 x 80 px, but disc_4\.jpg is 50 x 50 px"):
        measured(row, root, "val")


def test_a_source_that_is_not_there_is_said(row: ModelRow, tmp_path: Path) -> None:
    request = EvaluationRequest(write_instance_discs(tmp_path / "discs"), source="coco")
    with pytest.raises(InputError, match="No photo of val comes from 'coco'; its sources are disc"):
        evaluate(Engine(rows=(row,)), row, request, CancelToken())


def test_a_photos_objects_are_hit_missed_or_found_falsely() -> None:
    """Five sure detections: a hit, its double, one that finds the second object, one in void, one on nothing; then an unsure one."""
    near = ((0, 0, 0.9), (1, 0, 0.8), (2, 0, 0.55), (2, 1, 0.6), (5, 2, 0.9))
    record = ClassRecord(
        np.array([0.9, 0.8, 0.8, 0.7, 0.6, 0.4]), 3, {Region.MASK: near, Region.BOX: ()}, {Region.MASK: ((3, 0.7),), Region.BOX: ()}
    )  # fmt: skip
    found = found_objects(record)
    assert found == Found(hit=2, missed=1, false=2)
    assert found.quality == pytest.approx(2 * 2 / (2 * 2 + 1 + 2))
    assert np.isnan(Found().quality)
