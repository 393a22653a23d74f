"""torchvision's Mask R-CNNs, imported as anybody would: the same network to the bit, from file to detections."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torchvision.models import detection, segmentation
from torchvision.models.detection import MaskRCNN
from torchvision.models.detection.roi_heads import paste_masks_in_image

from core.badges import Badge
from core.cancellation import CancelToken
from core.catalog import MODELS, ModelRow, WeightsState, all_rows, find_model, weights_state
from core.devices import DeviceChoice
from core.engine import Engine
from core.errors import WeightsError
from core.features import FeatureCache
from core.image import from_array
from core.importing import Imported, import_file
from core.labels import COCO
from core.maskrcnn.build import build, load_network, read_config
from core.maskrcnn.config import TorchvisionMaskRcnnConfig
from core.maskrcnn.mask_head import deconvolution_kernels, mask_head_layers
from core.maskrcnn.pooled_heads import box_scores
from core.maskrcnn.results import DetectionRun
from core.maskrcnn.run import LoadedMaskRcnn, run_detection
from core.weights.metadata import METADATA_KEY
from core.weights.reading import read_blob
from tests.torchvision_networks import lighten, names_before_2022, published_mask_rcnn

KEYS = {1: "maskrcnn-resnet50-fpn", 2: "maskrcnn-resnet50-fpn-v2"}
PHOTO = (24, 200)
"""A strip: its shortest side cannot reach 800 px, so it costs a fifth of a photo."""


@dataclass(frozen=True, eq=False)
class Bench:
    """One version: torchvision's own network, its file, what importing said, the network in it as it is, and what both found on a photo."""

    version: int
    net: MaskRCNN
    file: Path
    taken: Imported
    model: LoadedMaskRcnn
    run: DetectionRun
    expected: dict[str, torch.Tensor]


