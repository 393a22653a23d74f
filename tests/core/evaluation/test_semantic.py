from __future__ import annotations

import math

import numpy as np
import pytest

from core.evaluation.semantic import ConfusionMatrix
from core.labels import VOID


def test_iou_of_a_hand_counted_map() -> None:
    truth = np.array([[0, 0, 1, 1], [0, 0, 1, VOID]], np.uint8)
    predicted = np.array([[0, 1, 1, 1], [0, 0, 0, 1]], np.uint8)
    matrix = ConfusionMatrix(3)
    matrix.add(truth, predicted)
    assert matrix.counts.tolist() == [[3, 1, 0], [1, 2, 0], [0, 0, 0]]
    assert matrix.iou()[:2].tolist() == [3 / 5, 2 / 4]
    assert math.isnan(matrix.iou()[2])
    assert matrix.mean_iou() == pytest.approx((3 / 5 + 2 / 4) / 2)
    assert matrix.mean_iou([1]) == 0.5
    assert matrix.pixel_accuracy() == 5 / 7


def test_the_mean_is_over_the_whole_set_not_over_images() -> None:
    matrix = ConfusionMatrix(2)
    matrix.add(np.zeros((1, 1), np.uint8), np.zeros((1, 1), np.uint8))
    matrix.add(np.array([[0] * 9 + [1]], np.uint8), np.array([[1] * 9 + [1]], np.uint8))
    assert matrix.iou()[0] == pytest.approx(1 / 10)  # a mean of per-image IoUs would say 0.5


def test_sizes_must_agree() -> None:
    with pytest.raises(ValueError, match="truth is"):
        ConfusionMatrix(2).add(np.zeros((2, 2), np.uint8), np.zeros((2, 3), np.uint8))


def test_without_any_known_pixel_there_is_no_mean() -> None:
    matrix = ConfusionMatrix(2)
    matrix.add(np.full((2, 2), VOID, np.uint8), np.zeros((2, 2), np.uint8))
    assert math.isnan(matrix.mean_iou())
    assert math.isnan(matrix.pixel_accuracy())


def test_class_accuracy_is_the_share_of_each_classs_own_pixels() -> None:
    matrix = ConfusionMatrix(3)
    matrix.add(np.array([[0, 0, 0, 1]], np.uint8), np.array([[0, 0, 1, 1]], np.uint8))
    assert matrix.class_accuracy()[:2].tolist() == [2 / 3, 1.0]
    assert math.isnan(matrix.class_accuracy()[2])
    assert matrix.mean_accuracy() == pytest.approx((2 / 3 + 1) / 2)
    assert math.isnan(ConfusionMatrix(2).mean_accuracy())
