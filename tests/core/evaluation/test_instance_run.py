"""A whole data set measured: the same figures as photo by photo, and model and data must agree on classes and sizes."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import torch
from PIL import Image

from core.badges import Badge
from core.cancellation import CancelToken
from core.errors import InputError
from core.evaluation.instance import InstanceMetric, Region
from core.evaluation.instance_data import find_instances, read_truth
from core.evaluation.instance_run import evaluate_instances
from core.labels import LabelSet
from core.maskrcnn.results import MaskPatch, Poolers
from core.maskrcnn.run import LoadedMaskRcnn, load_maskrcnn
from core.roi.settings import Operator, OperatorSettings
from core.training.checkpoint import save_half
from tests.instance_data import write_instance_discs
from tests.maskrcnn_networks import tiny_maskrcnn, tiny_maskrcnn_config

NAMES = ("cat", "sheep", "dog")
CPU = torch.device("cpu")


@pytest.fixture
def model(tmp_path: Path) -> LoadedMaskRcnn:
    names = ("background", *NAMES)
    config = tiny_maskrcnn_config(names)
    save_half(tmp_path / "tiny.safetensors", tiny_maskrcnn(config).state_dict(), config.to_metadata())
    return load_maskrcnn(
        tmp_path / "tiny.safetensors", None, key="tiny", title="Tiny", label_set=LabelSet("Tiny", names), badges=(Badge.UNTRAINED,)
    )


def test_the_figures_are_those_of_calling_the_model_photo_by_photo(model: LoadedMaskRcnn, tmp_path: Path) -> None:
    dataset = find_instances(write_instance_discs(tmp_path / "discs"), "train", NAMES)
    seen: list[int] = []
    found = evaluate_instances(model, dataset, CPU, CancelToken(), progress=seen.append)
    expected = InstanceMetric(NAMES)
    for photo in dataset.photos:
        with Image.open(photo.photo) as image, torch.inference_mode():
            (out,) = model.net([torch.tensor(np.asarray(image)).permute(2, 0, 1).float() / 255.0])
        masks = [MaskPatch(0, 0, mask) for mask in (out["masks"][:, 0] > 0.5).numpy()]
        expected.add(read_truth(photo, NAMES), out["boxes"].double().numpy(), out["labels"].tolist(), out["scores"].tolist(), masks)
    assert seen == [1, 2, 3, 4]
    for region in Region:
        assert found.mean(region) == expected.mean(region)
        assert found.mean(region).objects == 6


def test_other_poolers_are_measured_with_the_same_weights(model: LoadedMaskRcnn, tmp_path: Path) -> None:
    dataset = find_instances(write_instance_discs(tmp_path / "discs"), "val", NAMES)
    pool = OperatorSettings(Operator.POOL)
    assert evaluate_instances(model, dataset, CPU, CancelToken(), poolers=Poolers(pool, pool)).mean(Region.MASK).objects == 2


def test_a_data_set_of_other_classes_is_refused(model: LoadedMaskRcnn, tmp_path: Path) -> None:
    dataset = find_instances(write_instance_discs(tmp_path / "discs"), "val", ("cat",))
    with pytest.raises(InputError, match=r"Tiny knows cat, sheep, dog; read .* with those classes"):
        evaluate_instances(model, dataset, CPU, CancelToken())


def test_a_photo_of_another_size_than_its_map_is_refused(model: LoadedMaskRcnn, tmp_path: Path) -> None:
    root = write_instance_discs(tmp_path / "discs")
    Image.new("RGB", (50, 50)).save(root / "images" / "disc_4.jpg")
    with pytest.raises(InputError, match=r"disc_4\.png and its photo differ in size"):
        evaluate_instances(model, find_instances(root, "val", NAMES), CPU, CancelToken())
