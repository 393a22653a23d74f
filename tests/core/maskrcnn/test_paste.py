"""Pasting within the box against torchvision's dense pasting, and against detectron2's rule read pixel by pixel."""

from __future__ import annotations

import numpy as np
import pytest
import torch
from torchvision.models.detection.roi_heads import paste_masks_in_image

from core.maskrcnn.paste import ProbabilityPatch, instance_map, mask_patches, paste, paste_into_box
from core.maskrcnn.results import PasteRule
from tests.core.maskrcnn.runs import record, scene
from tests.maskrcnn_networks import tiny_maskrcnn

SIZE = (60, 80)
BOXES = [
    (10.0, 10.0, 20.0, 20.0), (3.7, 5.2, 41.9, 30.3), (0.0, 0.0, 80.0, 60.0), (-5.0, -8.0, 20.0, 20.0), (70.5, 50.25, 90.0, 75.0),
    (30.0, 30.0, 30.4, 30.4), (79.5, 59.5, 80.0, 60.0), (5.0, 5.0, 6.0, 58.0), (200.0, 10.0, 220.0, 30.0), (10.0, -40.0, 20.0, -20.0),
]  # fmt: skip


def dense(patch: ProbabilityPatch) -> np.ndarray:
    whole = np.zeros(SIZE, np.float32)
    height, width = patch.values.shape
    whole[patch.top : patch.top + height, patch.left : patch.left + width] = patch.values
    return whole


@pytest.mark.parametrize("box", BOXES[:-1])  # torchvision itself fails on a box above the photo
def test_torchvisions_rule_is_torchvisions_to_the_bit(box: tuple[float, ...]) -> None:
    probabilities, corners = torch.rand(28, 28), torch.tensor(box)
    expected = paste_masks_in_image(probabilities[None, None], corners[None], SIZE)[0, 0]
    patch = paste_into_box(probabilities, corners, SIZE, PasteRule.TORCHVISION)
    assert torch.equal(torch.tensor(dense(patch)), expected)


def test_a_full_mask_on_a_box_from_10_to_20_covers_pixels_9_to_20_by_torchvisions_rule_and_10_to_19_by_detectron2s() -> None:
    full, box = torch.ones(28, 28), torch.tensor([10.0, 10.0, 20.0, 20.0])
    for rule, covered in ((PasteRule.TORCHVISION, range(9, 21)), (PasteRule.DETECTRON2, range(10, 20))):
        inside = dense(paste_into_box(full, box, SIZE, rule)) > 0.5
        assert np.flatnonzero(inside.any(axis=0)).tolist() == list(covered)
        assert np.flatnonzero(inside.any(axis=1)).tolist() == list(covered)


@pytest.mark.parametrize("box", BOXES)
def test_detectron2s_rule_reads_each_pixels_centre_bilinearly(box: tuple[float, ...]) -> None:
    mask = np.random.default_rng(0).random((28, 28)).astype(np.float32)
    patch = paste_into_box(torch.tensor(mask), torch.tensor(box), SIZE, PasteRule.DETECTRON2)
    padded = np.pad(mask, 1)
    expected = np.zeros(SIZE)
    for row in range(SIZE[0]):
        for column in range(SIZE[1]):
            x = (column + 0.5 - box[0]) / (box[2] - box[0]) * 28 - 0.5 + 1
            y = (row + 0.5 - box[1]) / (box[3] - box[1]) * 28 - 0.5 + 1
            if 0 <= x < 29 and 0 <= y < 29:
                i, j, u, v = int(y), int(x), y % 1, x % 1
                upper = padded[i, j] * (1 - v) + padded[i, j + 1] * v
                expected[row, column] = upper * (1 - u) + (padded[i + 1, j] * (1 - v) + padded[i + 1, j + 1] * v) * u
    assert dense(patch) == pytest.approx(expected, abs=1e-3)


def test_patches_lie_within_the_photo() -> None:
    for box in BOXES:
        for rule in PasteRule:
            patch = paste_into_box(torch.rand(28, 28), torch.tensor(box), SIZE, rule)
            assert 0 <= patch.left <= patch.left + patch.values.shape[1] <= SIZE[1]
            assert 0 <= patch.top <= patch.top + patch.values.shape[0] <= SIZE[0]


@pytest.mark.parametrize("rule", PasteRule)
def test_the_instance_map_shows_the_better_score_where_masks_overlap(rule: PasteRule) -> None:
    run = record(tiny_maskrcnn(), scene())
    ids, patches = instance_map(run, rule), list(mask_patches(run, rule))
    assert ids.shape == (100, 140)
    free = np.ones_like(ids, bool)
    for index, patch in enumerate(patches):
        height, width = patch.inside.shape
        whole = np.zeros_like(free)
        whole[patch.top : patch.top + height, patch.left : patch.left + width] = patch.inside
        assert np.array_equal(ids == index + 1, whole & free)
        free &= ~whole
    assert ((ids == 0) == free).all()


def test_another_classs_mask_can_be_pasted_in_the_same_box() -> None:
    run = record(tiny_maskrcnn(), scene())
    own, other = paste(run, 0), paste(run, 0, label=run.labels[0] % 3 + 1)
    assert (own.left, own.top, own.values.shape) == (other.left, other.top, other.values.shape)
    assert not np.array_equal(own.values, other.values)
