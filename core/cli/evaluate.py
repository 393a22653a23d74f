"""``evaluate``: a model's figures on a data set."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from core.cancellation import CancelToken
from core.catalog import ModelRow, Task, find_model
from core.cli.evaluate_output import places, print_report, progress_place
from core.cli.figures import check_classes, progress_bar
from core.cli.interrupt import interrupt_cancels
from core.cli.options import add_device, add_json, add_model, positive_int
from core.devices import DeviceChoice
from core.errors import Cancelled, InputError
from core.evaluation.photos import NAMEABLE, Layout
from core.evaluation.request import POOLERS, EvaluationRequest, evaluate

if TYPE_CHECKING:
    from core.evaluation.driver import Progress
    from core.evaluation.report import Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_model(parser, required=True)
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help="the folder of a data set")
    layouts = "how its files lie: VOC's, CamVid's or COCO's way, or photos in images/ beside label PNGs in labels/ or masks/ (default auto)"
    parser.add_argument("--format", choices=[layout.value for layout in NAMEABLE], default=Layout.AUTO.value, help=layouts)
    parser.add_argument("--split", metavar="NAME", help="which part of the data (default val, or all where there are no parts)")
    parser.add_argument("--limit", type=positive_int, metavar="N", help="measure on N photos, spread evenly over the split")
    source = "only photos whose names begin with PREFIX and an underscore, for example voc2012"
    parser.add_argument("--source", metavar="PREFIX", help=source)
    parser.add_argument("--classes", type=_words, metavar="A,B,C", help="report the mean over these classes too")
    tables = "also the papers' tables: read-outs with the ceilings of their strides, or every pooling operator on the same weights"
    parser.add_argument("--tables", action="store_true", help=tables)
    out = "write the figures to FILE.csv, FILE.json or FILE.md, or all three into a folder"
    parser.add_argument("--out", type=Path, metavar="PATH", help=out)
    resume = "keep the progress in FILE, and carry on from it when it is there; a folder as --out keeps it by itself"
    parser.add_argument("--resume", type=Path, metavar="FILE", help=resume)
    add_device(parser)
    add_json(parser)
    group = parser.add_argument_group("models that find objects")
    pooler = "what reads the boxes in both heads; align is what the weights were trained with (default align)"
    group.add_argument("--pooler", choices=list(POOLERS), help=pooler)


def _words(text: str) -> list[str]:
    return text.split(",")


def run(options: argparse.Namespace) -> int:
    """Measure one model. Raises UserError, and KeyboardInterrupt when the person stopped it."""
    row = find_model(options.model, options.rows)
    _check(row, options)
    files = places(options.out, row.key)
    progress_file = progress_place(options.resume, options.out, row.key)
    report = _measured(row, options, progress_file)
    from core.evaluation.tables import write_report

    for path in files:
        write_report(report, path)
    print_report(report, options)
    if progress_file is not None:
        progress_file.unlink(missing_ok=True)  # it has served its purpose
    return 0


def _check(row: ModelRow, options: argparse.Namespace) -> None:
    """Raise InputError where an option has no meaning for the model: silently ignored, it would mislead."""
    if options.pooler is not None and row.task is not Task.INSTANCE:
        raise InputError("{option} means nothing to {model}; leave it out.", option="--pooler", model=row.title)
    labels = row.label_set
    measured = [labels.names[label] for label in labels.listed if row.task is Task.SEMANTIC or label != labels.background]
    check_classes(options.classes, measured, labels.name)


def _request(options: argparse.Namespace) -> EvaluationRequest:
    asked = options.pooler or POOLERS[0]
    poolers = (asked, *(other for other in POOLERS if options.tables and other != asked))
    return EvaluationRequest(
        options.data, Layout(options.format), options.split, options.limit, options.source, poolers, ceilings=options.tables
    )  # fmt: skip


def _measured(row: ModelRow, options: argparse.Namespace, progress_file: Path | None) -> Report:
    from core.engine import Engine

    engine, token = Engine(DeviceChoice(options.device), cache_bytes=0, rows=options.rows), CancelToken()
    with progress_bar(0, options) as bar, interrupt_cancels(token):

        def show(progress: Progress) -> None:
            if bar.total == 0:
                bar.initial = progress.done  # what was there already says nothing about the speed
            bar.total, bar.n = progress.total, progress.done
            bar.refresh()

        try:
            return evaluate(engine, row, _request(options), token, progress_file=progress_file, on_progress=show)
        except Cancelled as error:
            if progress_file is not None:
                bar.close()
                print(f"Stopped after {bar.n} of {bar.total} photos; the same command carries on from there.", file=sys.stderr)
            raise KeyboardInterrupt from error
