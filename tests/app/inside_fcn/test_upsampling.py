"""The upsampling pane: its maps against torch's operators, its kernels against their formula."""

from __future__ import annotations

import re
from dataclasses import replace

import numpy as np
import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from PySide6.QtCore import QPointF, Qt

from app.inside_fcn.upsampled import Way
from app.inside_fcn.upsampling import CHANNEL, UpsamplingPane
from core.fcn.kernels import bilinear_kernel
from tests.app.inside_fcn.conftest import Bench


@pytest.fixture
def pane(bench: Bench) -> UpsamplingPane:
    pane = bench.show(UpsamplingPane)
    assert isinstance(pane, UpsamplingPane)
    return pane


def settled(bench: Bench, pane: UpsamplingPane, way: Way, stride: int) -> UpsamplingPane:
    if bench.session.segmentation is None:
        bench.open()
    pane.choose_way(way)
    pane.choose_stride(stride)
    bench.until(lambda: pane.shown is not None and (pane.shown.way, pane.shown.stride) == (way, stride))
    return pane


def score_map(bench: Bench, pane: UpsamplingPane, stride: int) -> torch.Tensor:
    return torch.tensor(bench.segmentation.scores.scores[stride][pane.class_choice.class_id])[None, None]


def test_without_a_photo_it_says_what_to_do_but_shows_kernels(pane: UpsamplingPane) -> None:
    assert pane.empty.text() == "Open a photo, or click a sample."
    pane.choose_way(Way.KERNELS)
    assert pane.kernels.isVisible()


