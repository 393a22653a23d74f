"""``evaluate``: a model's figures on a data set."""

from __future__ import annotations

import argparse
from pathlib import Path

from core.catalog import Task, find_model
from core.cli.evaluate_instance import POOLERS
from core.cli.options import add_device, add_json, add_model, positive_int
from core.errors import InputError

ONLY_FOR_OBJECTS = ("pooler", "source")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    add_model(parser, required=True)
    layouts = "folder in CamVid's layout, or with images/, class/ and SPLIT.txt (objects: also object/ and instances.csv)"
    parser.add_argument("--data", type=Path, required=True, metavar="DIR", help=layouts)
    parser.add_argument("--split", default="val", help="which part of the data (default %(default)s)")
    parser.add_argument("--limit", type=positive_int, metavar="N", help="measure on N photos, spread evenly over the split")
    parser.add_argument("--classes", type=_words, metavar="A,B,C", help="report the mean over these classes too")
    add_device(parser)
    add_json(parser)
    group = parser.add_argument_group("models that find objects")
    pooler = "what reads the boxes in both heads; align is what the weights were trained with (default align)"
    group.add_argument("--pooler", choices=list(POOLERS), help=pooler)
    source = "only photos whose names begin with PREFIX and an underscore, for example voc2012"
    group.add_argument("--source", metavar="PREFIX", help=source)


def _words(text: str) -> list[str]:
    return text.split(",")


def run(options: argparse.Namespace) -> int:
    """Measure one model. Raises UserError."""
    row = find_model(options.model, options.rows)
    if row.task is Task.INSTANCE:
        from core.cli.evaluate_instance import evaluate
    else:
        _refuse(row.title, options)
        from core.cli.evaluate_semantic import evaluate
    evaluate(row, options)
    return 0


def _refuse(model: str, options: argparse.Namespace) -> None:
    """Raise InputError where an option has no meaning for the model: silently ignored, it would mislead."""
    for name in ONLY_FOR_OBJECTS:
        if getattr(options, name) is not None:
            raise InputError("{option} means nothing to {model}; leave it out.", option=f"--{name}", model=model)
