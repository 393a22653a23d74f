"""The switches: each changes the one thing it names, shows the desk's choice, and has a name for a screen reader."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QAbstractButton, QAbstractSlider, QAbstractSpinBox, QComboBox, QLineEdit, QMenu, QWidget

from app.lab.choices import MapKind
from core.roi.settings import BinConvention, Operator
from core.roi.sweep import SweepAxis
from tests.app.lab.conftest import PATIENCE_MS, Bench

CONTROLS = (QAbstractButton, QComboBox, QAbstractSpinBox, QAbstractSlider)


def test_every_control_has_a_name_and_a_tooltip(bench: Bench) -> None:
    roots: list[QWidget] = [bench.lab.controls, bench.lab.sweep]
    controls = [child for root in roots for child in root.findChildren(QWidget) if isinstance(child, CONTROLS)]
    controls += list(bench.lab.controls.box.fields)
    assert len(controls) > 15
    nameless = [type(child).__name__ for child in controls if child.isVisible() and not child.accessibleName()]
    assert nameless == []
    silent = [child.accessibleName() for child in controls if child.isVisible() and not child.toolTip()]
    assert silent == []
    assert all(isinstance(child, QLineEdit | QMenu) or child.accessibleName() for child in bench.lab.views)


def test_the_switches_reach_the_readings(bench: Bench) -> None:
    controls = bench.lab.controls
    controls.sizes[1].click()
    assert bench.settle().output_size == 14
    assert (controls.output.value(), [button.isChecked() for button in controls.sizes]) == (14, [False, True])
    controls.output.setValue(5)
    assert bench.settle().readings[0].shown.shape == (5, 5)
    assert [button.isChecked() for button in controls.sizes] == [False, False]
    controls.bins.segments[2].click()
    assert bench.settle().readings[0].settings.bins is BinConvention.UNEVEN
    controls.aligned.click()
    assert not bench.settle().readings[1].settings.aligned
    controls.ratio.setValue(0)
    assert bench.settle().readings[1].settings.sampling_ratio == 0
    controls.kind.segments[1].click()
    assert bench.settle().map.choice.kind is MapKind.MEAN
    assert not controls.channel.isEnabled()


def test_the_level_can_be_forced_and_left_to_the_formula_again(bench: Bench) -> None:
    level = bench.lab.controls.level
    assert [level.itemText(row) for row in range(level.count())][1:] == ["C2, stride 4", "C3, stride 8", "C4, stride 16", "C5, stride 32"]
    level.setCurrentIndex(4)
    level.activated.emit(4)
    assert bench.settle().level.name == "C5"
    level.setCurrentIndex(0)
    level.activated.emit(0)
    look = bench.settle()
    assert look.choices.level is None
    assert level.itemText(0) == f"automatic: {look.level.name}"


def test_a_switch_that_neither_operator_uses_says_so(bench: Bench) -> None:
    controls = bench.lab.controls
    choices = bench.desk.choices
    assert choices is not None
    bench.desk.choose_operators(choices.operators.with_operator(0, Operator.CROP_AND_RESIZE))
    bench.settle()
    assert not controls.bins.isEnabled()
    assert controls.bins.toolTip() == "Neither operator of the pair uses this."
    assert controls.aligned.isEnabled()


def test_the_sweep_can_be_scrubbed_and_played(bench: Bench) -> None:
    bench.lab.tabs.setCurrentWidget(bench.lab.sweep)
    bench.qtbot.waitUntil(lambda: bench.desk.sweep is not None, timeout=PATIENCE_MS)
    sweep = bench.lab.sweep
    sweep.slider.setValue(7)
    assert bench.settle().choices.offset_image == 0.35
    assert sweep.position.text() == "+ 0.35 px"
    sweep.play.setChecked(True)
    bench.qtbot.waitUntil(lambda: sweep.slider.value() > 9)
    sweep.play.setChecked(False)
    assert bench.settle().choices.offset_image > 0.45
    bench.desk.choose_axis(SweepAxis.Y)
    assert sweep.slider.value() == 0
    assert bench.settle().choices.offset_image == 0


def test_the_plot_has_a_staircase_and_a_line(bench: Bench) -> None:
    bench.lab.tabs.setCurrentWidget(bench.lab.sweep)
    bench.qtbot.waitUntil(lambda: bench.desk.sweep is not None, timeout=PATIENCE_MS)
    (pool_x, pool_y), (align_x, align_y) = (curve.getData() for curve in bench.lab.sweep.plot.curves)
    assert len(set(pool_y.tolist())) == 2
    assert (pool_x[1:] == pool_x[:-1]).sum() == 1  # drawn upright
    assert (align_y[1:] > align_y[:-1]).all()
    assert (align_x[1:] > align_x[:-1]).all()


@pytest.mark.parametrize("operator", Operator)
@pytest.mark.parametrize("place", [0, 1])
def test_a_chosen_operator_is_one_and_not_its_text(place: int, operator: Operator, bench: Bench) -> None:
    """Qt hands back a combo box's StrEnum as a plain str, which is equal to the operator but has no properties of one."""
    combo = (bench.lab.controls.first, bench.lab.controls.second)[place]
    combo.setCurrentIndex(combo.findData(operator))
    combo.activated.emit(combo.currentIndex())
    chosen = bench.settle().choices.operators
    assert (chosen.first, chosen.second)[place] is operator
    assert bench.look.readings[place].settings.operator is operator
