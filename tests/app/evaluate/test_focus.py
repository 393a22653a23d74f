"""What the photos of a report are judged by: rows of its tables, and which photos are the worst and the best by them."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from app.evaluate.chart import bars_of
from app.evaluate.focus import EVERYTHING, Focus, PhotoRow, fits, focus_of, judged_by, rows_of, title_of, worst_and_best
from app.evaluate.photos import PhotosModel
from core.evaluation.report import SemanticPhoto
from core.evaluation.tables import class_tables, tables_of
from tests.core.evaluation.test_tables import INSTANCE, SEMANTIC

NAN = float("nan")


def rows(*figures: float) -> list[PhotoRow]:
    return [PhotoRow(f"p{place}", Path(f"p{place}.png"), (figure,)) for place, figure in enumerate(figures)]


def test_every_row_of_the_tables_is_about_something_that_its_report_has() -> None:
    found = [[focus_of(report, name) for table in tables_of(report) for name, _ in table.rows] for report in (SEMANTIC, INSTANCE)]
    assert found == [
        [Focus(read_out=32), Focus(read_out=8), Focus(read_out=32), EVERYTHING],  # no read-out has stride 4
        [Focus(pooler="align"), Focus(pooler="pool")],
    ]
    for report in (SEMANTIC, INSTANCE):
        assert {focus_of(report, name) for table in class_tables(report) for name, _ in table.rows} == {Focus("sky"), Focus("a|b")}
        assert all(fits(focus, report) for focus in (EVERYTHING, Focus("sky")))
        assert not fits(Focus("person"), report)
    assert not fits(Focus(pooler="pool"), SEMANTIC)
    assert not fits(Focus(read_out=8), INSTANCE)
    assert not fits(Focus(read_out=16), SEMANTIC)


@pytest.mark.parametrize(
    ("focus", "title"), [(Focus(read_out=16), "FCN-16s"), (Focus(pooler="warp"), "RoIWarp"), (Focus("cat"), "cat"), (EVERYTHING, "")]
)
def test_it_is_called_as_its_row_is(focus: Focus, title: str) -> None:
    assert title_of(focus) == title


def test_photos_of_a_class_are_those_that_have_it() -> None:
    without = SemanticPhoto("q", Path("q.jpg"), {32: {"a|b": (1, 2)}, 8: {"a|b": (1, 4)}})
    report = replace(SEMANTIC, photos=(*SEMANTIC.photos, without))
    assert [(row.name, row.figures) for row in rows_of(report, Focus("sky"))] == [("p", (0.5, 0.75))]
    assert [(row.name, row.figures) for row in rows_of(report, Focus("a|b"))][1] == ("q", (0.25, 0.5))
    assert [judged_by(report, focus) for focus in (EVERYTHING, Focus("sky"), Focus(read_out=8), Focus(read_out=32))] == [0, 0, 0, 1]
    assert [row.figures[1:] for row in rows_of(INSTANCE, Focus("sky"))] == [(1.0, 2.0, 3.0)]
    assert rows_of(INSTANCE, Focus(pooler="pool"))[0].figures[1:] == (0.0, 0.0, 0.0)


def test_the_worst_come_first_the_worst_of_all_before_and_then_the_best() -> None:
    found = worst_and_best(rows(0.5, 0.9, NAN, 0.1, 0.3, 0.7, 0.2, 0.8), 0)
    assert [row.figures[0] for row in found] == [0.1, 0.2, 0.3, 0.9, 0.8, 0.7]


@pytest.mark.parametrize(("figures", "expected"), [((0.5, 0.2, 0.9, 0.7), [0.2, 0.5, 0.7, 0.9]), ((0.4,), [0.4]), ((NAN,), []), ((), [])])
def test_of_few_photos_each_is_there_once(figures: tuple[float, ...], expected: list[float]) -> None:
    assert [row.figures[0] for row in worst_and_best(rows(*figures), 0)] == expected


@pytest.mark.parametrize("order", Qt.SortOrder)
def test_a_photo_without_a_figure_is_the_last_in_either_order(order: Qt.SortOrder) -> None:
    model = PhotosModel()
    model.set_rows(rows(0.5, NAN, 0.2, 0.9), ("IoU",), counts=False)
    model.sort(1, order)
    figures = [row.figures[0] for row in model.rows]
    assert figures[:3] == sorted(figures[:3], reverse=order is Qt.SortOrder.DescendingOrder)
    assert math.isnan(figures[3])
    model.sort(0, order)
    assert [row.name for row in model.rows] == sorted((row.name for row in model.rows), reverse=order is Qt.SortOrder.DescendingOrder)


def test_bars_are_what_has_a_colour_of_its_own() -> None:
    figures, ceilings = tables_of(SEMANTIC)
    assert (bars_of(figures).groups, bars_of(figures).series) == (figures.columns, ("FCN-32s", "FCN-8s"))
    assert bars_of(ceilings).series == ("stride 32", "stride 4")
    by_class = bars_of(class_tables(INSTANCE)[0])
    assert (by_class.groups, by_class.series, by_class.values[0]) == (("sky", "a|b"), ("RoIAlign", "RoIPool"), (0.3, 0.3))
