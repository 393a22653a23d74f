"""The alignment prover against the paper's crops."""

from __future__ import annotations

import pytest

from app.inside_fcn.alignment_pane import AlignmentPane, centres
from core.fcn.config import ReadOut
from core.geometry import Axis1d
from tests.app.inside_fcn.conftest import Bench


@pytest.mark.parametrize(("read_out", "crops"), [(32, "19"), (16, "5, 27"), (8, "5, 9, 31")])
def test_the_papers_crops_are_derived_and_leave_nothing(bench: Bench, read_out: int, crops: str) -> None:
    pane = bench.show(AlignmentPane)
    assert isinstance(pane, AlignmentPane)
    bench.open()
    pane.choose(ReadOut(read_out))
    pane.derive.click()
    assert pane.crops.text() == f"Derived crops: {crops}"
    assert pane.off.text() == "Misregistration: 0 px"
    pane.crop.field.setValue(pane.crop.value + 1)
    assert abs(pane.misregistration) == 1
    pane.padding.field.setValue(0)
    pane.derive.click()
    assert pane.off.text() == "Misregistration: 0 px"


def test_centres_lie_on_the_photo() -> None:
    assert centres(Axis1d(8.0, -100.0), 20) == [0.0, 8.0, 16.0]
