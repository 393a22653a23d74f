"""A report as the papers' tables, and those as CSV, JSON and Markdown. Imports no torch."""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from core.errors import InputError
from core.evaluation.average_precision import Precision
from core.evaluation.ceilings import PAPER_CEILINGS
from core.evaluation.report import InstanceReport, Report, SemanticReport
from core.evaluation.truths import Region
from core.files import write_atomically
from core.roi.settings import Operator

_READ_OUTS = "Read-outs of {model} ({images} photos of {data})"
_CEILINGS = "Best possible mean IoU by stride ({images} photos of {data})"
_OPERATORS = "Operators in both heads of {model}, same weights ({images} photos of {data})"
_CLASS_IOU, _CLASS_BOUNDARY_IOU = "IoU of each class", "Boundary IoU of each class"
_CLASS_PRECISION = {Region.MASK: "Mask AP of each class", Region.BOX: "Box AP of each class"}
TITLES = (_READ_OUTS, _CEILINGS, _OPERATORS, _CLASS_IOU, _CLASS_BOUNDARY_IOU, *_CLASS_PRECISION.values())

_READ_OUT_COLUMNS = ("mean IoU", "pixel acc.", "mean acc.", "boundary IoU")
_CEILING_COLUMNS = ("ceiling", "paper, VOC", "reached", "location loss", "recognition")
_OPERATOR_COLUMNS = tuple(f"{region.value} {name}" for region in (Region.MASK, Region.BOX) for name in ("AP", "AP50", "AP75"))
COLUMNS = (*_READ_OUT_COLUMNS, *_CEILING_COLUMNS, *_OPERATOR_COLUMNS)


@dataclass(frozen=True, slots=True)
class Table:
    """``rows`` are a name and one figure for each of ``columns``: shares of 1, NaN where there is none.

    The title is one of TITLES with ``fields`` filled in, so that the window can say it in its own language, as it does COLUMNS.
    """

    template: str
    fields: Mapping[str, object]
    columns: tuple[str, ...]
    rows: tuple[tuple[str, tuple[float, ...]], ...]

    @property
    def title(self) -> str:
        return self.template.format(**self.fields)


def tables_of(report: Report) -> tuple[Table, ...]:
    """The tables of the FCN paper (its table 2, and appendix A where ceilings were measured), or of the Mask R-CNN paper (2c, 2d)."""
    return _semantic_tables(report) if isinstance(report, SemanticReport) else (_pooler_table(report),)


def _semantic_tables(report: SemanticReport) -> tuple[Table, ...]:
    rows = [
        (f"FCN-{key}s", (it.miou, it.pixel_accuracy, it.mean_accuracy, it.boundary_iou)) for key, it in report.read_outs.items()
    ]  # fmt: skip
    figures = Table(_READ_OUTS, _fields(report), _READ_OUT_COLUMNS, tuple(rows))
    return (figures, _ceiling_table(report)) if report.ceilings else (figures,)


def _ceiling_table(report: SemanticReport) -> Table:
    """What a stride allows, and what each read-out makes of it: 1 = reached + lost by recognition + lost by location."""
    nothing = (math.nan,) * 3
    rows = []
    for stride, ceiling in report.ceilings.items():
        gap = report.gap(stride) if stride in report.read_outs else None
        parts = nothing if gap is None else (gap.model, gap.location, gap.recognition)
        rows.append((f"stride {stride}", (ceiling.miou, PAPER_CEILINGS.get(stride, math.nan), *parts)))
    return Table(_CEILINGS, _fields(report), _CEILING_COLUMNS, tuple(rows))


def _pooler_table(report: InstanceReport) -> Table:
    rows = []
    for pooler, regions in report.poolers.items():
        means = [regions[region].mean() for region in (Region.MASK, Region.BOX)]
        rows.append((Operator(pooler).paper_name, tuple(value for it in means for value in (it.ap, it.ap50, it.ap75))))
    return Table(_OPERATORS, _fields(report), _OPERATOR_COLUMNS, tuple(rows))


def _fields(report: Report) -> dict[str, object]:
    about = report.about
    data = f"{about.data.name or about.data}" + (f", {about.split}" if about.split else "")
    return {"model": about.model_key, "images": about.images, "data": data}


def as_text(table: Table) -> str:
    """For a terminal: right-aligned figures with four digits under a title."""
    first = max(len(name) for name, _ in table.rows)
    widths = [max(len(column), 6) + 2 for column in table.columns]
    head = " " * first + "".join(f"{column:>{width}}" for column, width in zip(table.columns, widths, strict=True))
    lines = []
    for name, values in table.rows:
        lines.append(f"{name:<{first}}" + "".join(f"{_cell(it):>{width}}" for it, width in zip(values, widths, strict=True)))
    return "\n".join([table.title, "", head, *lines])


