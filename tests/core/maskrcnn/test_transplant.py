"""Transplanted poolers agree with torchvision's operators and with the traces that the RoI lab draws."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torchvision.ops import roi_align, roi_pool

from core.cancellation import CancelToken
from core.errors import InputError
from core.geometry import Box
from core.maskrcnn.rerun import rerun
from core.maskrcnn.results import Poolers
from core.maskrcnn.staged import NetworkHeads
from core.maskrcnn.transplant import forget_heads, pool, transplanted
from core.roi.operators import trace_box
from core.roi.settings import BinConvention, Operator, OperatorSettings
from tests.core.maskrcnn.runs import record, scene
from tests.maskrcnn_networks import tiny_maskrcnn

SETTINGS = [
    OperatorSettings(Operator.POOL),
    OperatorSettings(Operator.WARP, sampling_ratio=2),
    OperatorSettings(Operator.CROP_AND_RESIZE),
    OperatorSettings(Operator.ALIGN, sampling_ratio=2, aligned=True),
    OperatorSettings(Operator.ALIGN, sampling_ratio=2),
    OperatorSettings(Operator.CROP_AND_RESIZE, output_size=(1, 14)),
]

BOXES = np.array(
    [
        [10, 12, 90, 70], [0, 0, 128, 96], [8, 8, 24, 24], [2, 6, 18, 22], [30.3, 41.7, 33.1, 44.2], [50, 10, 50.5, 95.9],
        [0, 90, 128, 96], [127.5, 0, 128, 0.5], [6, 6, 10, 10], [61.25, 13.75, 99.875, 57.125],
    ],
    np.float32,
)  # fmt: skip


@pytest.mark.parametrize("settings", SETTINGS, ids=str)
@pytest.mark.parametrize("scale", [1 / 4, 1 / 16])
def test_every_operator_agrees_with_its_trace(settings: OperatorSettings, scale: float) -> None:
    rows, columns = int(96 * scale), int(128 * scale)
    features = np.random.default_rng(0).normal(size=(3, rows, columns)).astype(np.float32)
    rois = torch.cat([torch.zeros(len(BOXES), 1), torch.tensor(BOXES)], dim=1)
    pooled = pool(settings, torch.tensor(features)[None], rois, scale).numpy()
    for box, values in zip(BOXES, pooled, strict=True):
        trace = trace_box(settings, Box(*box.tolist()), spatial_scale=scale, map_size=(rows, columns))
        assert values == pytest.approx(trace.evaluate(features), abs=1e-5), box


def test_boxes_of_several_photos_are_read_from_their_own() -> None:
    features = torch.randn(2, 3, 24, 32)
    rois = torch.cat([torch.tensor([[1.0], [0.0]] * 5), torch.tensor(BOXES)], dim=1)
    for settings in SETTINGS:
        both = pool(settings, features, rois, 0.25)
        for photo in (0, 1):
            own = torch.cat([torch.zeros(5, 1), rois[rois[:, 0] == photo, 1:]], dim=1)
            assert torch.allclose(both[rois[:, 0] == photo], pool(settings, features[photo : photo + 1], own, 0.25), atol=1e-6)


@pytest.mark.parametrize("settings", SETTINGS[:5], ids=str)
def test_a_pooler_in_the_network_reads_each_box_from_fpns_level(settings: OperatorSettings) -> None:
    net = tiny_maskrcnn()
    pooler = transplanted(net, Poolers(box=settings)).roi_heads.box_roi_pool
    pyramid = {key: torch.randn(1, 16, 96 // stride, 128 // stride) for key, stride in (("0", 4), ("1", 8), ("2", 16), ("3", 32))}
    pyramid["pool"] = torch.randn(1, 16, 2, 2)
    boxes = torch.tensor([[0.0, 0.0, 128.0, 96.0], [4.0, 4.0, 40.0, 60.0]])
    pooled = pooler(pyramid, [boxes], [(96, 128)])
    # 128 x 96 has a root of 111 < 112, so both are of P2.
    rois = torch.cat([torch.zeros(2, 1), boxes], dim=1)
    expected = {
        Operator.POOL: lambda: roi_pool(pyramid["0"], rois, 7, 0.25),
        Operator.ALIGN: lambda: roi_align(pyramid["0"], rois, 7, 0.25, 2, settings.aligned),
    }
    assert pooled.shape == (2, 16, 7, 7)
    if settings.operator in expected:
        assert torch.equal(pooled, expected[settings.operator]())


def test_roi_align_as_trained_transplants_into_itself() -> None:
    net, image = tiny_maskrcnn(), scene()
    same = OperatorSettings(Operator.ALIGN, sampling_ratio=2, aligned=False)
    first, second = record(net, image), record(transplanted(net, Poolers(same, same)), image)
    assert np.array_equal(first.boxes_image, second.boxes_image)
    assert np.array_equal(first.masks.table.logits, second.masks.table.logits)


@pytest.mark.parametrize("heads", ["box", "mask", "both"])
def test_a_transplant_after_the_run_needs_no_backbone_and_finds_what_the_changed_network_finds(heads: str) -> None:
    net, image, settings = tiny_maskrcnn(), scene(), OperatorSettings(Operator.POOL)
    changed = transplanted(net, Poolers(settings if heads != "mask" else None, settings if heads != "box" else None))
    run = record(net, image)
    expected = record(changed, image)
    reader = NetworkHeads.on_record(changed, run.pyramid, run.input.size, CancelToken())
    again = rerun(forget_heads(run, boxes=heads != "mask"), run.thresholds, reader)
    assert np.array_equal(again.boxes_image, expected.boxes_image)
    assert np.array_equal(again.masks.table.logits, expected.masks.table.logits)
    assert np.array_equal(again.boxes_image, run.boxes_image) == (heads == "mask")
    assert not np.array_equal(again.masks.table.logits, run.masks.table.logits)


def test_the_network_itself_stays_as_it_is() -> None:
    net, image = tiny_maskrcnn(), scene()
    before, pooler = record(net, image), net.roi_heads.box_roi_pool
    changed = transplanted(net, Poolers(SETTINGS[0], SETTINGS[1]))
    record(changed, image)
    assert net.roi_heads.box_roi_pool is pooler
    assert changed.roi_heads.box_head is net.roi_heads.box_head
    assert changed.state_dict().keys() == net.state_dict().keys()
    assert np.array_equal(record(net, image).boxes_image, before.boxes_image)


def test_bins_that_torch_has_no_operator_for_are_refused() -> None:
    with pytest.raises(InputError, match="not with 'drop'"):
        transplanted(tiny_maskrcnn(), Poolers(box=OperatorSettings(Operator.POOL, bins=BinConvention.DROP)))
