"""The mask arena over a tiny real network: its numbers are those of the record, pasted by the code that pastes everywhere."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import pytest
import torch
from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QTextDocument
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from app.chosen import Chosen, ChosenKind
from app.inside_maskrcnn.arena import MaskArena
from app.inside_maskrcnn.arena_channels import GAP, PICTURES, ChannelGrid, picture_in
from app.inside_maskrcnn.arena_look import MARGIN, PREVIEW_SIDE, ArenaLook, ArenaRequest, Squash
from app.inside_maskrcnn.arena_pictures import outline_of
from core.cancellation import CancelToken
from core.errors import DeviceError
from core.labels import NOT_A_CLASS
from core.maskrcnn.paste import paste, paste_into_box
from core.maskrcnn.results import DetectionRun, PasteRule, Thresholds
from tests.app.inside_maskrcnn.benches import PATIENCE_MS, Bench, photo, shown
from tests.core.maskrcnn.scripted import IMAGE_SIZE, Anchor, scripted_run

OTHER = 1
"""How far, in class ids, the channel that is picked lies from the label's own."""


@pytest.fixture
def bench() -> Bench:
    return Bench()


@pytest.fixture
def pane(qtbot: QtBot, bench: Bench) -> Iterator[MaskArena]:
    bench.session.set_document(photo(100, 140))
    pane = MaskArena(bench.session, bench.intents, bench.worker, lambda _device: bench.engine)
    with shown(qtbot, bench, pane):
        yield pane


@pytest.fixture
def run(bench: Bench, pane: MaskArena, qtbot: QtBot) -> DetectionRun:
    """A run of the tiny network that is on screen, with the arena settled on its best detection."""
    assert bench.session.document is not None
    found = bench.engine.detect(bench.session.document, "maskrcnn-starter", CancelToken())
    assert len(found) > 3
    bench.session.set_detection(found)
    settle(pane, qtbot)
    return found


def settle(pane: MaskArena, qtbot: QtBot) -> ArenaLook:
    def settled() -> bool:
        look, run = pane.look, pane._session.detection
        return look is not None and look.run is run and look.picked.label == pane.picked and bool(pane.strip.layers)

    qtbot.waitUntil(settled, timeout=PATIENCE_MS)
    assert pane.look is not None
    return pane.look


def other_label(run: DetectionRun, detection: int = 0) -> int:
    return int(run.labels[detection]) % (len(run.label_names) - 1) + OTHER


def test_before_a_run_the_arena_says_what_to_do(pane: MaskArena) -> None:
    assert pane.notice.text() == "Run Mask R-CNN on the photo; its masks appear here."
    assert not pane.body.isVisible()
    assert pane.picked is None


def test_the_best_detection_is_shown_until_another_is_chosen(pane: MaskArena, bench: Bench, run: DetectionRun, qtbot: QtBot) -> None:
    assert pane.look is not None
    assert pane.look.detection == 0
    bench.intents.choose.emit(Chosen(ChosenKind.DETECTION, 2))
    look = settle(pane, qtbot)
    assert look.detection == 2
    assert pane.heading.text() == f"Detection 2: {run.detection(2).name}, score {run.scores[2]:.3f}"
    bench.intents.choose.emit(Chosen(ChosenKind.PROPOSAL, 1))
    qtbot.waitUntil(lambda: pane.look is not None and pane.look.detection == 0)


@pytest.mark.parametrize("squash", Squash)
def test_the_tiles_hold_every_class_by_sigmoid_or_by_softmax(pane: MaskArena, run: DetectionRun, squash: Squash) -> None:
    pane.squash.segments[list(Squash).index(squash)].click()
    logits = torch.tensor(run.masks.logits(0))
    truth = logits.sigmoid() if squash is Squash.SIGMOID else logits.softmax(dim=0)
    channels = pane.grid.channels
    assert channels.names == run.label_names
    assert np.allclose(channels.values, truth.numpy(), atol=1e-6)
    assert channels.own == run.labels[0]
    assert channels.share(2) == pytest.approx(float((truth[2] > 0.5).float().mean()))


