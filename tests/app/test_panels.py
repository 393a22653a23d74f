"""The docks: legend, pixel, overlay, run. What they show is true, and what is done to them arrives."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, Qt
from PySide6.QtGui import QColor, QIcon
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox

from app.canvas.image_canvas import ImagePoint
from app.panels import PANELS
from app.panels.legend import LegendPanel
from app.panels.legend_model import Column, share_text
from app.panels.overlay import OverlayPanel
from app.panels.pixel import PixelPanel
from app.panels.run import RunPanel
from app.session import Activity, Pixel
from app.stages import STAGES, progress_of, stage_text
from app.widgets.colour_popup import ColourPopup
from core.catalog import MODELS, WeightsState
from core.devices import DeviceChoice
from core.fcn.config import ReadOut
from core.fcn.results import Segmentation
from tests.app.conftest import Shell


@pytest.fixture
def result(shell: Shell, photo: Path) -> Segmentation:
    shell.open_and_segment(photo)
    assert shell.session.segmentation is not None
    return shell.session.segmentation


@pytest.fixture
def legend(shell: Shell) -> LegendPanel:
    panel = shell.window.panel("legend")
    assert isinstance(panel, LegendPanel)
    return panel


@pytest.fixture
def pixel(shell: Shell) -> PixelPanel:
    panel = shell.window.panel("pixel")
    assert isinstance(panel, PixelPanel)
    return panel


@pytest.fixture
def overlay(shell: Shell) -> OverlayPanel:
    panel = shell.window.panel("overlay")
    assert isinstance(panel, OverlayPanel)
    return panel


@pytest.fixture
def run(shell: Shell) -> RunPanel:
    panel = shell.window.panel("run")
    assert isinstance(panel, RunPanel)
    return panel


def test_each_dock_is_a_row_of_the_table(shell: Shell) -> None:
    assert list(shell.window.docks) == [row.key for row in PANELS]


# -- legend ------------------------------------------------------------------------------------------------------------


def row_of(legend: LegendPanel, class_id: int) -> int:
    return next(row for row, entry in enumerate(legend.model.entries) if entry.class_id == class_id)


def click(legend: LegendPanel, row: int, column: Column, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    place = legend.table.visualRect(legend.model.index(row, column)).center()
    QTest.mouseClick(legend.table.viewport(), Qt.MouseButton.LeftButton, modifiers, place)


def pixel_of(position: QPointF) -> QPoint:
    """The screen pixel that holds a position; ``toPoint`` rounds, which is the next one for a pixel's centre."""
    return QPoint(math.floor(position.x()), math.floor(position.y()))


def painted_classes(shell: Shell) -> set[int]:
    """The classes whose colour is in the overlay on screen, read from its pixels at full opacity."""
    shell.intents.set_opacity.emit(1.0)
    shell.intents.actual_size.emit()
    shown, canvas = shell.session.segmentation, shell.window.pane.canvas
    assert shown is not None
    assert shell.session.document is not None
    image = canvas.grab().toImage()
    painted = set()
    for row in range(4, 64, 8):
        for column in range(4, 96, 8):
            place = pixel_of(canvas.position_of(ImagePoint(column + 0.5, row + 0.5)))
            photo = tuple(int(channel) for channel in shell.session.document.rgb[row, column])
            if image.pixelColor(place).getRgb()[:3] != photo:
                painted.add(int(shown.class_map[row, column]))
    return painted


def test_the_legend_lists_the_classes_present_with_their_shares(legend: LegendPanel, result: Segmentation) -> None:
    ids, counts = np.unique(result.class_map, return_counts=True)
    expected = sorted(zip(counts.tolist(), ids.tolist(), strict=True), key=lambda pair: (-pair[0], pair[1]))
    assert [(entry.class_id, entry.share) for entry in legend.model.entries] == [(i, n / result.class_map.size) for n, i in expected]
    assert legend.model.data(legend.model.index(0, Column.NAME)) == result.label_set.names[expected[0][1]]
    assert legend.model.data(legend.model.index(0, Column.SHARE)) == f"{100 * expected[0][0] / result.class_map.size:.1f} %"


def test_the_check_box_hides_a_class_and_shows_it_again(shell: Shell, legend: LegendPanel, result: Segmentation) -> None:
    target = next(entry.class_id for entry in legend.model.entries if entry.class_id != 0)
    everything = painted_classes(shell)
    assert everything == set(np.unique(result.class_map).tolist()) - {0}
    click(legend, row_of(legend, target), Column.SHOW)
    assert painted_classes(shell) == everything - {target}
    click(legend, row_of(legend, target), Column.SHOW)
    assert painted_classes(shell) == everything


