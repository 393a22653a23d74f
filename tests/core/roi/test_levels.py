from __future__ import annotations

import math
from collections import OrderedDict

import numpy as np
import pytest
import torch
from torchvision.ops import MultiScaleRoIAlign
from torchvision.ops.poolers import LevelMapper

from core.errors import InputError
from core.geometry import Box
from core.roi.levels import choose_level, fpn_level

TRUNK = {"C1": 2, "C2": 4, "C3": 8, "C4": 16, "C5": 32}
FPN = {"P2": 4, "P3": 8, "P4": 16, "P5": 32, "pool": 64}


@pytest.mark.parametrize(
    ("side", "level"),
    [(1, 2), (111.99, 2), (112, 3), (223.99, 3), (224, 4), (447.99, 4), (448, 5), (896, 5), (1333, 5)],
)  # fmt: skip
def test_squares_at_the_published_borders(side: float, level: int) -> None:
    assert fpn_level(Box(10, 20, 10 + side, 20 + side), dtype=np.float64).level == level
    assert fpn_level(Box(0, 0, side, side)).level == level


@pytest.mark.parametrize(("dtype", "torch_dtype"), [(np.float32, torch.float32), (np.float64, torch.float64)])
def test_equals_torchvisions_mapper(dtype: type[np.floating], torch_dtype: torch.dtype) -> None:
    rng = np.random.default_rng(8)
    corners = rng.uniform(0, 1300, (4000, 2))
    sides = np.exp(rng.uniform(-3, 7.5, (4000, 2)))
    exact = np.array([(s * a, s / a) for s in (112, 224, 448) for a in (1, 2, 0.5, 4, 0.25) for _ in range(4)])
    boxes = np.concatenate([np.concatenate([corners, corners + sides], axis=1), np.concatenate([0 * exact, exact], axis=1)])
    expected = LevelMapper(2, 5)([torch.tensor(boxes, dtype=torch_dtype)]) + 2
    assert [fpn_level(Box(*box), dtype=dtype).level for box in boxes.tolist()] == expected.tolist()


@pytest.mark.parametrize("side", [40, 111.99, 112, 200, 224, 300, 448, 700])
def test_equals_the_level_that_multi_scale_roi_align_reads(side: float) -> None:
    """Every level holds its own number, so that the pooled value names the level."""
    levels = OrderedDict((str(k), torch.full((1, 1, 1024 >> k, 1024 >> k), float(k))) for k in (2, 3, 4, 5))
    pooler = MultiScaleRoIAlign(["2", "3", "4", "5"], output_size=1, sampling_ratio=2)
    pooled = pooler(levels, [torch.tensor([[8.0, 8.0, 8 + side, 8 + side]])], [(1024, 1024)])
    assert fpn_level(Box(8, 8, 8 + side, 8 + side)).level == pooled.item()


def test_the_parts_add_up_to_the_level() -> None:
    parts = fpn_level(Box(0, 0, 100, 400), dtype=np.float64)
    assert (parts.area, parts.root) == (40000, 200)
    assert parts.octaves == pytest.approx(math.log2(200 / 224))
    assert parts.unclamped == pytest.approx(4 + math.log2(200 / 224) + 1e-6, abs=1e-12)
    assert (parts.floored, parts.level, parts.clamped) == (3, 3, False)


def test_clamping_is_said() -> None:
    small, large = fpn_level(Box(0, 0, 20, 20)), fpn_level(Box(0, 0, 1000, 1000))
    assert (small.floored, small.level, small.clamped) == (0, 2, True)
    assert (large.floored, large.level, large.clamped) == (6, 5, True)


def test_a_box_without_area_goes_to_the_finest_level_as_in_torchvision() -> None:
    assert fpn_level(Box(5, 5, 5, 9)).level == 2
    assert LevelMapper(2, 5)([torch.tensor([[5.0, 5.0, 5.0, 9.0]])]).item() + 2 == 2


@pytest.mark.parametrize("box", [Box(9, 5, 5, 9), Box(0, 0, 1e30, 1e30)])
def test_an_area_that_makes_no_sense_is_refused(box: Box) -> None:
    with pytest.raises(InputError, match="has no sensible area"):
        fpn_level(box)


@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_a_coordinate_that_is_not_finite_is_refused(bad: float) -> None:
    with pytest.raises(InputError, match="not a finite number"):
        fpn_level(Box(0, 0, bad, 10))


@pytest.mark.parametrize(("strides", "names"), [(TRUNK, "C2 C3 C4 C5"), (FPN, "P2 P3 P4 P5")])
def test_the_automatic_level_is_one_that_heads_read(strides: dict[str, int], names: str) -> None:
    chosen = [choose_level(Box(0, 0, side, side), strides) for side in (1, 112, 224, 2000)]
    assert [choice.name for choice in chosen] == names.split()
    assert all(choice.formula is not None and choice.stride == strides[choice.name] for choice in chosen)


def test_a_pyramid_with_few_levels_clamps_to_them() -> None:
    assert choose_level(Box(0, 0, 30, 30), {"C3": 8, "C4": 16}).name == "C3"
    assert choose_level(Box(0, 0, 900, 900), {"C3": 8, "C4": 16}).name == "C4"
    assert choose_level(Box(0, 0, 224, 224), {"C3": 8, "C5": 32}).name == "C3"


def test_a_forced_level_needs_no_formula() -> None:
    choice = choose_level(Box(0, 0, 30, 30), TRUNK, forced=1)
    assert (choice.name, choice.stride, choice.formula) == ("C1", 2, None)
    assert choose_level(Box(0, 0, 30, 30), FPN, forced=6).name == "pool"


@pytest.mark.bad_input("box: a level that the model lacks")
def test_a_level_that_the_model_lacks_is_refused_naming_those_it_has() -> None:
    with pytest.raises(InputError, match=r"no level 7; it has 2 \(P2\), 3 \(P3\), 4 \(P4\), 5 \(P5\), 6 \(pool\)"):
        choose_level(Box(0, 0, 30, 30), FPN, forced=7)
    with pytest.raises(InputError, match="no level at a stride from 4 to 32"):
        choose_level(Box(0, 0, 30, 30), {"C1": 2})
