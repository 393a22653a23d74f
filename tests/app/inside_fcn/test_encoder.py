"""Encoder and decoder: what is said of a cell, against its map; what is drawn, against the arrays; and when the trunk runs."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt

from app.canvas.image_canvas import CanvasClick, ImagePoint
from app.inside_fcn.encoder import CHANNEL, EncoderPane, Side
from app.inside_fcn.encoder_maps import FeatureView
from app.session import Pixel
from core.errors import InputError
from core.fcn.config import Gains, ReadOut
from core.fcn.fusion import fuse
from core.geometry import Box
from tests.app.inside_fcn.conftest import Bench


@pytest.fixture
def pane(bench: Bench) -> EncoderPane:
    pane = bench.show(EncoderPane)
    assert isinstance(pane, EncoderPane)
    return pane


def opened(bench: Bench, pane: EncoderPane, level: str = "C4") -> EncoderPane:
    bench.open()
    pane.features.choose_level(level)
    bench.until(lambda: pane.features.maps is not None and pane.features.maps.level == level)
    return pane


def click(pane: EncoderPane, x: float, y: float) -> None:
    pane.photo.clicked.emit(CanvasClick(ImagePoint(x, y), Qt.KeyboardModifier.NoModifier))


def gradients(bench: Bench) -> int:
    return sum(what.endswith("gradient") for _, what in bench.engine.runs)


def test_without_a_photo_it_says_what_to_do(pane: EncoderPane) -> None:
    assert pane.notice.text() == "Open a photo, or click a sample."
    assert pane.pointed.text() == ""


def test_while_the_maps_are_on_their_way_it_says_so(bench: Bench, pane: EncoderPane) -> None:
    bench.open()
    assert (pane.notice.text() == "Reading the feature maps…") is (pane.features.maps is None)
    bench.until(lambda: pane.features.maps is not None)
    assert not pane.notice.isVisible()


def test_a_level_says_its_shape_its_cell_and_what_it_sees(bench: Bench, pane: EncoderPane) -> None:
    opened(bench, pane)
    assert pane.features.facts.text().split("<br>") == [
        "3 channels, 6 × 8 cells on the photo, stride 16",
        "one cell: 16.0 × 16.0 px of the photo",
        "it sees 48 × 48 px of the input, 48 × 48 px of the photo",
    ]


def test_the_pointer_marks_the_cell_and_its_theoretical_field(bench: Bench, pane: EncoderPane) -> None:
    opened(bench, pane).features.choose_channel(0)
    bench.intents.point_at.emit(Pixel(40, 50))
    assert pane.photo.mark.cell == Box(32, 48, 48, 64)
    assert pane.photo.mark.field == Box(16, 32, 64, 80)
    # Channel 0 of the fake is the column of the cell.
    assert pane.pointed.text().startswith("cell row 3, column 2   value 2.00   covers x 32.0")
    bench.intents.point_at.emit(None)
    assert pane.photo.mark.cell is None


def test_a_field_ends_with_the_photo(bench: Bench, pane: EncoderPane) -> None:
    opened(bench, pane)
    bench.intents.point_at.emit(Pixel(0, 0))
    assert pane.photo.mark.field == Box(0, 0, 32, 32)


def test_views_are_the_arithmetic_of_the_channels(bench: Bench, pane: EncoderPane) -> None:
    opened(bench, pane)
    maps = pane.features.maps
    assert maps is not None
    features = maps.pyramid.levels["C4"]
    pane.features.choose_view(FeatureView.MEAN)
    np.testing.assert_allclose(pane.features.values(), features.mean(axis=0), atol=1e-5)
    pane.features.choose_view(FeatureView.MAX)
    np.testing.assert_array_equal(pane.features.values(), features.max(axis=0))
    pane.features.choose_view(FeatureView.COMPONENTS)
    assert pane.features.values() is None
    assert pane.features.legend.isVisible()


def test_sheet_field_and_photo_show_the_same_channel(bench: Bench, pane: EncoderPane) -> None:
    side = opened(bench, pane).features
    assert side.sheet.count == 3
    side.sheet.setCurrentIndex(side.sheet.model().index(2, 0))
    assert (side.channel, side.channel_field.value(), side.view) == (2, 2, FeatureView.CHANNEL)
    side.channel_field.setValue(1)
    assert side.sheet.currentIndex().row() == 1
    assert side.maps is not None
    np.testing.assert_array_equal(side.values(), side.maps.features[1])


def test_arrow_keys_walk_through_the_sheet(bench: Bench, pane: EncoderPane) -> None:
    side = opened(bench, pane).features
    bench.qtbot.keyClick(side.sheet, Qt.Key.Key_Right)
    assert side.channel == 1


def test_only_the_effective_field_runs_the_network_and_only_on_request(bench: Bench, pane: EncoderPane) -> None:
    opened(bench, pane)
    click(pane, 40.5, 50.5)
    assert gradients(bench) == 0
    pane.features.effective.setChecked(True)
    bench.until(lambda: pane.field is not None)
    assert gradients(bench) == 1
    field = pane.field
    assert field is not None
    assert field.cell == (3, 2)
    rows, columns = np.nonzero(field.values)
    assert (rows.min(), rows.max(), columns.min(), columns.max()) == (48, 63, 32, 47)
    click(pane, 3.5, 3.5)
    bench.until(lambda: pane.field is not None and pane.field.cell == (0, 0))
    assert gradients(bench) == 2
    pane.features.choose_view(FeatureView.MEAN)
    assert pane.field is None
    assert not pane.features.effective.isChecked()


def test_the_effective_field_asks_for_a_pinned_cell(bench: Bench, pane: EncoderPane) -> None:
    opened(bench, pane)
    pane.features.effective.setChecked(True)
    assert pane.notice.text() == "Click the photo to pin the cell whose field is wanted."
    assert gradients(bench) == 0


def test_a_cell_pinned_among_the_scores_has_its_field_among_the_features(bench: Bench, pane: EncoderPane) -> None:
    opened(bench, pane).features.effective.setChecked(True)
    pane.choose_side(Side.SCORES)
    click(pane, 40.5, 50.5)
    assert gradients(bench) == 0
    pane.choose_side(Side.FEATURES)
    bench.until(lambda: pane.field is not None and pane.field.cell == (3, 2))


def test_a_failed_gradient_is_told_and_the_maps_stay(bench: Bench, pane: EncoderPane) -> None:
    maps = opened(bench, pane).features.maps
    bench.engine.failure = InputError("There is no memory.")
    pane.features.effective.setChecked(True)
    click(pane, 40.5, 50.5)
    bench.until(lambda: pane.notice.text() == "There is no memory.")
    assert pane.field is None
    assert pane.features.maps is maps


def test_the_decoders_steps_end_in_the_fusion_on_one_scale(bench: Bench, pane: EncoderPane) -> None:
    import torch

    found = opened(bench, pane) and bench.read_out(Gains(1.0, 0.5, 2.0))
    pane.choose_side(Side.SCORES)
    pane.scores.choose_class(4)
    pane.scores.choose_step(6)
    tensors = {stride: torch.tensor(values)[None] for stride, values in found.scores.scores.items()}
    expected = fuse(tensors, ReadOut.STRIDE_8, found.gains)[0, 4].numpy()
    np.testing.assert_allclose(pane.scores.values(), expected, atol=1e-5)
    maps = pane.scores.maps
    assert maps is not None
    assert maps.limit == pytest.approx(max(np.abs(step.values).max() for step in maps.steps))
    bench.intents.point_at.emit(Pixel(40, 50))
    values = [tile.value for tile in pane.scores.tiles.tiles]
    assert values[6] == pytest.approx(expected[6, 5], abs=1e-5)
    assert values[0] == pytest.approx(float(found.scores.scores[32][4, 1, 1]), abs=1e-5)


def test_clicking_a_step_puts_it_on_the_photo(bench: Bench, pane: EncoderPane) -> None:
    opened(bench, pane)
    pane.choose_side(Side.SCORES)
    tile = pane.scores.tiles.tiles[2]
    bench.qtbot.mouseClick(tile, Qt.MouseButton.LeftButton)
    assert pane.scores.place == 2
    assert tile.is_chosen
    np.testing.assert_allclose(pane.scores.values(), bench.segmentation.scores.scores[16][pane.scores.class_choice.class_id], atol=1e-5)


def test_steps_that_the_read_out_leaves_out_say_so(bench: Bench, pane: EncoderPane) -> None:
    opened(bench, pane)
    bench.intents.choose_read_out.emit(ReadOut.STRIDE_16)
    bench.until(lambda: bench.segmentation.read_out is ReadOut.STRIDE_16)
    pane.choose_side(Side.SCORES)
    notes = [tile.content.note for tile in pane.scores.tiles.tiles if tile.content is not None]
    assert ["not read" in note for note in notes] == [False] * 4 + [True] * 3


def test_the_grid_has_a_line_for_each_cell(bench: Bench, pane: EncoderPane) -> None:
    opened(bench, pane, "C5").grid.setChecked(True)
    pane.photo.heat.set_visible(False)
    before = pane.photo.grab().toImage()
    pane.grid.setChecked(False)
    after = pane.photo.grab().toImage()
    inside = pane.photo.position_of(ImagePoint(48, 48)).toPoint()
    edge = pane.photo.position_of(ImagePoint(32, 48)).toPoint()
    assert before.pixel(inside) == after.pixel(inside)
    assert any(before.pixel(edge.x() + step, edge.y()) != after.pixel(edge.x() + step, edge.y()) for step in (-1, 0, 1))


def test_cells_have_no_lines_between_them_unless_they_are_asked_for(bench: Bench, pane: EncoderPane) -> None:
    opened(bench, pane, "C5")
    bench.intents.set_opacity.emit(1.0)
    maps = pane.features.maps
    assert maps is not None
    even = np.full((*maps.mean.shape, 3), 90, np.uint8)
    pane.photo.show_cells(even, maps.pyramid.cell_to_image(maps.level), bench.segmentation.scores.image_size)
    picture, edge = pane.photo.grab().toImage(), pane.photo.position_of(ImagePoint(32, 48)).toPoint()
    assert {picture.pixelColor(edge.x() + step, edge.y()).name() for step in range(-20, 21)} == {"#5a5a5a"}


def test_a_tile_reads_the_value_under_the_pointer(bench: Bench, pane: EncoderPane) -> None:
    opened(bench, pane)
    pane.choose_side(Side.SCORES)
    tile = pane.scores.tiles.tiles[0]
    tile.point(QPointF(0.99, 0.01))
    content = tile.content
    assert content is not None
    assert tile.value == content.values[0, -1]


def test_a_hidden_pane_asks_for_nothing_and_catches_up_when_shown(bench: Bench, pane: EncoderPane) -> None:
    opened(bench, pane)
    pane.hide()
    asked: list[str] = []
    bench.workflow.worker.started.connect(asked.append)
    found = bench.open("another")
    assert CHANNEL not in asked
    pane.show()
    bench.until(lambda: pane.features.maps is not None and pane.features.maps.segmentation is found)


def test_a_new_photo_takes_the_old_maps_and_the_pin_away(bench: Bench, pane: EncoderPane) -> None:
    opened(bench, pane)
    click(pane, 40.5, 50.5)
    bench.session.set_document(None)
    assert pane.pinned is None
    assert pane.features.maps is None
    assert pane.photo.mark.cell is None
