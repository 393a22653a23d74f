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


@pytest.fixture
def pane(bench: Bench) -> AlignmentPane:
    pane = bench.show(AlignmentPane)
    assert isinstance(pane, AlignmentPane)
    return pane


def test_each_network_comes_with_its_own_last_kernel(pane: AlignmentPane) -> None:
    for read_out, kernel in ((32, 64), (16, 32), (8, 16)):
        pane.choose(ReadOut(read_out))
        assert pane.kernel.value == kernel


def test_a_kernel_dragged_moves_the_result_by_half_of_what_it_grew(pane: AlignmentPane) -> None:
    pane.choose(ReadOut.STRIDE_32)
    pane.use_derived()
    pane.kernel.slider.setValue(pane.kernel.slider.value() + 4)
    assert pane.kernel.value == 68
    assert pane.misregistration == -2
    assert pane.off.text() == "Misregistration: −2 px"
    pane.derive.click()
    assert pane.crop.value == 21
    assert pane.off.text() == "Misregistration: 0 px"


def test_a_kernel_typed_that_no_whole_crop_fits_says_so(bench: Bench, pane: AlignmentPane) -> None:
    assert pane.note.text() == "Open a photo, or click a sample."
    bench.open()
    assert not pane.note.isVisible()
    pane.kernel.field.setValue(17)
    assert pane.note.text().startswith("An odd kernel at an even stride")
    pane.derive.click()
    assert abs(pane.misregistration) == 0.5
    pane.kernel.field.setValue(6)
    assert pane.note.text() == "A kernel below its stride leaves gaps: 2 of 8 pixels get nothing."


def test_a_crop_of_20_and_a_centred_one_are_off(bench: Bench, pane: AlignmentPane) -> None:
    bench.open()  # 120 x 90 px: 318 and 288 after conv1_1, 10 and 9 after the poolings, 4 and 3 after fc6, 160 and 128 in the result
    pane.choose(ReadOut.STRIDE_32)
    pane.crop.field.setValue(20)
    assert pane.off.text() == "Misregistration: 1 px"
    assert pane.centred.text() == "Centred crop: 20, 19: off by 1, 0 px"
    pane.padding.field.setValue(0)  # nothing is left behind fc6
    assert pane.centred.text() == ""


def test_centres_lie_on_the_photo() -> None:
    assert centres(Axis1d(8.0, -100.0), 20) == [0.0, 8.0, 16.0]
