"""What ``evaluate`` prints, and the names of the files that it writes."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from core.cli.figures import cell
from core.cli.options import print_json

if TYPE_CHECKING:
    from core.evaluation.average_precision import Precision
    from core.evaluation.report import About, InstanceReport, Report, SemanticReport


def places(out: Path | None, model_key: str) -> list[Path]:
    """The files to write: the one that is named, or one of each kind in a folder. Raises InputError for a name that is neither.

    A name without an ending, or that is a folder, is a folder; it is created. Raises ExportError when that cannot be.
    """
    if out is None:
        return []
    from core.evaluation.tables import WRITERS, check_ending

    if _is_folder(out):
        from core.batch.items import open_folder

        open_folder(out)
        return [out / f"{model_key}{ending}" for ending in WRITERS]
    check_ending(out)
    return [out]


def progress_place(resume: Path | None, out: Path | None, model_key: str) -> Path | None:
    """Where the progress is kept: the file that is named, else one in the folder of the results."""
    if resume is None and out is not None and _is_folder(out):
        return out / f"{model_key}.progress.json"
    return resume


def _is_folder(out: Path) -> bool:
    return out.is_dir() or not out.suffix


def print_report(report: Report, options: argparse.Namespace) -> None:
    """For a program with ``--json``, else a table for a person, and the papers' tables where they were asked for."""
    from core.evaluation.report import SemanticReport
    from core.evaluation.tables import as_text, tables_of

    if options.json:
        print_json(report.to_json(full=False, subset=options.classes))
        return
    print(_semantic(report, options.classes) if isinstance(report, SemanticReport) else _instance(report, options.classes))
    for table in tables_of(report) if options.tables else ():
        print("\n" + as_text(table))


def _semantic(report: SemanticReport, subset: Sequence[str] | None) -> str:
    """A table: one row per class and mean, one column per read-out, IoU and accuracy as shares of 1."""
    figures = report.read_outs.values()
    rows = [(name, [it.per_class[name] for it in figures]) for name in report.about.label_names]
    rows.append(("mean IoU", [it.miou for it in figures]))
    if subset is not None:
        rows.append((f"mean IoU of {len(subset)} classes", [it.mean_iou(subset) for it in figures]))
    rows.append(("pixel accuracy", [it.pixel_accuracy for it in figures]))
    width = max(len(name) for name, _ in rows)
    head = " " * width + "".join(f"{f'FCN-{read_out}s':>9}" for read_out in report.read_outs)
    lines = [f"{name:<{width}}" + "".join(map(cell, values)) for name, values in rows]
    return "\n".join([f"{report.about.model_key} on {_photos(report.about)}", "", head, *lines])


def _instance(report: InstanceReport, subset: Sequence[str] | None) -> str:
    """A table: one row per class and mean, three columns for masks and three for boxes, as shares of 1."""
    from core.evaluation.truths import Region
    from core.roi.settings import Operator

    about, measured = report.about, [report.poolers[report.pooler][region] for region in (Region.MASK, Region.BOX)]
    rows = [(name, [it.per_class[name] for it in measured]) for name in about.label_names]
    rows.append(("mean", [it.mean() for it in measured]))
    if subset is not None:
        rows.append((f"mean of {len(subset)} classes", [it.mean(subset) for it in measured]))
    width = max(len(name) for name, _ in rows)
    head = f"{'mask AP':>9}{'AP50':>9}{'AP75':>9}{'box AP':>9}{'AP50':>9}{'AP75':>9}{'objects':>9}"
    lines = [f"{name:<{width}}" + "".join(map(_cells, figures)) + f"{figures[0].objects:>9}" for name, figures in rows]
    source = "" if about.source is None else f", only {about.source}"
    badges = "".join(f", {badge}" for badge in about.badges)
    title = f"{about.model_key} with {Operator(report.pooler).paper_name} on {_photos(about)}{source}{badges}"
    return "\n".join([title, "", " " * width + head, *lines])


def _cells(figure: Precision) -> str:
    return cell(figure.ap) + cell(figure.ap50) + cell(figure.ap75)


def _photos(about: About) -> str:
    return f"{about.images} photos of {about.data}" + (f", {about.split}" if about.split else "")
