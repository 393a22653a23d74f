"""Every row of the register of bad inputs has a test, and every test that claims one names a row that there is."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.contract.bad_inputs import BAD_INPUTS, ROWS

TESTS = Path(__file__).resolve().parents[1]


@cache
def marks() -> dict[str, list[str]]:
    """Row -> the tests that are marked with it; found by reading, since a run of one folder must not miss the others' marks."""
    found: dict[str, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for test in (node for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)):
            for row in rows_of(test):
                found.setdefault(row, []).append(f"{path.relative_to(TESTS)}::{test.name}")
    return found


def rows_of(test: ast.FunctionDef) -> Iterator[str]:
    """What ``@pytest.mark.bad_input(...)`` above a function names."""
    for mark in test.decorator_list:
        if isinstance(mark, ast.Call) and ast.unparse(mark.func) == "pytest.mark.bad_input":
            assert mark.args, test.name
            for row in mark.args:
                assert isinstance(row, ast.Constant), f"{test.name}: a row is written out, so that it can be found"
                yield str(row.value)


@pytest.mark.parametrize("row", sorted(ROWS))
def test_a_row_has_a_test(row: str) -> None:
    assert marks().get(row), f"no test is marked with bad_input({row!r})"


def test_a_mark_names_a_row() -> None:
    assert {row: tests for row, tests in marks().items() if row not in ROWS} == {}


def test_a_row_is_there_once() -> None:
    assert len(ROWS) == sum(len(kinds) for kinds in BAD_INPUTS.values())
