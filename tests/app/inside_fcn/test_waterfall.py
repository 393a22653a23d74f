"""The waterfall pane: its bars are the pixel's terms, its maps are what switching streams off does, and it rests while hidden."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from app.canvas.image_canvas import CanvasClick, ImagePoint
from app.inside_fcn.pixel_maps import MapKind
from app.inside_fcn.waterfall import CHANNEL, WaterfallPane
from app.inside_fcn.waterfall_table import ROW_HEIGHT
from app.session import Pixel
from app.theme import current
from core.cancellation import CancelToken
from core.errors import InvalidOutput
from core.fcn.attribution import DECIDED_BY, entropies, margins
from core.fcn.config import UNIT_GAINS, Gains, ReadOut
from core.fcn.run import read_out
from tests.app.inside_fcn.conftest import HEIGHT, WIDTH, Bench


@pytest.fixture
def pane(bench: Bench) -> WaterfallPane:
    pane = bench.show(WaterfallPane)
    assert isinstance(pane, WaterfallPane)
    return pane


def show_map(bench: Bench, pane: WaterfallPane, kind: MapKind, stride: int | None = None) -> np.ndarray:
    """Choose a map, wait for it, and give its codes."""
    pane.choose_map(kind, stride)
    bench.until(lambda: pane.shown is not None and pane.shown.kind is kind and pane.shown.segmentation is bench.segmentation)
    assert pane.shown is not None
    return pane.shown.codes


def press(pane: WaterfallPane, pixel: Pixel) -> None:
    pane.photo.clicked.emit(CanvasClick(ImagePoint(pixel.column + 0.3, pixel.row + 0.7), Qt.KeyboardModifier.NoModifier))


def numbers(pane: WaterfallPane, row: int) -> list[float]:
    """A row of the table: bias, streams, logit, probability."""
    model = pane.numbers.model
    texts = (model.data(model.index(row, column)) for column in range(1, model.columnCount()))
    return [float(text.replace("−", "-")) for text in texts]


def test_before_there_is_a_photo_the_pane_says_what_to_do(pane: WaterfallPane) -> None:
    assert pane.numbers.chart.bars == ()
    assert not pane.numbers.column.isEnabled()
    assert pane.numbers.chart.notice == "Open a photo, or click a sample."
    assert pane.legend.entries == ()


def test_the_bars_of_the_pixel_under_the_pointer_add_up_to_its_logits(bench: Bench, pane: WaterfallPane) -> None:
    found = bench.open()
    for pixel in (Pixel(0, 0), Pixel(77, 31), Pixel(WIDTH - 1, HEIGHT - 1)):
        bench.intents.point_at.emit(pixel)
        logits = found.logits_at(pixel.column + 0.5, pixel.row + 0.5)
        shown = pane.numbers.chart.bars
        assert [bars.name for bars in shown] == [found.label_set.names[k] for k in np.argsort(-logits)[:5]]
        np.testing.assert_allclose([sum(bars.terms) for bars in shown], np.sort(logits)[::-1][:5], atol=1e-4)
        np.testing.assert_allclose([bars.ends[-1] for bars in shown], [bars.logit for bars in shown], atol=1e-9)


def test_in_a_window_of_1280_by_800_nothing_but_the_table_scrolls(bench: Bench, pane: WaterfallPane) -> None:
    bench.open()
    bench.intents.point_at.emit(Pixel(20, 30))
    pane.resize(1280, 690)  # what menus, toolbar, tabs and status line leave
    pane.grab()
    (column,) = pane.findChildren(QScrollArea)
    assert column.verticalScrollBar().maximum() == column.horizontalScrollBar().maximum() == 0
    assert pane.numbers.table.horizontalScrollBar().maximum() == 0
    assert pane.numbers.table.viewport().height() >= 4 * ROW_HEIGHT


def test_the_table_has_the_bars_numbers_for_every_class(bench: Bench, pane: WaterfallPane) -> None:
    found = bench.open()
    bench.intents.point_at.emit(Pixel(40, 50))
    assert pane.numbers.model.rowCount() == len(found.label_set)
    for row, bars in enumerate(pane.numbers.chart.bars):
        np.testing.assert_allclose(numbers(pane, row), [*bars.terms, bars.logit, bars.probability], atol=0.005)
    assert pane.numbers.check.text().endswith(f"over {len(found.label_set)} classes.")


def test_a_click_pins_a_pixel_until_it_is_clicked_again_or_let_go(bench: Bench, pane: WaterfallPane) -> None:
    bench.open()
    press(pane, Pixel(10, 20))
    bench.intents.point_at.emit(Pixel(70, 60))
    assert pane.pinned == pane.numbers.pixel == Pixel(10, 20)
    assert pane.photo.pin.isVisible()
    press(pane, Pixel(10, 20))
    assert pane.pinned is None
    assert pane.numbers.pixel == Pixel(70, 60)  # the one under the pointer
    pane.numbers.column.setValue(33)
    assert pane.pinned == Pixel(33, 60)
    pane.numbers.unpin.click()
    assert pane.pinned is None
    assert not pane.photo.pin.isVisible()


def test_gains_are_read_out_and_the_former_picture_stays_until_then(bench: Bench, pane: WaterfallPane) -> None:
    before = bench.open()
    pane.gains.sliders[16].setValue(35)
    assert bench.session.gains == Gains(1.0, 0.35, 1.0)
    assert bench.session.segmentation is before
    bench.until(lambda: bench.segmentation.gains.score16 == 0.35)
    assert pane.gains.fields[16].value() == 0.35
    assert "0.35 s₁₆" in pane.gains.formula.text()
    bench.until(lambda: pane.shown is not None and pane.shown.segmentation is bench.segmentation)
    assert pane.shown is not None
    expected = read_out(before.scores, ReadOut.STRIDE_8, Gains(1.0, 0.35, 1.0)).class_map
    np.testing.assert_array_equal(pane.shown.codes, expected)


@pytest.mark.parametrize(("preset", "gains"), [
    (ReadOut.STRIDE_32, Gains(1.0, 0.0, 0.0)), (ReadOut.STRIDE_16, Gains(1.0, 1.0, 0.0)), (ReadOut.STRIDE_8, UNIT_GAINS),
])  # fmt: skip
def test_the_papers_networks_are_settings_of_the_gains(bench: Bench, pane: WaterfallPane, preset: ReadOut, gains: Gains) -> None:
    bench.open()
    bench.read_out(Gains(0.5, 0.5, 0.5))
    pane.gains.presets[preset].click()
    bench.until(lambda: bench.segmentation.gains == gains)
    assert [button.isChecked() for button in pane.gains.presets.values()] == [key is preset for key in ReadOut]


def test_a_coarser_read_out_has_gain_0_for_what_it_does_not_read(bench: Bench, pane: WaterfallPane) -> None:
    bench.open()
    bench.intents.choose_read_out.emit(ReadOut.STRIDE_16)
    bench.until(lambda: bench.segmentation.read_out is ReadOut.STRIDE_16)
    assert [pane.gains.fields[stride].value() for stride in (32, 16, 8)] == [1.0, 1.0, 0.0]
    assert pane.gains.formula.text() == "l = up₁₆(up₂(s₃₂) + s₁₆)"
    assert all(bars.terms[3] == 0 for bars in pane.numbers.chart.bars)
    pane.gains.sliders[8].setValue(50)  # a stream that is wanted is read again
    bench.until(lambda: bench.segmentation.read_out is ReadOut.STRIDE_8 and bench.segmentation.gains == Gains(1.0, 1.0, 0.5))


def test_flipped_pixels_are_those_whose_class_changes_with_the_stream_off(bench: Bench, pane: WaterfallPane) -> None:
    found = bench.open()
    for stride, gains in ((32, Gains(0.0, 1.0, 1.0)), (8, Gains(1.0, 1.0, 0.0))):
        codes = show_map(bench, pane, MapKind.FLIPPED, stride)
        bench.until(lambda stride=stride: pane.shown is not None and pane.shown.stride == stride)
        assert pane.shown is not None
        codes = pane.shown.codes
        other = read_out(found.scores, ReadOut.STRIDE_8, gains).class_map
        np.testing.assert_array_equal(codes, found.class_map != other)
        entry = pane.legend.entries[DECIDED_BY.index(stride) - 1]
        assert entry.text == f"Stream {stride}"
        assert entry.share == pytest.approx((found.class_map != other).mean())
        assert entry.colours == (current().streams[stride],)


def test_the_shares_of_deciding_streams_cover_the_photo(bench: Bench, pane: WaterfallPane) -> None:
    bench.open()
    codes = show_map(bench, pane, MapKind.DECIDING)
    texts = {entry.text: entry.share for entry in pane.legend.entries}
    assert list(texts) == ["Stream 32", "Stream 16", "Stream 8", "no stream alone"]
    assert sum(texts.values()) == pytest.approx(1.0)
    assert texts["Stream 16"] == pytest.approx((codes == DECIDED_BY.index(16)).mean())


def test_margin_and_entropy_are_painted_by_value_and_shared_out_in_bins(bench: Bench, pane: WaterfallPane) -> None:
    found = bench.open()
    codes = show_map(bench, pane, MapKind.MARGIN)
    expected = margins(found, CancelToken())
    np.testing.assert_allclose(codes / 255 * 8.0, np.minimum(expected, 8.0), atol=8 / 255)
    assert pane.legend.entries[0].text == "0 … 0.5"
    assert pane.legend.entries[0].share == pytest.approx((expected < 0.5).mean())
    show_map(bench, pane, MapKind.ENTROPY)
    assert pane.legend.entries[-1].text == "≥ 2"
    assert pane.legend.entries[-1].share == pytest.approx((entropies(found, CancelToken()) >= 2).mean())


def test_a_map_stays_until_the_next_one_is_made(bench: Bench, pane: WaterfallPane) -> None:
    bench.open()
    show_map(bench, pane, MapKind.MARGIN)
    before = pane.shown
    bench.intents.set_gains.emit(Gains(2.0, 1.0, 0.3))
    assert pane.shown is before
    bench.until(lambda: pane.shown is not before)
    assert pane.shown is not None
    assert pane.shown.segmentation.gains == Gains(2.0, 1.0, 0.3)


def test_gains_that_come_back_before_they_are_read_out_still_get_their_map(bench: Bench, pane: WaterfallPane) -> None:
    found = bench.open()
    pane.choose_map(MapKind.DECIDING)
    bench.intents.set_gains.emit(Gains(2.0, 1.0, 1.0))
    bench.intents.set_gains.emit(UNIT_GAINS)
    bench.until(lambda: pane.shown is not None and pane.shown.kind is MapKind.DECIDING)
    assert pane.shown is not None
    assert pane.shown.segmentation is found


def test_a_failure_is_told_and_the_map_stays(bench: Bench, pane: WaterfallPane) -> None:
    bench.open()
    show_map(bench, pane, MapKind.MARGIN)
    before = pane.shown
    bench.until(lambda: not any(bench.workflow.worker.is_busy(f"read-out {stride}") for stride in (32, 16, 8)))
    template = "{model} gave invalid numbers for {name}; run 'halfpixel models' to check its weight file, or choose another model."
    bench.engine.read_out_failure = InvalidOutput(template, model="FCN", name="a.png")
    pane.choose_map(MapKind.DECIDING)
    bench.until(lambda: pane.notice.isVisible())
    assert pane.notice.text().startswith("FCN gave invalid numbers for a.png")
    assert pane.shown is before


def test_another_photo_starts_over(bench: Bench, pane: WaterfallPane) -> None:
    bench.open()
    press(pane, Pixel(10, 20))
    found = bench.open("another")
    assert pane.pinned is None
    bench.until(lambda: pane.shown is not None and pane.shown.segmentation is found)
    assert pane.numbers.pixel == Pixel(WIDTH // 2, HEIGHT // 2)


def test_a_hidden_pane_asks_for_nothing_and_catches_up_when_shown(bench: Bench, pane: WaterfallPane) -> None:
    bench.open()
    bench.until(lambda: pane.shown is not None)
    pane.hide()
    asked: list[str] = []
    bench.workflow.worker.started.connect(asked.append)
    found = bench.open("another")
    bench.intents.point_at.emit(Pixel(1, 1))
    assert CHANNEL not in asked
    assert pane.numbers.pixel is None
    pane.show()
    bench.until(lambda: pane.shown is not None and pane.shown.segmentation is found)
    assert pane.numbers.pixel == Pixel(WIDTH // 2, HEIGHT // 2)
