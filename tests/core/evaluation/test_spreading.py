"""A few of many photos, for a first figure: none of the sources may be left out, whatever the two numbers are."""

from __future__ import annotations

import pytest

from core.evaluation.spreading import every_nth, spread


@pytest.mark.parametrize("count", [1, 2, 7, 491])
@pytest.mark.parametrize("limit", [1, 2, 6, 120, 300, 490])
def test_what_is_left_out_is_left_out_evenly(count: int, limit: int) -> None:
    items = tuple(range(count))
    chosen = spread(items, limit)
    assert len(chosen) == min(limit, count)
    assert chosen[0] == 0
    gaps = {after - before for before, after in zip(chosen, (*chosen[1:], count), strict=True)}
    assert max(gaps) - min(gaps) <= 1


def test_no_limit_takes_all() -> None:
    assert spread((1, 2, 3), None) == every_nth((1, 2, 3), None) == (1, 2, 3)


def test_trainings_choice_is_every_nth() -> None:
    assert every_nth(tuple(range(491)), 120) == tuple(range(0, 480, 4))