@pytest.mark.parametrize("way", ["alt-click", "button", "key S"])
def test_solo_paints_one_class_alone_and_then_all_again(way: str, shell: Shell, legend: LegendPanel, result: Segmentation) -> None:
    del result
    target = next(entry.class_id for entry in legend.model.entries if entry.class_id != 0)
    everything = painted_classes(shell)

    def solo() -> None:
        row = row_of(legend, target)
        if way == "alt-click":
            click(legend, row, Column.NAME, Qt.KeyboardModifier.AltModifier)
        elif way == "button":
            click(legend, row, Column.SOLO)
        else:
            legend.table.setCurrentIndex(legend.model.index(row, Column.NAME))
            QTest.keyClick(legend.table, Qt.Key.Key_S)

    solo()
    assert painted_classes(shell) == {target}
    solo()
    assert painted_classes(shell) == everything


def test_alt_click_on_the_photo_shows_the_class_there_alone(shell: Shell, result: Segmentation) -> None:
    canvas = shell.window.pane.canvas
    shell.intents.actual_size.emit()
    place = canvas.position_of(ImagePoint(60.5, 30.5)).toPoint()
    QTest.mouseClick(canvas.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.AltModifier, place)
    assert shell.session.class_view.solo == result.class_map[30, 60]


def test_space_in_the_legend_hides_the_class(shell: Shell, legend: LegendPanel, result: Segmentation) -> None:
    del result
    target = legend.model.entries[1].class_id
    legend.table.setFocus()
    legend.table.setCurrentIndex(legend.model.index(1, Column.NAME))
    before = shell.session.class_view.shows(target)
    QTest.keyClick(legend.table, Qt.Key.Key_Space)
    assert shell.session.class_view.shows(target) is not before
    assert not shell.session.overlays_held


def test_none_hides_all_and_all_shows_all_but_the_background(shell: Shell, legend: LegendPanel, result: Segmentation) -> None:
    QTest.mouseClick(legend.show_none, Qt.MouseButton.LeftButton)
    assert painted_classes(shell) == set()
    QTest.mouseClick(legend.show_all, Qt.MouseButton.LeftButton)
    assert painted_classes(shell) == set(np.unique(result.class_map).tolist()) - {0}


def test_the_filter_keeps_classes_whose_name_holds_the_text(legend: LegendPanel, result: Segmentation) -> None:
    name = result.label_set.names[legend.model.entries[1].class_id]
    legend.filter.setText(name.upper())
    assert all(name in entry.name for entry in legend.model.entries)
    assert legend.model.entries
    legend.filter.setText("no such class")
    assert legend.model.entries == ()
    assert legend.empty.text() == "No class's name holds this text."
    legend.filter.clear()
    assert len(legend.model.entries) == len(np.unique(result.class_map))


def test_an_own_colour_is_chosen_in_the_popup_and_painted(shell: Shell, legend: LegendPanel, result: Segmentation) -> None:
    del result
    target = legend.model.entries[1].class_id
    click(legend, 1, Column.COLOUR)
    popup = legend.findChild(ColourPopup)
    assert isinstance(popup, ColourPopup)
    popup.code.setText("#123456")
    QTest.keyClick(popup.code, Qt.Key.Key_Return)
    assert dict(shell.session.class_view.colours) == {target: (0x12, 0x34, 0x56)}
    assert legend.model.entries[1].colour == QColor("#123456")
    assert not popup.isVisible()


def test_the_palette_s_colour_can_be_had_back(shell: Shell, legend: LegendPanel, result: Segmentation) -> None:
    del result
    shell.intents.colour_class.emit(legend.model.entries[1].class_id, (1, 2, 3))
    QTest.keyClick(legend.table, Qt.Key.Key_Return)  # no row is current yet: nothing happens
    legend.table.setCurrentIndex(legend.model.index(1, Column.NAME))
    QTest.keyClick(legend.table, Qt.Key.Key_Return)
    popup = legend.findChild(ColourPopup)
    assert isinstance(popup, ColourPopup)
    popup.again.click()
    assert shell.session.class_view.colours == ()


def test_a_class_says_aloud_what_its_row_shows(legend: LegendPanel, result: Segmentation) -> None:
    row = row_of(legend, 0)
    text = legend.model.data(legend.model.index(row, Column.NAME), Qt.ItemDataRole.AccessibleTextRole)
    share = np.mean(result.class_map == 0) * 100
    assert text == f"background, {share:.1f} %, hidden"


@pytest.mark.parametrize(
    ("share", "text"), [(0.0, "0.0 %"), (0.0004, "< 0.1 %"), (0.0005, "0.1 %"), (0.123456, "12.3 %"), (1.0, "100.0 %")]
)
def test_shares_have_one_decimal_and_never_hide_that_something_is_there(share: float, text: str) -> None:
    assert share_text(share) == text


