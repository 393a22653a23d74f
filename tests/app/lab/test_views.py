"""The linked views: what is pointed at in one is lit up in all, and the numbers beside them are the operators' own."""

from __future__ import annotations

import re

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from app.colours import OPERATOR_COLOURS
from app.lab.arithmetic import edges_page
from app.lab.choices import LabChoices, MapChoice, OperatorChoice
from app.lab.ledger import ledger
from app.lab.looking import Look, LookRequest
from app.lab.narration import formula, narrate
from app.lab.numbers import measure_rows
from app.lab.plate_view import PlateView
from app.lab.pointing import bin_of_trace
from core.cancellation import CancelToken
from core.features import FeaturePyramid
from core.geometry import Axis1d, Box, PlaneMap
from core.roi.settings import BinConvention, Operator
from tests.app.lab.conftest import Bench


def view_of(bench: Bench, key: str) -> PlateView:
    return next(view for view in bench.lab.views if view.plate.key == key)


def point_at(view: PlateView, x: float, y: float) -> QPoint:
    position = view.position_of(x, y).toPoint()
    QTest.mouseMove(view, position)
    return position


def pixels(view: PlateView) -> np.ndarray:
    image = view.grab().toImage().convertToFormat(QImage.Format.Format_RGB888)
    rows = np.frombuffer(image.constBits(), np.uint8).reshape(image.height(), image.bytesPerLine())
    return rows[:, : 3 * image.width()].reshape(image.height(), image.width(), 3).copy()


@pytest.mark.parametrize("key", ["pooled-first", "pooled-second", "difference"])
def test_a_bin_pointed_at_in_a_grid_is_lit_in_every_view(bench: Bench, key: str) -> None:
    before = {view.plate.key: pixels(view) for view in bench.lab.views}
    point_at(view_of(bench, key), 1.5, 5.5)
    assert bench.desk.spot is not None
    assert (bench.desk.spot.row, bench.desk.spot.column) == (5, 1)
    for view in bench.lab.views:
        assert view.scene is not None
        assert view.scene.spot == bench.desk.spot
        assert (pixels(view) != before[view.plate.key]).any(), view.plate.key


@pytest.mark.parametrize(("key", "place"), [("map-first", 0), ("map-second", 1)])
def test_a_cell_pointed_at_on_a_map_is_the_bin_that_reads_it(bench: Bench, key: str, place: int) -> None:
    look = bench.put(50, 40, 190, 180)
    box = look.readings[place].trace.bin_feature(2, 4)
    point_at(view_of(bench, key), (box.x1 + box.x2) / 2, (box.y1 + box.y2) / 2)
    assert bench.desk.spot is not None
    assert (bench.desk.spot.row, bench.desk.spot.column) == (2, 4)


def test_leaving_the_views_goes_back_to_the_pinned_bin(bench: Bench) -> None:
    view = view_of(bench, "pooled-first")
    QTest.mouseClick(view, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, view.position_of(0.5, 2.5).toPoint())
    point_at(view, 6.5, 6.5)
    view.pointed.emit(None)
    assert bench.desk.spot is not None
    assert (bench.desk.spot.row, bench.desk.spot.column) == (2, 0)


def test_arrow_keys_move_the_pinned_bin_and_say_its_values(bench: Bench) -> None:
    view = view_of(bench, "pooled-second")
    view.setFocus()
    QTest.keyClick(view, Qt.Key.Key_Right)
    QTest.keyClick(view, Qt.Key.Key_Up)
    assert bench.desk.pin is not None
    assert (bench.desk.pin.row, bench.desk.pin.column) == (2, 4)
    value = float(bench.look.readings[0].shown[2, 4])
    view.describe()
    assert f"RoIPool {value:.3f}" in view.accessibleDescription()
    assert "row 2, column 4" in view.accessibleDescription()