def as_markdown(report: Report) -> str:
    """The tables, then one row a class, each under a heading; the badges first, for whoever reads no further."""
    about = report.about
    badges = "".join(f", {badge}" for badge in about.badges)
    heading = "# {title} on {images} photos of {data}".format(title=about.model_title, **_fields(report))
    parts = [heading, f"`{about.model_key}`{badges}; format {about.layout.title}."]
    for table in (*tables_of(report), *class_tables(report)):
        head = ("", *table.columns)
        lines = [_markdown_row(head), _markdown_row(["---", *["---:"] * len(table.columns)])]
        lines += [_markdown_row([name, *map(_cell, values)]) for name, values in table.rows]
        parts += [f"## {table.title}", "\n".join(lines)]
    return "\n\n".join(parts) + "\n"


def _markdown_row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"


def class_tables(report: Report) -> tuple[Table, ...]:
    """A row for each class: IoU and boundary IoU by read-out, or AP of masks and boxes by pooling operator."""
    return _read_out_classes(report) if isinstance(report, SemanticReport) else _pooler_classes(report)


def _read_out_classes(report: SemanticReport) -> tuple[Table, ...]:
    kinds = {_CLASS_IOU: [it.per_class for it in report.read_outs.values()]}
    kinds[_CLASS_BOUNDARY_IOU] = [it.class_boundary_iou for it in report.read_outs.values()]
    columns = tuple(f"FCN-{key}s" for key in report.read_outs)
    return tuple(
        Table(title, {}, columns, tuple((name, tuple(it[name] for it in figures)) for name in report.about.label_names))
        for title, figures in kinds.items()
    )


def _pooler_classes(report: InstanceReport) -> tuple[Table, ...]:
    columns = tuple(Operator(pooler).paper_name for pooler in report.poolers)
    tables = []
    for region in (Region.MASK, Region.BOX):
        figures = [regions[region].per_class for regions in report.poolers.values()]
        rows = tuple((name, tuple(it[name].ap for it in figures)) for name in report.about.label_names)
        tables.append(Table(_CLASS_PRECISION[region], {}, columns, rows))
    return tuple(tables)


def as_csv(report: Report) -> str:
    """One figure a line, with what it is a figure of: ``read_out`` or ``pooler``, ``class`` (empty for the mean), ``measure``."""
    stream = io.StringIO()
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(["read_out" if isinstance(report, SemanticReport) else "pooler", "class", "measure", "value"])
    for of, name, measure, value in _semantic_lines(report) if isinstance(report, SemanticReport) else _instance_lines(report):
        writer.writerow([of, name, measure, "" if math.isnan(value) else repr(float(value))])
    return stream.getvalue()


Line = tuple[str, str, str, float]


def _semantic_lines(report: SemanticReport) -> Iterable[Line]:
    for key, it in report.read_outs.items():
        means = {"iou": it.miou, "accuracy": it.mean_accuracy, "boundary_iou": it.boundary_iou, "pixel_accuracy": it.pixel_accuracy}
        yield from ((str(key), "", measure, value) for measure, value in means.items())
        by_class = {"iou": it.per_class, "accuracy": it.class_accuracy, "boundary_iou": it.class_boundary_iou}
        yield from ((str(key), name, measure, values[name]) for name in report.about.label_names for measure, values in by_class.items())
    for stride, ceiling in report.ceilings.items():
        yield str(stride), "", "ceiling_iou", ceiling.miou
        yield from ((str(stride), name, "ceiling_iou", value) for name, value in ceiling.per_class.items())


def _instance_lines(report: InstanceReport) -> Iterable[Line]:
    for pooler, regions in report.poolers.items():
        for region in (Region.MASK, Region.BOX):
            yield from _precision_lines(pooler, "", region, regions[region].mean())
            for name, figure in regions[region].per_class.items():
                yield from _precision_lines(pooler, name, region, figure)


def _precision_lines(pooler: str, name: str, region: Region, figure: Precision) -> Iterable[Line]:
    values = {"ap": figure.ap, "ap50": figure.ap50, "ap75": figure.ap75, "objects": figure.objects}
    return ((pooler, name, f"{region.value}_{measure}", value) for measure, value in values.items())


def as_json(report: Report) -> str:
    """Everything, the photos and the confusion matrices too."""
    return json.dumps(report.to_json(), allow_nan=False, ensure_ascii=False, indent=1) + "\n"


WRITERS: Mapping[str, Callable[[Report], str]] = {".csv": as_csv, ".json": as_json, ".md": as_markdown}
"""By the ending of the file's name."""


def check_ending(path: Path) -> None:
    """Raise InputError unless a report can be written under this name."""
    if path.suffix.lower() not in WRITERS:
        raise InputError("{path} is no place for a report; end its name in {endings}.", path=path, endings=", ".join(WRITERS))


def write_report(report: Report, path: Path) -> None:
    """Write a report in the format of the name's ending, in one step. Raises InputError for another ending, ExportError."""
    check_ending(path)
    write_atomically(path, WRITERS[path.suffix.lower()](report).encode("utf-8"))


def _cell(value: float) -> str:
    return "-" if math.isnan(value) else f"{value:.4f}"
