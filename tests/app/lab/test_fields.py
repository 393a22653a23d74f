"""Typed coordinates: a field that cannot be read turns red with the reason beside it, and what is shown stays."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from core.geometry import Box
from tests.app.lab.conftest import Bench

BAD = [
    (2, "abc", "“abc” is not a number; type one such as 50.3.", {2}),
    (0, "", "“” is not a number; type one such as 50.3.", {0}),
    (1, "nan", "nan is not a finite number; type one such as 50.3.", {1}),
    (3, "-inf", "-inf is not a finite number; type one such as 50.3.", {3}),
    (3, "1e400", "1e400 is not a finite number; type one such as 50.3.", {3}),
    (
        2,
        "1e40",
        f"The box 50 40 {1e40:.12g} 140 reaches more than 10000 px beyond the photo; there is nothing to read there.",
        {0, 1, 2, 3},
    ),
    (2, "50", "The right edge 50.0 is not to the right of the left edge 50.0.", {0, 2}),
    (2, "12.5", "The right edge 12.5 is not to the right of the left edge 50.0.", {0, 2}),
    (3, "-4", "The bottom edge -4.0 is not below the top edge 40.0.", {1, 3}),
    (0, "1e12", "The right edge 150.0 is not to the right of the left edge 1000000000000.0.", {0, 2}),
]


def type_into(bench: Bench, place: int, text: str) -> None:
    field = bench.lab.controls.box.fields[place]
    field.setFocus()
    field.selectAll()
    QTest.keyClick(field, Qt.Key.Key_Delete)
    QTest.keyClicks(field, text)


@pytest.mark.parametrize(("place", "text", "reason", "red"), BAD)
@pytest.mark.bad_input("box: in the window's fields")
def test_a_bad_coordinate_is_red_with_its_reason_and_the_result_stays(
    bench: Bench, place: int, text: str, reason: str, red: set[int]
) -> None:
    look = bench.put(50, 40, 150, 140)
    bench.lab.controls.box.set_box(Box(50, 40, 150, 140))
    type_into(bench, place, text)
    fields = bench.lab.controls.box
    assert fields.problem.text() == reason
    assert fields.problem.isVisible()
    marked = {index for index, field in enumerate(fields.fields) if "border" in field.styleSheet()}
    assert marked == red
    assert all(fields.fields[index].accessibleDescription() == reason for index in red)
    assert bench.desk.choices is not None
    if len(text) < 2:  # while longer texts are typed, their beginnings may be good boxes
        assert bench.desk.look is look
    assert bench.desk.look is not None
    assert bench.lab.scene is not None


@pytest.mark.bad_input("box: in the window's fields")
def test_a_box_outside_the_image_marks_every_field(bench: Bench) -> None:
    look = bench.put(50, 40, 150, 140)
    box = bench.lab.controls.box
    for field, text in zip(box.fields, ("1000", "1000", "1200", "1200"), strict=True):
        field.setText(text)
    box.fields[3].editingFinished.emit()
    assert box.problem.text() == "The box 1000 1000 1200 1200 lies outside the image, which has 320 x 240 pixels."
    assert all("border" in field.styleSheet() for field in box.fields)
    assert bench.desk.look is look
    assert bench.desk.choices is not None
    assert bench.desk.choices.box_image == Box(50, 40, 150, 140)


def test_a_good_number_mends_the_field_and_moves_the_box(bench: Bench) -> None:
    bench.put(50, 40, 150, 140)
    type_into(bench, 2, "x")
    assert bench.lab.controls.box.has_problem
    type_into(bench, 2, "150.3")
    assert bench.settle().choices.box_image == Box(50, 40, 150.3, 140)
    assert not bench.lab.controls.box.has_problem
    assert not bench.lab.controls.box.problem.isVisible()
    assert [field.styleSheet() for field in bench.lab.controls.box.fields] == [""] * 4


@pytest.mark.parametrize(("modifier", "step"), [(Qt.KeyboardModifier.NoModifier, 1.0), (Qt.KeyboardModifier.ShiftModifier, 0.1)])
def test_up_and_down_step_a_coordinate(bench: Bench, modifier: Qt.KeyboardModifier, step: float) -> None:
    bench.put(50, 40, 150, 140)
    field = bench.lab.controls.box.fields[0]
    QTest.keyClick(field, Qt.Key.Key_Up, modifier)
    QTest.keyClick(field, Qt.Key.Key_Up, modifier)
    QTest.keyClick(field, Qt.Key.Key_Down, modifier)
    assert bench.desk.choices is not None
    assert bench.desk.choices.box_image == Box(50 + step, 40, 150, 140)


def test_undo_puts_the_typed_numbers_back(bench: Bench) -> None:
    bench.put(50, 40, 150, 140)
    bench.put(60, 40, 150, 140)
    bench.lab.controls.undo.click()
    assert [field.text() for field in bench.lab.controls.box.fields] == ["50", "40", "150", "140"]