def test_the_colours_of_the_operators_are_on_their_maps(bench: Bench) -> None:
    for key, operator in (("map-first", Operator.POOL), ("map-second", Operator.ALIGN)):
        colour = QColor(OPERATOR_COLOURS[operator])
        drawn = (pixels(view_of(bench, key)) == (colour.red(), colour.green(), colour.blue())).all(axis=-1)
        assert drawn.sum() > 200, key


def look_at(box: Box, operators: OperatorChoice, *, size: int = 24, stride: int = 16, scale: float = 1.0, channel: int = 0) -> Look:
    y, x = np.mgrid[:size, :size].astype(np.float32)
    maps = np.stack((x, y, x * y))
    level = f"C{stride.bit_length() - 1}"
    axis = Axis1d(scale)
    pyramid = FeaturePyramid({level: maps}, {level: stride}, (size * stride, size * stride), PlaneMap(axis, axis))
    return LookRequest(pyramid, LabChoices(box, operators, stride.bit_length() - 1, MapChoice(channel=channel)))(CancelToken())


def test_an_edge_shows_what_it_was_before_rounding() -> None:
    page = edges_page(look := look_at(Box(50.3, 40, 150, 136), OperatorChoice()), look.readings[0])
    assert "x1 = 50.3 px / 16 = 3.144 → <b>3</b><br>" in page
    assert "y1 = 40 px / 16 = 2.500 → <b>3</b><br>" in page  # half away from zero
    assert "y2 = 136 px / 16 = 8.500 → <b>9</b> + 1 = 10" in page


def test_a_resized_photo_adds_a_step() -> None:
    page = edges_page(look := look_at(Box(62.875, 50, 187.5, 170), OperatorChoice(), scale=1.25), look.readings[0])
    assert "x1 = 62.875 px / 1.25 = 50.3 px / 16 = 3.144 → <b>3</b>" in page


def text_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_the_arithmetic_adds_up_to_the_shown_value(bench: Bench) -> None:
    bench.desk.choose_map(MapChoice(channel=2))
    look = bench.put(50.3, 41.7, 171.9, 133.2)
    bench.desk.pin_bin(4, 2)
    page = text_of(bench.lab.arithmetic.page())
    pool, align = (float(reading.shown[4, 2]) for reading in look.readings)
    assert f"RoIPool = {pool:.4f}".replace("-", "−") in page
    assert f"RoIAlign = {align:.4f}".replace("-", "−") in page
    total, count = re.search(r"sum (\S+) / (\d+)", page).groups()  # type: ignore[union-attr]
    assert float(total.replace("−", "-")) / int(count) == pytest.approx(align, abs=1e-4)
    products = [float(text.replace("−", "-")) for text in re.findall(r"× \S+ = (\S+)", page)]
    first_sample = float(re.search(r"▸ .*?\) ?= (\S+)|▸ .*? = (\S+)", page).group(0).rsplit("= ", 1)[1].replace("−", "-"))  # type: ignore[union-attr]
    assert sum(products) == pytest.approx(first_sample, abs=5e-4)


@pytest.mark.parametrize(
    ("bins", "words"),
    [
        (BinConvention.TORCHVISION, "columns: 2 + [⌊2.500⌋, ⌈5.000⌉) = 2 + [2, 5) → {4…6}"),
        (BinConvention.DROP, "columns: 5 = 2 × 2 + 1, 1 dropped → {4…5}"),
        (BinConvention.UNEVEN, "columns: 5 = 2 × 2 + 1, the first 1 take one more → {5…6}"),
    ],
)
def test_five_cells_into_two_bins_in_three_conventions(bench: Bench, bins: BinConvention, words: str) -> None:
    bench.desk.choose_level(4)
    bench.desk.choose_operators(OperatorChoice(bins=bins, output_size=2))
    bench.put(32, 32, 96, 96)  # cells 2 to 6: five of them
    bench.desk.pin_bin(0, 1)
    assert words in text_of(bench.lab.arithmetic.page())