def test_areas_are_those_of_the_pasted_mask(pane: MaskArena, run: DetectionRun) -> None:
    assert pane.look is not None
    own = pane.look.own
    sigmoid = paste(run, 0).values
    across = torch.tensor(run.masks.logits(0)).softmax(dim=0)[int(run.labels[0])]
    softmax = paste_into_box(across, torch.tensor(run.boxes_image[0]), run.input.image_size, PasteRule.TORCHVISION).values
    for reading, values in ((own.sigmoid, sigmoid), (own.softmax, softmax)):
        assert reading.area == (values > 0.5).sum()
        assert abs(int(reading.areas[30]) - int((values > 0.3).sum())) <= 2  # softmax in numpy and in torch differ in the last bit
        assert reading.overlap == pytest.approx(1.0) or not reading.area
    assert str(own.sigmoid.area) in pane.curve.summary.text().replace(",", "")


@pytest.mark.usefixtures("run")
def test_a_share_below_a_tenth_of_a_percent_is_read_and_is_no_tag(pane: MaskArena) -> None:
    assert pane.look is not None
    own = pane.look.own
    few = replace(own, sigmoid=replace(own.sigmoid, area=1))
    pane.curve.set_look(replace(pane.look, own=few, picked=few, box_pixels=100_000.0))
    read = QTextDocument()
    read.setHtml(pane.curve.summary.text())
    assert "< 0.1 %" in read.toPlainText()


def test_the_curve_is_drawn_with_a_marker_at_the_threshold(pane: MaskArena, run: DetectionRun) -> None:
    assert pane.look is not None
    x, y = pane.curve.sigmoid.getData()
    assert x[0] == 0
    assert x[-1] == 1
    assert y.tolist() == pane.look.own.sigmoid.areas.tolist()
    assert (np.diff(y) <= 0).all()
    assert pane.curve.marker.value() == run.thresholds.mask
    pane.curve.unit.segments[1].click()
    _, share = pane.curve.sigmoid.getData()
    assert share == pytest.approx(y / pane.look.box_pixels * 100)


def test_a_tile_picks_its_channel_and_the_own_label_comes_back(pane: MaskArena, run: DetectionRun, qtbot: QtBot) -> None:
    label = other_label(run)
    index = pane.grid.channels.index(label)
    QTest.mouseClick(pane.grid.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, pane.grid.visualRect(index).center())
    look = settle(pane, qtbot)
    values, own = paste(run, 0, PasteRule.TORCHVISION, label).values > 0.5, paste(run, 0).values > 0.5
    assert look.picked.label == label
    assert look.picked.sigmoid.area == values.sum()
    assert look.picked.sigmoid.overlap == pytest.approx((values & own).sum() / (values | own).sum())
    said = pane.verdict.text()
    assert said.startswith(f"Channel {run.label_names[label]} instead of {run.detection(0).name}")
    pane.own_again.click()
    look = settle(pane, qtbot)
    assert look.picked is look.own
    assert not pane.own_again.isEnabled()


@pytest.mark.usefixtures("run")
def test_arrow_keys_pick_a_channel(pane: MaskArena, qtbot: QtBot) -> None:
    pane.pick(0)
    pane.grid.setFocus()
    QTest.keyClick(pane.grid, Qt.Key.Key_Right)
    assert pane.picked == 1
    settle(pane, qtbot)


def test_another_threshold_moves_marker_and_area_and_keeps_the_pick(
    pane: MaskArena, bench: Bench, run: DetectionRun, qtbot: QtBot
) -> None:
    label = other_label(run)
    pane.pick(label)
    settle(pane, qtbot)
    bench.session.set_detection(replace(run, thresholds=replace(run.thresholds, mask=0.7)))
    look = settle(pane, qtbot)
    assert pane.picked == label
    assert pane.curve.marker.value() == 0.7
    assert look.picked.sigmoid.area == (paste(run, 0, PasteRule.TORCHVISION, label).values > 0.7).sum()


