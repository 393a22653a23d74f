"""Other thresholds on a record: what the network itself would find, without its backbone."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
import torch

from core.maskrcnn.rerun import rerun
from core.maskrcnn.results import BoxTable, Fate, Floats, Indices, MaskTable, Thresholds
from core.maskrcnn.staged import thresholds_of
from tests.core.maskrcnn.runs import record, rerun_on, scene, set_thresholds
from tests.maskrcnn_networks import tiny_maskrcnn


class NoHeads:
    """Heads that must not be asked."""

    def box_table(self, anchor: Indices, proposals_input: Floats) -> BoxTable:
        raise AssertionError(f"the box head was asked about {anchor} at {proposals_input}")

    def mask_table(self, anchor: Indices, label: Indices, boxes_input: Floats) -> MaskTable:
        raise AssertionError(f"the mask head was asked about {anchor} as {label} at {boxes_input}")


BASE = Thresholds(proposals_before_nms=300, proposals_after_nms=200)

FEWER = [replace(BASE, score=0.3), replace(BASE, detections=3), replace(BASE, score=0.99), replace(BASE, mask=0.9), BASE]

OTHERS = [
    *FEWER, replace(BASE, nms=0.2), replace(BASE, nms=0.9), replace(BASE, score=0.0), replace(BASE, proposals_before_nms=20),
    replace(BASE, proposals_before_nms=1000, proposals_after_nms=400), replace(BASE, proposals_after_nms=7),
    replace(BASE, proposal_nms=0.3), replace(BASE, proposal_nms=0.95), replace(BASE, proposal_score=0.6),
    replace(BASE, proposal_score=1.0), replace(BASE, score=0.2, nms=0.3, proposal_nms=0.5, detections=20),
]  # fmt: skip


@pytest.mark.parametrize("thresholds", OTHERS, ids=str)
def test_a_rerun_finds_what_a_network_with_these_thresholds_finds(thresholds: Thresholds) -> None:
    net, image = tiny_maskrcnn(), scene()
    again = rerun_on(net, record(net, image), thresholds)
    expected = record(set_thresholds(tiny_maskrcnn(), thresholds), image)
    assert again.thresholds == thresholds
    assert np.array_equal(again.candidates.anchor, expected.candidates.anchor)
    assert np.array_equal(again.boxes.candidate, expected.boxes.candidate)
    assert np.array_equal(again.boxes.selection.kept, expected.boxes.selection.kept)
    assert np.array_equal(again.boxes.selection.fate, expected.boxes.selection.fate)
    assert np.array_equal(again.boxes.selection.rival, expected.boxes.selection.rival)
    # The heads saw the same boxes in batches of other sizes, which may round differently.
    assert again.boxes_image == pytest.approx(expected.boxes_image, abs=1e-3)
    assert again.scores == pytest.approx(expected.scores, abs=1e-5)
    for index in range(len(again)):
        assert again.masks.logits(index) == pytest.approx(expected.masks.logits(index), abs=1e-4)


@pytest.mark.parametrize("thresholds", FEWER, ids=str)
def test_fewer_detections_ask_neither_head(thresholds: Thresholds) -> None:
    net = tiny_maskrcnn()
    run = record(net, scene())
    again = rerun(run, thresholds, NoHeads())
    assert len(again) <= len(run)
    assert again.boxes.table is run.boxes.table
    assert again.masks.table is run.masks.table


def test_what_the_heads_once_said_is_remembered_and_going_back_is_exact() -> None:
    net = tiny_maskrcnn()
    run = record(net, scene())
    wider = rerun_on(net, run, replace(BASE, proposals_after_nms=300, nms=0.8))
    assert len(wider.boxes.table.anchor) > len(run.boxes.table.anchor)
    assert len(wider.masks.table.anchor) > len(run.masks.table.anchor)
    back = rerun(wider, BASE, NoHeads())
    assert np.array_equal(back.boxes_image, run.boxes_image)
    assert all(np.array_equal(back.masks.logits(index), run.masks.logits(index)) for index in range(len(run)))
    assert np.array_equal(rerun(back, wider.thresholds, NoHeads()).boxes_image, wider.boxes_image)


def test_a_rerun_with_the_models_own_thresholds_changes_nothing() -> None:
    net = tiny_maskrcnn()
    run = record(net, scene())
    again = rerun(run, thresholds_of(net), NoHeads())
    assert torch.equal(torch.tensor(again.boxes_image), torch.tensor(run.boxes_image))
    assert again.candidates is run.candidates


def test_without_proposals_there_are_no_detections_and_a_way_back() -> None:
    net = tiny_maskrcnn()
    run = record(net, scene())
    none = rerun_on(net, run, replace(BASE, proposal_score=1.0))
    assert len(none.boxes) == len(none) == 0
    assert none.candidates.selection.count(Fate.LOW_SCORE) > 0
    assert np.array_equal(rerun(none, BASE, NoHeads()).boxes_image, run.boxes_image)
