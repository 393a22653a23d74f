"""Every row of the register of bad inputs has a test, and every test that claims one names a row that there is."""

from __future__ import annotations

import importlib
import inspect
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from tests.contract.bad_inputs import BAD_INPUTS, ROWS, cases

TESTS = Path(__file__).resolve().parents[1]
CASE = type(pytest.param())


@cache
def marked_tests() -> dict[str, Callable[..., object]]:
    """Every test with a mark, by where it is; from the files themselves, since a run of one folder must not miss the others' marks."""
    found: dict[str, Callable[..., object]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        text = path.read_text(encoding="utf-8")
        if "bad_input(" in text or "bad_inputs import" in text:
            name = ".".join(path.relative_to(TESTS.parent).with_suffix("").parts)
            found |= {f"{path.relative_to(TESTS)}::{test.__name__}": test for test in marked_in(importlib.import_module(name))}
    return found


def marked_in(module: ModuleType) -> list[Callable[..., object]]:
    found = inspect.getmembers(module, inspect.isfunction)
    return [test for name, test in found if name.startswith("test_") and test.__module__ == module.__name__ and rows_of(test)]


def rows_of(test: Callable[..., object]) -> list[str]:
    """What ``bad_input(...)`` names, above a test or at one of its cases."""
    return [*rows_above(test), *rows_at_cases(test)]


def rows_above(test: Callable[..., object]) -> Iterator[str]:
    for mark in getattr(test, "pytestmark", ()):
        if mark.name == "bad_input":
            assert mark.args, test.__name__
            yield from mark.args


def rows_at_cases(test: Callable[..., object]) -> Iterator[str]:
    for mark in parametrizations(test):
        for case in mark.args[1]:
            for inner in case.marks if isinstance(case, CASE) else ():
                if inner.name == "bad_input":
                    yield from inner.args


def parametrizations(test: Callable[..., object]) -> list[Any]:
    return [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]


@cache
def marks() -> dict[str, list[str]]:
    """Row -> the tests that are marked with it."""
    found: dict[str, list[str]] = {}
    for where, test in marked_tests().items():
        for row in rows_of(test):
            found.setdefault(row, []).append(where)
    return found


@pytest.mark.parametrize("row", sorted(ROWS))
def test_a_row_has_a_test(row: str) -> None:
    assert marks().get(row), f"no test is marked with bad_input({row!r})"


def test_a_mark_names_a_row() -> None:
    assert {row: tests for row, tests in marks().items() if row not in ROWS} == {}


def test_a_row_is_there_once() -> None:
    assert len(ROWS) == sum(len(kinds) for kinds in BAD_INPUTS.values())


def test_a_row_that_is_one_of_a_test_s_cases_is_marked_at_the_case() -> None:
    """Above the test, several marks would all stay when a case goes."""
    loose = {where: rows for where, test in marked_tests().items() if len(rows := list(rows_above(test))) > 1 and parametrizations(test)}
    assert loose == {}


def test_a_mark_is_found_above_a_test_and_at_its_cases() -> None:
    @pytest.mark.parametrize("kind", cases("photo", ("truncated", "bad")))
    @pytest.mark.parametrize("other", [1, 2])
    @pytest.mark.bad_input("photo: a pipe")
    def test(kind: str, other: int) -> None:
        del kind, other

    assert sorted(rows_of(test)) == ["photo: a pipe", "photo: bad", "photo: truncated"]