@pytest.mark.parametrize("stride", [32, 16, 8])
def test_both_ways_are_torchs_and_differ_at_the_border_only(bench: Bench, pane: UpsamplingPane, stride: int) -> None:
    settled(bench, pane, Way.TWO_WAYS, stride)
    assert pane.shown is not None
    given, kernel = score_map(bench, pane, stride), torch.tensor(bilinear_kernel(stride), dtype=torch.float32)[None, None]
    deconvolved = F.conv_transpose2d(given, kernel, stride=stride, padding=stride // 2)[0, 0].numpy()
    interpolated = F.interpolate(given, scale_factor=stride, mode="bilinear", align_corners=False)[0, 0].numpy()
    np.testing.assert_allclose(pane.shown.maps[1], deconvolved, atol=1e-4)
    np.testing.assert_allclose(pane.shown.maps[2], interpolated, atol=1e-4)
    half = stride // 2
    assert np.abs(pane.shown.difference[half:-half, half:-half]).max() < 1e-5
    assert np.abs(pane.shown.difference).max() > 0.1


def test_what_is_left_inside_and_at_the_border_is_told(bench: Bench, pane: UpsamplingPane) -> None:
    settled(bench, pane, Way.TWO_WAYS, 16)
    assert pane.shown is not None
    told = pane.tiles.tiles[3].content
    assert told is not None
    said = re.fullmatch(r"inside at most (\S+), at the border (\S+)", told.note)
    assert said is not None
    assert float(said[1]) < 1e-5
    assert float(said[2]) == pytest.approx(np.abs(pane.shown.difference).max(), rel=0.05)


@pytest.mark.parametrize(("ring", "said"), [(0, "its upsampling is fixed bilinear interpolation"), (1, "its deconvolutions are fixed")])
def test_a_model_whose_kernels_are_fixed_is_said_to_be_so(bench: Bench, pane: UpsamplingPane, ring: int, said: str) -> None:
    pane.choose_way(Way.KERNELS)
    assert "fixed" not in pane.kernels.facts.text()
    found = bench.open()
    bench.session.set_segmentation(replace(found, scores=replace(found.scores, ring=ring)))
    assert bench.session.title_of(found.model_key) in pane.kernels.facts.text()
    assert said in pane.kernels.facts.text()


def test_the_corner_of_the_gain_is_told(bench: Bench, pane: UpsamplingPane) -> None:
    settled(bench, pane, Way.TWO_WAYS, 32)
    gain = pane.tiles.tiles[4].content
    assert gain is not None
    # Tap 16 of 64 on each axis: 1 - |16 - 31.5| / 32 = 0.5156, squared 0.27.
    assert gain.note == "1 inside, 0.27 in the corner"


def test_eight_at_once_is_not_three_doublings(bench: Bench, pane: UpsamplingPane) -> None:
    settled(bench, pane, Way.BY_TWOS, 8)
    assert pane.shown is not None
    by_twos = score_map(bench, pane, 8)
    for _ in range(3):
        by_twos = F.interpolate(by_twos, scale_factor=2, mode="bilinear", align_corners=False)
    np.testing.assert_allclose(pane.shown.maps[2], by_twos[0, 0].numpy(), atol=1e-4)
    assert np.abs(pane.shown.difference).max() > 0.1
    titles = [tile.content.title for tile in pane.tiles.tiles if tile.content is not None]
    assert titles == ["Score 8", "× 8 at once", "× 2 × 2 × 2", "By twos − at once"]


def test_tiles_share_a_pointer(bench: Bench, pane: UpsamplingPane) -> None:
    settled(bench, pane, Way.TWO_WAYS, 16)
    assert pane.shown is not None
    pane.tiles.tiles[0].pointed.emit(QPointF(0.5, 0.5))
    for tile, values in zip(pane.tiles.tiles, pane.shown.maps, strict=True):
        assert tile.value == values[values.shape[0] // 2, values.shape[1] // 2]
    pane.tiles.tiles[0].pointed.emit(None)
    assert all(tile.value is None for tile in pane.tiles.tiles)


@pytest.mark.parametrize("factor", [2, 8, 16, 32])
def test_the_table_has_the_taps(pane: UpsamplingPane, factor: int) -> None:
    pane.choose_way(Way.KERNELS)
    pane.choose_factor(factor)
    numbers, kernel = pane.kernels.numbers, bilinear_kernel(factor)
    assert (numbers.rowCount(), numbers.columnCount()) == kernel.shape
    assert numbers.data(numbers.index(1, 2)) == f"{kernel[1, 2]:.4f}"


def test_the_papers_corner_is_told_for_its_last_deconvolution(pane: UpsamplingPane) -> None:
    pane.choose_way(Way.KERNELS)
    pane.choose_factor(32)
    assert "In the paper's net, cropped by 19: gain 0.37 in the corner of the photo" in pane.kernels.facts.text()


def test_a_learned_kernel_stands_beside_once_a_mask_rcnn_has_run(bench: Bench, pane: UpsamplingPane) -> None:
    from tests.fakes import tiny_model

    pane.choose_way(Way.KERNELS)
    assert "once a Mask R-CNN has run" in pane.kernels.learned_words.text()
    net = tiny_model().net
    bench.session.set_instance_model("maskrcnn-starter")
    bench.open()
    bench.until(lambda: pane.kernels.learned is not None)
    learned = pane.kernels.learned
    assert learned is not None
    weight = net.roi_heads.mask_predictor.conv5_mask.weight.detach().numpy()
    np.testing.assert_allclose(learned.mean, weight.mean(axis=(0, 1)), atol=1e-6)
    assert learned.count == weight.shape[0] * weight.shape[1]


def test_another_class_is_upsampled_and_stays_chosen(bench: Bench, pane: UpsamplingPane) -> None:
    settled(bench, pane, Way.TWO_WAYS, 32)
    pane.class_choice.choose(7)
    bench.until(lambda: pane.shown is not None and pane.shown.class_id == 7)
    bench.open("another")
    bench.until(lambda: pane.shown is not None and pane.shown.segmentation is bench.segmentation)
    assert pane.shown is not None
    assert pane.shown.class_id == 7


def test_a_hidden_pane_asks_for_nothing(bench: Bench, pane: UpsamplingPane) -> None:
    settled(bench, pane, Way.TWO_WAYS, 32)
    pane.hide()
    asked: list[str] = []
    bench.workflow.worker.started.connect(asked.append)
    found = bench.open("another")
    assert CHANNEL not in asked
    pane.show()
    bench.until(lambda: pane.shown is not None and pane.shown.segmentation is found)


def test_switches_answer_to_the_mouse(bench: Bench, pane: UpsamplingPane) -> None:
    bench.open()
    bench.qtbot.mouseClick(pane.way_choice.segments[0], Qt.MouseButton.LeftButton)
    assert pane.way is Way.KERNELS
    bench.qtbot.mouseClick(pane.factor_choice.segments[3], Qt.MouseButton.LeftButton)
    assert pane.kernels.factor == 32