def test_the_other_paste_rule_is_pasted_again(pane: MaskArena, bench: Bench, run: DetectionRun, qtbot: QtBot) -> None:
    before = pane.look
    bench.intents.choose_paste_rule.emit(PasteRule.DETECTRON2)
    qtbot.waitUntil(lambda: pane.look is not before, timeout=PATIENCE_MS)
    assert pane.look is not None
    assert pane.look.own.sigmoid.area == (paste(run, 0, PasteRule.DETECTRON2).values > 0.5).sum()


def test_the_head_is_shown_layer_by_layer(pane: MaskArena, bench: Bench, run: DetectionRun) -> None:
    layers = pane.strip.layers
    assert [layer.name for layer in layers] == ["features", "conv1", "conv2", "deconv", "logits"]
    assert [layer.shape for layer in layers] == [(16, 14, 14), (8, 14, 14), (8, 14, 14), (8, 28, 28), (4, 28, 28)]
    assert np.allclose(layers[0].mean, run.masks.roi_features(0).mean(axis=0), atol=1e-6)
    assert np.allclose(layers[-1].mean, run.masks.logits(0).mean(axis=0), atol=1e-4)
    assert bench.engine.threads == {"inference", "MainThread"}  # the test itself detected on its own thread
    assert "conv 3×3, 8 × 14 × 14, mean of channels" in pane.strip.accessibleDescription()


def test_the_preview_shows_the_photo_around_the_box(run: DetectionRun, bench: Bench) -> None:
    document = bench.session.document
    assert document is not None
    look = ArenaRequest(document.rgb, run, 1, int(run.labels[1]), PasteRule.TORCHVISION)(CancelToken())
    box = run.detection(1).box_image
    left, top = max(int(np.floor(box.x1 - box.width * MARGIN - 2)), 0), max(int(np.floor(box.y1 - box.height * MARGIN - 2)), 0)
    height, width = look.crop.shape[:2]
    assert look.step == 1
    assert np.array_equal(look.crop, document.rgb[top : top + height, left : left + width])
    dense = np.zeros(run.input.image_size, bool)
    patch = paste(run, 1).above(0.5)
    rows, columns = patch.inside.shape
    dense[patch.top : patch.top + rows, patch.left : patch.left + columns] = patch.inside
    assert np.array_equal(look.own.sigmoid.inside, dense[top : top + height, left : left + width])


def test_the_preview_of_a_large_box_is_small() -> None:
    run = scripted_run({"P2": [Anchor((0.0, 0.0, 300.0, 200.0), 0.9, (0.9, 0.0))]})
    scale = np.float32(10)
    large = replace(run, input=replace(run.input, image_size=(4000, 6000)), boxes_image=run.boxes_image * scale)
    look = ArenaRequest(np.zeros((4000, 6000, 3), np.uint8), large, 0, 2, PasteRule.TORCHVISION)(CancelToken())
    assert max(look.crop.shape) <= PREVIEW_SIDE
    assert look.own.sigmoid.inside.shape == look.crop.shape[:2]
    assert look.own.sigmoid.inside.mean() > 0.9  # sigmoid of 1 is inside everywhere


def test_nothing_is_asked_for_while_nobody_looks(pane: MaskArena, bench: Bench) -> None:
    pane.hide()
    bench.show_run(scripted_run({"P2": [Anchor((20.0, 20.0, 60.0, 60.0), 0.9, (0.9, 0.0))]}))
    assert not bench.worker.is_busy("mask-arena")
    assert not bench.worker.is_busy("mask-layers")


def test_without_detections_the_nearest_miss_is_told(pane: MaskArena, bench: Bench) -> None:
    anchors = [Anchor((20.0, 20.0, 60.0, 60.0), 0.9, (0.04, 0.02))]
    bench.show_run(scripted_run({"P2": anchors}))
    assert pane.notice.text().startswith("No object was found; the nearest miss is cat with score 0.040.")
    assert not pane.body.isVisible()
    bench.show_run(scripted_run({"P2": anchors}, Thresholds(proposal_score=0.95)))
    assert pane.notice.text() == "No object was found, and no proposal either."


