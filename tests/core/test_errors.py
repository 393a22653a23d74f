"""Errors cross from one process to another as they were."""

from __future__ import annotations

import pickle
from pathlib import Path

import pytest

from core.errors import ImageError, ImageTooLarge, UserError


@pytest.mark.parametrize(
    "error",
    [
        ImageError("{path} is {what}.", path=Path("a{b}.png"), what="odd", details="why"),
        ImageTooLarge("{path} is large.", reduced_size=(3, 2), path=Path("b.png")),
        UserError("A {brace} alone."),
    ],
)
def test_an_error_is_pickled_whole(error: UserError) -> None:
    again = pickle.loads(pickle.dumps(error))
    assert (type(again), str(again), vars(again)) == (type(error), str(error), vars(error))