def test_the_table_has_the_numbers_of_a_box_done_by_hand() -> None:
    """24...56 px at stride 16 is 1.5...3.5 cells; RoIPool rounds to 2...4 and takes cell 4 in whole: 2...5."""
    rows = {row[0]: row[1:] for row in measure_rows(look_at(Box(24, 24, 56, 56), OperatorChoice(output_size=3)))}
    assert rows["used box, cells"][0].split("&nbsp;&nbsp;") == ["2.000", "2.000", "5.000", "5.000"]
    assert rows["left edge moved"] == ["+0.500 cells, +8.00 px", "0.000 cells, 0.00 px"]
    assert rows["right edge moved"] == ["+1.500 cells, +24.00 px", "0.000 cells, 0.00 px"]
    assert rows["IoU of used and ideal box"] == [f"{1.5**2 / (9 + 4 - 1.5**2):.4f}", "1.0000"]
    assert rows["share of the box never read"][0] == "43.75 %"
    assert rows["cells read 0 / 1 / 2+ times"][0] == "0 / 9 / 0"


def test_the_ledger_follows_a_point_through_every_frame() -> None:
    look = look_at(Box(30, 30, 130, 130), OperatorChoice(), scale=1.25)
    rows = {row.frame: row for row in ledger(look, 50.0, 70.0)}
    assert (rows["network input px"].x, rows["network input px"].y) == (40, 56)
    assert (rows["C4 cells"].x, rows["C4 cells"].y) == (2.5, 3.5)
    assert (rows["C4 index"].x, rows["C4 index"].y) == (2.0, 3.0)
    assert (rows["C4 cell"].x, rows["C4 cell"].error) == (2, (0.0, 0.0))  # a cell's centre loses nothing
    assert (rows["C4 edge"].x, rows["C4 edge"].error) == (3, (10.0, 10.0))  # half a cell of 20 photo px
    assert rows["RoI grid, ideal"].x == pytest.approx(1.4)
    assert rows["RoI grid, RoIAlign"].error == pytest.approx((0.0, 0.0), abs=1e-5)
    # 30...130 photo px are 1.5...6.5 cells, rounded to 2...8: at a fifth of the width that is 3.2 cells instead of 2.5.
    assert rows["RoI grid, RoIPool"].error is not None
    assert rows["RoI grid, RoIPool"].error[0] == pytest.approx((3.2 - 2.5) * 20)
    assert (rows["mask cells, 28 × 28"].x, rows["mask cells, 28 × 28"].y) == pytest.approx((5.6, 11.2))
    # Grown to 26.43...133.57 and truncated, 108 px hold 30 cells of 3.6: the mask's own first cell begins at 29.6.
    assert rows["pasted px"].x == pytest.approx(29.6 + 5.6 * 3.6)
    assert rows["pasted px"].error == pytest.approx((-0.24, -0.08))


def test_the_formula_of_the_level_is_written_with_its_parts(bench: Bench) -> None:
    look = bench.put(50, 40, 162, 152)
    assert formula(look) == "k = ⌊4 + log₂(√12544 / 224) + 10⁻⁶⌋ = ⌊3.000⌋ = 3 → C3"
    bench.qtbot.waitUntil(lambda: bench.lab.formula.text() == formula(look))
    bench.desk.choose_level(5)
    assert formula(bench.settle()) == "C5 was chosen by hand (stride 32)"


@pytest.mark.parametrize("first", list(Operator))
def test_two_or_three_sentences_say_what_is_seen(first: Operator) -> None:
    said = narrate(look_at(Box(24, 24, 156, 156), OperatorChoice().with_operator(0, first)))
    assert said.startswith(first.paper_name)
    assert 2 <= len(re.findall(r"\.(?: |$)", said)) <= 4
    assert "{" not in said


