"""From weight file and photo to a record: what is refused, what is remembered, what the badges say."""

from __future__ import annotations

from dataclasses import fields, replace
from pathlib import Path

import numpy as np
import pytest
import torch
from torchvision.models.detection import maskrcnn_resnet50_fpn

from core.badges import Badge
from core.cancellation import CancelToken
from core.errors import DeviceError, InvalidOutput, WeightsError, WeightsMissing
from core.features import FeatureCache
from core.image import ImageDocument, from_array
from core.labels import LabelSet
from core.maskrcnn.network import TrunkWithPyramid
from core.maskrcnn.results import OWN_POOLERS, BoxTable, DetectionRun, Indices, Poolers
from core.maskrcnn.run import LoadedMaskRcnn, load_maskrcnn, prepared_image, rerun_detection, run_detection, transplant_poolers
from core.maskrcnn.staged import run_stages
from core.maskrcnn.transplant import forget_heads, transplanted
from core.roi.settings import Operator, OperatorSettings
from core.training.checkpoint import save_half
from tests.core.maskrcnn.runs import scene
from tests.maskrcnn_networks import TINY_NAMES, tiny_maskrcnn, tiny_maskrcnn_config

CPU = torch.device("cpu")
LABELS = LabelSet("Tiny", TINY_NAMES)
POOL = OperatorSettings(Operator.POOL)


