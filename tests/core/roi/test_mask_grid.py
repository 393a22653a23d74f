from __future__ import annotations

import pytest
import torch
from torchvision.models.detection.roi_heads import paste_masks_in_image

from core.roi.mask_grid import MASK_CELLS, mask_axis, pasted_axis


def test_the_ideal_grid_divides_the_box_evenly() -> None:
    axis = mask_axis(10.0, 66.0)
    assert [axis(cell) for cell in (0, 14, 28)] == [10.0, 38.0, 66.0]


def test_the_box_10_to_20_is_pasted_onto_pixels_9_to_20() -> None:
    # Grown by 30/28 it is 9.64 .. 20.36, truncated 9 .. 20: twelve pixels for thirty cells, the border's included.
    axis = pasted_axis(10.0, 20.0)
    assert axis(-1) == pytest.approx(9.0)
    assert axis(MASK_CELLS + 1) == pytest.approx(21.0)


@pytest.mark.parametrize(("x1", "x2"), [(40.0, 140.0), (40.3, 140.9), (60.75, 181.2), (-20.4, 90.6)])
def test_a_ramp_over_the_mask_lands_where_torchvision_pastes_it(x1: float, x2: float) -> None:
    ramp = (torch.arange(MASK_CELLS) + 0.5).expand(1, 1, MASK_CELLS, MASK_CELLS).contiguous()
    pasted = paste_masks_in_image(ramp, torch.tensor([[x1, 20.0, x2, 120.0]]), (160, 200))[0, 0, 70]
    to_cell = pasted_axis(x1, x2).inverse()
    for column in range(200):
        cell = to_cell(column + 0.5)
        if 0.5 <= cell <= MASK_CELLS - 0.5:  # between the first and the last centre, where interpolation keeps the ramp
            assert float(pasted[column]) == pytest.approx(cell, abs=2e-3)