def test_show_it_leads_to_the_largest_difference(bench: Bench) -> None:
    largest = bench.look.largest
    bench.lab.numbers.largest_chosen.emit()
    look = bench.settle()
    assert look.map.choice.channel == largest.channel
    assert bench.desk.pin is not None
    assert (bench.desk.pin.row, bench.desk.pin.column) == (largest.row, largest.column)
    assert abs(look.difference[largest.row, largest.column]) == pytest.approx(largest.value)


def test_where_bins_overlap_the_nearest_middle_wins() -> None:
    trace = look_at(Box(32, 32, 96, 96), OperatorChoice(output_size=2)).readings[0].trace  # bins of cells 2-4 and 4-6
    assert bin_of_trace(trace, 4.2, 2.5) == (0, 0)
    assert bin_of_trace(trace, 4.8, 2.5) == (0, 1)
    assert bin_of_trace(trace, 7.1, 2.5) is None


def test_the_three_conventions_stand_side_by_side(bench: Bench) -> None:
    """Five cells into two bins: torchvision shares one, drop loses one, uneven gives the first bin one more."""
    bench.desk.choose_level(4)
    bench.desk.choose_operators(OperatorChoice(output_size=2))
    bench.put(32, 32, 96, 96)  # cells 2 to 6: five of them
    assert not bench.look.conventions  # nobody looks at them yet
    bench.lab.tabs.setCurrentWidget(bench.lab.bins)
    look = bench.settle()
    bins = [reading.trace.column_reading.bins.tolist() for reading in look.conventions]
    assert bins == [[[2, 5], [4, 7]], [[2, 4], [4, 6]], [[2, 5], [5, 7]]]
    footers = {view.plate.key: view.plate.footer(view.scene) for view in bench.lab.bins.views if view.scene is not None}
    assert footers["bins-torchvision"] == "0 cells lost, 9 read twice"  # a row and a column of five share a cell
    assert footers["bins-drop"] == "9 cells lost, 0 read twice"
    assert footers["bins-uneven"] == "0 cells lost, 0 read twice"
    assert footers["bins-drop-grid"] == "4 of 4 bins differ"  # on a ramp to the right, where the last column of each bin wins
    bench.desk.pin_bin(0, 1)
    bench.qtbot.waitUntil(lambda: "→ {4…5}" in bench.lab.bins.lines[1].text())
    assert "→ {5…6}" in bench.lab.bins.lines[2].text()


def test_a_bin_of_the_box_heads_grid_lights_up_in_the_mask_heads(bench: Bench) -> None:
    look = bench.put(32, 32, 172, 172)
    assert [reading.settings.output_size for reading in look.companions] == [(14, 14), (14, 14)]
    point_at(view_of(bench, "companion-second"), 9.5, 4.5)
    spot = bench.desk.spot
    assert spot is not None
    assert (spot.row, spot.column) == (2, 4)
    plates = {view.plate.key: view.plate for view in bench.lab.views}
    assert plates["companion-first"].bin_of_spot(spot, look) == (4, 9)  # type: ignore[attr-defined]
    assert plates["pooled-first"].bin_of_spot(spot, look) == (2, 4)  # type: ignore[attr-defined]


def test_one_heads_grid_alone_has_larger_views(bench: Bench) -> None:
    bench.settle()
    before = view_of(bench, "map-first").width()
    bench.lab.controls.both.click()
    assert not bench.settle().companions
    assert not view_of(bench, "companion-first").isVisible()
    bench.qtbot.waitUntil(lambda: view_of(bench, "map-first").width() > before * 1.2)


def test_the_companion_grid_is_what_the_operator_makes_at_its_size() -> None:
    look = look_at(Box(50.3, 41.7, 171.9, 133.2), OperatorChoice(output_size=14))
    alone = look_at(Box(50.3, 41.7, 171.9, 133.2), OperatorChoice(output_size=7))
    for companion, reading in zip(look.companions, alone.readings, strict=True):
        assert companion.shown == pytest.approx(reading.shown)