@pytest.fixture
def weights(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.safetensors"
    save_half(path, tiny_maskrcnn().state_dict(), tiny_maskrcnn_config().to_metadata())
    return path


def load(path: Path, label_set: LabelSet = LABELS) -> LoadedMaskRcnn:
    return load_maskrcnn(path, None, key="tiny", title="Tiny", label_set=label_set, badges=(Badge.UNTRAINED,))


@pytest.fixture
def model(weights: Path) -> LoadedMaskRcnn:
    return load(weights)


def photo(height: int = 100, width: int = 140, seed: int = 0) -> ImageDocument:
    rgb = (scene(seed, height, width).permute(1, 2, 0).numpy() * 255).astype(np.uint8)
    return from_array(rgb, name=f"scene {seed}")


def run_on(
    model: LoadedMaskRcnn, document: ImageDocument, cache: FeatureCache | None = None, poolers: Poolers = OWN_POOLERS
) -> DetectionRun:
    return run_detection(model, document, CPU, CancelToken(), cache or FeatureCache(0), poolers)


def test_a_weight_file_runs_as_its_network_does(model: LoadedMaskRcnn) -> None:
    document = photo(80, 100)
    run = run_on(model, document)
    with torch.inference_mode():
        (expected,) = model.net([torch.tensor(document.rgb).permute(2, 0, 1).float() / 255.0])
    assert torch.equal(torch.tensor(run.boxes_image), expected["boxes"])
    assert (run.model_key, run.label_names, run.image_digest) == ("tiny", TINY_NAMES, document.digest)
    assert run.facts.badges == (Badge.UNTRAINED,)


def test_a_large_photo_is_shrunk_without_aliasing_and_its_boxes_are_in_its_own_pixels(model: LoadedMaskRcnn) -> None:
    document = photo(500, 700)
    image = prepared_image(document.rgb, 96, 128)
    assert image.shape == (3, 91, 128)
    assert float(image.std()) < 0.75 * float(scene(0, 500, 700).std())  # noise averages out; plain bilinear samples would keep it
    run = run_on(model, document)
    with torch.inference_mode():
        (expected,) = model.net([image])
    factors = torch.tensor([700 / 128, 500 / 91, 700 / 128, 500 / 91])
    assert run.boxes_image == pytest.approx((expected["boxes"] * factors).numpy(), rel=1e-5, abs=1e-3)
    assert run.input.image_size == (500, 700)


@pytest.mark.parametrize("size", [(1, 1), (2, 3000), (3000, 2), (33, 4000)])
def test_tiny_and_extreme_photos_run(model: LoadedMaskRcnn, size: tuple[int, int]) -> None:
    rgb = np.random.default_rng(0).integers(0, 255, (*size, 3)).astype(np.uint8)
    run = run_on(model, from_array(rgb, name="extreme"))
    assert run.input.image_size == size
    assert np.isfinite(run.boxes_image).all()
    assert (run.boxes_image[:, 2] <= size[1] + 1e-3).all()


def test_the_same_photo_never_runs_the_trunk_twice(model: LoadedMaskRcnn, monkeypatch: pytest.MonkeyPatch) -> None:
    cache = FeatureCache(64 << 20)
    first = run_on(model, photo(), cache)
    monkeypatch.setattr(TrunkWithPyramid, "forward", None)
    second = run_on(model, photo(), cache)
    assert np.array_equal(first.boxes_image, second.boxes_image)
    rerun_detection(model, second, replace(second.thresholds, proposal_nms=0.9, nms=0.9), CancelToken())
    transplant_poolers(model, second, Poolers(box=POOL), CancelToken())
    with pytest.raises(TypeError):
        run_on(model, photo(seed=1), cache)


def test_a_transplant_carries_its_badge_through_reruns_and_back(model: LoadedMaskRcnn) -> None:
    own = run_on(model, photo())
    changed = transplant_poolers(model, own, Poolers(POOL, POOL), CancelToken())
    assert changed.facts.badges == (Badge.UNTRAINED, Badge.TRANSPLANTED)
    direct = run_on(model, photo(), poolers=Poolers(POOL, POOL))
    assert direct.facts.badges == changed.facts.badges
    assert np.array_equal(direct.boxes_image, changed.boxes_image)
    again = rerun_detection(model, changed, replace(changed.thresholds, proposals_after_nms=300), CancelToken())
    assert again.poolers == changed.poolers
    expected = run_stages(transplanted(model.net, changed.poolers), prepared_image(photo().rgb, 96, 128), CancelToken())
    assert np.array_equal(changed.boxes.table.logits, expected.funnel.boxes.table.logits)
    back = transplant_poolers(model, again, OWN_POOLERS, CancelToken())
    assert back.facts.badges == (Badge.UNTRAINED,)


def test_the_mask_heads_pooler_alone_leaves_the_boxes(model: LoadedMaskRcnn) -> None:
    own = run_on(model, photo())
    changed = transplant_poolers(model, own, Poolers(mask=POOL), CancelToken())
    assert changed.boxes.table is own.boxes.table
    assert np.array_equal(changed.boxes_image, own.boxes_image)
    assert not np.array_equal(changed.masks.table.logits, own.masks.table.logits)


def test_a_transplants_milliseconds_are_those_of_its_own_heads(model: LoadedMaskRcnn) -> None:
    run = run_on(model, photo())
    never = dict.fromkeys(run.facts.stage_seconds, -1.0)
    own = replace(run, facts=replace(run.facts, stage_seconds=never))
    both = transplant_poolers(model, own, Poolers(POOL, POOL), CancelToken()).facts.stage_seconds
    asked = {"box pooling", "box head", "classes and boxes", "mask pooling", "mask head"}
    assert {stage for stage, seconds in both.items() if seconds > 0} == asked
    masks = transplant_poolers(model, own, Poolers(mask=POOL), CancelToken()).facts.stage_seconds
    assert {stage for stage, seconds in masks.items() if seconds > 0} == {"mask pooling", "mask head"}


def test_a_reruns_milliseconds_are_those_of_what_it_shows(model: LoadedMaskRcnn) -> None:
    run = run_on(model, photo())
    named = run.facts.stage_seconds
    never = replace(run, facts=replace(run.facts, seconds=-float(len(named)), stage_seconds=dict.fromkeys(named, -1.0)))

    def timed(**changed: float) -> set[str]:
        again = rerun_detection(model, never, replace(run.thresholds, **changed), CancelToken()).facts
        assert again.stage_seconds.keys() == named.keys()
        assert again.seconds == pytest.approx(sum(again.stage_seconds.values()))
        return {stage for stage, seconds in again.stage_seconds.items() if seconds > -1.0}

    assert len(run) > 1
    assert timed(detections=1) == {"detections"}  # the heads know them all, and the proposals stay
    assert timed(proposals_after_nms=5) >= {"proposals", "detections"}
    asked = rerun_detection(model, forget_heads(never, boxes=True), run.thresholds, CancelToken()).facts.stage_seconds
    heads = {"box pooling", "box head", "classes and boxes", "mask pooling", "mask head"}
    assert {stage for stage, seconds in asked.items() if seconds > -1.0} == {"detections", *heads}


@pytest.mark.parametrize("part", ["roi_heads.box_predictor.cls_score", "roi_heads.box_predictor.bbox_pred", "roi_heads.mask_predictor"])
def test_invalid_numbers_of_boxes_that_a_rerun_asks_about_first_are_an_error(model: LoadedMaskRcnn, part: str) -> None:
    few = replace(run_on(model, photo()).thresholds, proposals_after_nms=5, score=0.0, detections=2)
    run = rerun_detection(model, transplant_poolers(model, run_on(model, photo()), OWN_POOLERS, CancelToken()), few, CancelToken())
    asked = replace(run, boxes=replace(run.boxes, table=_rows(run.boxes.table, run.boxes.row)), masks=forget_heads(run, boxes=False).masks)
    with torch.no_grad():
        next(model.net.get_submodule(part).parameters()).fill_(float("nan"))
    with pytest.raises(InvalidOutput, match="Tiny gave invalid numbers for the photo"):
        rerun_detection(model, asked, replace(few, proposals_after_nms=50, detections=100), CancelToken())


def _rows(table: BoxTable, rows: Indices) -> BoxTable:
    return BoxTable(*(getattr(table, it.name)[rows] for it in fields(table)))


@pytest.mark.parametrize("part", ["backbone.fpn", "rpn.head.cls_logits", "roi_heads.box_predictor.cls_score", "roi_heads.mask_predictor"])
@pytest.mark.bad_input("result: NaN in the objects")
def test_invalid_numbers_are_an_error_never_nothing_found(model: LoadedMaskRcnn, part: str) -> None:
    with torch.no_grad():
        next(model.net.get_submodule(part).parameters()).fill_(float("nan"))
    with pytest.raises(InvalidOutput, match="Tiny gave invalid numbers for scene 0"):
        run_on(model, photo())


def test_out_of_memory_runs_on_a_smaller_input_and_says_so(model: LoadedMaskRcnn, monkeypatch: pytest.MonkeyPatch) -> None:
    real = TrunkWithPyramid.forward

    def small_memory(net: TrunkWithPyramid, pixels: torch.Tensor) -> dict[str, torch.Tensor]:
        if pixels.shape[3] > 64:
            raise torch.OutOfMemoryError("out of memory")
        return real(net, pixels)

    monkeypatch.setattr(TrunkWithPyramid, "forward", small_memory)
    run = run_on(model, photo())
    assert run.facts.badges == (Badge.UNTRAINED, Badge.REDUCED_INPUT)
    assert run.input.size == (46, 64)
    assert run.input.image_size == (100, 140)
    monkeypatch.setattr(TrunkWithPyramid, "forward", lambda *_: (_ for _ in ()).throw(torch.OutOfMemoryError("out of memory")))
    with pytest.raises(DeviceError, match="Memory ran out while running Tiny"):
        run_on(model, photo())


def test_weights_of_other_classes_another_network_or_none_are_refused(weights: Path, tmp_path: Path) -> None:
    with pytest.raises(WeightsError, match=r"tiny\.safetensors names other classes than Other"):
        load(weights, LabelSet("Other", ("background", "cat")))
    with pytest.raises(WeightsMissing, match="is missing"):
        load(tmp_path / "none.safetensors")
    save_half(tmp_path / "part.safetensors", {"x": torch.zeros(1)}, tiny_maskrcnn_config().to_metadata())
    with pytest.raises(WeightsError, match="does not fit its network"):
        load(tmp_path / "part.safetensors")


def test_torchvisions_own_model_runs_through_the_same_stages() -> None:
    torch.manual_seed(0)
    net = maskrcnn_resnet50_fpn(weights=None, weights_backbone=None, min_size=64, max_size=96, box_score_thresh=0.005).eval()
    image = scene()
    stages = run_stages(net, image, CancelToken())
    with torch.inference_mode():
        (expected,) = net([image])
    assert len(expected["boxes"]) > 0
    assert torch.equal(torch.tensor(stages.funnel.boxes_image), expected["boxes"])
    assert torch.equal(torch.tensor(stages.funnel.scores), expected["scores"])
    assert stages.funnel.masks.table.logits.shape[1:] == (91, 28, 28)
