"""In a small window the lab's pages scroll downwards, and nothing in them is squeezed or cut without saying so."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QScrollArea, QWidget

from app.widgets.elided_label import ElidedLabel
from tests.app.lab.conftest import Bench

LOW = (1020, 560)
"""What is left for the lab of a window of 1024 x 640."""


@pytest.fixture
def low(bench: Bench) -> Bench:
    bench.put(20.5, 30.25, 180, 170)
    bench.lab.resize(*LOW)
    return bench


def test_the_views_of_the_second_rounding_are_scrolled_to_and_not_squeezed(low: Bench) -> None:
    low.lab.tabs.setCurrentWidget(low.lab.bins)
    low.qtbot.waitUntil(lambda: all(view.isVisible() for view in low.lab.bins.views))
    assert all(view.height() >= view.minimumSizeHint().height() for view in low.lab.bins.views)
    scrolled_in(low.lab.bins)


def test_the_plots_of_the_sweep_are_whole_with_their_titles_above(low: Bench) -> None:
    sweep = low.lab.sweep
    low.lab.tabs.setCurrentWidget(sweep)
    low.qtbot.waitUntil(sweep.plot.isVisible)
    assert sweep.plot.height() >= sweep.plot.minimumHeight()
    assert sweep.plot.getPlotItem().titleLabel.text == "value of the bin"
    assert sweep.plot.getPlotItem().titleLabel.width() <= sweep.plot.width()
    scrolled_in(sweep)


def scrolled_in(page: QWidget) -> None:
    (area,) = page.findChildren(QScrollArea)
    assert area.verticalScrollBar().maximum() > 0
    assert area.horizontalScrollBar().maximum() == 0


def test_with_room_enough_nothing_scrolls(bench: Bench) -> None:
    bench.put(20.5, 30.25, 180, 170)
    for page in (bench.lab.bins, bench.lab.sweep):
        bench.lab.tabs.setCurrentWidget(page)
        bench.qtbot.waitUntil(page.isVisible)
        (area,) = page.findChildren(QScrollArea)
        bar = area.verticalScrollBar()
        bench.qtbot.waitUntil(lambda bar=bar: bool(bar.maximum() == 0))  # type: ignore[misc]


def test_the_arithmetic_of_both_operators_is_in_sight_side_by_side(bench: Bench) -> None:
    bench.put(20.5, 30.25, 180, 170)
    bench.lab.resize(1280, 700)
    bench.desk.pin_bin(3, 3)
    page = bench.lab.arithmetic
    bench.qtbot.waitUntil(lambda: "RoIAlign" in page.toPlainText())
    assert page.horizontalScrollBar().maximum() == 0
    tall = page.document().size().height()
    bench.lab.resize(2400, 700)
    bench.qtbot.waitUntil(lambda: page.document().size().height() < tall)  # the tables stand beside the edges again


def test_a_label_shows_that_it_goes_on_and_keeps_all_of_it(bench: Bench) -> None:
    label = ElidedLabel(10, bench.lab)
    label.setText("person, score 0.995, from proposal 182\nmask head reads P4")
    label.resize(80, 40)
    assert all(line.endswith("…") for line in label.shown)
    label.resize(800, 40)
    assert label.shown == ("person, score 0.995, from proposal 182", "mask head reads P4")
    assert label.minimumWidth() == 10
