"""What the photos of a report are judged by: the whole report, or one row of its tables."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from app.translation import tr
from core.evaluation.report import Report, SemanticReport
from core.roi.settings import Operator

EACH_END = 3
"""Photos that are opened of the worst, and of the best."""


@dataclass(frozen=True, slots=True)
class Focus:
    """One class, else all together; one read-out (its stride) or pooling operator (its name in the report), else the usual one."""

    class_name: str | None = None
    read_out: int | None = None
    pooler: str | None = None


EVERYTHING = Focus()


@dataclass(frozen=True, slots=True)
class PhotoRow:
    """A photo and its figures, in the order of :func:`columns_of`; NaN where it has none."""

    name: str
    photo: Path
    figures: tuple[float, ...]


def focus_of(report: Report, row: str) -> Focus:
    """What a row of :func:`core.evaluation.tables.tables_of` or ``class_tables`` is about, by the name that it has there."""
    if row in report.about.label_names:
        return Focus(class_name=row)
    if isinstance(report, SemanticReport):
        return Focus(read_out=next((key for key in report.read_outs if row in (f"FCN-{key}s", f"stride {key}")), None))
    return Focus(pooler=next((key for key in report.poolers if Operator(key).paper_name == row), None))


def fits(focus: Focus, report: Report) -> bool:
    """Whether the report has what ``focus`` is about."""
    if focus.class_name is not None and focus.class_name not in report.about.label_names:
        return False
    if isinstance(report, SemanticReport):
        return focus.pooler is None and focus.read_out in (None, *report.read_outs)
    return focus.read_out is None and focus.pooler in (None, *report.poolers)


def title_of(focus: Focus) -> str:
    """The row's own name; empty for the whole report."""
    if focus.read_out is not None:
        return f"FCN-{focus.read_out}s"
    return Operator(focus.pooler).paper_name if focus.pooler is not None else focus.class_name or ""


def columns_of(report: Report) -> tuple[str, ...]:
    if isinstance(report, SemanticReport):
        return tuple(tr("IoU {read_out}s", read_out=key) for key in sorted(report.read_outs))
    return tr("Quality"), tr("Hit"), tr("Missed"), tr("False")


def judged_by(report: Report, focus: Focus) -> int:
    """The place among the columns of the figure that decides which photo is the worst: the finest read-out's, or the quality."""
    if isinstance(report, SemanticReport) and focus.read_out is not None:
        return sorted(report.read_outs).index(focus.read_out)
    return 0


def rows_of(report: Report, focus: Focus) -> list[PhotoRow]:
    """Each photo's mean IoU at every read-out, the finest first; or the quality of its objects, those hit, missed and false.

    Of one class those photos only that have it, or in which it was found.
    """
    if isinstance(report, SemanticReport):
        keys = sorted(report.read_outs)
        rows = [PhotoRow(it.name, it.photo, tuple(it.iou(key, focus.class_name) for key in keys)) for it in report.photos]
    else:
        found = [(it, it.of(focus.pooler or report.pooler, focus.class_name)) for it in report.photos]
        rows = [PhotoRow(it.name, it.photo, (of.quality, float(of.hit), float(of.missed), float(of.false))) for it, of in found]
    return rows if focus.class_name is None else [row for row in rows if not math.isnan(row.figures[0])]


def worst_and_best(rows: Sequence[PhotoRow], column: int) -> list[PhotoRow]:
    """The worst photos, the worst of all first, then the best, the best of all first; of few photos each once."""
    known = sorted((row for row in rows if not math.isnan(row.figures[column])), key=lambda row: row.figures[column])
    worst = known[:EACH_END]
    return [*worst, *reversed(known[max(len(known) - EACH_END, len(worst)) :])]