# -- pixel -------------------------------------------------------------------------------------------------------------


def softmax_at(result: Segmentation, column: int, row: int) -> np.ndarray:
    """Bilinear logits at a pixel's centre and their softmax in float64, written anew: stride-8 cells whose centres lie at 8 i + 4."""
    stride = int(result.read_out)
    _, rows, columns = result.fused.shape
    u = np.clip((column + 0.5) / stride - 0.5, 0, columns - 1)
    v = np.clip((row + 0.5) / stride - 0.5, 0, rows - 1)
    logits = np.zeros(result.fused.shape[0])
    for i in range(rows):
        for j in range(columns):
            logits += max(0.0, 1 - abs(v - i)) * max(0.0, 1 - abs(u - j)) * result.fused[:, i, j].astype(np.float64)
    powers = np.exp(logits)
    return np.asarray(powers / powers.sum())


@pytest.mark.parametrize(("column", "row"), [(0, 0), (95, 63), (41, 23), (48, 32), (7, 60)])
def test_the_numbers_under_the_pointer_are_true(column: int, row: int, shell: Shell, pixel: PixelPanel, result: Segmentation) -> None:
    shell.intents.point_at.emit(Pixel(column, row))
    assert shell.session.document is not None
    red, green, blue = shell.session.document.rgb[row, column].tolist()
    expected = softmax_at(result, column, row)
    best = np.argsort(-expected, kind="stable")[:3]
    assert pixel.position.text() == f"x {column}   y {row}"
    assert pixel.rgb.text() == f"R {red}   G {green}   B {blue}"
    assert pixel.found.text() == result.label_set.names[result.class_map[row, column]]
    np.testing.assert_allclose([float(label.text()) for label in pixel.numbers], expected[best], atol=6e-4)
    np.testing.assert_allclose([bar.share for bar in pixel.bars], expected[best], atol=1e-5)
    assert pixel.names[0].text() == result.label_set.names[best[0]]
    assert pixel.cell.text() == f"stride 8, column {column // 8}, row {row // 8}"


def test_pointing_with_the_mouse_gives_the_pixel_under_it(shell: Shell, pixel: PixelPanel, result: Segmentation) -> None:
    del result
    canvas = shell.window.pane.canvas
    place = canvas.position_of(ImagePoint(41.5, 23.5)).toPoint()
    QTest.mouseMove(canvas.viewport(), place - QPoint(3, 3))
    QTest.mouseMove(canvas.viewport(), place)
    assert shell.session.hover == Pixel(41, 23)
    assert pixel.position.text() == "x 41   y 23"
    assert shell.window.status.pointer.text() == "x 41  y 23"


def test_the_cell_follows_the_read_out(shell: Shell, pixel: PixelPanel, result: Segmentation) -> None:
    del result
    shell.intents.point_at.emit(Pixel(70, 40))
    with shell.qtbot.waitSignal(shell.session.segmentation_changed):
        shell.intents.choose_read_out.emit(ReadOut.STRIDE_32)
    assert pixel.cell.text() == "stride 32, column 2, row 1"


def test_before_a_run_only_the_photo_s_own_values_are_shown(shell: Shell, pixel: PixelPanel, photo: Path) -> None:
    shell.engine.gate.clear()
    shell.open(photo)
    shell.intents.point_at.emit(Pixel(1, 1))
    assert pixel.position.text() == "x 1   y 1"
    assert pixel.found.text() == "Not segmented yet"
    assert [label.text() for label in pixel.numbers] == ["—"] * 3


def test_off_the_photo_nothing_is_claimed(shell: Shell, pixel: PixelPanel, result: Segmentation) -> None:
    del result
    shell.intents.point_at.emit(Pixel(1, 1))
    shell.intents.point_at.emit(None)
    assert pixel.position.text() == "Point at the photo"
    assert pixel.rgb.text() == "—"
    assert all(bar.share == 0 for bar in pixel.bars)


# -- overlay -----------------------------------------------------------------------------------------------------------


def test_slider_and_field_show_and_set_one_opacity(shell: Shell, overlay: OverlayPanel) -> None:
    overlay.opacity.setValue(35)
    assert shell.session.look.opacity == 0.35
    assert overlay.percent.value() == 35
    overlay.percent.setValue(80)
    assert shell.session.look.opacity == 0.8
    assert overlay.opacity.value() == 80
    assert shell.window.pane.class_map_layer.opacity == 0.8


