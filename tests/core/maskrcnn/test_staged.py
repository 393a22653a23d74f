"""The staged run finds what calling the model finds, to the bit, and its stages fit together."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch
from torchvision.models.detection import MaskRCNN
from torchvision.models.detection.roi_heads import paste_masks_in_image

from core.cancellation import CancelToken
from core.errors import Cancelled
from core.maskrcnn.results import DetectionRun, Fate, Poolers, Thresholds
from core.maskrcnn.staged import run_stages, thresholds_of
from core.maskrcnn.transplant import transplanted
from core.roi.settings import Operator, OperatorSettings
from tests.core.maskrcnn.runs import as_run, record, scene
from tests.maskrcnn_networks import tiny_maskrcnn

SIZES = [(100, 140), (60, 61), (240, 90), (7, 200), (1, 1)]


def assert_same_as_calling(net: MaskRCNN, image: torch.Tensor) -> DetectionRun:
    run = record(net, image)
    with torch.inference_mode():
        (expected,) = net([image])
    assert torch.equal(torch.tensor(run.boxes_image), expected["boxes"])
    assert torch.equal(torch.tensor(run.labels), expected["labels"])
    assert torch.equal(torch.tensor(run.scores), expected["scores"])
    if len(run):
        own = np.stack([run.mask_logits(index) for index in range(len(run))])
        pasted = paste_masks_in_image(torch.tensor(own).sigmoid()[:, None], torch.tensor(run.boxes_image), run.input.image_size)
        assert torch.equal(pasted, expected["masks"])
    return run


@pytest.mark.parametrize("operator", [Operator.ALIGN, Operator.POOL])
@pytest.mark.parametrize("seed", [0, 1, 2])
def test_detections_are_those_of_the_model_to_the_bit(seed: int, operator: Operator) -> None:
    net = tiny_maskrcnn(seed=seed)
    if operator is Operator.POOL:
        settings = OperatorSettings(operator)
        net = transplanted(net, Poolers(settings, settings))
    run = assert_same_as_calling(net, scene(seed))
    assert len(run) > 5


@pytest.mark.parametrize("size", SIZES)
def test_photos_of_every_shape_give_what_the_model_gives(size: tuple[int, int]) -> None:
    assert_same_as_calling(tiny_maskrcnn(), scene(3, *size) if min(size) > 20 else torch.rand(3, *size))


def test_a_run_without_any_detection_is_a_run() -> None:
    net = tiny_maskrcnn()
    net.roi_heads.score_thresh = 1.0
    run = assert_same_as_calling(net, scene())
    assert len(run) == 0
    assert run.boxes.selection.count(Fate.LOW_SCORE) == len(run.boxes) * 3


def test_the_stages_are_those_of_torchvisions_region_proposal_network() -> None:
    net, image = tiny_maskrcnn(), scene()
    run = record(net, image)
    with torch.inference_mode():
        images, _ = net.transform([image])
        features = net.backbone(images.tensors)
        proposals, _ = net.rpn(images, features)
    assert torch.equal(torch.tensor(run.boxes.proposals_input), proposals[0])
    assert np.array_equal(run.input.pixels, images.tensors[0].numpy())
    assert [level.name for level in run.levels] == ["P2", "P3", "P4", "P5", "pool"]
    assert all(np.array_equal(run.pyramid.levels[name], features[key][0].numpy()) for key, name in (("0", "P2"), ("pool", "pool")))
    anchors = net.rpn.anchor_generator(images, list(features.values()))[0]
    assert np.array_equal(np.concatenate([level.anchors for level in run.levels]), anchors.numpy())


def test_an_anchor_knows_its_cell_and_its_rank() -> None:
    level = record(tiny_maskrcnn(), scene()).levels[1]
    assert level.kinds == 6
    anchor = level.first + (3 * level.grid[1] + 5) * 6 + 2
    assert level.cell_of(anchor) == (3, 5, 2)
    corner = level.anchors[anchor - level.first]
    assert ((corner[0] + corner[2]) / 2, (corner[1] + corner[3]) / 2) == (5 * level.stride, 3 * level.stride)
    best = level.first + int(level.objectness.argmax())
    assert level.rank_of(best) == 1


def test_every_candidate_and_pair_has_one_fate_and_the_counts_add_up() -> None:
    run = record(tiny_maskrcnn(), scene())
    for selection, total in ((run.candidates.selection, len(run.candidates.anchor)), (run.boxes.selection, len(run.boxes) * 3)):
        assert len(selection.fate) == total
        assert sum(selection.count(fate) for fate in Fate) == total
        assert selection.count(Fate.KEPT) == len(selection.kept)
        assert (selection.fate[selection.kept] == Fate.KEPT).all()
        assert ((selection.rival >= 0) == (selection.fate == Fate.SUPPRESSED)).all()
    assert len(run.boxes) == len(run.candidates.selection.kept)
    assert len(run) == len(run.boxes.selection.kept)


def test_input_boxes_and_image_boxes_are_tied_by_one_map() -> None:
    run = record(tiny_maskrcnn(), scene(0, 100, 150))
    assert run.input.size == (85, 128)
    assert run.input.padded_size == (96, 128)
    assert run.input.scale == pytest.approx((85 / 100, 128 / 150))
    for index in range(len(run)):
        found = run.detection(index)
        assert run.pair_box_image(run.pair_of(index)).as_tuple() == pytest.approx(found.box_image.as_tuple(), abs=1e-3)
        assert run.pair(run.pair_of(index)) == (found.proposal, found.label)
        assert run.pair_index(found.proposal, found.label) == run.pair_of(index)
        assert found.name == run.label_names[found.label]


def test_a_proposal_says_where_it_came_from_and_which_level_it_is_read_from() -> None:
    run = record(tiny_maskrcnn(), scene())
    proposal = run.proposal(4)
    area = proposal.box_input.area
    # FPN, eq. 1, with its clamp.
    assert proposal.roi_level == f"P{min(max(math.floor(4 + math.log2(math.sqrt(area) / 224) + 1e-6), 2), 5)}"
    assert proposal.anchor_level in run.pyramid.levels
    assert 0 <= proposal.objectness <= 1
    with pytest.raises(IndexError):
        run.proposal(len(run.boxes))


def test_masks_keep_all_classes_and_sigmoid_and_softmax_differ() -> None:
    run = record(tiny_maskrcnn(), scene())
    logits, own = run.masks.logits(0), run.labels[0]
    assert logits.shape == (4, 28, 28)
    assert np.array_equal(run.mask_logits(0), logits[own])
    assert run.mask_probabilities(0) == pytest.approx(1 / (1 + np.exp(-logits[own].astype(np.float64))), abs=1e-6)
    softmax = run.mask_softmax(0)
    assert softmax.sum(axis=0) == pytest.approx(np.ones((28, 28)), abs=1e-5)
    assert softmax[1] / softmax[2] == pytest.approx(np.exp(logits[1] - logits[2]), rel=1e-3)


def test_a_recorded_pyramid_saves_the_backbone_and_changes_nothing() -> None:
    net, image = tiny_maskrcnn(), scene()
    first = run_stages(net, image, CancelToken())
    net.backbone.forward = None  # calling it again would fail
    second = run_stages(net, image, CancelToken(), pyramid=first.pyramid)
    assert np.array_equal(first.funnel.boxes_image, second.funnel.boxes_image)
    assert second.pyramid is first.pyramid


def test_boxes_can_be_scaled_to_a_photo_that_was_shrunk_before() -> None:
    net, image = tiny_maskrcnn(), scene(0, 96, 128)
    plain, large = (as_run(run_stages(net, image, CancelToken(), image_size=size)) for size in ((96, 128), (960, 1280)))
    assert large.boxes_image == pytest.approx(plain.boxes_image * 10, rel=1e-6)


def test_thresholds_are_read_from_the_model() -> None:
    net = tiny_maskrcnn()
    assert thresholds_of(net) == Thresholds(proposals_before_nms=300, proposals_after_nms=200)


def test_every_stage_reports_its_time_and_can_be_cancelled() -> None:
    seen: list[str] = []
    stages = run_stages(tiny_maskrcnn(), scene(), CancelToken(lambda stage, _: seen.append(stage)))
    assert list(dict.fromkeys(seen)) == ["input", "trunk", "proposals", "box head", "mask head"]
    assert set(stages.seconds) == {
        "input", "pyramid", "objectness", "proposals", "box pooling", "box head", "classes and boxes", "mask pooling", "mask head",
        "detections",
    }  # fmt: skip
    assert all(seconds >= 0 for seconds in stages.seconds.values())
    for stage in dict.fromkeys(seen):
        token = CancelToken(lambda name, _, stop=stage: token.cancel() if name == stop else None)  # noqa: B023
        with pytest.raises(Cancelled):
            run_stages(tiny_maskrcnn(), scene(), token)


def test_records_cannot_be_changed() -> None:
    run = record(tiny_maskrcnn(), scene())
    for values in (run.boxes_image, run.levels[0].objectness, run.candidates.boxes_input, run.boxes.table.logits, run.masks.table.logits):
        with pytest.raises(ValueError, match="read-only"):
            values[0] = 1.0
