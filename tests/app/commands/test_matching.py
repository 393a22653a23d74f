"""Fuzzy matching: what a person types finds what they mean, before what merely holds the letters."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.commands.matching import score

NAMES = ("Open…", "Paste", "Previous photo", "Outline classes", "Outline objects", "Read-out FCN-8s", "Reset layout", "RoI lab", "Run")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("run", "Run"),
        ("rl", "RoI lab"),
        ("res", "Reset layout"),
        ("outobj", "Outline objects"),
        ("out cla", "Outline classes"),
        ("8s", "Read-out FCN-8s"),
        ("pp", "Previous photo"),
        ("OPEN", "Open…"),
    ],
)
def test_the_best_match_is_what_was_meant(typed: str, meant: str) -> None:
    fitting = {name: value for name in NAMES if (value := score(typed, name)) is not None}
    assert max(fitting, key=lambda name: fitting[name]) == meant


@pytest.mark.parametrize(("typed", "name"), [("nur", "Run"), ("runn", "Run"), ("x", ""), ("zz", "Zoom in")])
def test_letters_that_are_not_there_in_that_order_do_not_match(typed: str, name: str) -> None:
    assert score(typed, name) is None


def is_selection(typed: str, name: str) -> bool:
    rest = iter(name)
    return all(letter in rest for letter in typed)


@given(st.text("abc ", max_size=5), st.text("abc-", max_size=8))
def test_it_matches_exactly_the_ordered_selections(typed: str, name: str) -> None:
    letters = typed.replace(" ", "")
    assert (score(typed, name) is not None) == is_selection(letters, name)