@pytest.mark.usefixtures("run")
def test_a_failure_of_the_head_is_told_and_the_masks_stay(pane: MaskArena, bench: Bench, qtbot: QtBot) -> None:
    bench.engine.detect_failure = DeviceError("The device ran out of memory; choose the CPU.")
    bench.intents.choose.emit(Chosen(ChosenKind.DETECTION, 1))
    qtbot.waitUntil(lambda: pane.notice.isVisible(), timeout=PATIENCE_MS)
    assert pane.notice.text() == "The device ran out of memory; choose the CPU."
    qtbot.waitUntil(lambda: pane.look is not None and pane.look.detection == 1, timeout=PATIENCE_MS)
    assert pane.strip.layers == ()


def test_a_photo_without_a_run_clears_the_arena(pane: MaskArena, bench: Bench, run: DetectionRun) -> None:
    bench.session.set_document(photo(*IMAGE_SIZE))
    assert pane.look is None
    assert pane.picked is None
    assert not pane.body.isVisible()
    assert len(run) > 0


def test_tiles_grow_while_every_class_is_in_sight() -> None:
    for room, tiles in ((QSize(770, 470), 7), (QSize(1080, 560), 7), (QSize(540, 480), 3), (QSize(770, 470), 91), (QSize(50, 50), 7)):
        picture = picture_in(room, tiles)
        larger = picture + 28
        assert picture % 28 == 0
        assert picture == PICTURES[0] or _columns(room, picture) * _rows(room, picture) >= tiles
        assert larger > PICTURES[-1] or _columns(room, larger) * _rows(room, larger) < tiles
    assert picture_in(QSize(770, 470), 7) > PICTURES[0]
    assert picture_in(QSize(770, 470), 91) == PICTURES[0]


def _columns(room: QSize, picture: int) -> int:
    return (room.width() - GAP) // (picture + 16 + GAP)


def _rows(room: QSize, picture: int) -> int:
    return (room.height() - GAP) // (picture + 44 + GAP)


def test_tiles_as_large_as_fit_are_laid_out_without_scrolling(qtbot: QtBot) -> None:
    grid = ChannelGrid()
    qtbot.addWidget(grid)
    grid.resize(770, 470)
    grid.show()
    qtbot.waitExposed(grid)
    grid.show_channels(tuple("abcdefg"), np.zeros((7, 28, 28), np.float32), 1, 1, 0.5)
    qtbot.waitUntil(lambda: grid.visualRect(grid.channels.index(6)).width() >= grid.picture)
    assert grid.picture > PICTURES[0]
    assert all(grid.viewport().rect().contains(grid.visualRect(grid.channels.index(row))) for row in range(7))


def test_an_outline_is_the_inner_border() -> None:
    inside = np.zeros((5, 6), bool)
    inside[1:4, 1:5] = True
    border = outline_of(inside)
    assert border.sum() == 10
    assert not border[2, 2:4].any()
    assert outline_of(np.ones((3, 3), bool)).sum() == 8


def test_a_screen_reader_hears_what_a_tile_holds(pane: MaskArena, run: DetectionRun) -> None:
    model, own = pane.grid.channels, int(run.labels[0])
    spoken = model.data(model.index(own), Qt.ItemDataRole.AccessibleTextRole)
    assert spoken.startswith(f"{run.label_names[own]}: {model.share(own) * 100:.0f} % of the cells above 0.50")
    assert spoken.endswith("the detection's own label")


def test_a_channel_that_no_class_has_is_shown_only_where_it_is_read(qtbot: QtBot) -> None:
    grid = ChannelGrid()
    qtbot.addWidget(grid)
    names, values = ("background", NOT_A_CLASS, "cat", NOT_A_CLASS), np.zeros((4, 28, 28), np.float32)
    grid.show_channels(names, values, 2, 2, 0.5)
    assert [grid.isRowHidden(label) for label in range(4)] == [False, True, False, True]
    grid.show_channels(names, values, 3, 3, 0.5)
    assert [grid.isRowHidden(label) for label in range(4)] == [False, True, False, False]