@pytest.fixture(scope="module", params=[1, 2], ids=["version 1", "version 2"])
def bench(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Bench:
    folder = tmp_path_factory.mktemp("torchvision")
    net = published_mask_rcnn(request.param)
    state = net.state_dict()
    file = folder / "published.pth"
    torch.save(names_before_2022(state) if request.param == 1 else state, file)
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HALFPIXEL_HOME", str(folder / "home"))
        taken = import_file(file, key=KEYS[request.param], untrained=True, token=CancelToken())
        engine = Engine(DeviceChoice.CPU, rows=all_rows())
        model = as_published(engine.maskrcnn(KEYS[request.param], CancelToken()), taken.row)
        assert weights_state(find_model(KEYS[request.param])) is WeightsState.READY
    rgb = np.random.default_rng(1).integers(0, 256, (*PHOTO, 3), np.uint8)
    run = run_detection(model, from_array(rgb, name="noise"), torch.device("cpu"), CancelToken(), FeatureCache(0))
    with torch.inference_mode():
        (expected,) = net([torch.tensor(rgb).permute(2, 0, 1).float() / 255.0])
    return Bench(request.param, net, file, taken, model, run, expected)


def as_published(model: LoadedMaskRcnn, row: ModelRow) -> LoadedMaskRcnn:
    """With the network as it is in the file: nothing folded, every convolution torch's own."""
    blob = read_blob(row.weights_path)
    return replace(model, net=lighten(load_network(blob, read_config(blob.metadata, blob.name))))


def ours(bench: Bench) -> MaskRCNN:
    return bench.model.net


def test_every_module_is_torchvisions(bench: Bench) -> None:
    mine, theirs = ours(bench).state_dict(), bench.net.state_dict()
    assert str(ours(bench)) == str(bench.net)  # also norms with their epsilon
    assert list(mine) == list(theirs)
    assert all(torch.equal(mine[name], theirs[name]) for name in mine)


def test_what_is_found_is_what_torchvisions_own_call_finds(bench: Bench) -> None:
    run, expected = bench.run, bench.expected
    assert len(run) == 12
    assert torch.equal(torch.tensor(run.boxes_image), expected["boxes"])
    assert torch.equal(torch.tensor(run.labels), expected["labels"])
    assert torch.equal(torch.tensor(run.scores), expected["scores"])
    logits = torch.tensor(np.stack([run.mask_logits(index) for index in range(len(run))]))
    assert torch.equal(paste_masks_in_image(logits.sigmoid()[:, None], torch.tensor(run.boxes_image), PHOTO), expected["masks"])


def test_the_result_says_that_the_weights_are_random(bench: Bench) -> None:
    assert bench.run.facts.badges == (Badge.UNTRAINED,)
    assert bench.taken.row.badges == (Badge.UNTRAINED,)


def test_both_hashes_are_kept(bench: Bench) -> None:
    weights = bench.taken.row.weights
    assert bench.taken.sha256 == weights.given_sha256 == hashlib.sha256(bench.file.read_bytes()).hexdigest()
    assert weights.kept_sha256 not in (None, weights.given_sha256)


def test_the_heads_can_be_opened(bench: Bench) -> None:
    net, run = ours(bench), bench.run
    layers = mask_head_layers(net, run, 0)
    assert [layer.name for layer in layers] == ["features", "conv1", "conv2", "conv3", "conv4", "deconv", "logits"]
    label = int(run.labels[0])
    assert np.allclose(layers[-1].values[label], run.mask_logits(0), atol=1e-4)
    assert deconvolution_kernels(net).shape == (256, 256, 2, 2)
    scores = box_scores(net, run.boxes.table.roi_features[:5])
    assert np.allclose(scores, run.boxes.table.scores[:5], atol=1e-5)


def config(**changes: object) -> dict[str, object]:
    return json.loads(TorchvisionMaskRcnnConfig(1, COCO.names, COCO.name).to_metadata()[METADATA_KEY]) | changes


def test_metadata_reads_back_as_it_was() -> None:
    for row in MODELS:
        if isinstance(row.config, TorchvisionMaskRcnnConfig):
            assert read_config(row.config.to_metadata(), "x") == row.config


@pytest.mark.parametrize("change", [
    {"version": 3}, {"version": True}, {"version": "1"}, {"label_names": ["background"]}, {"label_names": "abc"}, {"label_set": None},
    {"frozen_norm": 1}, {"version": 2, "frozen_norm": True}, {"norm_eps": -1.0}, {"norm_eps": float("nan")},
    {"min_size": 900, "max_size": 800}, {"max_size": 10**6}, {"surprise": 1},
], ids=str)  # fmt: skip
def test_values_that_no_network_has_are_refused(change: dict[str, object]) -> None:
    with pytest.raises(WeightsError, match=r"The weight file w\.safetensors does not say which network"):
        read_config({METADATA_KEY: json.dumps(config(**change))}, "w.safetensors")


def test_batch_norm_with_statistics_that_are_learned_is_torchvisions_without_weights() -> None:
    with torch.device("meta"):
        theirs = detection.maskrcnn_resnet50_fpn(weights=None, weights_backbone=None, num_classes=5)
        mine = build(TorchvisionMaskRcnnConfig(1, tuple("abcde"), "letters"))
    assert str(mine) == str(theirs)
    assert list(mine.state_dict()) == list(theirs.state_dict())


WEIGHTS = {
    "maskrcnn-resnet50-fpn": detection.MaskRCNN_ResNet50_FPN_Weights.COCO_V1,
    "maskrcnn-resnet50-fpn-v2": detection.MaskRCNN_ResNet50_FPN_V2_Weights.COCO_V1,
    "fcn-resnet50": segmentation.FCN_ResNet50_Weights.COCO_WITH_VOC_LABELS_V1,
    "fcn-resnet101": segmentation.FCN_ResNet101_Weights.COCO_WITH_VOC_LABELS_V1,
}


@pytest.mark.parametrize("key", WEIGHTS)
def test_the_catalog_says_of_a_published_file_what_torchvision_says(key: str) -> None:
    row, published = find_model(key), WEIGHTS[key]
    name = published.url.rpartition("/")[2]
    assert row.weights.url == published.url
    assert name == f"{name.partition('-')[0]}-{row.weights.sha256_prefix}.pth"
    # torchvision counts in units of 2**20 bytes, rounded to three digits.
    assert row.weights.size_bytes / 2**20 == pytest.approx(published.meta["_file_size"], abs=1e-3)
    for figure in next(iter(published.meta["_metrics"].values())).values():
        assert str(figure) in row.card_path.read_text(encoding="utf-8")
    assert len(row.label_set) == len(published.meta["categories"])
    assert row.label_set.names[0] == "background"
    assert row.label_set.names[1:] == tuple(published.meta["categories"][1:]) or row.label_set.name == "VOC"