def test_the_switches_choose_read_out_style_and_palette(shell: Shell, overlay: OverlayPanel) -> None:
    overlay.read_out.segments[0].click()
    assert shell.session.read_out is ReadOut.STRIDE_32
    assert overlay.formula.text() == "up₃₂(s₃₂)"
    overlay.style_switch.segments[1].click()
    assert shell.session.look.outlined
    overlay.palette_switch.segments[2].click()
    assert shell.session.look.palette == "tol"


def test_a_switch_follows_what_was_chosen_elsewhere(shell: Shell, overlay: OverlayPanel) -> None:
    shell.intents.choose_read_out.emit(ReadOut.STRIDE_16)
    assert [segment.isChecked() for segment in overlay.read_out.segments] == [False, True, False]


def test_the_palette_recolours_the_legend(shell: Shell, legend: LegendPanel, result: Segmentation) -> None:
    del result
    shell.intents.choose_palette.emit("okabe-ito")
    entry = legend.model.entries[row_of(legend, 1)]
    assert entry.colour == QColor("#e69f00")


# -- run ---------------------------------------------------------------------------------------------------------------


def texts(box: QComboBox) -> list[str]:
    return [box.itemText(place) for place in range(box.count())]


def test_models_say_what_is_wrong_with_their_weights(shell: Shell, run: RunPanel) -> None:
    shell.session.set_weights({MODELS[0].key: WeightsState.MISSING, MODELS[1].key: WeightsState.DAMAGED})
    assert texts(run.model)[:2] == ["FCN everyday — weights missing", "FCN street — weights damaged"]
    shell.session.set_weights({row.key: WeightsState.READY for row in MODELS})
    assert texts(run.model)[:2] == ["FCN everyday", "FCN street"]


def test_a_device_that_is_not_there_cannot_be_chosen_and_says_so(shell: Shell, run: RunPanel) -> None:
    shell.session.set_devices(frozenset({DeviceChoice.AUTO, DeviceChoice.CPU}))
    model = run.device.model()
    enabled = {run.device.itemText(place): bool(model.flags(model.index(place, 0)) & Qt.ItemFlag.ItemIsEnabled) for place in range(4)}
    assert enabled == {"Automatic": True, "CPU": True, "CUDA (NVIDIA)": False, "MPS (Apple)": False}
    assert run.device.itemData(2, Qt.ItemDataRole.ToolTipRole) == "This machine has no such device."


def test_a_device_that_is_chosen_is_a_device_choice_and_not_its_text(shell: Shell) -> None:
    """Qt hands out the text of an enumeration of texts; saving the settings failed on that."""
    panel = shell.window.panel("run")
    assert isinstance(panel, RunPanel)
    panel.device.activated.emit(list(DeviceChoice).index(DeviceChoice.CPU))
    assert shell.session.device is DeviceChoice.CPU


def test_run_says_why_it_is_disabled(run: RunPanel) -> None:
    assert not run.run.isEnabled()
    assert run.run.toolTip() == "Open a photo first."


def test_progress_shows_the_stage_and_can_be_cancelled(shell: Shell, run: RunPanel, photo: Path) -> None:
    shell.engine.gate.clear()
    shell.open(photo)
    shell.qtbot.waitUntil(lambda: run.stage.text() == "Running the trunk…")
    assert run.cancel.isVisible()
    assert run.progress.value() > 0
    QTest.mouseClick(run.cancel, Qt.MouseButton.LeftButton)
    assert shell.session.activity is None
    assert not run.cancel.isVisible()
    shell.engine.gate.set()


def test_the_time_and_device_of_the_run_are_shown(shell: Shell, run: RunPanel, result: Segmentation) -> None:
    del result
    assert run.facts.text() == "0.25 s on CPU, input 96 × 64 px"
    assert shell.window.status.time.text() == "0.25 s"
    assert shell.window.status.model.text() == "FCN everyday · 8s"
    assert shell.window.status.device.text() == "CPU"


def test_progress_never_goes_back() -> None:
    order = [progress_of(Activity(stage, fraction)) for stage in STAGES for fraction in (None, 0.5, 1.0)]
    assert order == sorted(order)
    assert order[-1] == 1.0


def test_an_unknown_stage_is_shown_as_it_was_named() -> None:
    assert stage_text(Activity("polishing", None)) == "polishing"
    assert progress_of(Activity("polishing", None)) == 0.0


def test_a_selected_row_keeps_the_true_colour_of_its_class(legend: LegendPanel, result: Segmentation) -> None:
    del result
    swatch = legend.model.data(legend.model.index(1, Column.COLOUR), Qt.ItemDataRole.DecorationRole)
    for mode in (QIcon.Mode.Normal, QIcon.Mode.Selected):
        image = swatch.pixmap(QSize(16, 16), 1.0, mode).toImage()
        assert image.pixelColor(8, 8) == legend.model.entries[1].colour
