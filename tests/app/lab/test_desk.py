"""The desk: the newest choice is shown, what is wrong changes nothing, and every move of the box can be undone."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.lab.choices import MapChoice, OperatorChoice
from app.lab.desk import VERIFY
from core.errors import InputError, WeightsError
from core.geometry import Box
from core.roi.settings import Operator
from core.roi.sweep import SweepAxis
from tests.app.lab.conftest import PATIENCE_MS, Bench, photo
from tests.contract.bad_inputs import case


def test_many_moves_end_at_the_last_one(bench: Bench) -> None:
    shown = []
    bench.desk.look_changed.connect(lambda look: shown.append(look.choices.box_image.x1))
    for step in range(40):
        bench.desk.show_box(Box(50 + step, 50, 150 + step, 140))
    assert bench.settle().choices.box_image.x1 == 89
    assert shown == sorted(shown)
    assert len(shown) <= 40


def test_the_features_are_computed_once_and_on_the_worker(bench: Bench) -> None:
    bench.put(20.5, 30.25, 180, 170)
    bench.desk.choose_level(5)
    bench.settle()
    assert bench.engine.runs == [("ramp", f"{bench.session.model_key} pyramid")]
    assert bench.engine.threads == {"inference"}


def test_a_drag_is_one_step_to_undo(bench: Bench) -> None:
    desk = bench.desk
    assert desk.choices is not None
    before = desk.choices.box_image
    for step in range(1, 9):
        desk.show_box(Box(before.x1 + step, before.y1, before.x2 + step, before.y2))
    desk.finish_drag()
    desk.undo_stack.undo()
    assert desk.choices.box_image == before
    desk.undo_stack.redo()
    assert desk.choices.box_image.x1 == before.x1 + 8


def test_nudges_in_a_row_are_one_step_to_undo(bench: Bench) -> None:
    desk = bench.desk
    assert desk.choices is not None
    before = desk.choices.box_image
    for step in range(1, 6):
        desk.try_box(Box(before.x1 + step, before.y1, before.x2 + step, before.y2), nudge=True)
    assert desk.undo_stack.count() == 1
    desk.undo_stack.undo()
    assert desk.choices.box_image == before


BAD_BOXES = [
    case("box: NaN or infinite", Box(float("nan"), 1, 5, 5), "not a finite number"),
    case("box: NaN or infinite", Box(1, 1, float("inf"), 5), "not a finite number"),
    case("box: without area or inverted", Box(50, 10, 50, 90), "not to the right"),
    case("box: without area or inverted", Box(50, 90, 80, 10), "not below"),
    case("box: outside the image", Box(400, 10, 500, 90), "outside the image"),
]


@pytest.mark.parametrize(("box", "reason"), BAD_BOXES)
def test_a_bad_box_is_refused_and_nothing_changes(bench: Bench, box: Box, reason: str) -> None:
    before, look = bench.desk.choices, bench.look
    with pytest.raises(InputError, match=reason):
        bench.desk.try_box(box)
    assert bench.desk.choices == before
    assert bench.desk.look is look
    assert not bench.desk.undo_stack.canUndo()


def test_a_size_out_of_range_is_refused_and_nothing_changes(bench: Bench) -> None:
    before = bench.desk.choices
    with pytest.raises(InputError, match="not between 1 and"):
        bench.desk.choose_operators(OperatorChoice(output_size=0))
    assert bench.desk.choices == before


def test_a_failure_is_said_in_place_and_the_last_look_stays(bench: Bench) -> None:
    look = bench.look
    bench.engine.failure = WeightsError("{path} is torn; get it again.", path="a.safetensors")
    bench.session.set_model("fcn-street")
    bench.qtbot.waitUntil(lambda: "torn" in bench.lab.notice.text(), timeout=PATIENCE_MS)
    assert bench.lab.notice.text() == "a.safetensors is torn; get it again."
    assert bench.lab.notice.isVisible()
    assert bench.desk.look is None  # it was another model's
    bench.engine.failure = None
    bench.session.set_model("fcn-everyday")
    assert bench.settle() is not look
    assert not bench.lab.notice.isVisible()


def test_another_photo_brings_its_own_box_and_forgets_the_steps(bench: Bench) -> None:
    bench.put(20, 30, 180, 170)
    bench.session.set_document(photo("another"))
    look = bench.settle()
    assert look.choices.box_image != Box(20, 30, 180, 170)
    assert not bench.desk.undo_stack.canUndo()
    assert bench.engine.runs[-1][0] == "another"


def test_choosing_the_other_operator_swaps_the_pair(bench: Bench) -> None:
    choices = bench.desk.choices
    assert choices is not None
    bench.desk.choose_operators(choices.operators.with_operator(0, Operator.ALIGN))
    assert [reading.settings.operator for reading in bench.settle().readings] == [Operator.ALIGN, Operator.POOL]


def test_scrubbing_reads_a_moved_box_and_leaves_it_where_it_rests(bench: Bench) -> None:
    bench.put(50.3, 41.7, 171.9, 133.2)
    bench.desk.choose_axis(SweepAxis.Y)
    bench.desk.scrub(2.35)
    look = bench.settle()
    assert look.choices.box_image == Box(50.3, 41.7, 171.9, 133.2)
    assert look.choices.box_read_image == Box(50.3, 41.7 + 2.35, 171.9, 133.2 + 2.35)


def test_a_ramp_slides_with_roi_align_and_steps_with_roi_pool(bench: Bench) -> None:
    """Channel 0 is the column's index: RoIAlign's value then grows by exactly one cell per stride, RoIPool's jumps by whole cells."""
    bench.desk.choose_map(MapChoice(channel=0))
    look = bench.put(50.3, 41.7, 171.9, 133.2)
    bench.qtbot.waitUntil(lambda: bench.desk.sweep is not None, timeout=PATIENCE_MS)
    sweep = bench.desk.sweep
    assert sweep is not None
    pool, align = (sweep.sweeps[place].summary(channel=0, row=3, column=3) for place in (0, 1))
    assert (pool.jumps >= 1, pool.largest_jump, pool.slope) == (True, 1.0, 0.0)
    assert (align.jumps, align.largest_jump) == (0, 0.0)
    assert align.slope / sweep.input_to_image == pytest.approx(1 / look.level.stride, rel=1e-3)
    assert sweep.offsets_image[-1] == pytest.approx(look.level.stride)


def test_a_move_takes_back_the_verdict_until_it_is_checked_again(bench: Bench) -> None:
    bench.qtbot.waitUntil(lambda: bench.desk.verdicts is not None, timeout=PATIENCE_MS)
    bench.put(30, 30, 150, 150)
    assert bench.desk.verdicts is None
    assert [badge.text() for badge in bench.lab.badges] == ["", ""]
    bench.qtbot.waitUntil(lambda: bench.desk.verdicts is not None, timeout=PATIENCE_MS)
    assert not bench.worker.is_busy(VERIFY)
    assert all("equals torchvision, max |difference| " in badge.text() for badge in bench.lab.badges)


def test_a_smaller_grid_keeps_the_pin_inside(bench: Bench) -> None:
    bench.desk.pin_bin(6, 6)
    choices = bench.desk.choices
    assert choices is not None
    bench.desk.choose_operators(replace(choices.operators, output_size=3))
    bench.settle()
    assert bench.desk.spot is not None
    assert (bench.desk.spot.row, bench.desk.spot.column) == (2, 2)
